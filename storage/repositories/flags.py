"""List and close flags: the things that a reviewer has to see to. No word of a family is in them.

Whose a flag is, of which kind and since when is sealed: a row is found by a keyed hash of its response and its kind. So
nobody without the key sees who has a flag, or how many.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Row, delete, select, update

from dialogs.flags import TO_SEND, Handled, OpenFlag
from dialogs.response import FINISHED, OVER, Status
from dialogs.turn import FlagKind
from storage.engine import proofs
from storage.engine.prepared import Many, Query
from storage.engine.unit_of_work import DIALECTS, UnitOfWork
from storage.keys.sealing import place
from storage.repositories.reviews import NotFound
from storage.schema.tables import flags, handlings, invitations, responses, reviews

# How many marks a database is asked for at once.
AT_ONCE = 4096
TIMES = ("raised_at", "closed_at", "chased_at", "led_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that a flag is, by its number."""

    id: int
    response_id: int
    kind: str
    raised_at: datetime
    closed_at: datetime | None = None
    again_on: date | None = None
    chased_at: datetime | None = None
    led_at: datetime | None = None


def open_flags(work: UnitOfWork, references: Sequence[str] | None = None) -> list[OpenFlag]:
    """The open flags of these reviews, or of all: the urgent ones first, then in the order they were raised.

    Those of other reviews are not even read.
    """
    found = _facts(work, flags.c.is_open) if references is None else _facts_of(work, _responses_of(work, references))
    return sorted(_told(work, found), key=lambda flag: not flag.urgent)


def raise_flags(work: UnitOfWork, wanted: Iterable[tuple[int, str]], now: datetime) -> set[tuple[int, str]]:
    """Raise those flags, each a response and a kind, that are not open yet; gives them. The responses are locked."""
    marked = {mark(work, whose, kind): (whose, kind) for whose, kind in wanted}
    is_open = {row.mark for row in work.find(_OPEN, list(marked))}
    new = {found: flag for found, flag in marked.items() if found not in is_open}
    rows = [sealed(work, Facts(id=0, response_id=whose, kind=kind, raised_at=now)) for whose, kind in new.values()]
    work.write(_RAISE[work.connection.dialect.name], rows)
    proofs.prove(work, flags, flags.c.mark.in_(list(new)), flags.c.is_open) if new else None
    return set(new.values())


def mark(work: UnitOfWork, response_id: int, kind: str) -> bytes:
    """Return the keyed hash by which the flags of one kind of a response are found."""
    return work.vault.hash("flag", f"{response_id}/{kind}")


def of_responses(work: UnitOfWork, response_ids: Iterable[int]) -> list[Facts]:
    """Return all flags of these responses, open or not, in the order they were raised."""
    marks = _marks(work, response_ids)
    return _facts(work, flags.c.mark.in_(marks)) if marks else []


def have(work: UnitOfWork, response_ids: Iterable[int], kind: FlagKind) -> set[int]:
    """Return those of these responses that ever had a flag of this kind."""
    marks = {mark(work, whose, kind): whose for whose in response_ids}
    return {marks[row.mark] for row in work.execute(select(flags.c.mark).where(flags.c.mark.in_(marks)))}


def move(work: UnitOfWork, these: Iterable[Facts], response_id: int) -> None:
    """Give these flags to another response."""
    for flag in these:
        _keep(work, replace(flag, response_id=response_id))


def forget(work: UnitOfWork, response_ids: Sequence[int], but_of: frozenset[FlagKind] = frozenset()) -> None:
    """Delete the flags of these responses, and what was done about them; of some kinds only the notes of that.

    Those notes may repeat what was said.
    """
    theirs = of_responses(work, response_ids)
    gone = [flag.id for flag in theirs if flag.kind not in but_of]
    kept = [flag.id for flag in theirs if flag.kind in but_of]
    work.execute(delete(handlings).where(handlings.c.flag_id.in_(gone)))
    work.execute(update(handlings).where(handlings.c.flag_id.in_(kept)).values(note=None))
    work.execute(delete(flags).where(flags.c.id.in_(gone)))


