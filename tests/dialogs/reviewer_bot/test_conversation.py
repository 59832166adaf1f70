"""What holds in every state: help, privacy, leaving, old buttons, words that came too early, things that are not words."""

from __future__ import annotations

import pytest

from bot.telegram.buttons import is_whole
from dialogs.inputs import (
    Absent,
    AbsentReason,
    Amend,
    Back,
    Choose,
    Command,
    Media,
    Next,
    Open,
    Press,
    Say,
    Send,
    Unkept,
    Yes,
)
from dialogs.languages import NAMES
from dialogs.reviewer_bot import phrases, respond
from dialogs.reviewer_bot.inviting import language_label
from dialogs.reviewer_bot.state import Age, Desk, Inviting, Moving, Opening, Renewing, Revoking, Task
from dialogs.text import fill
from storage.repositories.desks import dump, restore
from tests.dialogs.core import ENGLISH
from tests.dialogs.reviewer_bot.desks import NOW, TOLD, Reviewer, a_review, an_invitation
from tests.each import each

ASIDE = {"/help": phrases.HELP, "/start": phrases.HELP, "/privacy": phrases.PRIVACY_KEPT}
TASKS: list[Task] = [
    Opening(),
    Opening(reference="LDR-1", person="Peg", age=Age(None), confirmed=("age-unknown", "E2")),
    Opening(reference="LDR-1", person="নাজমা", age=Age(17)),
    Inviting(),
    Inviting(review="ldr1", to="Ann", agreed=True),
    Renewing("inv1"),
    Revoking("inv1"),
    Moving("inv1"),
    Moving("inv1", "ldr2"),
]


REVIEWS = ["/review", "LDR-9", "Peg", "47", "yes:E2", "yes:E3", "yes:E4", "yes:E5", "yes:E9", "yes:E10"]
INVITES = ["/invite", "LDR-2", "Ann", "yes", "Parent", "Polski"]
NO_ANSWERS = (
    "back",
    "Change it.",
    "stop",
    "never mind",
    "ѕtор",
    "help",
    "See what waits",
    "menu",
    "invite",
    "maybe",
    "hm ok",
)


@each("steps", [walk[: n + 1] for walk in (REVIEWS, INVITES) for n in range(len(walk))])
@each("words", NO_ANSWERS)
def test_words_that_are_no_answer_leave_every_step_where_it_is(steps: list[str], words: str) -> None:
    """Nothing is taken for a name or a reference, nothing that was told is lost, and the question is asked again."""
    jo = Reviewer(reviews=[a_review(), a_review("LDR-2")])
    jo.does(*steps)
    task, asked = jo.left.task, jo.shown[-1].text.rsplit("\n\n", 1)[-1]
    if words in {"maybe", "hm ok"} and steps[-1] in {"LDR-9", "LDR-2"}:
        return  # these may be a name
    told = jo.does(words)
    assert (jo.left.task, jo.deeds) == (task, [])
    assert told[-1].endswith(asked)


@each(
    ("words", "said"), [("stop", phrases.TO_LEAVE), ("go back", phrases.CHANGE_AT_THE_END), ("yes", phrases.NAME_WORD)]
)
@each("steps", [["/review", "LDR-9"], ["/invite"]])
def test_what_can_be_done_instead_is_said(steps: list[str], words: str, said: str) -> None:
    jo = Reviewer(reviews=[a_review()])
    jo.does(*steps)
    assert jo.does(words)[-1].startswith(said)


@each(
    ("words", "begins"),
    [("open a review", phrases.REFERENCE), ("Invite someone.", "The invitation is"), ("flags", phrases.NO_FLAGS)],
)
def test_the_buttons_of_the_menu_can_be_typed(words: str, begins: str) -> None:
    jo = Reviewer(reviews=[a_review()])
    assert jo.does(words)[0].startswith(begins)


@pytest.mark.parametrize("command", ASIDE)
def test_what_is_asked_beside_a_task_leaves_it_where_it_was(command: str) -> None:
    jo = Reviewer()
    jo.does("/review", "LDR-1")
    aside, again = jo.does(command)
    assert aside.startswith(ASIDE[command])
    assert again.startswith(phrases.PERSON)


