"""How a question looks and what its answer sets off: the short name, the pre-filled relationship, progress, flags."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.inputs import Say
from dialogs.response import Status
from dialogs.turn import FlagKind, NoticeKind
from tests.dialogs.core import CoreDriver
from tests.dialogs.tiny import agreed, known, opened, press, said, until, values, write
from tests.each import each
from tests.scenario import PEOPLE


def named(*messages: str) -> CoreDriver:
    """After these words at P1."""
    return press(write(known(), *messages), "next:P1")


NAMES: list[tuple[list[str], str]] = [
    (["Mags"], "name"),
    (["Our Maggie May"], "name"),
    (["{reviewer}"], "name"),
    (["Margaret"], "P2"),
    (["She liked being called Mags"], "P2"),
    (["Mags", "or Maggie"], "P2"),
    (["x" * 31], "P2"),
]


@each(("messages", "place"), NAMES)
def test_only_a_short_new_name_is_confirmed(messages: list[str], place: str) -> None:
    driver = named(*messages)
    assert (driver.response.at, driver.response.people.called) == (place, "")


@pytest.mark.promise("name-said")
def test_a_confirmed_name_is_said_from_then_on() -> None:
    driver = press(named("Mags"), "yes:name")
    assert said(driver)[0].split("\n\n")[0] == "Thank you. I will say \u2068Mags\u2069."
    assert (driver.response.people.called, driver.response.at) == ("Mags", "P2")


def test_a_name_is_never_a_placeholder() -> None:
    driver = press(named("{reviewer}"), "yes:name")
    assert "What was \u2068{reviewer}\u2069 like as a person?" in said(driver)[0]


def test_the_name_is_isolated_where_it_is_confirmed() -> None:
    assert said(named("Mags"))[0].split("\n\n")[0] == "Shall I say \u2068Mags\u2069?"


ANSWERS = [("1", "Mags"), ("yes", "Mags"), ("Yes!", "Mags"), ("2", ""), ("No", "")]


@each(("words", "called"), ANSWERS)
def test_the_name_can_be_confirmed_in_words(words: str, called: str) -> None:
    driver = write(named("Mags"), words)
    assert (driver.response.people.called, driver.response.at) == (called, "P2")


def test_a_refused_name_stays_readable_in_the_chat() -> None:
    """After a press the keyboard goes, and the next message opens with what was chosen."""
    assert said(press(named("Mags"), "no:name"))[0].split("\n\n")[0] == "You chose: No."


def test_other_words_there_join_the_question_and_the_name_is_not_offered_any_more() -> None:
    """One message makes a short name; two do not."""
    driver = write(named("Mags"), "Well, only her friends did")
    assert (driver.response.at, values(driver)["P1"]) == ("P2", {"text": ["Mags", "Well, only her friends did"]})


def test_late_words_at_the_name_take_the_offer_back() -> None:
    """Next had overtaken them: the name is not asked for with an empty place."""
    driver = named("Mags")
    driver.take(Say(words="Or Maggie", sent=1, about="P1"))
    assert (driver.response.at, values(driver)["P1"]) == ("P2", {"text": ["Or Maggie", "Mags"]})


def test_a_refused_name_is_not_asked_for_again() -> None:
    driver = press(named("Mags"), "no:name", "skip:P2", "change:P2", "skip:P2")
    assert (driver.response.at, driver.response.people.called) == ("P3", "")


@pytest.mark.parametrize("button", ["yes:name", "no:name"])
def test_another_name_is_confirmed_anew(button: str) -> None:
    driver = press(named("Mags"), button, "change:P1")
    driver = press(write(driver, "Maggie"), "next:P1")
    assert (driver.response.at, driver.response.people.called) == ("name", "")
    assert press(driver, "yes:name").response.people.called == "Maggie"


def test_who_takes_the_name_back_hears_the_first_one() -> None:
    driver = press(named("Mags"), "yes:name", "change:P1", "skip:P1")
    assert (driver.response.people.called, driver.response.at) == ("", "P2")
    assert "\u2068Margaret\u2069" in said(driver)[-1]


RELATIONSHIPS: list[tuple[str, str | None]] = [
    ("sister", "sibling"),
    ("brother", "sibling"),
    ("sibling", "sibling"),
    ("parent", "parent"),
    ("someone-else", "someone-else"),
    ("", None),
    ("grandparent", None),
]


@each(("relationship", "code"), RELATIONSHIPS)
def test_the_relationship_that_the_reviewer_told_comes_first(relationship: str, code: str | None) -> None:
    """It is confirmed, not asked again; options keep their codes, and numbers are those on the screen."""
    driver = agreed(people=replace(PEOPLE, relationship=relationship))
    first = driver.reply.messages[0].buttons[0]
    assert first == f"choose:R1:{code or 'parent'}"
    assert ("\u2068Jo Carter\u2069 told us" in said(driver)[0]) == (code is not None)
    assert values(write(driver, "1"))["R1"] == {"codes": [code or "parent"]}


def test_the_label_that_was_told_stands_in_the_hint() -> None:
    hint = said(agreed(people=replace(PEOPLE, relationship="child")))[0].split("\n\n")[-2]
    assert hint == "\u2068Jo Carter\u2069 told us: Son or daughter. If that is right, please choose it here too."


def test_progress_stands_above_the_question() -> None:
    shown = said(agreed(people=replace(PEOPLE, relationship="")))[0]
    assert "About you: question 1 of about 4" in shown


def test_progress_stands_above_a_pre_filled_question_too() -> None:
    assert "About you: question 1 of about 4" in said(agreed())[0]


def test_the_set_up_has_no_progress() -> None:
    assert [t for t in (*said(opened()), *said(opened("choose:W1:en"))) if "question 1" in t or "of about" in t] == []


FLAGS: list[tuple[str, list[str], tuple[FlagKind, ...], tuple[NoticeKind, ...]]] = [
    ("R1", ["choose:R1:paid-carer"], (FlagKind.PAID_CARER,), (NoticeKind.PAID_CARER,)),
    ("R1", ["choose:R1:friend"], (), ()),
    ("N1", ["choose:N1:yes"], (FlagKind.CALL,), (NoticeKind.ASKED_TO_TALK,)),
    ("N1", ["choose:N1:no"], (), ()),
]


@pytest.mark.parametrize(("at", "buttons", "flags", "notices"), FLAGS, ids=[f[1][0] for f in FLAGS])
def test_some_answers_raise_a_flag(
    at: str, buttons: list[str], flags: tuple[FlagKind, ...], notices: tuple[NoticeKind, ...]
) -> None:
    driver = press(until(at), *buttons)
    assert (driver.turn.flags, driver.turn.notices) == (flags, notices)


def test_a_question_for_the_review_raises_a_flag_once_it_is_asked() -> None:
    driver = write(until("G5"), "Why?")
    raised = [*driver.turn.flags, *press(driver, "next:G5").turn.flags]
    assert raised == [FlagKind.QUESTION]


def test_no_question_raises_no_flag() -> None:
    assert press(until("G5"), "skip:G5").turn.flags == ()


def test_what_was_shown_is_asked_and_what_was_said_is_answered() -> None:
    driver = press(write(known(), "Mags"), "next:P1", "no:name", "skip:P2")
    assert driver.response.asked == ("W1", "W3", "R1", "R2", "R3", "R4", "P1", "P2", "P3")
    assert driver.response.answered == ("W1", "R1", "P1")


STATUSES: list[tuple[str, Status]] = [
    ("C5", Status.CONSENTED),
    ("R1", Status.IN_PROGRESS),
    ("check", Status.IN_PROGRESS),
]


@pytest.mark.parametrize(("place", "status"), STATUSES)
def test_the_status_follows_the_place(place: str, status: Status) -> None:
    driver = opened("choose:W1:en", "choose:W2:yes", "choose:C1:yes", "yes:about")
    press(driver, *(f"choose:C{n}:yes" for n in (2, 3, 4)))
    until(place, driver)
    assert driver.response.status is status


def test_finishing_is_told_once() -> None:
    driver = press(until("N5"), "skip:N5", "send:check")
    assert (driver.response.status, driver.turn.notices) == (Status.COMPLETED, (NoticeKind.FINISHED,))
    assert press(driver, "send:check").turn.notices == ()


def test_nobody_who_skipped_everything_is_thanked_for_what_they_told() -> None:
    driver = press(until("N5"), "skip:N5", "send:check")
    assert "You have told us things" not in said(driver)[0]


def at_number() -> CoreDriver:
    """The real interview at "What number do you want us to call you on?"."""
    return press(until("N1"), "choose:N1:yes")


@each("words", ["0770", "07700 9001", "my number is 0770", "٠٧٧٠", "01632 960"])
def test_a_number_that_lacks_digits_is_kept_and_asked_about_once(words: str) -> None:
    driver = write(at_number(), words)
    assert (values(driver)["N1-what"], driver.turn.unread) == ({"text": [words]}, True)
    assert said(driver)[0].startswith("Your words are saved. This number looks too short.")
    assert "too short" not in said(write(driver, "0770"))[0]
    assert press(driver, "next:N1-what").response.at == "N1-when"


@each("words", ["07700 900123", "+44 7700 900123", "the number you have", "after 6 pm", "flat 12", "01632 960001"])
def test_other_words_about_a_number_are_not_asked_about(words: str) -> None:
    driver = write(at_number(), words)
    assert (said(driver)[0], driver.turn.unread) == ("Saved. Write more, or press Next.", False)
