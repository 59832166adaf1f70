"""Tell a reviewer of some notices at once, and of others in a sum.

An invitation is told once that it was opened. What is urgent is always told at once. Of everything else one of a kind an hour
is told for each invitation; what comes meanwhile is counted, and told together when the hour is over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, insert, or_, select, tuple_, update

from dialogs.turn import SAFETY, TOLD, NoticeKind
from storage.engine.prepared import Many, Query
from storage.engine.unit_of_work import UnitOfWork
from storage.keys.sealing import place
from storage.schema.tables import invitations, notices, reviewers, reviews

APART = timedelta(hours=1)
ONCE = frozenset({NoticeKind.OPENED})
URGENT = frozenset({NoticeKind.RAISED_A_CONCERN, NoticeKind.DISTRESS, NoticeKind.SAFEGUARDING_URGENT})
# After a withdrawal nothing else is left that a sum could be about.
STAYS = frozenset(TOLD[flag] for flag in SAFETY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A notice to give now. `times`: how often it came since `since`, when it was given last; 0 where it was not."""

    invitation_id: str
    kind: NoticeKind
    times: int = 0
    since: datetime | None = None

    @property
    def urgent(self) -> bool:
        """Tell whether somebody may not be safe now."""
        return self.kind in URGENT


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a notice goes to: the reviewer of a review, who is in Telegram; `to`: the invitee that it is about."""

    reference: str
    to: str
    reviewer_id: str
    address: str


@dataclass(slots=True)
class _Standing:
    """The moment when one kind was last told, and how many notices have waited since."""

    told_at: datetime | None = None
    untold: int = 0


def note(work: UnitOfWork, happened: Sequence[tuple[str, NoticeKind]], now: datetime) -> list[Told]:
    """Keep what has happened, each with its invitation, which is locked; gives what is to be told at once."""
    if not happened:
        return []
    before = _before(work, {invitation for invitation, _ in happened})
    told, rows = list[Told](), list[dict[str, Any]]()
    for invitation, kind in happened:
        stands = before.setdefault((invitation, kind), _Standing())
        if kind in ONCE and stands.told_at:
            continue
        at_once = kind in URGENT or stands.told_at is None or stands.told_at <= now - APART
        rows.append({"invitation_id": invitation, "kind": kind, "at": now, "told_at": now if at_once else None})
        if at_once:
            told.append(_told(invitation, kind, stands, more=1))
        before[invitation, kind] = _Standing(now) if at_once else _Standing(stands.told_at, stands.untold + 1)
    _settle(work, [(t.invitation_id, t.kind) for t in told], now)
    work.write(_NOTE, rows)
    _forget_withdrawn(work, [invitation for invitation, kind in happened if kind is NoticeKind.WITHDREW], now)
    return told


def leave(work: UnitOfWork, invitation_id: str, kind: NoticeKind, now: datetime) -> None:
    """Keep what has happened to an invitation; the clock tells of it at its next tick, unless it did within the hour."""
    work.write(_NOTE, [{"invitation_id": invitation_id, "kind": kind, "at": now, "told_at": None}])


def sums(work: UnitOfWork, now: datetime) -> list[Told]:
    """Return what was left to be told, and what has waited until its hour was over; they count as told now."""
    waiting = sorted({row.invitation_id for row in work.execute(_UNTOLD)})
    before = _before(work, waiting) if waiting else {}
    due = {k: s for k, s in before.items() if s.untold and (s.told_at is None or s.told_at <= now - APART)}
    _settle(work, list(due), now)
    return [_told(invitation, kind, stands) for (invitation, kind), stands in due.items()]


def addressees(work: UnitOfWork, invitation_ids: Iterable[str], now: datetime) -> dict[str, Addressee]:
    """Return whom notices of these invitations go to; a reviewer without Telegram finds them in the record.

    While somebody covers for the reviewer, it is they who are told.
    """
    rows = work.find(_REVIEWED, sorted({*invitation_ids}), now=now)
    return {row.id: _addressee(work, row) for row in rows}


def reviewer_in_telegram(work: UnitOfWork, reviewer_id: str | None) -> str | None:
    """Return the chat of a reviewer; None for one who has not enrolled, and where there is none."""
    row = work.execute(select(reviewers.c.id, reviewers.c.address).where(reviewers.c.id == reviewer_id)).one_or_none()
    if row is None or row.address is None:
        return None
    return work.recent.name(work.vault.system, place("reviewer", row.id, "address"), row.address)


def leads_in_telegram(work: UnitOfWork) -> list[tuple[str, str]]:
    """Return those who lead and are in Telegram, each with their chat."""
    enrolled = reviewers.c.lead, reviewers.c.removed_at.is_(None), reviewers.c.address.is_not(None)
    rows = work.execute(select(reviewers.c.id).where(*enrolled).order_by(reviewers.c.id)).scalars().all()
    return [(one, reviewer_in_telegram(work, one) or "") for one in rows]


def _addressee(work: UnitOfWork, row: Any) -> Addressee:
    whose, sealed = (row.cover_id, row.covers) if row.covers is not None else (row.reviewer_id, row.address)
    address = work.recent.name(work.vault.system, place("reviewer", whose, "address"), sealed)
    return Addressee(row.reference, _invitee(work, row), whose, address)


def _invitee(work: UnitOfWork, row: Any) -> str:
    if row.to is None:
        return ""
    return work.recent.name(work.vault.participant(row.id, row.data_key), place("invitation", row.id, "to"), row.to)


def _told(invitation: str, kind: NoticeKind, stands: _Standing, more: int = 0) -> Told:
    times = stands.untold + more if stands.untold and stands.told_at else 0
    return Told(invitation_id=invitation, kind=kind, times=times, since=stands.told_at if times else None)


def _before(work: UnitOfWork, invitation_ids: Sequence[str] | set[str]) -> dict[tuple[str, NoticeKind], _Standing]:
    """Return the state of each kind of notice for these invitations."""
    rows = work.find(_STANDING, sorted(invitation_ids))
    return {(r.invitation_id, NoticeKind(r.kind)): _Standing(r.told, r.noted - r.counted) for r in rows}


def _settle(work: UnitOfWork, told: Sequence[tuple[str, NoticeKind]], now: datetime) -> None:
    """Note that the waiting notices of these kinds are told now."""
    if told:
        of_them = tuple_(notices.c.invitation_id, notices.c.kind).in_(told)
        work.execute(update(notices).where(notices.c.told_at.is_(None), of_them).values(told_at=now))


def _forget_withdrawn(work: UnitOfWork, invitation_ids: Sequence[str], now: datetime) -> None:
    """Leave people who withdrew out of later sums, except for what may concern somebody's safety."""
    if invitation_ids:
        theirs = notices.c.invitation_id.in_(invitation_ids) & notices.c.kind.not_in(STAYS)
        work.execute(update(notices).where(theirs, notices.c.told_at.is_(None)).values(told_at=now))


