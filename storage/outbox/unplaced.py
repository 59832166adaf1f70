"""Rows of the outbox that send nothing: words wait there for what becomes of the question before them in their lane."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from storage.engine.unit_of_work import UnitOfWork
from storage.outbox.queue import WAITING, Claimed, Mark
from storage.schema.tables import outbox

PLACE = "placeWords"


def split(claimed: Sequence[Claimed]) -> tuple[list[Claimed], list[Claimed]]:
    """Return what is to be sent, and the rows at which words wait."""
    return [c for c in claimed if c.method != PLACE], [c for c in claimed if c.method == PLACE]


def responses_at(work: UnitOfWork, rows: Sequence[Claimed]) -> list[int]:
    """Return the responses whose words wait at these rows."""
    if not rows:
        return []
    return _responses(work, outbox.c.id.in_([row.id for row in rows]))


def responses_behind(work: UnitOfWork, marks: Sequence[Mark]) -> list[int]:
    """Return the responses whose words wait in the lanes of these rows, which stay where they are."""
    if not marks:
        return []
    lanes = select(outbox.c.lane).where(outbox.c.id.in_([mark.id for mark in marks]))
    return _responses(work, outbox.c.lane.in_(lanes), outbox.c.method == PLACE, WAITING)


def _responses(work: UnitOfWork, *wanted: ColumnElement[bool]) -> list[int]:
    query = select(outbox.c.response_id).where(*wanted, outbox.c.response_id.is_not(None)).distinct()
    return sorted(row.response_id for row in work.execute(query))
