"""Take buttons off later: where that failed, the call gets a row of its own and is tried until it is done.

The row is written with the mark of the message that put the buttons out of date, in a lane of its own: no word waits for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from storage.engine.unit_of_work import UnitOfWork
from storage.outbox.live_buttons import Left
from storage.outbox.queue import Letter, Mark, enqueue
from storage.schema.tables import invitations, outbox
from storage.schema.vocabulary import Bot

RETIRE = "editMessageReplyMarkup"


def later(work: UnitOfWork, marks: Sequence[Mark], now: datetime) -> None:
    """Put a row in the outbox for each message that still has its buttons; none for one that was deleted meanwhile."""
    left = {one.id: one for mark in marks for one in mark.left}
    if not left:
        return
    query = (
        select(outbox, invitations.c.data_key)
        .join(invitations, outbox.c.key_of == invitations.c.id, isouter=True)
        .where(outbox.c.id.in_(left))
        .order_by(outbox.c.id)
    )
    rows = [row for row in work.execute(query) if row.key_of is None or row.data_key is not None]
    enqueue(work, [_letter(work, row, left[row.id]) for row in rows], now)


def _letter(work: UnitOfWork, row: Row[Any], one: Left) -> Letter:
    return Letter(
        bot=Bot(row.bot),
        lane=f"{row.lane}:buttons-{row.message_id}",
        method=RETIRE,
        wire={"chat_id": one.chat_id, "message_id": row.message_id, "reply_markup": {"inline_keyboard": []}},
        response_id=row.response_id,
        key_of=row.key_of,
        sealer=work.vault.participant(row.key_of, row.data_key) if row.key_of else None,
        due_at=one.due_at,
    )
