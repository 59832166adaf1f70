"""The list of a reviewer's invitations: where each one stands, a new link for it, its end. No word of any family."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from dialogs import invitation as invitations
from dialogs.inputs import Choose, Input
from dialogs.invitation import Invitation, InvitationStatus
from dialogs.london import day_in_london
from dialogs.messages import Button, Message, Paragraph, Role, Row, plain
from dialogs.phrases import NO, YES
from dialogs.response import Status
from dialogs.review import Review
from dialogs.reviewer_bot import inviting, moving, phrases, reading
from dialogs.reviewer_bot.particulars import first_name_of
from dialogs.reviewer_bot.screens import chose, unnumbered, yes_or_no
from dialogs.reviewer_bot.state import Desk, DeskTurn, Renew, Renewing, Revoke, Revoking
from dialogs.text import Text, isolate, say

A_PAGE = 15
# What the buttons carry that choose which invitations are shown: the id of a review, or all.
LIST, EVERY = "list", "all"
ASK_AGAIN = frozenset({Status.DECLINED, Status.STOPPED})
WAITING = frozenset({InvitationStatus.ISSUED, Status.OPENED})


def show(turn: DeskTurn) -> DeskTurn:
    """Every invitation with its status, review by review; of very many it is asked first which are wanted."""
    listed = turn.desk.invitations
    if turn.desk.task is None and len(listed) > A_PAGE and len({one.review for one in listed}) > 1:
        return turn.saying(_which(turn.desk))
    return show_all(turn)


def show_all(turn: DeskTurn) -> DeskTurn:
    """Every invitation, in as many messages as it takes; with buttons while nothing else is on the desk."""
    place = {review.reference: n for n, review in enumerate(turn.desk.reviews)}
    listed = sorted(turn.desk.invitations, key=lambda one: place.get(one.review, len(place)))
    return _pages(turn, listed) if listed else turn.saying(plain(say(phrases.NO_INVITATIONS)))


def show_of(turn: DeskTurn, review: Review | None) -> DeskTurn:
    """Return the invitations of one review."""
    if review is None:
        return turn.saying(plain(say(phrases.NO_SUCH_REVIEW)))
    listed = [one for one in turn.desk.invitations if one.review == review.reference]
    nobody = plain(say(phrases.NOBODY_INVITED, reference=review.reference))
    return _pages(turn, listed) if listed else turn.saying(nobody)


def pressed(turn: DeskTurn, code: str) -> DeskTurn:
    """Show the invitations of the review whose button was pressed, or all."""
    return show_all(turn) if code == EVERY else show_of(turn, turn.desk.review(code))


def renew(turn: DeskTurn, invitation: Invitation) -> DeskTurn:
    """A new link, asked about once: the old one may have been sent already."""
    if reason := _no_link(turn.desk, invitation):
        return turn.saying(plain(reason))
    task = Renewing(invitation.id)
    return turn.beginning(task).saying(ask(turn.desk, task))


def revoke(turn: DeskTurn, invitation: Invitation) -> DeskTurn:
    """The end of an invitation, asked about once."""
    if reason := _no_end(invitation):
        return turn.saying(plain(reason))
    task = Revoking(invitation.id)
    return turn.beginning(task).saying(ask(turn.desk, task))


def ask(desk: Desk, task: Renewing | Revoking) -> Message:
    """The question that has to be answered with yes before anything is done."""
    found = desk.invitation(task.invitation)
    to = isolate(_to(desk, task))
    if isinstance(task, Renewing) and found and found.response in ASK_AGAIN:
        return yes_or_no(task.step, say(phrases.RENEW_SURE, to=to), say(phrases.RENEW_SURE_HINT, to=to))
    reference = found.review if found else ""
    which = {"to": to, "person": isolate(_person(desk, reference)), "reference": reference}
    match task:
        case Renewing():
            return yes_or_no(task.step, say(phrases.RENEW_ASK, **which), say(phrases.RENEW_HINT))
        case Revoking():
            return yes_or_no(task.step, say(phrases.REVOKE_SURE, **which), say(phrases.REVOKE_SURE_HINT))


def answer(turn: DeskTurn, task: Renewing | Revoking, said: Input) -> DeskTurn:
    """Yes does it, no leaves all as it was."""
    decided = reading.decision(said, task.step)
    if decided is None:
        return turn.saying(ask(turn.desk, task).after(Paragraph(say(phrases.CHOOSE_PLEASE))))
    to = isolate(_to(turn.desk, task))
    if not decided:
        return turn.ending().saying(plain(say(_kept(turn.desk, task), to=to)).after(chose(NO)))
    return _done(turn, task, turn.desk.invitation(task.invitation))


def revoked(to: str) -> Message:
    """It is done."""
    return plain(say(phrases.REVOKED, to=isolate(to))).after(chose(YES))


def _done(turn: DeskTurn, task: Renewing | Revoking, invitation: Invitation | None) -> DeskTurn:
    if invitation is None:
        return turn.ending().saying(plain(say(phrases.OLD_LIST)))
    reason = _no_link(turn.desk, invitation) if isinstance(task, Renewing) else _no_end(invitation)
    if reason:
        return turn.ending().saying(plain(reason))
    if isinstance(task, Renewing):
        return _renew(turn, invitation)
    return turn.doing(Revoke(invitation=invitation.id, to=invitation.to or ""))


def _kept(desk: Desk, task: Renewing | Revoking) -> str:
    """Return what is said after a no."""
    if isinstance(task, Revoking):
        return phrases.NOT_REVOKED
    found = desk.invitation(task.invitation)
    return phrases.NOT_RENEWED if found and found.response in ASK_AGAIN else phrases.LINK_STAYS


def _renew(turn: DeskTurn, invitation: Invitation) -> DeskTurn:
    return turn.doing(Renew(invitation=invitation.id, to=invitation.to or "", bound=invitation.bound))


def _no_link(desk: Desk, invitation: Invitation) -> Text | None:
    """Return the reason why there can be no new link, if there is one."""
    if invitation.erased:
        return say(phrases.INVITATION_ERASED)
    if invitation.response is Status.WITHDRAWN:
        return say(phrases.WITHDRAWN_IS_FINAL, to=isolate(invitation.to or ""))
    review = next((r for r in desk.reviews if r.reference == invitation.review), None)
    return inviting.closed_door(review) if review else say(phrases.OLD_LIST)


def _no_end(invitation: Invitation) -> Text | None:
    """Return the reason why the invitation can't be revoked, if there is one."""
    if invitation.erased:
        return say(phrases.INVITATION_ERASED)
    return say(phrases.ALREADY_REVOKED, to=isolate(invitation.to or "")) if invitation.revoked else None


