"""Forwarded words are never taken for the person's own: kept marked, asked about, left out if the person says so."""

from __future__ import annotations

from typing import Any

import pytest

from dialogs.answers import NOTE
from dialogs.inputs import Above
from dialogs.response import Status
from storage.schema.codec import dump_value
from tests.dialogs.core import SPOKEN, CoreDriver
from tests.dialogs.tiny import (
    chat,
    choice,
    known,
    multiple,
    on,
    opened,
    press,
    revisions,
    said,
    text,
    until,
    values,
    write,
)
from tests.each import each

ITEMS = (text("A"), choice("B", unsure=True), multiple("C", "x", "y", "none"), text("D"))
ASKED = (
    "You sent us forwarded words. We have saved them and marked them as forwarded."
    "\n\nShall we keep them, marked like this?"
)
KEPT = "Thank you. The forwarded words stay, marked as forwarded."
LEFT = "That is fine. The forwarded words are not kept."


def forward(driver: CoreDriver, *messages: str, **changes: Any) -> CoreDriver:
    """The conversation after these messages of somebody else's."""
    for words in messages:
        driver.take(driver.words(words, forwarded=True, **changes))
    return driver


def record(driver: CoreDriver, link_id: str) -> str:
    """The value of an answer as it is given out."""
    return dump_value(driver.counting()[link_id])


def test_forwarded_words_are_kept_marked_and_asked_about() -> None:
    driver = forward(write(chat(*ITEMS), "mine"), "mum she hated the hoover")
    assert record(driver, "A") == '{"text":["mine","mum she hated the hoover"],"forwarded":[1]}'
    assert (said(driver), driver.turn.messages[-1].replies_to) == ([ASKED], driver.place - 1)
    assert driver.reply.messages[-1].buttons == ("yes:forwarded", "no:forwarded", "open:more", "help")


def test_they_stay_if_the_person_says_so() -> None:
    driver = press(forward(write(chat(*ITEMS), "mine"), "Tom's"), "yes:forwarded")
    assert (said(driver), driver.response.at) == ([KEPT], "A")
    assert record(press(driver, "next:A"), "A") == '{"text":["mine","Tom\'s"],"forwarded":[1]}'


@pytest.mark.promise("forwarded-left-out")
def test_they_are_left_out_if_the_person_says_so() -> None:
    driver = press(forward(write(chat(*ITEMS), "mine"), "Tom's", "Kim's"), "no:forwarded")
    assert (said(driver), record(driver, "A"), driver.response.at) == ([LEFT], '{"text":["mine"]}', "A")
    assert "next:A" in driver.reply.messages[-1].buttons


def test_a_question_that_loses_all_its_words_is_open_again() -> None:
    driver = press(forward(chat(*ITEMS), "Tom's"), "next:A")
    assert driver.response.at == "B"
    press(driver, "no:forwarded")
    assert (values(driver)["A"], driver.response.at) == ({}, "B")
    assert said(driver)[0].startswith(LEFT)
    press(driver, "choose:B:no")
    assert driver.response.at == "A"


def test_an_answer_that_was_given_stays_what_it_was() -> None:
    driver = press(write(chat(*ITEMS), "mine"), "next:A", "skip:B", "change:A")
    press(forward(driver, "Tom's", about="A"), "no:forwarded")
    assert revisions(driver, "A") == [(1, {"text": ["mine"]}, False)]


def test_a_skip_stays_a_skip() -> None:
    driver = forward(press(chat(*ITEMS), "skip:A"), "Tom's", about="A")
    assert values(driver)["A"] == {"text": ["Tom's"], "absent": "skipped"}
    assert values(press(driver, "no:forwarded"))["A"] == {"absent": "skipped"}


@each("words", ["1", "Yes", "skip", "next", "pause", "stop", "5 March 2027", "/withdraw"])
@each("at", ["B", "C"])
def test_they_choose_and_command_nothing(at: str, words: str) -> None:
    driver = chat(*ITEMS)
    while driver.response.at != at:
        on(driver)
    forward(driver, words)
    assert (values(driver)[at], driver.response.at) == ({"text": [words]}, at)
    assert driver.response.status is Status.IN_PROGRESS


