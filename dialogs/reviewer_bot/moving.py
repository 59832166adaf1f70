"""An invitation that was made in the wrong review goes to another one, as long as nobody has opened it."""

from __future__ import annotations

from dialogs.inputs import Input
from dialogs.invitation import Invitation
from dialogs.messages import Message, Paragraph, plain
from dialogs.phrases import NO, YES
from dialogs.review import Review
from dialogs.reviewer_bot import phrases, reading
from dialogs.reviewer_bot.inviting import not_that_one, review_label, review_labels
from dialogs.reviewer_bot.particulars import first_name_of
from dialogs.reviewer_bot.screens import chose, unnumbered, yes_or_no
from dialogs.reviewer_bot.state import Desk, DeskTurn, Move, Moving
from dialogs.text import isolate, say


def begin(turn: DeskTurn, invitation: Invitation) -> DeskTurn:
    """Ask where it goes, if it may go anywhere."""
    if not may(invitation):
        return turn.saying(plain(say(phrases.NOT_MOVED, to=isolate(invitation.to or ""))))
    if not elsewhere(turn.desk, invitation):
        return turn.saying(plain(say(phrases.NOWHERE_TO_MOVE)))
    task = Moving(invitation.id)
    return turn.beginning(task).saying(ask(turn.desk, task))


def may(invitation: Invitation) -> bool:
    """Tell whether nobody has opened an invitation that still can be."""
    return not (invitation.erased or invitation.revoked or invitation.bound) and invitation.response is None


def elsewhere(desk: Desk, invitation: Invitation | None) -> list[Review]:
    """Return the other reviews that take invitations."""
    return [r for r in desk.open_reviews if invitation is not None and r.reference != invitation.review]


def ask(desk: Desk, task: Moving) -> Message:
    """Ask the question of the step that the task is at."""
    found = desk.invitation(task.invitation)
    to = isolate((found.to if found else None) or "")
    if task.review is None:
        return unnumbered("review", say(phrases.MOVE_WHERE, to=to), review_labels(elsewhere(desk, found)))
    before = next((r for r in desk.reviews if found and r.reference == found.review), None)
    after = desk.review(task.review)
    told = {
        "to": to,
        "person": _person(before),
        "reference": before.reference if before else "",
        "other_person": _person(after),
        "other_reference": after.reference if after else "",
    }
    return yes_or_no("move", say(phrases.MOVE_SURE, **told), say(phrases.MOVE_HINT))


def answer(turn: DeskTurn, task: Moving, said: Input) -> DeskTurn:
    """The task one step further, the deed, or the end of it."""
    found = turn.desk.invitation(task.invitation)
    if task.review is None:
        review = reading.review(said, "review", elsewhere(turn.desk, found))
        if review is None:
            return turn.saying(ask(turn.desk, task).after(Paragraph(not_that_one(turn.desk, said))))
        chosen = Moving(task.invitation, review.id)
        return turn.going_on(chosen).saying(ask(turn.desk, chosen).after(chose(review_label(review))))
    decided = reading.decision(said, "move")
    if decided is None:
        return turn.saying(ask(turn.desk, task).after(Paragraph(say(phrases.CHOOSE_PLEASE))))
    if not decided:
        to = isolate((found.to if found else None) or "")
        return turn.ending().saying(plain(say(phrases.MOVE_LEFT, to=to)).after(chose(NO)))
    return _move(turn, task, found)


def moved(deed: Move) -> Message:
    """It is done."""
    return plain(say(phrases.MOVED, to=isolate(deed.to), reference=deed.reference)).after(chose(YES))


def _move(turn: DeskTurn, task: Moving, found: Invitation | None) -> DeskTurn:
    if found is None:
        return turn.ending().saying(plain(say(phrases.OLD_LIST)))
    review = next((r for r in elsewhere(turn.desk, found) if r.id == task.review), None)
    if not may(found) or review is None:
        return turn.ending().saying(plain(say(phrases.NOT_MOVED, to=isolate(found.to or ""))))
    deed = Move(invitation=found.id, to=found.to or "", review=review.id, reference=review.reference)
    return turn.doing(deed)


def _person(review: Review | None) -> str:
    return isolate(first_name_of(review.person)) if review else ""
