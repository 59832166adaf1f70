"""Below a card whose way on is Go on, a plain yes, a number or thanks answer nothing of what stands behind it."""

from __future__ import annotations

import pytest

from dialogs.copies import replace
from dialogs.inputs import Above, Channel
from tests.dialogs.core import CoreDriver
from tests.dialogs.tiny import (
    AGREEING,
    agreed,
    chat,
    choice,
    known,
    multiple,
    opened,
    press,
    said,
    text,
    until,
    values,
    write,
)
from tests.each import each

PLAIN = (
    *(
        "1",
        "2",
        "1.",
        "1 and 2",
        "option 1",
        "yes",
        "Yes please",
        "ok",
        "yeah",
        "no",
        "next",
        "go on",
        "👍",
        "yes thanks",
    ),
    *("\u0661", "tak", "\u06c1\u0627\u06ba", "s\u00ed", "\u09b9\u09cd\u09af\u09be\u0981"),
)
CARDS = [
    "help", "help me please", "I need help now", "I want to talk to someone", "talk to a person", "/help", "/talk", "/privacy",
]  # fmt: skip
C3 = AGREEING.index("choose:C3:yes")


def asks_again(driver: CoreDriver, at: str) -> bool:
    """Tell whether the same place was shown again and nothing was kept or decided."""
    shown = any(m.prompt == at for m in driver.turn.messages)
    return shown and driver.response.at == at and not driver.turn.answers and not driver.turn.decisions


@each("card", CARDS)
@each("words", ["1", "yes", "ok"])
@each("place", range(1, 9))
def test_nothing_before_the_first_question_is_decided_behind_a_card(card: str, words: str, place: int) -> None:
    driver = write(opened(*AGREEING[:place]), card)
    at, passed = driver.response.at, driver.response.passed
    assert asks_again(write(driver, words), at)
    assert driver.response.passed == passed


@each("words", PLAIN)
@each("channel", [Channel.TELEGRAM, Channel.TERMINAL])
def test_however_yes_and_numbers_are_written(words: str, channel: Channel) -> None:
    driver = opened(*AGREEING[:C3])
    driver.response = replace(driver.response, channel=channel)
    assert asks_again(write(press(driver, "help"), words), "C3")


@each("language", ["cy", "pl", "ro", "pa", "ur", "pt", "es", "ar", "bn", "gu", "it", "en_GB@easyread"])
@each("words", PLAIN)
def test_in_every_language(language: str, words: str) -> None:
    driver = opened(*AGREEING[:C3])
    driver.response = replace(driver.response, language=language)
    assert asks_again(write(press(driver, "talk"), words), "C3")


@each("button", ["help", "talk", "privacy", "open:help", "open:consents", "open:more"])
@each("words", ["1", "yes", "ok"])
def test_the_card_may_have_come_by_a_button(button: str, words: str) -> None:
    driver = press(opened(*AGREEING[:C3]), button)
    assert asks_again(write(driver, words), "C3")


@each("words", ["Yes", "Not now", "I would like to, yes", "3. Not now", "no thank you"])
def test_a_consent_needs_its_question_in_sight(words: str) -> None:
    driver = write(press(opened(*AGREEING[:C3]), "help"), words)
    assert asks_again(driver, "C3")
    assert write(driver, "yes").response.decisions["C3"] == "yes"


def test_nobody_becomes_the_one_who_is_invited() -> None:
    assert asks_again(write(opened("choose:W1:en"), "help me", "1"), "W2")
    assert asks_again(write(opened("choose:W1:en"), "I want to die", "1"), "W2")


@each("words", PLAIN)
@each(
    "item", [text("A"), choice("A"), choice("A", "ok", "never"), multiple("A", "red", "blue"), text("A", number=True)]
)
def test_at_a_question_it_is_asked_again_and_nothing_is_kept(words: str, item: dict[str, object]) -> None:
    driver = write(press(chat(item, text("B")), "help"), words)
    assert asks_again(driver, "A")
    assert values(driver) == {}


def test_thanks_are_no_answer() -> None:
    driver = write(press(chat(text("A"), text("B")), "talk"), "thank you", "yes")
    assert asks_again(driver, "A")
    assert values(driver) == {}


def test_a_story_is_kept_with_its_question() -> None:
    driver = write(press(chat(text("A"), text("B")), "help"), "Yes, she loved the sea and her dog.")
    assert values(driver) == {"A": {"text": ["Yes, she loved the sea and her dog."]}}


def test_the_answer_counts_once_the_question_is_shown_again() -> None:
    driver = write(press(chat(choice("A"), text("B")), "help"), "1", "1")
    assert values(driver) == {"A": {"codes": ["yes"]}}


def test_a_reply_to_the_question_itself_answers_it() -> None:
    driver = press(chat(choice("A"), text("B")), "help")
    driver.take(driver.words("yes", about="A", above=Above.REPLIED, reply_to=1))
    assert values(driver) == {"A": {"codes": ["yes"]}}


def test_a_page_shows_the_question_below_the_card() -> None:
    driver = press(chat(choice("A"), text("B"), channel=Channel.PAGE), "help")
    assert values(write(driver, "yes")) == {"A": {"codes": ["yes"]}}


@pytest.mark.parametrize("words", ["1", "2", "yes", "yeah", "ok", "no"])
def test_a_card_that_an_answer_brought_keeps_no_yes(words: str) -> None:
    driver = write(press(until("N5"), "choose:N5:too-hard"), words)
    assert (driver.response.at, "note" in values(driver)) == ("check", False)


def test_the_short_name_needs_its_question_in_sight() -> None:
    driver = press(write(known(), "Mags"), "next:P1")
    at = driver.response.at
    assert asks_again(write(press(driver, "help"), "yes"), at)
    assert "Mags" in said(driver)[0]


def test_an_offer_to_rest_is_no_consent() -> None:
    driver = write(opened(*AGREEING[: C3 + 1]), "I need a break")
    assert asks_again(write(driver, "yes"), "C4")


def test_in_the_agreed_interview_too() -> None:
    driver = write(press(agreed(), "help"), "1")
    assert asks_again(driver, "R1")