def test_the_list_beside_a_task_has_no_buttons() -> None:
    jo = Reviewer(reviews=[a_review()], invitations=[an_invitation()])
    jo.does("/review", "LDR-9", "/invitations")
    assert [m.buttons for m in jo.shown] == [(), ()]


@pytest.mark.parametrize("command", ["/review", "/invite"])
def test_nothing_that_was_begun_is_lost_by_beginning_again(command: str) -> None:
    jo = Reviewer(reviews=[a_review()])
    jo.does("/review", "LDR-9")
    assert jo.does(command)[0].startswith(f"{phrases.FINISH_FIRST}\n\n{phrases.PERSON}")
    assert jo.left.task == Opening(reference="LDR-9")


@each(
    ("begun", "left"),
    [
        (["/review", *TOLD], phrases.CANCELLED_REVIEW),
        (["/invite"], phrases.CANCELLED_INVITATION),
        (["/invitations", "choose:revoke:inv1"], phrases.CANCELLED_CHANGE),
        ([], phrases.NOTHING_TO_CANCEL),
    ],
)
@each("cancel", ["/cancel", "cancel", "Cancel "])
def test_a_task_can_be_left(begun: list[str], left: str, cancel: str) -> None:
    jo = Reviewer(reviews=[a_review()], invitations=[an_invitation()])
    jo.does(*begun)
    assert jo.does(cancel) == [left]
    assert (jo.left.task, jo.deeds) == (None, [])


@pytest.mark.parametrize("said", [Unkept(Media.PICTURE), Say(words="LDR-1", sent=500, media=Media.PICTURE)])
def test_only_words_are_read(said: Unkept | Say) -> None:
    jo = Reviewer()
    jo.does("/review")
    assert jo.takes(said, 500)[0] == phrases.NO_FILES
    assert jo.left.task == Opening()


def test_a_changed_message_changes_nothing() -> None:
    jo = Reviewer()
    jo.does("/review", "LDR-1")
    assert jo.takes(Amend(words="LDR-2", sent=102)) == [phrases.NO_EDITS]
    assert jo.left.task == Opening(reference="LDR-1")


def test_words_at_an_empty_desk_show_what_can_be_done() -> None:
    jo = Reviewer()
    assert jo.does("Good morning")[0].startswith(phrases.HELP)
    assert jo.buttons == ("open:review", "open:invite", "open:invitations", "open:flags")
    assert jo.does("open:review")[0].startswith(phrases.REFERENCE)


@each(
    "press",
    [
        Yes("E3"),
        Yes("check"),
        Yes("agreed"),
        Choose("relationship", "sister"),
        Choose("review", "ldr1"),
        Choose("renew", "inv1"),
        Choose("revoke", "inv1"),
        Absent("age", AbsentReason.UNKNOWN),
        Next("E9"),
        Send(),
        Back("here"),
        Command.WITHDRAW,
        Open("P"),
    ],
)
def test_a_button_of_something_else_only_asks_again(press: Press) -> None:
    jo = Reviewer(reviews=[a_review()], invitations=[an_invitation()])
    jo.does("/review", "LDR-9", "Peg", "47")
    before = jo.left.task
    assert jo.takes(press)[0].startswith(f"{phrases.OLD_BUTTON}\n\n{phrases.FINISH_FIRST}")
    assert jo.buttons == ("yes:E2", "no:E2")
    assert (jo.left.task, jo.deeds) == (before, [])


def test_two_taps_confirm_one_thing() -> None:
    jo = Reviewer()
    jo.does("/review", "LDR-9", "Peg", "47", "yes:E2")
    jo.presses("yes:E2")
    assert jo.buttons == ("yes:E3", "no:E3")


