"""Keep track of the buttons in a chat: only the newest question has buttons that answer, and nothing older has any.

The messages that a new one puts out of date are looked up as it is claimed; their buttons go right after it was sent.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from storage.engine.prepared import Many, Query
from storage.engine.unit_of_work import UnitOfWork
from storage.schema.tables import outbox
from storage.schema.vocabulary import CallState


class Live(StrEnum):
    """The thing that a message's buttons belong to: a question, words that were kept, something beside the questions.

    An offer stands beside them too, and waits for its yes or no.
    """

    QUESTION = "question"
    RECEIPT = "receipt"
    ASIDE = "aside"
    OFFER = "offer"


@dataclass(frozen=True, slots=True)
class Standing:
    """A message in a chat that has buttons; `replaced`: a newer one says the same, so that it can go as a whole."""

    id: int
    message_id: int
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """A message that still has its buttons, by its row: taking them off failed, and is tried again from `due_at` on."""

    id: int
    chat_id: int
    due_at: datetime


_ENDED_BY = {
    Live.QUESTION: frozenset(Live),
    Live.RECEIPT: frozenset(Live) - {Live.OFFER},
    Live.ASIDE: frozenset({Live.ASIDE}),
    Live.OFFER: frozenset({Live.ASIDE}),
}
_STANDING = Query(
    lambda lanes: (
        select(outbox.c.id, outbox.c.lane, outbox.c.message_id, outbox.c.live)
        .where(outbox.c.lane.in_(lanes), outbox.c.live.is_not(None), outbox.c.message_id.is_not(None))
        .order_by(outbox.c.id)
    ),
    outbox.c.lane.type,
)
_GONE = Many(update(outbox).where(outbox.c.id == bindparam("key")).values(live=None))


def standing(work: UnitOfWork, lanes: Collection[str]) -> Mapping[str, Sequence[Any]]:
    """Return the messages of these chats whose buttons stand, by lane: one query for everybody in a round."""
    found: dict[str, list[Any]] = {}
    for row in work.find(_STANDING, list(lanes)) if lanes else ():
        found.setdefault(row.lane, []).append(row)
    return found


def outdated(rows: Sequence[Any], live: str | None, before: int) -> tuple[Standing, ...]:
    """Return what a new message with this kind of buttons puts out of date.

    Something beside the questions leaves the question its buttons; only a new question ends an offer.
    """
    if live is None:
        return ()
    old = [row for row in rows if row.id < before and row.live in _ENDED_BY[Live(live)]]
    return tuple(Standing(r.id, r.message_id, replaced=r.live == live == Live.RECEIPT) for r in old)


def gone(work: UnitOfWork, ids: Collection[int]) -> None:
    """Note that these messages have no buttons any more."""
    work.write(_GONE, [{"key": key} for key in ids])


def drop_receipts(work: UnitOfWork, response_ids: Collection[int]) -> None:
    """Take back the receipts that wait: something newer is said."""
    waiting = (
        (outbox.c.live == Live.RECEIPT) & (outbox.c.state == CallState.DUE) & outbox.c.response_id.in_(response_ids)
    )
    if response_ids:
        work.execute(delete(outbox).where(waiting))
