"""Tell the time, and at which hours we write to somebody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

LONDON = ZoneInfo("Europe/London")
FRIDAY = 4
FROM, UNTIL = 10, 18


def utc_now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


def is_daytime(now: datetime) -> bool:
    """Tell whether it is an hour to write to somebody first: ten to six in England, on a weekday."""
    there = now.astimezone(LONDON)
    return there.weekday() <= FRIDAY and FROM <= there.hour < UNTIL
