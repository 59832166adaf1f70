"""Time: what the clock says, and on which day at what hour we write to somebody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

LONDON = ZoneInfo("Europe/London")
FRIDAY = 4
FROM, UNTIL = 10, 18


def utc_now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


def is_daytime(now: datetime) -> bool:
    """Whether it is an hour to write to somebody first: ten to six in England, on a weekday."""
    there = now.astimezone(LONDON)
    return there.weekday() <= FRIDAY and FROM <= there.hour < UNTIL


def due_time(day: date) -> datetime:
    """When to write to somebody on `day`: at ten in the morning in England, and not on a weekend."""
    while day.weekday() > FRIDAY:
        day += timedelta(days=1)
    return datetime.combine(day, time(FROM), LONDON).astimezone(UTC)