def test_a_button_of_an_earlier_review_confirms_nothing_of_this_one() -> None:
    jo = Reviewer()
    jo.does("/review", "LDR-9", "Peg", "47")
    old = jo.where("yes:E2")
    jo.does("/cancel", "/review", "LDR-10", "Meg", "47")
    assert jo.presses("yes:E2", at=old)[0].startswith(phrases.OLD_BUTTON)
    assert jo.buttons == ("yes:E2", "no:E2")
    jo.presses("yes:E2")
    assert jo.buttons == ("yes:E3", "no:E3")


def test_a_button_at_an_empty_desk_shows_what_can_be_done() -> None:
    jo = Reviewer()
    assert jo.takes(Yes("E2")) == [phrases.OLD_BUTTON]
    assert jo.buttons == ("open:review", "open:invite", "open:invitations", "open:flags")


@pytest.mark.parametrize("above", ["age", "E2", ""])
def test_words_from_before_a_question_do_not_answer_it(above: str) -> None:
    """Three times yes, written while nobody answered, confirms one thing and not three."""
    jo = Reviewer()
    jo.does("/review", "LDR-9", "Peg", "47", "yes:E2")
    assert jo.takes(Say(words="yes", sent=900, about=above), 900)[0].startswith(phrases.TOO_EARLY)
    assert jo.buttons == ("yes:E3", "no:E3")
    jo.takes(Say(words="yes", sent=950, about="E3"), 950)
    assert jo.buttons == ("yes:E4", "no:E4")


@pytest.mark.parametrize("words", ["maybe", "", "3", "oui"])
def test_what_is_neither_yes_nor_no_is_asked_again(words: str) -> None:
    jo = Reviewer()
    jo.does("/review", "LDR-9", "Peg", "47")
    assert jo.does(words)[0].startswith(phrases.CHOOSE_PLEASE)
    assert jo.buttons == ("yes:E2", "no:E2")


def test_pressed_buttons_are_used_up_but_for_the_menu() -> None:
    jo = Reviewer()
    jo.does("/help", "open:review")
    assert jo.turn is not None
    assert not jo.turn.used_up
    jo.does("LDR-9", "Peg", "unsure:age")
    assert jo.turn.used_up


@each("task", TASKS)
def test_a_desk_is_read_as_it_was_written(task: Task) -> None:
    desk = Desk(task=task, since=7, heard=9)
    assert restore(dump(desk)) == desk


def test_a_desk_of_another_schema_is_empty() -> None:
    assert restore('{"schema": 0, "anything": 1}') == Desk()


def test_no_more_than_the_first_name_of_who_died_is_said() -> None:
    """The record may hold a full name; the chat never shows it."""
    jo = Reviewer(reviews=[a_review(), a_review("LDR-2")], invitations=[an_invitation()])
    for deed in ("/invite", "1", "Ann", "yes", "3", "/invitations", "choose:revoke:inv1", "1", "/help"):
        jo.does(deed)
        assert "Example" not in "".join(m.text for m in jo.shown)


def test_respond_keeps_the_desk_it_was_given() -> None:
    desk = Desk(task=Opening())
    respond(desk, Say(words="LDR-1", sent=1), now=NOW, sent=1)
    assert desk == Desk(task=Opening())


def test_a_list_of_options_has_no_gaps() -> None:
    """Each is whole on its button: of what a button cuts Telegram's text shows the line, and its number stands there alone."""
    parts = (phrases.CHANGE_REVIEW, phrases.CHANGE_NAME, phrases.CHANGE_RELATIONSHIP, phrases.CHANGE_LANGUAGE)
    told = (*phrases.RELATIONSHIPS.values(), *phrases.OUTCOMES.values(), *phrases.PASSED_TO.values(), *parts)
    languages = [fill(language_label(code, {code: draft}), ENGLISH, {}) for code in NAMES for draft in (True, False)]
    options = [
        *told,
        phrases.CHANGE_REFERENCE,
        phrases.CHANGE_AGE,
        phrases.ASK_THE_FAMILY,
        phrases.ASK_AGAIN,
        *languages,
    ]
    assert [label for label in options if not is_whole(f"10. {label}")] == []
