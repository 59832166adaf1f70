"""Days by London's clock, where every review is: summer time from the last Sunday in March to the last one in October."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

MARCH, OCTOBER = 3, 10
_HOUR, _DAY, _WEEK = timedelta(hours=1), timedelta(days=1), 7


def day_in_london(moment: datetime) -> date:
    """Return the day that it is in London at this moment (The Summer Time Order 2002: changes at one o'clock UTC)."""
    there = moment.astimezone(UTC)
    begins, ends = _last_sunday(there.year, MARCH), _last_sunday(there.year, OCTOBER)
    return (there + _HOUR).date() if begins <= there < ends else there.date()


def start_of_day(day: date) -> datetime:
    """Return the first second of a day in London, in UTC."""
    return end_of_day(day - _DAY) + timedelta(seconds=1)


def end_of_day(day: date) -> datetime:
    """Return the last second of a day in London, in UTC: what works until a day works on all of it."""
    midnight = datetime.combine(day + _DAY, time(), UTC)
    summer = day_in_london(midnight - _HOUR) > day
    return midnight - (_HOUR if summer else timedelta()) - timedelta(seconds=1)


def _last_sunday(year: int, month: int) -> datetime:
    """Return when the clocks change in this month, which has 31 days."""
    last = date(year, month, 31)
    return datetime.combine(last - timedelta(days=last.isoweekday() % _WEEK), time(1), UTC)
