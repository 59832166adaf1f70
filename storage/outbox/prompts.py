"""Find the question above a message in a chat: that is the question which words belong to.

Telegram numbers a chat's messages in order. A question whose sending nobody has heard of may or may not stand there.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, or_, select

from storage.engine.prepared import Among, Query
from storage.engine.unit_of_work import UnitOfWork
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
_PARTS = (outbox.c.place, outbox.c.message_id, UNSURE.label("twice"), outbox.c.state)


def look_above(work: UnitOfWork, response_id: int, message_id: int) -> Prompt | None:
    """The last question above a message: by message id, or a claimed one before which nothing below was sent."""
    ours = outbox.c.response_id == response_id
    below = select(func.min(outbox.c.id)).where(ours, outbox.c.message_id > message_id).scalar_subquery()
    unknown = outbox.c.message_id.is_(None) & (outbox.c.id < func.coalesce(below, outbox.c.id + 1))
    query = (
        select(*_PARTS)
        .where(ours, outbox.c.place.is_not(None))
        .where(_MAY_STAND)
        .where((outbox.c.message_id < message_id) | unknown)
        .order_by(outbox.c.id.desc())
        .limit(1)
    )
    row = work.execute(query).first()
    return _prompt(row) if row else None


def _prompt(row: Row[Any], asked_at: datetime | None = None) -> Prompt:
    return Prompt(row.place, row.message_id, bool(row.twice), asked_at, CallState(row.state))


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
    """The newest questions in these conversations, newest first: one query for everyone in a round."""
    found: dict[int, list[Prompt]] = {}
    for row in work.find(_NEWEST, list(response_ids)):
        found.setdefault(row.response_id, []).append(_prompt(row, row.created_at))
    return found


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
    ours = outbox.c.response_id == response_id
    sent = work.execute(
        select(outbox.c.id, outbox.c.place).where(ours, outbox.c.message_id == message_id).limit(1)
    ).first()
    if sent is None or sent.place is not None:
        return (sent.place, True) if sent else None
    asked = select(outbox.c.place).where(ours, outbox.c.place.is_not(None), outbox.c.id < sent.id)
    found = work.execute(asked.order_by(outbox.c.id.desc()).limit(1)).scalar()
    return None if found is None else (found, False)


def response_of(work: UnitOfWork, response_ids: Sequence[int], message_id: int) -> int | None:
    """Return which of these responses a sent message belongs to; None if it is none of them."""
    ours = outbox.c.response_id.in_(response_ids) & (outbox.c.message_id == message_id)
    found = work.execute(select(outbox.c.response_id).where(ours).limit(1)).scalar()
    return None if found is None else int(found)
