"""Tell the time, how long the service waits, at which hours we write to somebody, and which days are working days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dialogs.london import day_in_london

if TYPE_CHECKING:
    from dialogs.flags import OpenFlag

Clock = Callable[[], datetime]

LONDON = ZoneInfo("Europe/London")
FRIDAY = 4
FROM, UNTIL = 10, 18
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How long the parts of the service wait, in seconds, and how often they try."""

    # The rounds: until they look for what is due; with the mark of what was sent, for a round to ride in.
    idle: float = 1.0
    mark: float = 0.05
    # A receipt waits for more words; the clock waits between two ticks.
    receipt: float = 4.0
    tick: float = 15.0
    # Telegram holds back a poll for so many whole seconds if nothing comes in; the pause after the first trouble with polling.
    poll: int = 25
    first_pause: float = 0.5
    # A call to Telegram, a file from there; until a call that failed is made again for the first time.
    call: float = 15.0
    download: float = 60.0
    first_retry: float = 1.0
    # A file that Telegram may have again a little later is asked for so often, which takes about twenty minutes.
    fetches: int = 12
    # Between two looks at the webhook.
    look: float = 30.0
    # Whoever polls says so now and then. Well before their transaction is ended for silence they ask Telegram nothing more.
    beat: float = 10.0
    doubt: float = 40.0
    # For how long a part may be silent before the service is not ready.
    silent_rounds: float = 30.0
    silent_clock: float = 90.0
    silent_poller: float = 90.0


USUAL = Timing()


def utc_now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


def is_daytime(now: datetime) -> bool:
    """Tell whether it is an hour to write to somebody first: ten to six in England, on a weekday."""
    there = now.astimezone(LONDON)
    return there.weekday() <= FRIDAY and FROM <= there.hour < UNTIL


def is_working_day(day: date) -> bool:
    """Tell whether this is a weekday and no bank holiday in England."""
    return day.weekday() <= FRIDAY and day not in _bank_holidays(day.year)


def working_days_after(at: datetime, number: int) -> date:
    """The day so many working days after this moment."""
    day = day_in_london(at)
    while number:
        day += A_DAY
        number -= is_working_day(day)
    return day


def see_to_by(raised_at: datetime, *, urgent: bool) -> date:
    """The last working day on which a reviewer has to have seen to a flag, as the programme has it."""
    from dialogs.leder import programme  # noqa: PLC0415 - few who ask for the time need the programme's facts

    return working_days_after(raised_at, int(programme()["urgent_flag_days" if urgent else "flag_days"]))


def due_of(flag: OpenFlag) -> date | None:
    """The last day on which a flag is to be seen to; None while what is to be sent is not there yet."""
    if flag.again_on:
        return flag.again_on
    if not flag.to_send:
        return see_to_by(flag.raised_at, urgent=flag.urgent)
    return see_to_by(max(flag.raised_at, flag.ready_at), urgent=False) if flag.ready_at else None


def is_overdue(flag: OpenFlag, now: datetime) -> bool:
    """Tell whether the last day for a flag is over."""
    due = due_of(flag)
    return due is not None and due < day_in_london(now)


@cache
def _bank_holidays(year: int) -> dict[date, str]:
    import holidays  # noqa: PLC0415 - it takes a second to import, and only the clock and the lists of flags need it

    return dict(holidays.country_holidays("GB", subdiv="ENG", years=year))
