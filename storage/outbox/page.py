"""Keep what the page shows of a response: rows of the outbox that are never sent, replaced at the next turn."""

from __future__ import annotations

from collections.abc import Collection

import orjson
from sqlalchemy import bindparam, delete, select

from storage.engine.unit_of_work import UnitOfWork
from storage.keys.sealing import Sealer, place
from storage.outbox.queue import Wire
from storage.schema.tables import outbox
from storage.schema.vocabulary import Bot

_ON_PAGE = (outbox.c.response_id == bindparam("whose")) & (outbox.c.bot == Bot.PAGE)
_SHOWN = select(outbox.c.uid, outbox.c.payload).where(_ON_PAGE, outbox.c.payload.is_not(None)).order_by(outbox.c.id)


def shown(work: UnitOfWork, response_id: int, sealer: Sealer) -> list[Wire]:
    """Return the calls that the page shows of a response, in order."""
    rows = work.execute(_SHOWN, whose=response_id)
    return [orjson.loads(sealer.open_bytes(place("outbox", row.uid, "payload"), row.payload)) for row in rows]


def clear(work: UnitOfWork, response_ids: Collection[int]) -> None:
    """Take everything of these responses off the page."""
    work.execute(delete(outbox).where(_ON_PAGE), [{"whose": i} for i in response_ids])
