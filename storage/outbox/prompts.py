"""Find the question above a message in a chat: that is the question which words belong to.

Telegram numbers a chat's messages in order. A question whose sending nobody has heard of may or may not stand there.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select

from storage.engine.prepared import Among, Query
from storage.engine.unit_of_work import UnitOfWork
from storage.outbox import chat
from storage.outbox.queue import LAPSED, REFUSALS, UNSURE
from storage.schema.tables import outbox, responses
from storage.schema.vocabulary import CallState

NEWEST = 8


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question in the chat; without a message id it may or may not be there.

    One that was sent again, because nobody knew whether it had arrived, may be higher up as well. `state` is that of its row: a
    claimed one is being sent, and its mark will tell.
    """

    place: str
    message_id: int | None
    twice: bool = False
    asked_at: datetime | None = None
    state: CallState = field(default=CallState.SENT, compare=False)


_TRIED = (outbox.c.attempts > 0) & func.coalesce(outbox.c.error, LAPSED).not_in(REFUSALS)
_MAY_STAND = or_(
    outbox.c.state == CallState.SENT, outbox.c.state == CallState.CLAIMED, (outbox.c.state == CallState.DUE) & _TRIED
)
_PARTS = (outbox.c.id, outbox.c.uid, outbox.c.place, outbox.c.message_id, UNSURE.label("twice"), outbox.c.state)


@dataclass(frozen=True, slots=True)
class _Message:
    """A message in a chat, by its row, with the question that it asks, if it asks one."""

    id: int
    message_id: int | None
    asks: Prompt | None
    may_stand: bool = True


def look_above(work: UnitOfWork, response_id: int, message_id: int) -> Prompt | None:
    """The last question above a message: by message id, or a claimed one before which nothing below was sent."""
    messages = _messages(work, response_id)
    below = min((m.id for m in messages if (m.message_id or 0) > message_id), default=None)
    found: Prompt | None = None
    for one in messages:
        unknown = one.message_id is None and (below is None or one.id < below)
        if one.asks and one.may_stand and (unknown or (one.message_id or message_id) < message_id):
            found = one.asks
    return found


def _messages(work: UnitOfWork, response_id: int) -> list[_Message]:
    """Return every message of a chat in the order of their rows, folded or not."""
    folded = [
        _Message(sent.id, sent.message_id, _folded(sent)) for sent in chat.of(work, [response_id]).get(response_id, ())
    ]
    rows = work.execute(select(*_PARTS, _MAY_STAND.label("may_stand")).where(outbox.c.response_id == response_id))
    there = [_Message(r.id, r.message_id, _prompt(work, r) if r.place else None, bool(r.may_stand)) for r in rows]
    return sorted([*folded, *there], key=lambda one: one.id)


def _prompt(work: UnitOfWork, row: Any, asked_at: datetime | None = None) -> Prompt:
    asked = chat.place_of(work, row.uid, row.place) or ""
    return Prompt(asked, row.message_id, bool(row.twice), asked_at, CallState(row.state))


def _folded(sent: chat.Sent, asked_at: datetime | None = None) -> Prompt | None:
    return Prompt(sent.place, sent.message_id, sent.twice, asked_at) if sent.place is not None else None


# Where to begin, looked for in each conversation alone: so a long one is not read from its first question on.
_OLDEST_OF_NEWEST = (
    select(outbox.c.id)
    .where(outbox.c.response_id == responses.c.id, outbox.c.place.is_not(None), _MAY_STAND)
    .order_by(outbox.c.id.desc())
    .limit(1)
    .offset(NEWEST - 1)
    .correlate(responses)
    .scalar_subquery()
)


def _newest_of(whose: Among) -> Select[Any]:
    theirs = (outbox.c.response_id == responses.c.id) & (outbox.c.id >= func.coalesce(_OLDEST_OF_NEWEST, 0))
    return (
        select(outbox.c.response_id, *_PARTS, outbox.c.created_at)
        .join_from(responses, outbox, theirs)
        .where(responses.c.id.in_(whose), outbox.c.place.is_not(None), _MAY_STAND)
        .order_by(outbox.c.id.desc())
    )


_NEWEST = Query(_newest_of, responses.c.id.type)


def newest(work: UnitOfWork, response_ids: Collection[int]) -> dict[int, list[Prompt]]:
    """The newest questions in these conversations, newest first: one query for everyone in a round, and what was folded."""
    found: dict[int, list[Prompt]] = {}
    for row in work.find(_NEWEST, list(response_ids)):
        found.setdefault(row.response_id, []).append(_prompt(work, row, row.created_at))
    few = [one for one in response_ids if len(found.get(one, ())) < NEWEST]
    for response_id, sent in chat.of(work, few).items():
        folded = [prompt for one in reversed(sent) if (prompt := _folded(one, one.at)) is not None]
        found.setdefault(response_id, []).extend(folded[:NEWEST])
    return {one: those for one, those in found.items() if those}


def above(those: Sequence[Prompt], message_id: int) -> Prompt | None:
    """Return the newest of these questions that stands, or may stand, above the message; None if none of them does."""
    for age, prompt in enumerate(those):
        if prompt.message_id is not None and prompt.message_id < message_id:
            return prompt
        if prompt.message_id is None and all(p.message_id is None for p in those[:age]):
            return prompt
        if prompt.twice and all((p.message_id or 0) < message_id for p in those[age + 1 :]):
            return prompt
    return None


def is_any_waiting(work: UnitOfWork, response_id: int) -> bool:
    """Tell whether a question waits to be sent to this chat."""
    waits = outbox.c.place.is_not(None) & (outbox.c.state == CallState.DUE)
    query = select(outbox.c.id).where(outbox.c.response_id == response_id, waits).limit(1)
    return work.execute(query).first() is not None


def question_of(work: UnitOfWork, response_id: int, message_id: int) -> tuple[str, bool] | None:
    """The question that a message of ours asks, or the one before it, and whether it asks that; None if it is not ours."""
    found: tuple[str, bool] | None = None
    for one in _messages(work, response_id):
        if one.asks is not None:
            found = one.asks.place, False
        if one.message_id == message_id:
            return (found[0], True) if found and one.asks is not None else found
    return None


def response_of(work: UnitOfWork, response_ids: Sequence[int], message_id: int) -> int | None:
    """Return which of these responses a sent message belongs to; None if it is none of them."""
    ours = outbox.c.response_id.in_(response_ids) & (outbox.c.message_id == message_id)
    found = work.execute(select(outbox.c.response_id).where(ours).limit(1)).scalar()
    if found is not None:
        return int(found)
    folded = chat.of(work, response_ids).items()
    return next((one for one, sent in folded if any(m.message_id == message_id for m in sent)), None)
