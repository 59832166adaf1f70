"""Guesses are counted for each source, and for all of a kind together."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from storage.engine.unit_of_work import Store
from storage.inbox import throttling
from storage.inbox.throttling import GUESSES, KINDS, WINDOW, Kind
from storage.schema.tables import throttles
from tests.storage.people import NOW, rows

SOURCE = b"who guesses"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_all_together_may_fail_so_often_within_the_hour(store: Store, kind: Kind) -> None:
    with store.begin() as work:
        for number in range(kind.all):
            throttling.guessed_wrong(work, kind, str(number).encode(), NOW)
        assert throttling.together(work, kind, NOW) == kind.all
        assert not throttling.may_guess(work, kind, b"somebody else", NOW)
        assert all(throttling.may_guess(work, other, b"somebody else", NOW) for other in KINDS if other != kind)
        assert throttling.may_guess(work, kind, b"somebody else", NOW + WINDOW + timedelta(seconds=1))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_one_source_runs_out_before_all_do(store: Store, kind: Kind) -> None:
    with store.begin() as work:
        for _ in range(kind.each):
            assert throttling.may_guess(work, kind, b"eve", NOW)
            throttling.guessed_wrong(work, kind, b"eve", NOW)
        assert not throttling.may_guess(work, kind, b"eve", NOW)
        assert throttling.may_guess(work, kind, b"ann", NOW)


def test_guesses_run_out_within_the_hour(store: Store) -> None:
    with store.begin() as work:
        for number in range(GUESSES):
            assert throttling.failed(work, SOURCE, NOW) < GUESSES
            throttling.count(work, SOURCE, NOW + timedelta(minutes=number))
        assert throttling.failed(work, SOURCE, NOW + WINDOW) >= GUESSES
        assert throttling.failed(work, b"somebody else", NOW) < GUESSES
        assert throttling.failed(work, SOURCE, NOW + WINDOW + timedelta(seconds=1)) < GUESSES


def test_after_the_hour_counting_begins_anew(store: Store) -> None:
    after = NOW + WINDOW + timedelta(seconds=1)
    with store.begin() as work:
        for _ in range(GUESSES):
            throttling.count(work, SOURCE, NOW)
        throttling.count(work, SOURCE, after)
        assert throttling.failed(work, SOURCE, after) < GUESSES
        work.commit()
    assert [(r.failures, r.since) for r in rows(store, throttles)] == [(1, after)]


def test_guesses_at_once_are_all_counted(store: Store) -> None:
    def guess(_: int) -> None:
        with store.begin() as work:
            throttling.count(work, SOURCE, NOW)
            work.commit()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(guess, range(GUESSES)))
    assert [r.failures for r in rows(store, throttles)] == [GUESSES]


def test_old_guesses_are_forgotten(store: Store) -> None:
    with store.begin() as work:
        throttling.count(work, b"old", NOW - WINDOW - timedelta(seconds=1))
        throttling.count(work, b"new", NOW - WINDOW)
        throttling.prune(work, NOW)
        work.commit()
    assert [r.source for r in rows(store, throttles)] == [b"new"]