def open_flag(work: UnitOfWork, flag_id: int) -> OpenFlag:
    """Return a flag that is open; NotFound if none of that number is."""
    found = _told(work, _facts(work, flags.c.id == flag_id, flags.c.is_open))
    if not found:
        raise NotFound(f"There is no open flag {flag_id}.")
    return found[0]


def close_flag(work: UnitOfWork, flag_id: int, now: datetime) -> OpenFlag:
    """Close a flag and give it back; NotFound if none of that number is open."""
    found = open_flag(work, flag_id)
    _change(work, [flag_id], closed_at=now)
    return found


def put_off(work: UnitOfWork, flag_id: int, again_on: date) -> None:
    """Let an open flag wait until a day; when that is over, it is told again as if never before."""
    _change(work, [flag_id], again_on=again_on, chased_at=None, led_at=None)


def keep_handling(work: UnitOfWork, flag: OpenFlag, done: Handled, note: str, actor: str, now: datetime) -> None:
    """Keep what was done about a flag, and by whom; the note sealed with the participant's key."""
    wrapped = work.execute(select(invitations.c.data_key).where(invitations.c.id == flag.invitation)).scalar_one()
    sealer = work.vault.participant(flag.invitation, wrapped)
    row = {
        "flag_id": flag.id,
        "at": now,
        "actor": actor,
        "outcome": done.outcome,
        "again_on": done.again_on,
        "passed_to": done.passed_to,
        "note": sealer.seal(handling_place(flag.id, now), note) if note else None,
    }
    work.execute(handlings.insert(), [row])


def note_told_again(work: UnitOfWork, flag_ids: Sequence[int], column: str, now: datetime) -> None:
    """Note that overdue flags were told again, or told to those who lead: `chased_at` or `led_at`."""
    _change(work, flag_ids, **{column: now})


def handling_place(flag_id: int, at: datetime) -> str:
    """Return the place for which the note of what was done is sealed."""
    return place("handling", f"{flag_id}/{at.astimezone(UTC).isoformat()}", "note")


def reopen_flag(work: UnitOfWork, flag_id: int) -> OpenFlag:
    """Open a closed flag again and give it back; NotFound if there is none, or if the same was raised anew meanwhile."""
    found = _facts(work, flags.c.id == flag_id, ~flags.c.is_open)
    if not found:
        raise NotFound(f"There is no closed flag {flag_id}.")
    if work.find(_OPEN, [mark(work, found[0].response_id, found[0].kind)]):
        raise NotFound(f"The flag {flag_id} need not be opened again: the same was raised since, and is open.")
    _change(work, [flag_id], closed_at=None, again_on=None, chased_at=None, led_at=None)
    return open_flag(work, flag_id)


_OPEN = Query(lambda marks: select(flags.c.mark).where(flags.c.mark.in_(marks), flags.c.is_open), flags.c.mark.type)
_MARKED_OPEN = Query(lambda marks: select(flags).where(flags.c.mark.in_(marks), flags.c.is_open), flags.c.mark.type)
_RAISE = {name: Many(dialect.insert(flags).on_conflict_do_nothing()) for name, dialect in DIALECTS.items()}


def _change(work: UnitOfWork, flag_ids: Sequence[int], **values: Any) -> None:
    for flag in _facts(work, flags.c.id.in_(flag_ids)) if flag_ids else ():
        _keep(work, replace(flag, **values))


def _keep(work: UnitOfWork, flag: Facts) -> None:
    work.execute(update(flags).where(flags.c.id == flag.id).values(**sealed(work, flag)))


