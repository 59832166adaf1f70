"""A button names its question and never answers another; a second tap is the same answer, an old one offers a change."""

from __future__ import annotations

import pytest

from dialogs.inputs import Begin
from dialogs.leder import Table
from dialogs.turn import FlagKind
from tests.dialogs.tiny import (
    AGREEING,
    chat,
    choice,
    known,
    multiple,
    opened,
    press,
    revisions,
    said,
    text,
    values,
    write,
)
from tests.each import each

ITEMS = (choice("A"), multiple("B", "x", "y", "none"), text("C"), choice("D"), text("E"))
SAVED, OFFER, OTHER, UNKNOWN = (
    "Saved",
    "You have answered that question. Would you like to change your answer?",
    "That button is for another question. Here is the question that is open now.",
    "That button does not work any more. Here is the question that is open now.",
)
BEHIND = ["choose:A:yes", "toggle:B:x", "next:B", "skip:C"]

OLD: list[tuple[str, str]] = [
    ("choose:A:yes", SAVED),
    ("choose:A:no", OFFER),
    ("skip:A", OFFER),
    ("next:A", SAVED),
    ("toggle:B:x", SAVED),
    ("toggle:B:-y", SAVED),
    ("toggle:B:y", OFFER),
    ("toggle:B:-x", OFFER),
    ("next:B", SAVED),
    ("skip:B", OFFER),
    ("skip:C", SAVED),
    ("unsure:C", OFFER),
    ("choose:E:yes", OTHER),
    ("skip:E", OTHER),
    ("next:E", OTHER),
    ("choose:F:yes", UNKNOWN),
    ("choose:D:perhaps", UNKNOWN),
    ("toggle:D:yes", UNKNOWN),
    ("unsure:D", UNKNOWN),
    ("yes:about", OTHER),
    ("yes:D", "D?"),
    ("no:D", "D?"),
    ("back:A", "D?"),
    ("open:T", "D?"),
    ("send:check", OTHER),
    ("next:D", "Nothing is chosen yet. Please choose an answer, or press Skip."),
]


@each(("button", "expected"), OLD)
def test_no_button_answers_another_question(button: str, expected: str) -> None:
    """Whatever is pressed at D: D stays before the person, and no answer is changed."""
    driver = press(chat(*ITEMS), *BEHIND)
    kept = dict(driver.record)
    press(driver, button)
    heard = driver.reply.toast or said(driver)[0]
    assert (driver.response.at, driver.record) == ("D", kept)
    assert expected in heard


def test_the_offer_leads_to_the_question_or_on() -> None:
    driver = press(chat(*ITEMS), *BEHIND, "choose:A:no")
    assert driver.reply.messages[0].buttons == ("change:A", "back:D")
    assert press(driver, "back:D").response.at == "D"
    assert press(driver, "change:A").response.at == "A"
    assert values(press(driver, "choose:A:no"))["A"] == {"codes": ["no"]}


WAY = (*AGREEING[:-1], "skip:C5")
TWICE = ["choose:W1:en", "choose:C1:yes", "choose:C3:yes", "skip:C5"]


@pytest.mark.parametrize("button", TWICE)
def test_a_second_tap_is_the_same_answer(button: str) -> None:
    """In the set-up too."""
    once = opened(*WAY[: WAY.index(button) + 1])
    twice = press(opened(*WAY[: WAY.index(button) + 1]), button)
    assert (twice.reply.toast, twice.reply.messages) == (SAVED, ())
    assert (twice.response, twice.decisions) == (once.response, once.decisions)


def test_a_second_tap_on_who_somebody_is_is_the_same_answer() -> None:
    twice = opened("choose:W1:en", "choose:W2:yes", "choose:W2:yes")
    assert (twice.reply.toast, twice.reply.messages) == (SAVED, ())


def test_nobody_is_told_that_a_press_was_saved_which_was_not() -> None:
    """`Yes` first, then the old button `I am helping`: no helper is on record."""
    driver = opened("choose:W1:en", "choose:W2:yes", "choose:W2:helping")
    assert (driver.reply.toast == SAVED) == (FlagKind.HELPER in driver.turn.flags)


