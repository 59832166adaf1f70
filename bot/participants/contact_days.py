"""Days on which nobody is written to first, and the working days that a reviewer has.

Nobody is reminded on a weekend or a bank holiday in England, nor within three days of Christmas, Mother's Day, Father's Day,
the birthday of the person who died, the day of their death (every month at first, then every year), or a day that the
participant has named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from dateutil.easter import easter
from dateutil.relativedelta import SU, relativedelta

from bot.clock import FRIDAY, FROM, LONDON
from dialogs.leder import programme

NEAR = timedelta(days=3)
# Mothering Sunday is three weeks before Easter; Father's Day the third Sunday in June.
MOTHERS_DAY = timedelta(weeks=3)
FATHERS_DAY = relativedelta(month=6, day=1, weekday=SU(3))
CHRISTMAS = (12, 25)
MONTHS_OF_DEATH = 3
A_DAY, A_YEAR = timedelta(days=1), 366
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
    if not _is_working_day(day):
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


def working_days_after(at: datetime, number: int) -> date:
    """The day so many working days after this moment."""
    day = at.astimezone(LONDON).date()
    while number:
        day += A_DAY
        number -= _is_working_day(day)
    return day


def see_to_by(raised_at: datetime, *, urgent: bool) -> date:
    """The last working day on which a reviewer has to have seen to a flag, as the programme has it."""
    return working_days_after(raised_at, int(programme()["urgent_flag_days" if urgent else "flag_days"]))


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


def _is_working_day(day: date) -> bool:
    return day.weekday() <= FRIDAY and day not in _bank_holidays(day.year)


@cache
def _bank_holidays(year: int) -> dict[date, str]:
    import holidays  # noqa: PLC0415 - it takes a second to import, and only the clock and the lists of flags need it

    return dict(holidays.country_holidays("GB", subdiv="ENG", years=year))
