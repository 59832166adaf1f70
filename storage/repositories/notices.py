"""Tell a reviewer of some notices at once, and of others in a sum.

An invitation is told once that it was opened. What is urgent is always told at once. Of everything else one of a kind an hour
is told for each invitation; what comes meanwhile is counted, and told together when the hour is over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import bindparam, delete, or_, select

from dialogs.turn import SAFETY, TOLD, NoticeKind
from storage.engine.prepared import Many, Query
from storage.engine.unit_of_work import DIALECTS, UnitOfWork
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One kind of notice of one invitation: when it came last, when it was last told, and how many have waited since."""

    invitation: str
    kind: NoticeKind
    at: datetime | None = None
    told_at: datetime | None = None
    untold: int = 0


def note(work: UnitOfWork, happened: Sequence[tuple[str, NoticeKind]], now: datetime) -> list[Told]:
    """Keep what has happened, each with its invitation, which is locked; gives what is to be told at once."""
    if not happened:
        return []
    before, told = _before(work, happened), list[Told]()
    for what in happened:
        stands = before[what]
        if stands.kind in ONCE and stands.told_at:
            continue
        at_once = stands.kind in URGENT or stands.told_at is None or stands.told_at <= now - APART
        if at_once:
            told.append(_told(stands, more=1))
        before[what] = _settled(stands, now) if at_once else replace(stands, at=now, untold=stands.untold + 1)
    _keep(work, [stands for stands in before.values() if stands.at == now])
    _forget_withdrawn(work, [invitation for invitation, kind in happened if kind is NoticeKind.WITHDREW], now)
    return told


def leave(work: UnitOfWork, invitation_id: str, kind: NoticeKind, now: datetime) -> None:
    """Keep what has happened to an invitation; the clock tells of it at its next tick, unless it did within the hour."""
    (stands,) = _before(work, [(invitation_id, kind)]).values()
    _keep(work, [replace(stands, at=now, untold=stands.untold + 1)])


def sums(work: UnitOfWork, now: datetime) -> list[Told]:
    """Return what was left to be told, and what has waited until its hour was over; they count as told now."""
    waiting = [_opened(work, row) for row in work.execute(_WAITING)]
    due = [s for s in waiting if s.told_at is None or s.told_at <= now - APART]
    _keep(work, [replace(s, told_at=now, untold=0) for s in due])
    return [_told(stands) for stands in due]


def last_at(work: UnitOfWork, invitation_ids: Iterable[str], kind: NoticeKind) -> dict[str, datetime]:
    """Return when there was last something of this kind, for those of these invitations of which there ever was."""
    found = _before(work, [(one, kind) for one in invitation_ids]).values()
    return {stands.invitation: stands.at for stands in found if stands.at is not None}


def forget(work: UnitOfWork, invitation_id: str) -> None:
    """Forget all that was told of an invitation."""
    marks = [_mark(work, invitation_id, kind) for kind in NoticeKind]
    work.execute(delete(notices).where(notices.c.mark.in_(marks)))


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


def _told(stands: Standing, more: int = 0) -> Told:
    times = stands.untold + more if stands.untold and stands.told_at else 0
    since = stands.told_at if times else None
    return Told(invitation_id=stands.invitation, kind=stands.kind, times=times, since=since)


def _settled(stands: Standing, now: datetime) -> Standing:
    return replace(stands, at=now, told_at=now, untold=0)


def _before(work: UnitOfWork, what: Iterable[tuple[str, NoticeKind]]) -> dict[tuple[str, NoticeKind], Standing]:
    """Return how each of these stands: an invitation, and a kind of notice."""
    marks = {_mark(work, *one): one for one in what}
    found = {row.mark: row for row in work.find(_OF, list(marks))}
    return {
        one: _opened(work, found[mark]) if mark in found else Standing(invitation=one[0], kind=NoticeKind(one[1]))
        for mark, one in marks.items()
    }


def _mark(work: UnitOfWork, invitation_id: str, kind: str) -> bytes:
    """Return the keyed hash by which a kind of notice of an invitation is found."""
    return work.vault.hash("notice", f"{invitation_id}/{kind}")


def _keep(work: UnitOfWork, these: Iterable[Standing]) -> None:
    work.write(_KEEP[work.connection.dialect.name], [sealed(work, stands) for stands in these])


def sealed(work: UnitOfWork, stands: Standing) -> dict[str, Any]:
    """Return how a kind of notice stands, as a row."""
    mark = _mark(work, stands.invitation, stands.kind)
    value = work.vault.system.seal_bytes(place("notice", mark.hex(), "facts"), orjson.dumps(asdict(stands)))
    return {"mark": mark, "facts": value, "waits": stands.untold > 0}


def _opened(work: UnitOfWork, row: Any) -> Standing:
    facts = orjson.loads(work.vault.system.open_bytes(place("notice", row.mark.hex(), "facts"), row.facts))
    facts |= {name: datetime.fromisoformat(facts[name]) for name in ("at", "told_at") if facts[name]}
    return Standing(**{**facts, "kind": NoticeKind(facts["kind"])})


def _forget_withdrawn(work: UnitOfWork, invitation_ids: Sequence[str], now: datetime) -> None:
    """Leave people who withdrew out of later sums, except for what may concern somebody's safety."""
    theirs = _before(work, [(one, kind) for one in invitation_ids for kind in NoticeKind if kind not in STAYS])
    _keep(work, [replace(stands, told_at=now, untold=0) for stands in theirs.values() if stands.untold])


def _upsert(insert_notice: Any) -> Any:
    again = {name: insert_notice.excluded[name] for name in ("facts", "waits")}
    return insert_notice.on_conflict_do_update(index_elements=["mark"], set_=again)


_KEEP = {name: Many(_upsert(dialect.insert(notices))) for name, dialect in DIALECTS.items()}
_WAITING = select(notices).where(notices.c.waits)
_OF = Query(lambda marks: select(notices).where(notices.c.mark.in_(marks)), notices.c.mark.type)
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
