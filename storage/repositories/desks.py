"""Load reviewers' desks, locked: who is enrolled with which account, and what each of them is in the middle of."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from dialogs.reviewer_bot.state import Age, Closing, Desk, Inviting, Late, Moving, Opening, Renewing, Revoking, Task
from storage.engine import proofs
from storage.engine.unit_of_work import UnitOfWork
from storage.keys.sealing import place
from storage.outbox.chat import place_of
from storage.repositories.flags import open_flags
from storage.repositories.invitations import invitations_of
from storage.repositories.reviews import review, reviews_of, taken
from storage.schema.tables import outbox, reviewers
from storage.schema.vocabulary import CallState

REVIEWER = proofs.of(reviewers)
SCHEMA = 1
_KINDS: dict[str, type[Task]] = {k.__name__: k for k in (Opening, Inviting, Renewing, Revoking, Moving, Closing)}


@dataclass(slots=True, kw_only=True)
class Seat:
    """An enrolled reviewer's row, locked: the account, and the desk as it was left."""

    reviewer_id: str
    lead: bool
    lookup: bytes
    desk: Desk


def load(work: UnitOfWork, lookups: Iterable[bytes]) -> dict[bytes, Seat]:
    """The reviewers with these accounts, locked in the order of their ids."""
    active = reviewers.c.lookup.in_(list(lookups)) & reviewers.c.removed_at.is_(None)
    rows = work.execute(select(reviewers).where(active).order_by(reviewers.c.id).with_for_update())
    return {row.lookup: _seat(work, row) for row in rows if proofs.holds(work.vault, REVIEWER, row)}


def reviewer_with(work: UnitOfWork, lookup: bytes) -> str | None:
    """The id of the reviewer with this account; nothing sealed is opened."""
    active = (reviewers.c.lookup == lookup) & reviewers.c.removed_at.is_(None)
    found = work.execute(select(reviewers).where(active)).first()
    return str(found.id) if found is not None and proofs.holds(work.vault, REVIEWER, found) else None


def furnish(work: UnitOfWork, seat: Seat, references: Collection[str], now: datetime, *, late: bool) -> None:
    """Put on the desk what a reviewer sees to, for themselves and for whom they cover: reviews, locked, and what is of them.

    And which of these references are taken; and, if wanted, what is `late` at others, for which all flags are read.
    """
    mine = reviews_of(work, seat.reviewer_id, lock=True, covering=now)
    names = [r.reference for r in mine]
    seat.desk = replace(
        seat.desk,
        reviews=tuple(mine),
        invitations=tuple(invitations_of(work, names)),
        flags=tuple(open_flags(work, names)),
        late=tuple(_late(work, names)) if seat.lead and late else (),
        taken=taken(work, references),
    )


def _late(work: UnitOfWork, mine: Collection[str]) -> list[Late]:
    """Return the urgent flags of other reviews that leads were told of, each with whose it is."""
    found = [flag for flag in open_flags(work) if flag.led_at and flag.review not in mine]
    about = {flag.review: review(work, flag.review) for flag in found}
    to = {i.id: i.to or "" for i in invitations_of(work, list(about))}
    return [Late(flag=flag, to=to[flag.invitation], reviewer=about[flag.review].reviewer) for flag in found]


def asked_above(work: UnitOfWork, lane: str, message_id: int, heard: int) -> str | None:
    """The step of the newest question above a message in this chat.

    A question that is being sent may be there already, unless the message follows directly on what was heard before it.
    """
    above = outbox.c.message_id < message_id
    if message_id > heard + 1:
        above |= outbox.c.message_id.is_(None)
    asked = _asked_in(lane) & outbox.c.state.in_((CallState.SENT, CallState.CLAIMED))
    query = select(outbox.c.uid, outbox.c.place).where(asked, above).order_by(outbox.c.id.desc()).limit(1)
    found = work.execute(query).first()
    return None if found is None else place_of(work, found.uid, found.place)


def asked_since(work: UnitOfWork, lane: str, at: datetime) -> bool:
    """Tell whether anything was asked in this chat at this moment or after it."""
    asked = _asked_in(lane) & (outbox.c.created_at >= at)
    return work.execute(select(outbox.c.id).where(asked).limit(1)).first() is not None


def _asked_in(lane: str) -> Any:
    """Match the questions in a reviewer's chat; those of a response are left out first, since there are so many."""
    return outbox.c.response_id.is_(None) & (outbox.c.lane == lane) & outbox.c.place.is_not(None)


def enrol(work: UnitOfWork, enrolment_code: str, lookup: bytes, address: str) -> str | None:
    """Give the account to the reviewer who was given this code, once, and return their id; None if the code is not open."""
    code = reviewers.c.enrolment_hash == work.vault.hash("enrolment", enrolment_code)
    free = reviewers.c.lookup.is_(None) & reviewers.c.removed_at.is_(None)
    found = work.execute(select(reviewers).where(code, free).with_for_update()).first()
    if found is None or not proofs.holds(work.vault, REVIEWER, found):
        return None
    reviewer_id = found.id
    sealed = work.vault.system.seal(place("reviewer", reviewer_id, "address"), address)
    values = {"lookup": lookup, "address": sealed, "enrolment_hash": None}
    work.execute(update(reviewers).where(reviewers.c.id == reviewer_id).values(**values))
    return str(reviewer_id)


def save(work: UnitOfWork, seats: Iterable[Seat]) -> None:
    """Keep what is on these desks."""
    for seat in seats:
        sealed = work.vault.system.seal(place("reviewer", seat.reviewer_id, "desk"), dump(seat.desk))
        work.execute(update(reviewers).where(reviewers.c.id == seat.reviewer_id).values(desk=sealed))


def dump(desk: Desk) -> str:
    """Return a desk's state as JSON text."""
    task = {"kind": type(desk.task).__name__, **asdict(desk.task)} if desk.task else None
    kept = {"schema": SCHEMA, "since": desk.since, "heard": desk.heard, "task": task}
    return json.dumps(kept, ensure_ascii=False)


def restore(stored: str) -> Desk:
    """The desk that `dump` wrote; an empty one if it was written in another schema."""
    read = json.loads(stored)
    if read["schema"] != SCHEMA:
        return Desk()
    return Desk(since=read["since"], heard=read["heard"], task=_task(read["task"]) if read["task"] else None)


def _task(stored: dict[str, Any]) -> Task:
    kind = _KINDS[stored.pop("kind")]
    if kind is Opening:
        stored["age"] = Age(**stored["age"]) if stored["age"] else None
        stored["confirmed"] = tuple(stored["confirmed"])
    return kind(**stored)


def _seat(work: UnitOfWork, row: Row[Any]) -> Seat:
    system = work.vault.system
    left = restore(system.open(place("reviewer", row.id, "desk"), row.desk)) if row.desk is not None else Desk()
    name = system.open(place("reviewer", row.id, "name"), row.name)
    return Seat(reviewer_id=row.id, lead=row.lead, lookup=row.lookup, desk=replace(left, reviewer=name))