def test_they_consent_to_nothing() -> None:
    driver = opened("choose:W1:en")
    for button in ("choose:W2:yes", "choose:C1:yes", "yes:about", "choose:C2:yes", "choose:C3:yes"):
        at = driver.response.at
        forward(driver, "yes", "1")
        assert (driver.response.at, driver.response.forwards) == (at, ())
        assert said(driver)[0].startswith("Your answers are saved only after you agree. This message is not saved.")
        press(driver, button)


def test_they_are_no_days_and_no_name() -> None:
    driver = forward(until("N4"), "5 March 2027")
    assert values(driver)["N4"] == {"text": ["5 March 2027"]}
    named = press(forward(write(until("P1"), "Mags"), "Margaret the Great"), "next:P1")
    assert (named.response.at, said(named)[-1].split("\n")[0]) == ("name", "Shall I say \u2068Mags\u2069?")
    assert press(forward(until("P1"), "Mags"), "next:P1").response.at == "P2"


def test_at_a_screen_they_are_a_note() -> None:
    driver = forward(until("check"), "3", "Yes")
    assert (record(driver, NOTE), driver.response.at) == ('{"text":["3","Yes"],"forwarded":[0,1]}', "check")
    press(driver, "no:forwarded")
    assert (values(driver)[NOTE], driver.response.at) == ({}, "check")


@pytest.mark.promise("voice-not-kept")
def test_a_forwarded_voice_is_refused_and_its_words_are_asked_about() -> None:
    driver = press(known(), "skip:P1")
    forward(driver, "", attachment=SPOKEN)
    assert said(driver)[0].startswith("Thank you. This voice message was forwarded")
    assert (driver.turn.deposits, driver.response.at, driver.response.spoken) == ((), "P2", 0)
    forward(driver, "Tom, last week", attachment=SPOKEN)
    assert said(driver)[1:] == [ASKED]
    assert record(driver, "P2") == '{"text":["Tom, last week"],"forwarded":[0]}'


def test_danger_in_them_shows_whom_to_call_and_stops_nothing() -> None:
    driver = forward(chat(*ITEMS), "I want to die")
    assert (driver.response.halted, driver.turn.flags) == (False, ())
    assert [text.split(".")[0] for text in said(driver)] == [
        "Help for you now\n\nIf you or someone else is in danger, call 999",
        ASKED.split(".", maxsplit=1)[0],
    ]
    forward(opened("choose:W1:en"), "I want to die")


def test_carry_on_is_the_persons_own_to_say() -> None:
    driver = forward(write(chat(*ITEMS), "I want to die"), "carry on")
    assert driver.response.halted


@pytest.mark.parametrize("button", ["yes:forwarded", "no:forwarded"])
def test_an_old_button_changes_nothing(button: str) -> None:
    driver = press(forward(write(chat(*ITEMS), "mine"), "Tom's"), "yes:forwarded", button)
    assert record(driver, "A") == '{"text":["mine","Tom\'s"],"forwarded":[1]}'
    assert said(driver)[0].startswith("That button is for another question.")


def test_what_is_forwarded_while_a_question_is_sent_waits_and_is_asked_about_then() -> None:
    driver = press(write(chat(*ITEMS), "mine"), "next:A")
    forward(driver, "Tom's", above=Above.SOON)
    assert (said(driver), len(driver.response.unplaced)) == ([], 1)
    driver.places(driver.words("Tom's", about="A", sent=driver.response.unplaced[0].sent, forwarded=True))
    assert (said(driver), record(driver, "A")) == ([ASKED], '{"text":["mine","Tom\'s"],"forwarded":[1]}')


def test_while_the_review_waits_or_after_a_pause_they_are_kept_and_nothing_goes_on() -> None:
    paused = forward(press(write(chat(*ITEMS), "mine"), "pause"), "Tom's")
    assert (paused.response.status, record(paused, NOTE)) == (Status.PAUSED, '{"text":["Tom\'s"],"forwarded":[0]}')
    assert press(paused, "no:forwarded").response.status is Status.PAUSED


def test_after_the_end_they_are_not_kept_but_can_still_be_left_out() -> None:
    driver = press(forward(write(chat(*ITEMS), "mine"), "Tom's"), "stop")
    assert "not saved" in said(forward(driver, "more of Tom's"))[0]
    assert record(press(driver, "no:forwarded"), "A") == '{"text":["mine"]}'


def test_to_leave_them_out_after_finishing_amends() -> None:
    driver = press(forward(until("check"), "3"), "send:check")
    assert press(driver, "no:forwarded").response.status is Status.AMENDED
