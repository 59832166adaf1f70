"""The reviewers' desk: one thing said, one turn out. Pure; the time comes in as `now`, the records with the desk.

The charter:

- A review is opened only after each thing that has to be right was confirmed by itself.
- An invitation is made only after "Has Ann said yes to getting a link?" was answered with yes, and after it was shown whole.
- No word of a family, no full name, no date of birth and no NHS number is said here, and none is taken.
- A button belongs to the step that it names, and to the task that it was shown for. It never does anything else.
- Words belong to the question above them in the chat. Nothing answers a question that was not seen yet.
- Nothing that was begun is lost by asking for something else: it is finished, or left with /cancel.

`respond` looks at what was said first and at the desk second:

    help, privacy, the list -> shown, then the step that was open is asked again
    a task on the desk      -> opening.py, inviting.py, listing.py; the deed is done by the caller that took the turn
    an empty desk           -> the errands, and the buttons that begin one
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from dialogs.inputs import Amend, Begin, Choose, Input, Open, Press, Say, Unkept
from dialogs.messages import Button, Message, Paragraph, Row, plain
from dialogs.reviewer_bot import closing, inviting, listing, moving, opening, phrases, reading, waiting
from dialogs.reviewer_bot.instead import compared, is_no_answer, wish_in
from dialogs.reviewer_bot.state import (
    Closing,
    Desk,
    DeskTurn,
    Errand,
    Inviting,
    Moving,
    Opening,
    Renewing,
    Revoking,
    Task,
)
from dialogs.text import Text, isolate, say

__all__ = ["enrolled", "respond"]

MENU: tuple[Row, ...] = (
    (Button(say(phrases.OPEN_A_REVIEW), Open(Errand.REVIEW)), Button(say(phrases.INVITE_SOMEONE), Open(Errand.INVITE))),
    (
        Button(say(phrases.SEE_INVITATIONS), Open(Errand.INVITATIONS)),
        Button(say(phrases.SEE_FLAGS), Open(Errand.FLAGS)),
    ),
)
_HELP = (
    phrases.HELP,
    phrases.HELP_REVIEW,
    phrases.HELP_INVITE,
    phrases.HELP_INVITATIONS,
    phrases.HELP_FLAGS,
    phrases.HELP_CANCEL,
    phrases.HELP_PRIVACY,
    phrases.HELP_NEVER,
)
LEFT = {
    type(None): phrases.NOTHING_TO_CANCEL,
    Opening: phrases.CANCELLED_REVIEW,
    Inviting: phrases.CANCELLED_INVITATION,
    Renewing: phrases.CANCELLED_CHANGE,
    Revoking: phrases.CANCELLED_CHANGE,
    Moving: phrases.CANCELLED_CHANGE,
    Closing: phrases.CANCELLED_FLAG,
}
# A shorter number tells nothing of anybody.
LEAST_TELLING = 6
_LISTED = {"renew": listing.renew, "revoke": listing.revoke, "move": moving.begin}
_ERRANDS = {e.value: e for e in Errand}
_TYPED = {
    **_ERRANDS,
    "menu": Errand.HELP,
    compared(phrases.OPEN_A_REVIEW): Errand.REVIEW,
    compared(phrases.INVITE_SOMEONE): Errand.INVITE,
    compared(phrases.SEE_INVITATIONS): Errand.INVITATIONS,
    compared(phrases.SEE_FLAGS): Errand.FLAGS,
}


def respond(desk: Desk, said: Input, *, now: datetime, sent: int) -> DeskTurn:
    """The turn that follows. `sent` is the place in the chat of the message, or of the one whose button was pressed."""
    turn = DeskTurn(desk=replace(desk, heard=max(desk.heard, sent)), now=now, sent=sent)
    match said:
        case Begin():
            return _aside(turn, _help(desk))
        case Open(section) if section in _ERRANDS:
            return _errand(turn, _ERRANDS[section])
        case Say():
            return _words(turn, said)
        case Unkept():
            return _aside(turn, plain(say(phrases.NO_FILES)))
        case Amend():
            return turn.saying(plain(say(phrases.NO_EDITS)))
        case _:
            return _press(turn, said)


def enrolled(desk: Desk) -> Message:
    """The first words to somebody who has just been enrolled."""
    return _help(desk).after(Paragraph(say(phrases.WELCOME, reviewer=isolate(desk.reviewer))))


def _errand(turn: DeskTurn, errand: Errand) -> DeskTurn:
    match errand:
        case Errand.HELP:
            return _aside(turn, _help(turn.desk))
        case Errand.PRIVACY:
            return _aside(turn, _privacy(turn.desk))
        case Errand.INVITATIONS:
            return _aside(listing.show(turn))
        case Errand.FLAGS:
            return _aside(waiting.show(turn))
        case Errand.CANCEL:
            return _cancel(turn)
        case Errand.REVIEW | Errand.INVITE if turn.desk.task:
            return _ask(turn, turn.desk.task, say(phrases.FINISH_FIRST))
        case Errand.REVIEW:
            return turn.beginning(Opening()).saying(opening.ask(Opening()))
        case Errand.INVITE:
            return inviting.begin(turn)
        case _:
            assert_never(errand)


def _words(turn: DeskTurn, said: Say) -> DeskTurn:
    """Words belong to the question above them in the chat: what was written before a question never answers it."""
    task = turn.desk.task
    if said.media:
        return _aside(turn, plain(say(phrases.NO_FILES)))
    if errand := _TYPED.get(compared(said.words)):
        return _errand(turn, errand)
    if named := reading.of_review(said.words):
        return _aside(listing.show_of(turn, reading.review(replace(said, words=named), "", turn.desk.reviews)))
    if task is None:
        return _unasked(turn, said)
    if said.about is not None and said.about != task.step:
        return _ask(turn, task, say(phrases.TOO_EARLY))
    if wish := _wish(task, said.words):
        return _ask(turn, task, say(wish))
    return _answer(turn, task, said)


def _unasked(turn: DeskTurn, said: Say) -> DeskTurn:
    """Words that nothing has asked for: the number of a flag, a review, or else nothing that is kept."""
    flag, review = waiting.named_in(turn.desk, said.words), reading.review(said, "", turn.desk.reviews)
    if flag and review:
        return turn.saying(plain(say(phrases.FLAG_OR_REVIEW, number=flag)))
    if flag:
        return closing.begin(turn, flag)
    if review:
        return listing.show_of(turn, review)
    is_number = said.words.strip(" .").isdecimal() and len(said.words) < LEAST_TELLING
    told = () if is_number or is_no_answer(said.words) else (say(phrases.NOT_KEPT), say(phrases.DELETE_IT))
    return turn.saying(_help(turn.desk).after(*map(Paragraph, told)))


def _wish(task: Task, words: str) -> str | None:
    """Return what to say to a wish to leave or to change; at the check there are buttons for that."""
    wish, has_check = wish_in(words), isinstance(task, Opening | Inviting)
    if wish == phrases.CHANGE_AT_THE_END:
        return phrases.TO_LEAVE if not has_check else None if task.step == "check" else wish
    return wish


def _press(turn: DeskTurn, said: Press) -> DeskTurn:
    """A press belongs to the step it names; of an older task or another step, it only asks again."""
    task = turn.desk.task
    if task is not None:
        answered = _answer(turn, task, said) if _belongs(turn, task, said) else None
        return (answered or _ask(turn, task, say(phrases.OLD_BUTTON), say(phrases.FINISH_FIRST))).using_up()
    match said:
        case Choose("review", review_id):
            return inviting.begin(turn, review_id)
        case Choose(waiting.FLAG, flag_id):
            return closing.begin(turn, flag_id)
        case Choose(listing.LIST, code):
            return listing.pressed(turn, code)
        case Choose(closing.UNDO, flag_id):
            return closing.undo(turn, flag_id).using_up()
        case Choose(action, invitation_id) if action in _LISTED:
            return _listed(turn, action, invitation_id).using_up()
        case _:
            return turn.saying(plain(say(phrases.OLD_BUTTON), rows=MENU)).using_up()


def _belongs(turn: DeskTurn, task: Task, said: Press) -> bool:
    """Tell whether the button was shown for this task and for the step it is at."""
    named = {getattr(said, field, None) for field in ("link_id", "screen")}
    return turn.sent > turn.desk.since and task.step in named


def _listed(turn: DeskTurn, action: str, invitation_id: str) -> DeskTurn:
    invitation = turn.desk.invitation(invitation_id)
    if invitation is None or turn.sent <= turn.desk.since:
        return turn.saying(plain(say(phrases.OLD_LIST)))
    return _LISTED[action](turn, invitation)


def _answer(turn: DeskTurn, task: Task, said: Input) -> DeskTurn:
    match task:
        case Opening():
            return opening.answer(turn, task, said)
        case Inviting():
            return inviting.answer(turn, task, said)
        case Renewing() | Revoking():
            return listing.answer(turn, task, said)
        case Moving():
            return moving.answer(turn, task, said)
        case Closing():
            return closing.answer(turn, task, said)
        case _:
            assert_never(task)


def _ask(turn: DeskTurn, task: Task, *intro: Text) -> DeskTurn:
    return turn.saying(_question(turn.desk, task).after(*map(Paragraph, intro)))


def _question(desk: Desk, task: Task) -> Message:
    match task:
        case Opening():
            return opening.ask(task)
        case Inviting():
            return inviting.ask(desk, task)
        case Renewing() | Revoking():
            return listing.ask(desk, task)
        case Moving():
            return moving.ask(desk, task)
        case Closing():
            return closing.ask(desk, task)
        case _:
            assert_never(task)


def _aside(turn: DeskTurn, *messages: Message) -> DeskTurn:
    """Something beside the task; then its step is asked again."""
    told = turn.saying(*messages)
    return _ask(told, turn.desk.task) if turn.desk.task else told


def _cancel(turn: DeskTurn) -> DeskTurn:
    left = LEFT[type(turn.desk.task)]
    return turn.ending().saying(plain(say(left), rows=MENU))


def _help(desk: Desk) -> Message:
    return plain(*map(say, _HELP), rows=() if desk.task else MENU)


def _privacy(desk: Desk) -> Message:
    kept = (phrases.PRIVACY_KEPT, phrases.PRIVACY_WORDS, phrases.PRIVACY_TELEGRAM)
    return plain(*map(say, kept), say(phrases.PRIVACY_ASK, phone=desk.facts["phone"]))
