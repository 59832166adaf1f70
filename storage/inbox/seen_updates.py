"""Remember which updates were taken, so that a repeat is none."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, insert, select

from storage.engine.prepared import Many, Query
from storage.engine.unit_of_work import UnitOfWork
from storage.schema.tables import seen_updates
from storage.schema.vocabulary import Bot

KEPT = timedelta(days=8)


def already_seen(work: UnitOfWork, bot: Bot, update_ids: Collection[int]) -> set[int]:
    """Return those of these updates that were taken before."""
    return {row.update_id for row in work.find(_SEEN, list(update_ids), bot=bot)}


def see(work: UnitOfWork, bot: Bot, update_ids: Collection[int], now: datetime) -> None:
    """Take these updates: they will not be taken again."""
    work.write(_SEE, [{"bot": bot, "update_id": u, "seen_at": now} for u in set(update_ids)])


def prune(work: UnitOfWork, now: datetime) -> None:
    """Forget updates that cannot come again."""
    work.execute(delete(seen_updates).where(seen_updates.c.seen_at < now - KEPT))


_BY_BOT = select(seen_updates.c.update_id).where(seen_updates.c.bot == bindparam("bot"))
_SEEN = Query(lambda ids: _BY_BOT.where(seen_updates.c.update_id.in_(ids)), seen_updates.c.update_id.type)
_SEE = Many(insert(seen_updates))
