"""Words at what is only read bring one short line with the button; at a consent they are asked about."""

from __future__ import annotations

import pytest

from dialogs.languages import NAMES
from locales import speech
from tests.dialogs.test_meaning import in_language
from tests.dialogs.tiny import AGREEING, chat, choice, opened, said, values, write
from tests.each import each

ABOUT, C5 = 3, 7
NOT_SAVED = "Your answers are saved only after you agree. This message is not saved."


@each(
    "words",
    [
        "thank you dear",
        "thank you",
        "let's go on",
        "آگے چلیں",
        "idziemy dalej",
        "dziękuję",
        "شکریہ",
    ],
)
def test_thanks_at_what_is_read_bring_one_line_with_the_button(words: str) -> None:
    driver = write(opened(*AGREEING[:ABOUT]), words)
    assert said(driver) == ["To go on, press Go on."]
    assert driver.reply.messages[0].buttons[0] == f"yes:{driver.response.at}"


def test_other_words_there_are_said_not_to_be_saved_in_short() -> None:
    driver = write(opened(*AGREEING[:ABOUT]), "shes my little girl allways will be")
    [told] = said(driver)
    assert told.startswith(f"{NOT_SAVED}\n\nTo go on, press ")
    assert "died" not in told
    assert values(driver) == values(opened(*AGREEING[:ABOUT]))


@pytest.mark.parametrize("words", ["ok", "OK", "go on"])
def test_the_plain_way_on_still_goes_on(words: str) -> None:
    assert write(opened(*AGREEING[:ABOUT]), words).response.at == "C2"


@each("language", NAMES)
def test_the_line_names_the_button_in_every_language(language: str) -> None:
    driver = write(in_language(language, "choose:W2:yes", "choose:C1:yes"), "thank you")
    assert speech(language).translate("Go on") in said(driver)[0]
    assert len(said(driver)[0]) < 100


def test_two_messages_in_a_row_bring_the_line_once() -> None:
    driver = opened(*AGREEING[:ABOUT])
    first = write(driver, "thank you").turn.messages[0].once
    assert first
    assert write(driver, "bless you").turn.messages[0].once == first


@each(
    "words",
    ["i said yes", "I said yes!", "yes I am", "of course love", "yes please", "powiedziałam tak", "ho detto di sì"],
)
@each("place", [1, 2, 5, 6, 7])
def test_at_a_consent_these_are_asked_about_and_a_second_one_counts(words: str, place: int) -> None:
    driver = opened(*AGREEING[:place])
    at = driver.response.at
    assert "Did you mean Yes" in said(write(driver, words))[0]
    assert (driver.response.at, write(driver, "yes").response.at != at) == (at, True)


@each("place", [1, 2, 5, 6, 7])
def test_saying_so_twice_counts(place: int) -> None:
    driver = opened(*AGREEING[:place])
    at = driver.response.at
    assert write(driver, "yes please", "i said yes").response.at != at


def test_a_language_in_words_is_asked_about() -> None:
    assert "Did you mean English?" in said(write(opened(languages=("en", "pl")), "english please"))[0]


@each(
    "words",
    [
        "yes but no names",
        "yes but without names",
        "without names",
        "no names please",
        "yes, no names",
        "tak, ale bez nazwisk",
    ],
)
def test_yes_without_names_can_be_said(words: str) -> None:
    driver = write(opened(*AGREEING[:C5]), words)
    assert "Did you mean Yes, without names?" in said(driver)[0]
    assert write(driver, "yes").response.decisions["C5"] == "yes"


@each(("first", "second"), [("nope", "of course I would"), ("yes please", "no")])
@each("place", [1, 2, 5, 6, 7])
def test_why_it_is_asked_again_is_said(first: str, second: str, place: int) -> None:
    driver = write(opened(*AGREEING[:place]), first, second)
    assert said(driver)[0].startswith("We are not sure what you mean, so here is the question again.")


def test_at_a_question_too() -> None:
    driver = write(chat(choice("A"), choice("B")), "nope, not at all", "of course I would")
    assert said(driver)[0].startswith("We are not sure what you mean, so here is the question again.")
    assert values(driver)["A"] == {"text": ["nope, not at all", "of course I would"]}


@each("words", ["yes", "Yes.", "yeah", "ok", "yes please", "\U0001f44d", "tak", "s\u00ed", "\u06c1\u0627\u06ba", "ie"])
@each(("place", "statement"), [(5, "C3"), (6, "C4"), (7, "C5")])
def test_a_yes_to_what_was_asked_about_is_that(words: str, place: int, statement: str) -> None:
    driver = write(opened(*AGREEING[:place]), "nope")
    assert "Did you mean " in said(driver)[0]
    assert write(driver, words).response.decisions[statement] != "yes"


def test_a_yes_to_did_you_mean_no_is_a_no_at_a_question_too() -> None:
    driver = write(chat(choice("A"), choice("B")), "nope, not at all", "yes")
    assert values(driver)["A"] == {"codes": ["no"], "text": ["nope, not at all"]}
