"""One walk, the same deeds in each language; some of its screens are recorded, `--record-walks` records them again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dialogs import leder
from dialogs.languages import EASY_READ, NAMES
from dialogs.text import fill, say
from locales import is_draft, speech
from tests.dialogs.core import CoreDriver, fresh, names
from tests.scenario import replay

FOLDER = Path(__file__).parent / "languages"
DEEDS = (FOLDER / "deeds.txt").read_text(encoding="utf-8")
LANGUAGES = sorted(NAMES)
# What is asked or said after each of these is read in every language; whole conversations are recorded in English.
SCREENS = (
    "[choose:W1:LANGUAGE]",
    "[choose:W2:yes]",
    "[yes:about]",
    "/help",
    "[skip:R4]",
    "[skip:L6]",
    "[choose:L7a:yes]",
    "I can't go on",
    "[send:check]",
)
SAID_TWICE = (
    "Are you 18 or over?",
    "Would you like to take part?",
    "1. Yes, without names",
    "Nobody is reading this chat right now.",
    "If you cannot keep yourself safe or feel you cannot cope, call 111",
    "You can also tell the council's adult social care team.",
    "may have to share it to keep people safe.",
)


@pytest.mark.parametrize("language", [x for x in LANGUAGES if x != "en"])
def test_a_walk_in_each_language(language: str, request: pytest.FixtureRequest) -> None:
    actual = screens(walked(language), language)
    path = FOLDER / f"{language}.walk"
    if request.config.getoption("--record-walks"):
        path.write_text(actual, encoding="utf-8")
    assert actual == path.read_text(encoding="utf-8")
    assert len(actual.splitlines()) > len(SCREENS)


@pytest.mark.parametrize("language", [x for x in LANGUAGES if is_draft(x) and x != EASY_READ])
def test_a_draft_says_consents_and_both_cards_in_english_too(language: str) -> None:
    walk = walked(language)
    english = walked("en")
    for sentence in SAID_TWICE:
        assert sentence in english
        assert sentence in walk
    asked = fill(say("What did {name} like to be called?"), speech(language), names(fresh()))
    assert asked in walk


def walked(language: str) -> str:
    """The walk with its replies as they are now."""
    response = fresh(languages=tuple(LANGUAGES))
    driver = CoreDriver(leder.load(), response, speech=speech)
    return replay(DEEDS.replace("LANGUAGE", language), driver)


def screens(walk: str, language: str) -> str:
    """Return some screens of a walk, each with what was done just before."""
    wanted = tuple(f"> {deed}\n" for deed in SCREENS)
    steps = re.split(r"\n(?=[#>] )", walk.replace(f"choose:W1:{language}]", "choose:W1:LANGUAGE]"))
    found = [step for step in steps if step.startswith(wanted)]
    assert len(found) == len(SCREENS)
    return "\n".join(found).replace("LANGUAGE", language)
