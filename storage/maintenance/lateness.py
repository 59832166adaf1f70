"""Count what should not be: calls that wait for too long, inputs without a reply. Looking changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, exists, func, select

from storage.engine.unit_of_work import UnitOfWork
from storage.outbox.queue import WAITING
from storage.schema.tables import accounts, dead_letters, outbox, responses

LATE = timedelta(minutes=15)
LOOKED_AT = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """The number of calls that wait, since when the oldest of them is due, and the counts of what should not be."""

    waiting: int
    oldest_due: datetime | None
    overdue: int
    unanswered: int
    dead_letters: int


def sweep(work: UnitOfWork, now: datetime) -> Sweep:
    """Look at the outbox, the dead letters, and the responses of the last day."""
    waiting, oldest, overdue = _outbox(work, now)
    return Sweep(
        waiting=waiting,
        oldest_due=oldest,
        overdue=overdue,
        unanswered=_unanswered(work, now),
        dead_letters=work.execute(select(func.count()).where(dead_letters.c.retried_at.is_(None))).scalar_one(),
    )


def _outbox(work: UnitOfWork, now: datetime) -> tuple[int, datetime | None, int]:
    """Count the calls. One that was tried before is due since it was made: each time it fails it is put off."""
    since = case((outbox.c.attempts > 0, outbox.c.created_at), else_=outbox.c.due_at)
    late = func.count(case((since <= now - LATE, 1)))
    oldest = func.min(case((since <= now, since)))
    query = select(func.count(), oldest, late).where(WAITING)
    row: Any = work.execute(query).one()
    return row[0], row[1], row[2]


def _unanswered(work: UnitOfWork, now: datetime) -> int:
    """Count the responses whose last input, of the last day, has no call after it; people out of reach are left out."""
    replied = exists().where(outbox.c.response_id == responses.c.id, outbox.c.created_at >= responses.c.last_activity)
    query = (
        select(func.count())
        .join_from(responses, accounts, responses.c.account_id == accounts.c.id)
        .where(responses.c.last_activity.between(now - LOOKED_AT, now - LATE))
        .where(responses.c.state.is_not(None), accounts.c.blocked_at.is_(None), ~replied)
    )
    return int(work.execute(query).scalar_one())
