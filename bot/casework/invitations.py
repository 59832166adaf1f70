"""Invite somebody to a review; give an invitation another link, another name, its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from bot.casework.access import Deed, Refused, allow
from bot.casework.by import By
from dialogs import leder, phrases
from dialogs.invitation import Invitation
from dialogs.london import day_in_london, end_of_day
from dialogs.messages import RESUME, plain
from dialogs.response import Status
from dialogs.review import Review, ReviewStatus
from dialogs.text import say
from dialogs.turn import Turn
from storage.engine.unit_of_work import UnitOfWork
from storage.keys.credentials import Credentials
from storage.repositories import claims, invitations, reminders, responses, reviews


class Words(Enum):
    """When check words are made: never; for what nobody has begun; always, and then the family is told."""

    NEVER = auto()
    UNBEGUN = auto()
    ALWAYS = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInvitation:
    """An invitation that is to be made. `language`: the one it begins in; None: the family is asked."""

    reference: str
    to: str
    relationship: str
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Made:
    """The secrets that open an invitation, shown this once."""

    id: str
    credentials: Credentials
    expires_at: datetime
    language: str | None
    to: str
    reviewer: str


def invite(by: By, new: NewInvitation, *, days: int | None = None, words: Words = Words.NEVER) -> Made:
    """Invite one person to a review that is open."""
    review = _open_review(by.work, new.reference, lock=True)
    credentials, until = Credentials.fresh(check_word=words is not Words.NEVER), _until(by.now, days)
    made = invitations.invite(
        by.work,
        review.id,
        credentials,
        to=new.to,
        relationship=new.relationship,
        language=new.language,
        now=by.now,
        expires_at=until,
    )
    by.does(Deed.INVITE, review, made, language=new.language)
    return Made(
        id=made, credentials=credentials, expires_at=until, language=new.language, to=new.to, reviewer=review.reviewer
    )


def renew(by: By, invitation_id: str, *, days: int | None = None, words: Words = Words.NEVER) -> Made:
    """Give an invitation a fresh link and code; the old ones stop to work. Who has begun keeps the check words they have."""
    found, review = renewable(by.work, invitation_id, lock=True)
    anew = words is Words.ALWAYS
    credentials = Credentials.fresh(check_word=anew or (words is Words.UNBEGUN and not found.bound))
    by.does(Deed.RENEW, review, found.id, check_words="new" if credentials.check_word else "as-before")
    until = _until(by.now, days)
    invitations.renew(by.work, found.id, credentials, until)
    if anew and found.bound:
        _tell_of_new_words(by, found.id)
    return _again(found, review, credentials, until)


def unbind(by: By, invitation_id: str, *, days: int | None = None) -> Made:
    """Give an invitation to the right person after a wrong one has begun: what was written is kept, and doubted.

    Whoever has begun is out. There are new check words, and nobody begins again without them.
    """
    found, review = renewable(by.work, invitation_id, lock=True)
    if not found.bound:
        raise Refused(f"Nobody has begun with the invitation {found.id}: interview renew {found.id} is enough.")
    by.does(Deed.UNBIND, review, found.id)
    claims.put_out(by.work, found.id, by.now)
    reminders.forget_of(by.work, found.id)
    credentials, until = Credentials.fresh(check_word=True), _until(by.now, days)
    invitations.renew(by.work, found.id, credentials, until)
    return _again(found, review, credentials, until)


def revoke(by: By, invitation_id: str) -> Invitation:
    """End an invitation: nobody can answer any more, and nobody is reminded. What was answered stays."""
    found, review = present(by.work, invitation_id)
    if found.revoked:
        raise Refused(f"The invitation {found.id} was revoked before.")
    by.does(Deed.REVOKE, review, found.id)
    end(by.work, found, by.now)
    return found


def edit(by: By, invitation_id: str, to: str) -> Invitation:
    """Give the invitee another name."""
    found, review = _invitation(by.work, invitation_id)
    by.does(Deed.INVITATION_EDIT, review, found.id)
    invitations.rename(by.work, found.id, to)
    return found


def move(by: By, invitation_id: str, reference: str) -> tuple[Invitation, Review]:
    """Put an invitation that nobody has opened into another review; link and code stay the same."""
    found, before = present(by.work, invitation_id)
    after = _open_review(by.work, reference, lock=True)
    allow(by.actor, Deed.INVITATION_MOVE, after, by.now)
    by.does(Deed.INVITATION_MOVE, before, found.id, after=after.id)
    if found.revoked:
        raise Refused(
            f"The invitation {found.id} is revoked, so it stays where it is: invite anew in the other review."
        )
    if not invitations.move(by.work, found.id, after.id):
        raise Refused(f"The invitation {found.id} stays where it is: only one that nobody has opened can be moved.")
    return found, after


def takes_invitations(work: UnitOfWork, reference: str) -> Review:
    """Return the review, if somebody can be invited to it; Refused if not."""
    return _open_review(work, reference)


def renewable(work: UnitOfWork, invitation_id: str, *, lock: bool = False) -> tuple[Invitation, Review]:
    """Return the invitation and its review, if it may be opened again; Refused if not."""
    found = invitations.invitation(work, invitation_id)
    review = _open_review(work, found.review, lock=lock)
    if found.erased:
        raise Refused(f"The invitation {found.id} was erased, so it cannot be renewed.")
    if found.response is Status.WITHDRAWN:
        raise Refused(f"The invitation {found.id} was withdrawn from, so it cannot be renewed.")
    return found, review


def present(work: UnitOfWork, invitation_id: str) -> tuple[Invitation, Review]:
    """Return the invitation and its review; Refused once it is erased."""
    found, review = _invitation(work, invitation_id)
    if found.erased:
        raise Refused(f"The invitation {found.id} was erased before.")
    return found, review


def end(work: UnitOfWork, found: Invitation, now: datetime) -> None:
    """Let the link open nothing, and remind nobody: a part of several deeds."""
    invitations.revoke(work, [found.id], now)
    reminders.forget_of(work, found.id)


def _invitation(work: UnitOfWork, invitation_id: str) -> tuple[Invitation, Review]:
    found = invitations.invitation(work, invitation_id)
    return found, reviews.review(work, found.review)


def _open_review(work: UnitOfWork, reference: str, *, lock: bool = False) -> Review:
    """The review, if it takes invitations."""
    found = reviews.review(work, reference, lock=lock)
    if found.status is not ReviewStatus.OPEN:
        how = "on hold" if found.status is ReviewStatus.HELD else "closed"
        raise Refused(f"The review {found.reference} is {how}, so nobody can be invited to it.")
    return found


def _until(now: datetime, days: int | None) -> datetime:
    """Return until when an invitation works: to the end of its last day."""
    number = int(leder.programme()["invitation_days"]) if days is None else days
    return end_of_day(day_in_london(now) + timedelta(days=number))


def _again(found: Invitation, review: Review, credentials: Credentials, until: datetime) -> Made:
    return Made(
        id=found.id,
        credentials=credentials,
        expires_at=until,
        language=found.language,
        to=found.to or "",
        reviewer=review.reviewer,
    )


def _tell_of_new_words(by: By, invitation_id: str) -> None:
    """Tell the family in their own chat or page, so that nobody makes check words behind their back."""
    if (theirs := responses.of_invitation(by.work, invitation_id, by.turns().around(by.now))) is not None:
        told = plain(say(phrases.NEW_CHECK_WORDS, phone=leder.programme()["phone"]), rows=(RESUME,))
        by.turns().act(by.work, [theirs], [Turn(response=theirs.response).saying(told)], by.now)
