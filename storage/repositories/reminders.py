"""Keep what falls due for a response: a day that somebody asked us to write on, and reminders to people who fell silent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, func, insert, join, select, update

from dialogs.inputs import Channel
from dialogs.response import Status
from dialogs.review import ReviewStatus
from dialogs.turn import FlagKind
from storage.engine.unit_of_work import UnitOfWork
from storage.repositories import flags
from storage.repositories.responses import STANDS
from storage.repositories.reviews import dates_of
from storage.schema.tables import accounts, invitations, reminders, responses, reviews

COME_BACK, NUDGE = "come-back", "nudge"
SILENT = (Status.CONSENTED, Status.IN_PROGRESS)


def remind(work: UnitOfWork, response_id: int, kind: str, due_at: datetime) -> None:
    """One thing is due for a response; it takes the place of what was due before, of whatever kind."""
    forget(work, [response_id])
    work.execute(insert(reminders), [{"response_id": response_id, "kind": kind, "due_at": due_at}])


def due(work: UnitOfWork, kind: str, now: datetime) -> list[int]:
    """The responses for which this is due now; each counts as done from here on."""
    waiting = reminders.c.due_at <= now, reminders.c.done_at.is_(None), reminders.c.kind == kind
    taken = update(reminders).where(*waiting).values(done_at=now).returning(reminders.c.response_id)
    return list(work.execute(taken).scalars())


def nudge(work: UnitOfWork, now: datetime, *, apart: timedelta, most: int) -> None:
    """Make a reminder due for people who agreed to take part and have been silent for so long; drop it for those who wrote.

    Nobody is reminded more often than `most`, however many invitations their chat holds, nor of a review that waits, nor after
    words of distress.
    """
    silent = _safe(work, set(work.execute(select(responses.c.id).where(*_silent(now - apart, most))).scalars()))
    waiting = reminders.c.done_at.is_(None) & (reminders.c.kind == NUDGE)
    noted = set(work.execute(select(reminders.c.response_id).where(waiting)).scalars())
    if gone := noted - silent:
        work.execute(reminders.delete().where(waiting, reminders.c.response_id.in_(gone)))
    rows = [{"response_id": one, "kind": NUDGE, "due_at": now} for one in sorted(silent - noted)]
    work.execute(insert(reminders), rows)


def put_off(work: UnitOfWork, response_id: int, kind: str, now: datetime, due_at: datetime) -> None:
    """Make a reminder that was taken at `now` wait until `due_at`."""
    taken = (reminders.c.response_id == response_id) & (reminders.c.kind == kind) & (reminders.c.done_at == now)
    work.execute(update(reminders).where(taken).values(done_at=None, due_at=due_at))


def forget(work: UnitOfWork, response_ids: Sequence[int]) -> None:
    """No reminder for these responses."""
    work.execute(reminders.delete().where(reminders.c.response_id.in_(response_ids), reminders.c.done_at.is_(None)))


def forget_of(work: UnitOfWork, invitation_id: str) -> None:
    """No reminder for whoever opened this invitation."""
    theirs = select(responses.c.id).where(responses.c.invitation_id == invitation_id)
    work.execute(reminders.delete().where(reminders.c.response_id.in_(theirs), reminders.c.done_at.is_(None)))


def days_of_person(work: UnitOfWork, invitation_id: str) -> tuple[date, ...]:
    """The days of birth and of death, where the review keeps them."""
    joined = select(invitations.c.review_id).where(invitations.c.id == invitation_id)
    dates = dates_of(work, work.execute(joined).scalar_one())
    return tuple(day for day in (dates.born, dates.died) if day is not None)


def _silent(before: datetime, most: int) -> tuple[ColumnElement[Any], ...]:
    """Bound, agreed, not paused or over; reachable; nothing from either side since then, and not reminded enough already.

    It is a person who is silent, is reminded and is left alone: whatever their chat holds is counted together.
    """
    theirs = responses.alias("theirs")
    hers, of_hers = theirs.c.account_id == responses.c.account_id, reminders.c.response_id == theirs.c.id
    done = (
        select(func.count(reminders.c.done_at.distinct()))
        .select_from(join(reminders, theirs, of_hers))
        .where(hers, reminders.c.kind == NUDGE)
        .correlate(responses)
    )
    lately = exists().where(hers, of_hers, reminders.c.done_at > before)
    asked_for = exists().where(reminders.c.response_id == responses.c.id, reminders.c.kind == COME_BACK)
    writes = exists().where(hers, theirs.c.last_activity > before)
    open_to_it = (
        select(invitations.c.id)
        .join_from(invitations, reviews, invitations.c.review_id == reviews.c.id)
        .where(
            reviews.c.status == ReviewStatus.OPEN, invitations.c.revoked_at.is_(None), invitations.c.erased_at.is_(None)
        )
    )
    reachable = select(accounts.c.id).where(accounts.c.channel == Channel.TELEGRAM, accounts.c.blocked_at.is_(None))
    return (
        responses.c.bound,
        STANDS,
        responses.c.status.in_(SILENT),
        responses.c.last_activity <= before,
        responses.c.invitation_id.in_(open_to_it),
        responses.c.account_id.in_(reachable),
        done.scalar_subquery() < most,
        ~lately,
        ~asked_for,
        ~writes,
    )


def _safe(work: UnitOfWork, response_ids: set[int]) -> set[int]:
    """Return those of these responses whose people never wrote words of distress, here or in another of theirs."""
    theirs = responses.alias("theirs")
    query = select(responses.c.id, theirs.c.id.label("other")).where(
        responses.c.id.in_(response_ids), theirs.c.account_id == responses.c.account_id
    )
    pairs = [(row.id, row.other) for row in work.execute(query)] if response_ids else []
    unsafe = flags.have(work, {other for _, other in pairs}, FlagKind.DISTRESS)
    return response_ids - {one for one, other in pairs if other in unsafe}