def _to(desk: Desk, task: Renewing | Revoking) -> str:
    found = desk.invitation(task.invitation)
    return (found.to if found else None) or ""


def _person(desk: Desk, reference: str) -> str:
    """Return the first name of the person whose review this is."""
    return next((first_name_of(r.person) for r in desk.reviews if r.reference == reference), "")


def _which(desk: Desk) -> Message:
    """Ask of which review the invitations are wanted."""
    invited = {one.review for one in desk.invitations}
    labels = {r.id: inviting.review_label(r) for r in desk.reviews if r.reference in invited}
    asked = say(phrases.LIST_WHICH, number=str(len(desk.invitations)))
    listed = unnumbered(LIST, asked, {**labels, EVERY: say(phrases.LIST_ALL)}, say(phrases.LIST_HOW))
    return replace(listed, prompt=None)


def _pages(turn: DeskTurn, listed: Sequence[Invitation]) -> DeskTurn:
    pages = [listed[i : i + A_PAGE] for i in range(0, len(listed), A_PAGE)]
    return turn.saying(*(_page(turn.desk, page, turn.now, first=page is pages[0]) for page in pages))


def _page(desk: Desk, page: Sequence[Invitation], now: datetime, *, first: bool) -> Message:
    intro = (phrases.LISTED_BUSY if desk.task else phrases.LISTED) if first else phrases.LISTED_MORE
    entries = [p for invitation in page for p in _entry(desk, invitation, now)]
    called = _called(page)
    rows = [_buttons(desk, one, called[one.id]) for one in page] if desk.task is None else []
    return Message(paragraphs=(Paragraph(say(intro)), *entries), rows=tuple(row for row in rows if row))


def _called(page: Sequence[Invitation]) -> Mapping[str, str]:
    """Return what each invitation is called on its buttons: the name alone where no other on this page has it."""
    names, in_review = Counter(one.to for one in page), Counter((one.to, one.review) for one in page)
    more = {
        one.id: "" if names[one.to] == 1 else one.review if in_review[one.to, one.review] == 1 else one.id
        for one in page
    }
    return {one.id: ", ".join(filter(None, (isolate(one.to or ""), more[one.id]))) for one in page}


def _entry(desk: Desk, invitation: Invitation, now: datetime) -> list[Paragraph]:
    which = {"reference": invitation.review, "invitation": invitation.id}
    if invitation.to is None:
        return [Paragraph(say(phrases.ENTRY_ERASED, **which))]
    relationship = say(phrases.RELATIONSHIPS[invitation.relationship])
    person = isolate(_person(desk, invitation.review))
    head = say(phrases.ENTRY, **which, to=isolate(invitation.to), relationship=relationship, person=person)
    return [Paragraph(head, Role.QUESTION), *(Paragraph(line) for line in _standing(invitation, now))]


def _standing(invitation: Invitation, now: datetime) -> list[Text]:
    status = invitations.status(invitation, now)
    lines = [say(phrases.ENTRY_STATUS, status=say(phrases.STATUSES[status]))]
    if status is Status.PAUSED and invitation.comes_back:
        lines.append(say(phrases.ENTRY_COMES_BACK, day=invitation.comes_back))
    if invitation.halted:
        lines.append(say(phrases.ENTRY_HALTED))
    if invitation.asked:
        so_far = phrases.ENTRY_ANSWERED if invitation.about <= invitation.asked else phrases.ENTRY_ANSWERED_ABOUT
        lines.append(say(so_far, answered=str(invitation.answered), total=str(invitation.about or invitation.asked)))
    if invitation.doubted:
        lines.append(say(phrases.ENTRY_DOUBTED))
    if invitation.last_activity:
        lines.append(say(phrases.ENTRY_ACTIVE, day=day_in_london(invitation.last_activity)))
    if status in WAITING:
        lines.append(say(phrases.ENTRY_UNTIL, day=day_in_london(invitation.expires_at)))
    return lines


def _buttons(desk: Desk, invitation: Invitation, called: str) -> Row:
    """Return the buttons for what can be done with the invitation now."""
    renew = Button(say(phrases.RENEW, to=called), Choose("renew", invitation.id))
    revoke = Button(say(phrases.REVOKE, to=called), Choose("revoke", invitation.id))
    move = Button(say(phrases.MOVE, to=called), Choose("move", invitation.id))
    return (
        *((renew,) if not _no_link(desk, invitation) else ()),
        *((revoke,) if not _no_end(invitation) else ()),
        *((move,) if moving.may(invitation) and moving.elsewhere(desk, invitation) else ()),
    )
