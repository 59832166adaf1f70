"""Name the lanes: in each of them order is kept. Urgent calls have a lane of their own beside their chat's, and go first.

While something urgent waits for a chat, nothing else is sent there: Telegram takes one message a second, and that one is ours.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, case, exists, literal_column

from storage.schema.tables import outbox
from storage.schema.vocabulary import CallState

URGENT = ":urgent"
# Written out, not as parameters: only so can a database use the index of what waits, which is small.
WAITING_STATES: list[ColumnElement[str]] = [
    literal_column(f"'{state}'") for state in (CallState.DUE, CallState.CLAIMED)
]

_hurried = outbox.alias("hurried")
IS_URGENT_FIRST = case((outbox.c.lane.like(f"%{URGENT}"), 0), else_=1)
GIVES_WAY = exists().where(_hurried.c.lane == outbox.c.lane + URGENT, _hurried.c.state.in_(WAITING_STATES))


def urgent(lane: str) -> str:
    """Return the lane of what is urgent in the same chat."""
    return f"{lane}{URGENT}"


def beside(lanes: Collection[str]) -> list[str]:
    """Return these lanes, and those of what is urgent beside them."""
    return [*lanes, *(urgent(lane) for lane in lanes if not lane.endswith(URGENT))]