def test_toggling_twice_is_idempotent() -> None:
    driver = press(chat(*ITEMS), "choose:A:yes", "toggle:B:y", "toggle:B:x", "toggle:B:x", "toggle:B:-y", "toggle:B:-y")
    assert revisions(driver, "B") == [(1, {"codes": ["x"]}, False)]


def test_an_idempotent_toggle_still_gets_a_reply() -> None:
    driver = press(chat(*ITEMS), "choose:A:yes", "toggle:B:x", "toggle:B:x")
    assert (driver.reply.toast, driver.turn.answers) == (SAVED, ())


def test_only_what_is_set_is_marked_and_can_be_unset() -> None:
    driver = press(chat(*ITEMS), "choose:A:yes", "toggle:B:y")
    assert driver.reply.repaint is not None
    assert driver.reply.repaint.rows[:3] == (
        (("1. X", "toggle:B:x"),),
        (("✓ 2. Y", "toggle:B:-y"),),
        (("3. None", "toggle:B:none"),),
    )


def test_a_choice_of_many_takes_choose_as_well() -> None:
    assert values(press(chat(*ITEMS), "choose:A:yes", "choose:B:x", "next:B"))["B"] == {"codes": ["x"]}


KEYBOARDS: list[tuple[Table, list[str]]] = [
    (text("Q"), ["skip:Q"]),
    (text("Q", unsure=True), ["skip:Q", "unsure:Q"]),
    (choice("Q"), ["choose:Q:yes", "choose:Q:no", "skip:Q"]),
    (choice("Q", unsure=True, decline=True), ["choose:Q:yes", "choose:Q:no", "skip:Q", "unsure:Q", "decline:Q"]),
    (multiple("Q", "x", "none"), ["toggle:Q:x", "toggle:Q:none", "next:Q", "skip:Q"]),
]


@each(("item", "buttons"), KEYBOARDS)
def test_answers_first_then_the_way_on_then_more_and_help(item: Table, buttons: list[str]) -> None:
    driver = chat(item)
    assert driver.reply.messages[-1].buttons == (*buttons, "open:more", "help")


@pytest.mark.parametrize("button", ["unsure:A", "decline:A"])
def test_what_was_not_offered_cannot_be_pressed(button: str) -> None:
    driver = press(chat(*ITEMS), button)
    assert (driver.response.at, driver.record) == ("A", {})


def test_keep_my_answer_is_offered_only_where_it_can_be_kept() -> None:
    driver = press(chat(*ITEMS), *BEHIND, "change:A")
    assert "next:A" in driver.reply.messages[0].buttons
    press(driver, "next:A")
    assert (driver.response.at, revisions(driver, "A")) == ("D", [(1, {"codes": ["yes"]}, False)])


def test_nobody_is_told_to_press_a_button_that_is_not_there() -> None:
    """Words at a choice that is being changed begin a new revision, and Keep my answer goes."""
    driver = write(press(chat(*ITEMS), *BEHIND, "change:A"), "let me think")
    labels = [label for row in driver.reply.messages[-1].rows for label, _ in row]
    assert ("Keep my answer" in said(driver)[-1]) == ("Keep my answer" in labels)


def test_a_button_of_a_pause_long_gone_still_goes_on() -> None:
    driver = press(chat(*ITEMS), "choose:A:yes", "resume")
    assert (driver.response.at, said(driver)[-1].split("\n")[0]) == ("B", "Section T: question 2 of about 5")


def test_send_belongs_to_the_check_screen() -> None:
    driver = press(known(), "send:check")
    assert (driver.response.at, driver.response.finished, driver.turn.notices) == ("P1", False, ())


def test_an_old_question_of_a_closed_branch_is_no_question_any_more() -> None:
    branch = (choice("A"), text("A-what", enable_when=[{"question": "A", "any_of": ["yes"]}]), choice("D"))
    driver = press(chat(*branch), "choose:A:yes", "skip:A-what", "change:A", "choose:A:no", "skip:A-what")
    assert (driver.response.at, said(driver)[0].split("\n")[0]) == ("D", OTHER)


def test_opening_the_invitation_again_puts_the_same_question() -> None:
    driver = press(chat(*ITEMS), *BEHIND)
    driver.take(Begin())
    assert said(driver) == ["Welcome back.\n\nSection T: question 4 of about 5\n\nD?\n\n1. Yes\n2. No"]
