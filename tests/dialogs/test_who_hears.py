"""Each card of danger says exactly who hears of it: nobody, the reviewer without the words, or the reviewer with them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dialogs import asides, leder, phrases
from dialogs.inputs import Begin
from dialogs.turn import SAFETY
from locales import speech
from tests.dialogs.core import CoreDriver
from tests.dialogs.tiny import agreed, known, opened, press, write
from tests.each import each

CLEAR, OTHERS, UNCLEAR = "I want to kill myself", "My dad hits my mum. She is scared.", "I am such a burden"
CHILDLINE = leder.programme()["childline"]
W2 = ("choose:W1:en",)
LANGUAGES = ("en", "en_GB@easyread", "pl", "ur")


def in_language(language: str, *buttons: str, **changes: object) -> CoreDriver:
    driver = opened(language=language, languages=("en", *LANGUAGES[1:]), **changes)
    driver._speech = speech
    return press(driver, *buttons)


PLACES: dict[str, tuple[str, ...]] = {
    "who are you": (),
    "not them": ("choose:W2:no",),
    "age": ("choose:W2:yes",),
    "under age": ("choose:W2:yes", "choose:C1:no"),
    "about": ("choose:W2:yes", "choose:C1:yes"),
    "consents": ("choose:W2:yes", "choose:C1:yes", "yes:about", "choose:C2:yes", "choose:C3:yes"),
    "declined": ("choose:W2:yes", "choose:C1:yes", "yes:about", "choose:C2:yes", "choose:C3:no"),
    "no record": ("choose:W2:yes", "choose:C1:yes", "yes:about", "choose:C2:yes", "choose:C3:yes", "choose:C4:no"),
    "agreed": ("choose:W2:yes", "choose:C1:yes", "yes:about", "choose:C2:yes", "choose:C3:yes", "choose:C4:yes"),
    "stopped": ("choose:W2:yes", "stop"),
    "withdrawn": ("choose:W2:yes", "withdraw", "yes:withdraw"),
}
TOLD = (asides.NOBODY_TOLD, asides.NO_NOTE, asides.NOTE_WORDLESS, asides.NOT_ANSWERED, phrases.SAFETY_READ)


def told(driver: CoreDriver) -> list[str]:
    """What is said of who hears of it."""
    return [
        p.text.msgid for m in driver.turn.messages for p in m.paragraphs if p.text.msgid in (*TOLD, phrases.HELP_NOTE)
    ]


@pytest.mark.promise("nobody-told", "note-without-words")
@each("channel", ["telegram", "page"])
@each("language", LANGUAGES)
@each("place", PLACES)
@each("words", [CLEAR, OTHERS, UNCLEAR])
def test_it_says_that_somebody_is_told_just_where_somebody_is(
    channel: str, language: str, place: str, words: str
) -> None:
    driver = write(in_language(language, "choose:W1:" + language, *PLACES[place], channel=channel), words)
    heard, flagged = told(driver), bool({*driver.turn.flags} & SAFETY)
    assert (phrases.HELP_NOTE in heard or phrases.SAFETY_READ in heard) == flagged
    assert ({asides.NOBODY_TOLD, asides.NO_NOTE} & {*heard} != set()) == (not flagged)
    read = {asides.NOT_ANSWERED, phrases.SAFETY_READ} & {*heard}
    assert (read != set()) == (flagged and bool(driver.turn.answers))
    assert (asides.NOTE_WORDLESS in heard) == (flagged and not driver.turn.answers)


HELPS: dict[str, Callable[[], CoreDriver]] = {
    "before who": lambda: opened(*W2),
    "withdrawn": lambda: press(known(), "withdraw", "yes:withdraw"),
    "open question": known,
}


@each("place", HELPS)
@each("words", ["help", "I need help now", "/help"])
def test_a_card_that_was_asked_for_says_it_too(place: str, words: str) -> None:
    driver = write(HELPS[place](), words)
    heard, flagged = told(driver), bool(driver.turn.flags)
    assert flagged == (phrases.HELP_NOTE in heard)
    if asides.NOBODY_TOLD not in heard and not flagged and words != "/help":
        assert asides.NO_NOTE in heard


def test_forwarded_words_tell_nobody() -> None:
    driver = opened("choose:W1:en", "choose:W2:yes")
    driver.take(driver.words(OTHERS, forwarded="Zoe"))
    assert (told(driver), driver.turn.flags) == ([asides.NOBODY_TOLD] * 2, ())


CHILDREN = {name: way for name, way in PLACES.items() if name in {"who are you", "not them", "age", "under age"}}


@each("language", LANGUAGES)
@each("channel", ["telegram", "page"])
@each("place", PLACES)
@each("way", [CLEAR, OTHERS, UNCLEAR, "help"])
def test_childline_stands_on_every_card_until_somebody_is_18(language: str, channel: str, place: str, way: str) -> None:
    driver = write(in_language(language, "choose:W1:" + language, *PLACES[place], channel=channel), way)
    is_there = any(CHILDLINE in m.text for m in driver.reply.messages)
    grown = "choose:C1:yes" in PLACES[place]
    assert is_there == (not grown)
    assert any("childline" in m.calls for m in driver.turn.messages) == (not grown)


def test_a_stated_age_under_18_brings_it_back() -> None:
    driver = write(agreed(), "I'm 16.")
    assert CHILDLINE in write(driver, "help").reply.messages[-1].text


def test_opened_again_it_still_stands_there() -> None:
    driver = opened("choose:W1:en", "choose:W2:yes", "choose:C1:no")
    driver.take(Begin())
    assert CHILDLINE in write(driver, CLEAR).reply.messages[0].text
