"""Withdrawn is final and nothing stays; a held review keeps words and asks nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.inputs import Amend, Begin, Input, Media, Say, Unkept, parse
from dialogs.response import Status
from dialogs.turn import NoticeKind
from tests.dialogs.core import CoreDriver
from tests.dialogs.tiny import chat, choice, known, opened, press, said, values, write
from tests.each import each
from tests.scenario import Person


def telling() -> CoreDriver:
    """Somebody in the middle of the interview, with a name, words and a choice on record."""
    return write(press(write(known(), "Mags"), "next:P1", "yes:name"), "She was kind")


def test_withdrawing_is_asked_once_more() -> None:
    driver = telling()
    Person(driver).presses("withdraw").expects_buttons("yes:withdraw", "no:withdraw")
    assert driver.response.status is Status.IN_PROGRESS
    assert values(press(driver, "no:withdraw"))["P2"] == {"text": ["She was kind"]}


@each("between", ["help", "resume", "open:more", "skip:P2", "choose:R1:friend"])
def test_yes_counts_only_right_after_the_question(between: str) -> None:
    driver = press(telling(), "withdraw", between, "yes:withdraw")
    assert driver.response.status is not Status.WITHDRAWN
    assert press(driver, "yes:withdraw").response.status is Status.WITHDRAWN


@pytest.mark.promise("reviewer-told", "deleted")
def test_withdrawing_deletes_every_answer() -> None:
    driver = press(telling(), "withdraw", "yes:withdraw")
    assert (driver.turn.notices, driver.turn.answers) == ((NoticeKind.WITHDREW,), ())
    left = driver.response
    assert (left.answers, left.revisions, left.asked, left.wording, left.changing) == ({}, {}, (), "", None)


def test_withdrawing_deletes_the_name_that_was_given() -> None:
    assert press(telling(), "withdraw", "yes:withdraw").response.people.called == ""


NOTE = "A note that somebody may not be safe stays with \u2068Jo Carter\u2069. It holds none of your words."


@each(
    ("said_before", "stays"),
    [
        ((), False),
        (("talk",), False),
        (("help",), True),
        (("I want to die", "yes:distress"), True),
        (("help", "withdraw", "no:withdraw"), True),
    ],
)
def test_who_withdraws_is_told_what_stays(said_before: tuple[str, ...], stays: bool) -> None:
    driver = telling()
    for deed in said_before:
        press(driver, deed) if parse(deed) else write(driver, deed)
    assert (NOTE in said(press(driver, "withdraw"))[0]) == stays


@pytest.mark.parametrize(("link_id", "code", "stays"), [("L7", "yes", True), ("L7a", "yes", True), ("L7", "no", False)])
def test_a_worry_about_safety_stays_too(link_id: str, code: str, stays: bool) -> None:
    driver = press(chat(choice(link_id), choice("LAST")), f"choose:{link_id}:{code}", "withdraw")
    assert (NOTE in said(driver)[0]) == stays


AFTERWARDS: list[Input] = [
    Begin(),
    Say(words="I want to say something", sent=999),
    Say(words="late words", sent=3, about="P2"),
    Amend(words="She was very kind", sent=20),
    Unkept(Media.PICTURE),
    *(p for b in ("choose:R1:friend", "next:P2", "change:P2", "send:check", "yes:withdraw") if (p := parse(b))),
    *(p for b in ("resume", "pause", "stop", "withdraw", "answers", "lang:en", "open:more") if (p := parse(b))),
]


@pytest.mark.promise("not-saved")
@each("afterwards", AFTERWARDS)
def test_withdrawn_is_final(afterwards: Input) -> None:
    driver = press(telling(), "withdraw", "yes:withdraw")
    before = driver.response
    driver.take(afterwards)
    assert (driver.response, driver.turn.answers, driver.turn.notices) == (before, (), ())
    assert len(said(driver)) == 1


def test_who_is_not_known_has_nothing_to_withdraw() -> None:
    driver = press(opened("choose:W1:en"), "withdraw")
    assert driver.response.status is Status.STOPPED


def test_what_has_ended_can_still_be_withdrawn() -> None:
    driver = press(telling(), "stop", "withdraw", "yes:withdraw")
    assert (driver.response.status, driver.response.answers) == (Status.WITHDRAWN, {})


def test_the_decisions_stay() -> None:
    """They show that there was consent, and that it ended."""
    driver = press(telling(), "withdraw", "yes:withdraw")
    assert driver.response.decisions == {"C1": "yes", "C2": "yes", "C3": "yes", "C4": "yes", "C5": "yes"}


def hold(driver: CoreDriver, *, held: bool = True) -> CoreDriver:
    driver.response = replace(driver.response, held=held)
    return driver


HELD = "The review has to wait for now, because of an official process. There is nothing that you need to do."


def test_while_a_review_is_held_words_are_kept_as_a_note() -> None:
    driver = write(hold(telling()), "I remembered something", "stop")
    assert values(driver)["note"] == {"text": ["I remembered something", "stop"]}
    assert said(driver)[0].split("\n\n")[:2] == ["Your words are saved.", HELD]


@each("button", ["next:P2", "skip:P2", "choose:R1:parent", "change:R1", "open:more", "send:check"])
def test_while_a_review_is_held_no_button_answers_or_asks(button: str) -> None:
    driver = hold(telling())
    before = (driver.response, dict(driver.record))
    press(driver, button)
    assert (driver.response, driver.record, said(driver)[0].split("\n\n")[0]) == (*before, HELD)


def test_after_the_hold_it_goes_on_where_it_was() -> None:
    driver = press(hold(write(hold(telling()), "A note"), held=False), "resume")
    assert (driver.response.at, said(driver)[0].split("\n\n")[1:3]) == ("P2", ["Your answer so far:", "She was kind"])


@pytest.mark.parametrize("buttons", [["resume"], ["help", "resume"], ["pause", "resume"]])
def test_while_a_review_is_held_go_on_asks_nothing(buttons: list[str]) -> None:
    """The cards for help and for a pause offer Go on in this state too."""
    assert [m.prompt for m in press(hold(telling()), *buttons).turn.messages if m.prompt] == []


def test_while_a_review_is_held_opening_the_invitation_asks_nothing() -> None:
    driver = press(hold(telling()), "stop")
    driver.take(Begin())
    assert [m.prompt for m in driver.turn.messages if m.prompt] == []


def test_while_a_review_is_held_edits_are_kept() -> None:
    driver = hold(telling())
    Person(driver).edits("She was kind", "She was very kind")
    assert values(driver)["P2"] == {"text": ["She was very kind"]}


@pytest.mark.promise("not-saved")
def test_while_a_review_is_held_words_before_consent_are_refused_in_words() -> None:
    driver = write(hold(opened("choose:W1:en", "choose:W2:yes")), "Hello")
    assert ("not saved" in said(driver)[0], [k for k, _ in driver.record]) == (True, ["W1"])


def test_what_is_said_after_finishing_amends_while_a_review_is_held_too() -> None:
    driver = write(hold(press(chat(choice("A")), "choose:A:yes", "send:check")), "One more thing")
    assert (driver.turn.notices, driver.response.status) == ((NoticeKind.AMENDED,), Status.AMENDED)


def test_a_held_review_can_be_stopped_and_withdrawn_from() -> None:
    assert press(hold(telling()), "stop").response.status is Status.STOPPED
    assert press(hold(telling()), "withdraw", "yes:withdraw").response.status is Status.WITHDRAWN
