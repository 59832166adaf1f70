"""Keep what the page shows of a response: rows of the outbox that are never sent, replaced at the next turn.

Days later they become one row: how many there are tells which screen was the last one, and so what was chosen on it.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import bindparam, delete, insert, select

from dialogs.london import day_in_london, start_of_day
from storage.engine.unit_of_work import UnitOfWork
from storage.keys.sealing import Sealer, SealError, place
from storage.outbox.chat import LONG_REST, resting
from storage.outbox.queue import Wire
from storage.schema.tables import outbox, responses
from storage.schema.vocabulary import FOLDED, Bot, CallState

_ON_PAGE = (outbox.c.response_id == bindparam("whose")) & (outbox.c.bot == Bot.PAGE)
_SHOWN = (
    select(outbox.c.uid, outbox.c.method, outbox.c.payload)
    .where(_ON_PAGE, outbox.c.payload.is_not(None))
    .order_by(outbox.c.id)
)


def shown(work: UnitOfWork, response_id: int, sealer: Sealer) -> list[Wire]:
    """Return the calls that the page shows of a response, in order."""
    found = list[Wire]()
    for row in work.execute(_SHOWN, whose=response_id):
        column = FOLDED if row.method == FOLDED else "payload"
        wires = orjson.loads(sealer.open_bytes(place("outbox", row.uid, column), row.payload))
        found += wires if row.method == FOLDED else [wires]
    return found


def clear(work: UnitOfWork, response_ids: Collection[int]) -> None:
    """Take everything of these responses off the page."""
    work.execute(delete(outbox).where(_ON_PAGE), [{"whose": i} for i in response_ids])


def fold(work: UnitOfWork, now: datetime) -> None:
    """Make one row of what the page shows of each response in which nobody has written for days."""
    lane = select(outbox.c.lane).where(outbox.c.response_id == responses.c.id, outbox.c.bot == Bot.PAGE).limit(1)
    for row in work.execute(
        resting(now - LONG_REST, outbox.c.bot == Bot.PAGE, lane.scalar_subquery().label("lane"))
    ).all():
        with suppress(SealError):  # its key is not there now; it stays as it is
            sealer = work.vault.participant(row.invitation_id, row.data_key)
            wires = shown(work, row.id, sealer)
            clear(work, [row.id])
            work.execute(insert(outbox), [_folded(row, sealer, wires)])


def _folded(row: Any, sealer: Sealer, wires: Iterable[Wire]) -> dict[str, Any]:
    uid, day = os.urandom(8).hex(), start_of_day(day_in_london(row.last_activity))
    return {
        "uid": uid,
        "bot": Bot.PAGE,
        "lane": row.lane,
        "response_id": row.id,
        "key_of": row.invitation_id,
        "method": FOLDED,
        "payload": sealer.seal_bytes(place("outbox", uid, FOLDED), orjson.dumps(list(wires))),
        "state": CallState.SENT,
        "due_at": day,
        "attempts": 0,
        "created_at": day,
    }