_NOTE = Many(insert(notices))
_UNTOLD = select(notices.c.invitation_id).where(notices.c.told_at.is_(None)).distinct()
_STANDING = Query(
    lambda ids: (
        select(notices.c.invitation_id, notices.c.kind)
        .add_columns(func.max(notices.c.told_at).label("told"))
        .add_columns(func.count().label("noted"), func.count(notices.c.told_at).label("counted"))
        .where(notices.c.invitation_id.in_(ids))
        .group_by(notices.c.invitation_id, notices.c.kind)
    ),
    notices.c.invitation_id.type,
)
_cover = reviewers.alias("cover")
_COVERS = (_cover.c.id == reviewers.c.cover_id) & (
    reviewers.c.cover_until > bindparam("now", type_=reviewers.c.cover_until.type)
)
_REVIEWED = Query(
    lambda ids: (
        select(invitations.c.id, invitations.c.to, invitations.c.data_key)
        .add_columns(reviews.c.reference, reviews.c.reviewer_id, reviewers.c.address)
        .add_columns(reviewers.c.cover_id, _cover.c.address.label("covers"))
        .join_from(invitations, reviews, invitations.c.review_id == reviews.c.id)
        .join(reviewers, reviews.c.reviewer_id == reviewers.c.id)
        .join(_cover, _COVERS, isouter=True)
        .where(invitations.c.id.in_(ids), or_(reviewers.c.address.is_not(None), _cover.c.address.is_not(None)))
    ),
    invitations.c.id.type,
)