def sealed(work: UnitOfWork, flag: Facts) -> dict[str, Any]:
    """Return a flag as a row, without its number."""
    marked = mark(work, flag.response_id, flag.kind)
    facts = {name: value for name, value in asdict(flag).items() if name != "id"}
    value = work.vault.system.seal_bytes(place("flag", marked.hex(), "facts"), orjson.dumps(facts))
    return {"mark": marked, "facts": value, "is_open": flag.closed_at is None}


def _marks(work: UnitOfWork, response_ids: Iterable[int]) -> list[bytes]:
    return [mark(work, whose, kind) for whose in response_ids for kind in FlagKind]


def _responses_of(work: UnitOfWork, references: Sequence[str]) -> Sequence[int]:
    """Return the responses of these reviews."""
    theirs = responses.c.invitation_id == invitations.c.id, invitations.c.review_id == reviews.c.id
    return work.execute(select(responses.c.id).where(*theirs, reviews.c.reference.in_(references))).scalars().all()


def _facts(work: UnitOfWork, *wanted: ColumnElement[bool]) -> list[Facts]:
    """Return those flags in the order they were raised, locked as far as they may be changed."""
    return _in_order(_opened(work, row) for row in work.execute(select(flags).where(*wanted)))


def _facts_of(work: UnitOfWork, response_ids: Sequence[int]) -> list[Facts]:
    """Return the open flags of these responses, in the order they were raised: the database is asked for some at a time."""
    marks = _marks(work, response_ids)
    parts = [marks[i : i + AT_ONCE] for i in range(0, len(marks), AT_ONCE)]
    return _in_order(_opened(work, row) for part in parts for row in work.find(_MARKED_OPEN, part))


def _in_order(found: Iterable[Facts]) -> list[Facts]:
    return sorted(found, key=lambda flag: (flag.raised_at, flag.id))


def _opened(work: UnitOfWork, row: Row[Any]) -> Facts:
    sealed = work.vault.system.open_bytes(place("flag", row.mark.hex(), "facts"), row.facts)
    facts: dict[str, Any] = orjson.loads(sealed)
    facts |= {name: datetime.fromisoformat(facts[name]) for name in TIMES if facts[name]}
    again_on = date.fromisoformat(facts["again_on"]) if facts["again_on"] else None
    return Facts(**{**facts, "id": row.id, "again_on": again_on})


def _told(work: UnitOfWork, found: Sequence[Facts]) -> list[OpenFlag]:
    """Return the flags with what surrounds them."""
    query = (
        select(responses.c.id, responses.c.status, responses.c.last_activity, responses.c.doubted_at)
        .add_columns(responses.c.invitation_id, reviews.c.reference, reviews.c.closed_at)
        .join_from(responses, invitations, responses.c.invitation_id == invitations.c.id)
        .join(reviews, invitations.c.review_id == reviews.c.id)
        .where(responses.c.id.in_({flag.response_id for flag in found}))
    )
    around = {row.id: row for row in work.execute(query)} if found else {}
    return [_open_flag(flag, around[flag.response_id]) for flag in found if flag.response_id in around]


def _open_flag(flag: Facts, row: Row[Any]) -> OpenFlag:
    return OpenFlag(
        id=flag.id,
        review=row.reference,
        invitation=row.invitation_id,
        kind=flag.kind,
        raised_at=flag.raised_at,
        withdrawn=row.status == Status.WITHDRAWN,
        doubted=row.doubted_at is not None,
        ready_at=_ready_at(flag, row),
        again_on=flag.again_on,
        chased_at=flag.chased_at,
        led_at=flag.led_at,
    )


def _ready_at(flag: Facts, row: Row[Any]) -> datetime | None:
    """A copy of the answers can be sent when they have finished or gone, everything else when the review is closed."""
    if flag.kind == FlagKind.SEND_ANSWERS and row.status in FINISHED | OVER:
        at: datetime | None = row.last_activity
    else:
        at = row.closed_at if flag.kind in TO_SEND else None
    return at
