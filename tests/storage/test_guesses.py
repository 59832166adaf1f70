"""Guesses are counted for each source, and for all of a kind together."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import guesses
from storage.engine.unit_of_work import Store
from storage.guesses import KINDS, Kind
from storage.inbox import WINDOW
from tests.storage.people import NOW


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_all_together_may_fail_so_often_within_the_hour(store: Store, kind: Kind) -> None:
    with store.begin() as work:
        for number in range(kind.all):
            guesses.guessed_wrong(work, kind, str(number).encode(), NOW)
        assert guesses.together(work, kind, NOW) == kind.all
        assert not guesses.may_guess(work, kind, b"somebody else", NOW)
        assert all(guesses.may_guess(work, other, b"somebody else", NOW) for other in KINDS if other != kind)
        assert guesses.may_guess(work, kind, b"somebody else", NOW + WINDOW + timedelta(seconds=1))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_one_source_runs_out_before_all_do(store: Store, kind: Kind) -> None:
    with store.begin() as work:
        for _ in range(kind.each):
            assert guesses.may_guess(work, kind, b"eve", NOW)
            guesses.guessed_wrong(work, kind, b"eve", NOW)
        assert not guesses.may_guess(work, kind, b"eve", NOW)
        assert guesses.may_guess(work, kind, b"ann", NOW)
