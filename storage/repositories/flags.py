"""List and close flags: the things that a reviewer has to see to. No word of a family is in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, delete, select, update

from dialogs.flags import TO_SEND, Handled, OpenFlag
from dialogs.response import FINISHED, OVER, Status
from dialogs.turn import FlagKind
from storage.engine.prepared import Many, Query
from storage.engine.unit_of_work import DIALECTS, UnitOfWork
from storage.keys.sealing import place
from storage.repositories.reviews import NotFound
from storage.schema.tables import flags, handlings, invitations, responses, reviews


def open_flags(work: UnitOfWork, references: Sequence[str] | None = None) -> list[OpenFlag]:
    """The open flags of these reviews, or of all: the urgent ones first, then in the order they were raised."""
    wanted = [reviews.c.reference.in_(references)] if references is not None else []
    found = _select(work, flags.c.closed_at.is_(None), *wanted)
    return sorted(found, key=lambda flag: not flag.urgent)


def raise_flags(work: UnitOfWork, wanted: Iterable[tuple[int, str]], now: datetime) -> set[tuple[int, str]]:
    """Raise those flags, each a response and a kind, that are not open yet; gives them. The responses are locked."""
    in_order = dict.fromkeys(wanted)
    is_open = {(row.response_id, row.kind) for row in work.find(_OPEN, list({whose for whose, _ in in_order}))}
    new = [flag for flag in in_order if flag not in is_open]
    rows = [{"response_id": whose, "kind": kind, "raised_at": now} for whose, kind in new]
    work.write(_RAISE[work.connection.dialect.name], rows)
    return set(new)


_OPEN = Query(
    lambda whose: select(flags.c.response_id, flags.c.kind).where(
        flags.c.response_id.in_(whose), flags.c.closed_at.is_(None)
    ),
    flags.c.response_id.type,
)
_RAISE = {name: Many(dialect.insert(flags).on_conflict_do_nothing()) for name, dialect in DIALECTS.items()}


def open_flag(work: UnitOfWork, flag_id: int) -> OpenFlag:
    """Return a flag that is open; NotFound if none of that number is."""
    found = _select(work, flags.c.id == flag_id, flags.c.closed_at.is_(None))
    if not found:
        raise NotFound(f"There is no open flag {flag_id}.")
    return found[0]


def close_flag(work: UnitOfWork, flag_id: int, now: datetime) -> OpenFlag:
    """Close a flag and give it back; NotFound if none of that number is open."""
    found = open_flag(work, flag_id)
    work.execute(update(flags).where(flags.c.id == flag_id).values(closed_at=now))
    return found


def put_off(work: UnitOfWork, flag_id: int, again_on: date) -> None:
    """Let an open flag wait until a day; when that is over, it is told again as if never before."""
    values = {"again_on": again_on, "chased_at": None, "led_at": None}
    work.execute(update(flags).where(flags.c.id == flag_id).values(**values))


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


def forget_handlings(work: UnitOfWork, response_ids: Sequence[int], but_of: frozenset[FlagKind] = frozenset()) -> None:
    """Delete what was done about the flags of these responses; of some kinds only the notes, which may repeat what was said."""
    theirs = select(flags.c.id).where(flags.c.response_id.in_(response_ids))
    of_them = handlings.c.flag_id.in_(theirs.where(flags.c.kind.not_in(but_of)))
    work.execute(delete(handlings).where(of_them))
    work.execute(update(handlings).where(handlings.c.flag_id.in_(theirs)).values(note=None))


def note_told_again(work: UnitOfWork, flag_ids: Sequence[int], column: str, now: datetime) -> None:
    """Note that overdue flags were told again, or told to those who lead: `chased_at` or `led_at`."""
    work.execute(update(flags).where(flags.c.id.in_(flag_ids)).values({column: now}))


def handling_place(flag_id: int, at: datetime) -> str:
    """Return the place for which the note of what was done is sealed."""
    return place("handling", f"{flag_id}/{at.astimezone(UTC).isoformat()}", "note")


def reopen_flag(work: UnitOfWork, flag_id: int) -> OpenFlag:
    """Open a closed flag again and give it back; NotFound if there is none, or if the same was raised anew meanwhile."""
    found = work.execute(select(flags).where(flags.c.id == flag_id, flags.c.closed_at.is_not(None))).first()
    if found is None:
        raise NotFound(f"There is no closed flag {flag_id}.")
    if (found.response_id, found.kind) in {(r.response_id, r.kind) for r in work.find(_OPEN, [found.response_id])}:
        raise NotFound(f"The flag {flag_id} need not be opened again: the same was raised since, and is open.")
    again: dict[str, Any] = {"closed_at": None, "again_on": None, "chased_at": None, "led_at": None}
    work.execute(update(flags).where(flags.c.id == flag_id).values(**again))
    return _select(work, flags.c.id == flag_id)[0]


# A copy of the answers can be sent when they have finished or gone, everything else when the review is closed.
_ANSWERED = (flags.c.kind == FlagKind.SEND_ANSWERS) & responses.c.status.in_(FINISHED | OVER)
_READY_AT = case((_ANSWERED, responses.c.last_activity), (flags.c.kind.in_(TO_SEND), reviews.c.closed_at), else_=None)


def _select(work: UnitOfWork, *wanted: ColumnElement[bool]) -> list[OpenFlag]:
    query = (
        select(flags.c.id, reviews.c.reference.label("review"), responses.c.invitation_id.label("invitation"))
        .add_columns(flags.c.kind, flags.c.raised_at, (responses.c.status == Status.WITHDRAWN).label("withdrawn"))
        .add_columns(responses.c.doubted_at.is_not(None).label("doubted"), _READY_AT.label("ready_at"))
        .add_columns(flags.c.again_on, flags.c.chased_at, flags.c.led_at)
        .join_from(flags, responses, flags.c.response_id == responses.c.id)
        .join(invitations, responses.c.invitation_id == invitations.c.id)
        .join(reviews, invitations.c.review_id == reviews.c.id)
        .where(*wanted)
        .order_by(flags.c.raised_at, flags.c.id)
    )
    return [OpenFlag(**row) for row in work.execute(query).mappings()]
