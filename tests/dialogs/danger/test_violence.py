"""Whoever is hurt by somebody is heard in every language, and what only sounds so is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dialogs.danger import Danger, heard
from dialogs.leder import danger_lists

SAID = json.loads((Path(__file__).parent / "violence.json").read_text(encoding="utf-8"))


def test_every_language_but_english_is_here() -> None:
    assert {*SAID} == {*danger_lists()} - {"en"}


@pytest.mark.parametrize("language", SAID)
def test_who_is_hurt_now_is_heard(language: str) -> None:
    """Hit, threatened, choked, locked in, forced: whom to call is shown for each of these."""
    assert [words for words in SAID[language]["hurt"] if not heard(words)] == []


@pytest.mark.parametrize("language", SAID)
def test_news_that_hits_and_what_is_long_over_stop_nothing(language: str) -> None:
    assert [words for words in SAID[language]["fine"] if Danger.CLEAR in heard(words)] == []
