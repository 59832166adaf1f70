"""Keep the rows that Telegram refuses for good, and cancel the calls that are not to be sent because of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from storage.engine.unit_of_work import UnitOfWork
from storage.outbox.queue import LOST, WAITING, Mark
from storage.outbox.unplaced import PLACE
from storage.schema.tables import outbox
from storage.schema.vocabulary import Bot, CallState


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A row that was refused for good: what is kept of it, still sealed."""

    lane: str
    bot: Bot
    method: str
    uid: str
    key_of: str | None
    payload: bytes | None
    error: str
    gone: bool


def refused(work: UnitOfWork, marks: Sequence[Mark]) -> list[Refused]:
    """The claimed rows that these marks say were refused for good; to be asked before they are marked."""
    final = {m.id: m for m in marks if m.state == CallState.FAILED}
    if not final:
        return []
    query = select(outbox).where(outbox.c.id.in_(final), outbox.c.state == CallState.CLAIMED).order_by(outbox.c.id)
    return [
        Refused(
            lane=row.lane,
            bot=Bot(row.bot),
            method=row.method,
            uid=row.uid,
            key_of=row.key_of,
            payload=row.payload,
            error=final[row.id].error or "",
            gone=final[row.id].gone,
        )
        for row in work.execute(query)
    ]


def cancel(work: UnitOfWork, lane: str) -> None:
    """Send nothing more in this lane: the chat is gone or blocked."""
    sent = outbox.c.method != PLACE
    work.execute(update(outbox).where(outbox.c.lane == lane, sent, WAITING).values({**LOST, "error": "cancelled"}))
