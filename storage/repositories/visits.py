"""Visits by people who have not said yet that they are the invitee: a few for each invitation, and how one of them ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, delete, exists, func, select, update

from dialogs.inputs import Channel
from storage.engine.prepared import Query
from storage.engine.unit_of_work import UnitOfWork
from storage.repositories.flags import forget_handlings
from storage.repositories.responses import STANDS
from storage.schema.tables import (
    accounts,
    answers,
    attachments,
    browsers,
    consents,
    flags,
    moves,
    outbox,
    reminders,
    responses,
)

# A letter may be opened on several devices by several people; nobody needs more.
MOST = 10


def end_oldest(work: UnitOfWork, invitation_id: str, newest: int) -> None:
    """End the oldest visits of an invitation, which is locked, beyond so many. Their flags stay open, with the newest visit."""
    known = [row.id for row in work.find(_UNBOUND, invitation=invitation_id)]
    if gone := known[: max(0, len(known) - MOST)]:
        _keep_flags(work, gone, newest)
        end(work, gone)


def end(work: UnitOfWork, response_ids: Sequence[int]) -> None:
    """Let these visits be over, with all that belongs to them; nobody ever said in them that they are the invitee."""
    visitors = select(responses.c.account_id).where(responses.c.id.in_(response_ids))
    account_ids = work.execute(visitors).scalars().all()
    tables: tuple[Any, ...] = (outbox, answers, attachments, consents, flags, reminders, browsers, moves)
    forget_handlings(work, response_ids)
    for table in tables:
        work.execute(delete(table).where(table.c.response_id.in_(response_ids)))
    work.execute(delete(responses).where(responses.c.id.in_(response_ids)))
    mine, left = accounts.c.id.in_(account_ids), exists().where(responses.c.account_id == accounts.c.id)
    work.execute(delete(accounts).where(mine, accounts.c.channel == Channel.PAGE, ~left))
    theirs = mine & accounts.c.current.in_(response_ids)
    newest = select(func.max(responses.c.id)).where(responses.c.account_id == accounts.c.id).scalar_subquery()
    work.execute(update(accounts).where(theirs).values(current=newest))


def _keep_flags(work: UnitOfWork, response_ids: Sequence[int], newest: int) -> None:
    """Move what a reviewer has seen to, and has still to see to (one of a kind), to a visit that stays."""
    theirs, is_open = flags.c.response_id.in_(response_ids), flags.c.closed_at.is_(None)
    there = select(flags.c.kind).where(flags.c.response_id == newest, is_open)
    first = select(func.min(flags.c.id)).where(theirs, is_open, flags.c.kind.not_in(there)).group_by(flags.c.kind)
    ids = work.execute(first).scalars().all()
    moving = flags.c.id.in_(ids) | (theirs & ~is_open)
    work.execute(update(flags).where(moving).values(response_id=newest))


_UNBOUND = Query(
    lambda _: (
        select(responses.c.id)
        .where(responses.c.invitation_id == bindparam("invitation"), ~responses.c.bound, STANDS)
        .order_by(responses.c.id)
    )
)
