"""List and close flags: the things that a reviewer has to see to. No word of a family is in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from dialogs.flags import OpenFlag
from dialogs.response import Status
from storage.engine.prepared import Many, Query
from storage.engine.unit_of_work import DIALECTS, UnitOfWork
from storage.repositories.reviews import NotFound
from storage.schema.tables import flags, invitations, responses, reviews


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


def close_flag(work: UnitOfWork, flag_id: int, now: datetime) -> OpenFlag:
    """Close a flag and give it back; NotFound if none of that number is open."""
    found = _select(work, flags.c.id == flag_id, flags.c.closed_at.is_(None))
    if not found:
        raise NotFound(f"There is no open flag {flag_id}.")
    work.execute(update(flags).where(flags.c.id == flag_id).values(closed_at=now))
    return found[0]


def reopen_flag(work: UnitOfWork, flag_id: int) -> OpenFlag:
    """Open a closed flag again and give it back; NotFound if there is none, or if the same was raised anew meanwhile."""
    found = work.execute(select(flags).where(flags.c.id == flag_id, flags.c.closed_at.is_not(None))).first()
    if found is None:
        raise NotFound(f"There is no closed flag {flag_id}.")
    if (found.response_id, found.kind) in {(r.response_id, r.kind) for r in work.find(_OPEN, [found.response_id])}:
        raise NotFound(f"The flag {flag_id} need not be opened again: the same was raised since, and is open.")
    work.execute(update(flags).where(flags.c.id == flag_id).values(closed_at=None))
    return _select(work, flags.c.id == flag_id)[0]


def _select(work: UnitOfWork, *wanted: ColumnElement[bool]) -> list[OpenFlag]:
    query = (
        select(flags.c.id, reviews.c.reference.label("review"), responses.c.invitation_id.label("invitation"))
        .add_columns(flags.c.kind, flags.c.raised_at, (responses.c.status == Status.WITHDRAWN).label("withdrawn"))
        .add_columns(responses.c.doubted_at.is_not(None).label("doubted"))
        .join_from(flags, responses, flags.c.response_id == responses.c.id)
        .join(invitations, responses.c.invitation_id == invitations.c.id)
        .join(reviews, invitations.c.review_id == reviews.c.id)
        .where(*wanted)
        .order_by(flags.c.raised_at, flags.c.id)
    )
    return [OpenFlag(**row) for row in work.execute(query).mappings()]
