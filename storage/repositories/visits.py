"""Visits by people who have not said yet that they are the invitee: a few for each invitation, and how one of them ends."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, exists, func, select, update

from dialogs.inputs import Channel
from storage.engine.prepared import Query
from storage.engine.unit_of_work import UnitOfWork
from storage.repositories import flags
from storage.repositories.responses import STANDS
from storage.schema.tables import accounts, attachments, browsers, moves, outbox, reminders, responses

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
    flags.forget(work, response_ids)
    for table in (outbox, attachments, reminders, browsers, moves):
        work.execute(delete(table).where(table.c.response_id.in_(response_ids)))
    work.execute(delete(responses).where(responses.c.id.in_(response_ids)))
    mine, left = accounts.c.id.in_(account_ids), exists().where(responses.c.account_id == accounts.c.id)
    work.execute(delete(accounts).where(mine, accounts.c.channel == Channel.PAGE, ~left))
    theirs = mine & accounts.c.current.in_(response_ids)
    newest = select(func.max(responses.c.id)).where(responses.c.account_id == accounts.c.id).scalar_subquery()
    work.execute(update(accounts).where(theirs).values(current=newest))


def _keep_flags(work: UnitOfWork, response_ids: Sequence[int], newest: int) -> None:
    """Move what a reviewer has seen to, and has still to see to (one of a kind), to a visit that stays."""
    there = {flag.kind for flag in flags.of_responses(work, [newest]) if flag.closed_at is None}
    theirs = flags.of_responses(work, response_ids)
    first = {flag.kind: flag for flag in reversed(theirs) if flag.closed_at is None and flag.kind not in there}
    flags.move(work, [*first.values(), *(flag for flag in theirs if flag.closed_at)], newest)


_UNBOUND = Query(
    lambda _: (
        select(responses.c.id)
        .where(responses.c.invitation_id == bindparam("invitation"), ~responses.c.bound, STANDS)
        .order_by(responses.c.id)
    )
)
