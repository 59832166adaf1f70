"""Find what is to go by the schedule, and when. No word of anybody is read for it.

A whole review goes some time after it was closed, or when nothing has happened in it for long. Before that, an invitation goes
by itself whose family declined, withdrew or was the wrong one, or whose link has ended without anybody having agreed. What is
set aside because somebody else may have written it stays until the review goes. Held reviews and open flags wait.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select, true

from dialogs.london import day_in_london
from dialogs.response import Status
from dialogs.retention import Rule, Schedule
from dialogs.review import ReviewStatus
from storage.engine import proofs
from storage.engine.unit_of_work import UnitOfWork
from storage.keys.sealing import SealError
from storage.repositories.flags import open_flags
from storage.schema.tables import attachments, invitations, responses, reviews

SAID_NO = frozenset({Status.DECLINED, Status.NOT_THEM, Status.WITHDRAWN})


class Waits(StrEnum):
    """The reasons for which something stays although its day has come."""

    HELD = "held"
    FLAGS = "flags"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A review that is to go on a day, or one invitation of it alone; by which rule, and what it waits for all the same."""

    review: str
    reference: str
    invitation: str | None
    rule: Rule
    day: date
    waits: Waits | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """The numbers of what goes with a review or an invitation."""

    responses: int
    voices: int


def find(work: UnitOfWork, schedule: Schedule, review_id: str | None = None) -> list[Due]:
    """Return all that will go by the schedule, of one review or of all, in the order of its days."""
    if not schedule:
        return []
    known = work.execute(select(reviews).where(_only(reviews.c.id, review_id))).all()
    flagged = {flag.review for flag in open_flags(work)}
    theirs, visits = _invitations(work, review_id), _visits(work, review_id)
    found = [
        due for row in known for due in _of_review(row, theirs[row.id], visits, schedule, row.reference in flagged)
    ]
    return sorted(found, key=lambda due: (due.day, due.reference, due.invitation or ""))


def lock(work: UnitOfWork, review_id: str) -> bool:
    """Lock a review with all that is in it; False if somebody is at it, which nobody waits for.

    SealError if a row of it was changed by somebody without the keys: what the schedule reads in it is then not to be believed.
    """
    mine = select(invitations.c.id).where(invitations.c.review_id == review_id)
    parts = (
        (reviews, reviews.c.id == review_id),
        (invitations, invitations.c.review_id == review_id),
        (responses, responses.c.invitation_id.in_(mine)),
    )
    return all(_locked(work, table, which) for table, which in parts)


def amount(work: UnitOfWork, invitation_ids: Sequence[str]) -> Amount:
    """Count what is there under these invitations."""
    visits = select(responses.c.id).where(responses.c.invitation_id.in_(invitation_ids))
    voices = select(func.count()).select_from(attachments).where(attachments.c.response_id.in_(visits))
    return Amount(
        work.execute(select(func.count()).select_from(visits.subquery())).scalar_one(),
        work.execute(voices).scalar_one(),
    )


def invitations_in(work: UnitOfWork, review_id: str) -> Sequence[str]:
    """Return the ids of the invitations of a review that are not erased."""
    query = select(invitations.c.id).where(invitations.c.review_id == review_id, invitations.c.erased_at.is_(None))
    return work.execute(query.order_by(invitations.c.id)).scalars().all()


def _only(column: Any, wanted: str | None) -> ColumnElement[bool]:
    return column == wanted if wanted is not None else true()


def _invitations(work: UnitOfWork, review_id: str | None) -> defaultdict[str, list[Row[Any]]]:
    c = invitations.c
    query = select(c.id, c.review_id, c.created_at, c.expires_at, c.revoked_at, c.erased_at)
    found = defaultdict[str, list[Row[Any]]](list)
    for row in work.execute(query.where(_only(c.review_id, review_id))):
        found[row.review_id].append(row)
    return found


def _visits(work: UnitOfWork, review_id: str | None) -> defaultdict[str, list[Row[Any]]]:
    """Return the responses of each invitation; the one that counts comes last."""
    c = responses.c
    query = select(c.invitation_id, c.bound, c.status, c.last_activity, c.doubted_at)
    joined = query.join_from(responses, invitations, c.invitation_id == invitations.c.id)
    found = defaultdict[str, list[Row[Any]]](list)
    for row in work.execute(joined.where(_only(invitations.c.review_id, review_id)).order_by(c.bound, c.last_activity)):
        found[row.invitation_id].append(row)
    return found


def _of_review(
    review: Row[Any],
    theirs: list[Row[Any]],
    visits: defaultdict[str, list[Row[Any]]],
    schedule: Schedule,
    flagged: bool,
) -> Iterator[Due]:
    waits = Waits.HELD if review.status == ReviewStatus.HELD else Waits.FLAGS if flagged else None

    def due(rule: Rule, since: datetime, invitation: str | None = None) -> Due:
        day = schedule[rule].after(day_in_london(since))
        return Due(review=review.id, reference=review.reference, invitation=invitation, rule=rule, day=day, waits=waits)

    last = max([review.opened_at, *(i.created_at for i in theirs), *_activity(visits[i.id] for i in theirs)])
    since = {Rule.CLOSED: review.closed_at if review.status == ReviewStatus.CLOSED else None, Rule.LONGEST: last}
    whole = [due(rule, at) for rule, at in since.items() if rule in schedule and at]
    first = min(whole, key=lambda one: one.day, default=None)
    if first:
        yield first
    for one in theirs:
        found = _of_invitation(one, visits[one.id])
        if found and found[0] in schedule and one.erased_at is None:
            alone = due(*found, one.id)
            if first is None or alone.day < first.day:
                yield alone


def _activity(visits: Iterable[list[Row[Any]]]) -> Iterator[datetime]:
    return (visit.last_activity for some in visits for visit in some)


def _of_invitation(invitation: Row[Any], visits: list[Row[Any]]) -> tuple[Rule, datetime] | None:
    """Return by which rule an invitation goes alone, and since when; None if it does not."""
    if any(visit.doubted_at for visit in visits):
        return None
    last = visits[-1] if visits else None
    if last and last.status in SAID_NO:
        return Rule.DECLINED, last.last_activity
    if last and (last.status != Status.OPENED or (last.bound and not invitation.revoked_at)):
        return None
    ended = min(invitation.expires_at, invitation.revoked_at or invitation.expires_at)
    return Rule.LINK, max([ended, *_activity([visits])])


def _locked(work: UnitOfWork, table: Any, which: ColumnElement[bool]) -> bool:
    there: int = work.execute(select(func.count()).select_from(table).where(which)).scalar_one()
    found = work.execute(select(table).where(which).with_for_update(skip_locked=True)).all()
    if not all(proofs.holds(work.vault, proofs.of(table), row) for row in found):
        raise SealError(f"{table.name}: a row was changed by somebody without the keys")
    return len(found) == there
