"""Days on which nobody is written to first.

Nobody is reminded on a weekend or a bank holiday in England, nor within three days of Christmas, Mother's Day, Father's Day,
the birthday of the person who died, the day of their death (every month at first, then every year), or a day that the
participant has named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from dateutil.easter import easter
from dateutil.relativedelta import SU, relativedelta

from bot.clock import A_DAY, FROM, LONDON, is_working_day

NEAR = timedelta(days=3)
# Mothering Sunday is three weeks before Easter; Father's Day the third Sunday in June.
MOTHERS_DAY = timedelta(weeks=3)
FATHERS_DAY = relativedelta(month=6, day=1, weekday=SU(3))
CHRISTMAS = (12, 25)
MONTHS_OF_DEATH = 3
A_YEAR = 366
# Bank holidays are known until 2100; a later day that somebody asks for is put down as this one.
LAST = date(2098, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days that are known about the person and the participant; `avoid`: those that the participant has named."""

    born: date | None = None
    died: date | None = None
    avoid: tuple[date, ...] = ()


def is_quiet(day: date, days: Days) -> bool:
    """Tell whether nobody is to be reminded on this day."""
    if not is_working_day(day):
        return True
    return any(abs(day - special) <= NEAR for special in _special(day, days))


def due_time(day: date, days: Days | None = None) -> datetime:
    """When to write to somebody on `day`: at ten in the morning in England, on the first day from then that is not quiet.

    Who has named days all the year round is left alone for a year; then it is looked at again.
    """
    day = min(day, LAST)
    year = (day + ahead * A_DAY for ahead in range(A_YEAR))
    free = next((ahead for ahead in year if not is_quiet(ahead, days or Days())), day + A_YEAR * A_DAY)
    return datetime.combine(free, time(FROM), LONDON).astimezone(UTC)


def _special(day: date, days: Days) -> Iterator[date]:
    """The days around this one that somebody may want to be left alone on."""
    for year in (day.year - 1, day.year, day.year + 1):
        yield date(year, *CHRISTMAS)
        yield easter(year) - MOTHERS_DAY
        yield date(year, 1, 1) + FATHERS_DAY
        # 29 February is the 28th where there is none.
        yield from (d + relativedelta(year=year) for d in (days.born, days.died, *days.avoid) if d)
    if days.died:
        yield from (days.died + relativedelta(months=n) for n in range(MONTHS_OF_DEATH + 1))
