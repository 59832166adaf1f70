"""Tell the time, how long the service waits, and at which hours we write to somebody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

LONDON = ZoneInfo("Europe/London")
FRIDAY = 4
FROM, UNTIL = 10, 18


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
