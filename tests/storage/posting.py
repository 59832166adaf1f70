"""Calls put into the outbox, claimed and marked, each in a transaction of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, func, select

from storage.engine.unit_of_work import Store, UnitOfWork
from storage.outbox import queue
from storage.outbox.queue import Claimed, Letter, Mark
from storage.schema.tables import outbox as table
from storage.schema.vocabulary import Bot
from tests.storage.people import NOW

BOTS = (Bot.FAMILIES,)
SOON = NOW + timedelta(seconds=5)
KINDS: dict[str, dict[str, Any]] = {
    "send": {"method": "sendMessage"},
    "edit": {"method": "editMessageReplyMarkup"},
    "edit-last": {"method": "editMessageReplyMarkup", "wire": {"about_last_prompt": True}},
}


def letter(text: str = "hello", lane: str = "families:1", **changes: Any) -> Letter:
    """One call to make."""
    plain: dict[str, Any] = {"bot": "families", "lane": lane, "method": "sendMessage", "wire": {"text": text}}
    return Letter(**{**plain, **changes})


def put(store: Store, *letters: Letter, now: datetime = NOW) -> None:
    """Enqueue and commit."""
    with store.begin() as work:
        queue.enqueue(work, letters, now)
        work.commit()


def claim(store: Store, owner: str = "a", now: datetime = NOW, limit: int = 100) -> list[Claimed]:
    """Claim and commit."""
    with store.begin() as work:
        claimed = queue.claim(work, owner, BOTS, now, limit)
        work.commit()
    return claimed


def mark(store: Store, *marks: Mark) -> None:
    """Mark and commit."""
    with store.begin() as work:
        queue.mark(work, marks)
        work.commit()


def texts(claimed: Sequence[Claimed]) -> list[str]:
    """What is to be said."""
    return [c.wire["text"] for c in claimed]


def next_due(work: UnitOfWork, bots: Sequence[str]) -> datetime | None:
    """When a row can next be claimed: the head of a lane is due, or its lease lapses."""
    free_at = case((table.c.state == "claimed", table.c.claimed_until), else_=table.c.due_at)
    return work.execute(select(func.min(free_at)).where(table.c.id.in_(queue._HEADS), table.c.bot.in_(bots))).scalar()
