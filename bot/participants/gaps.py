"""When presses could not reach us: a gap is a span, not just the last stop.

It begins when Telegram last reached us while all was well, and ends with the first quiet minute. A process that comes up for
a moment in the middle, and what it hears then, does not end it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.engine.unit_of_work import UnitOfWork
from storage.repositories import facts, reachable

PRESSES_LIVE = timedelta(seconds=120)
STILL_OPEN = timedelta(days=1)
# For how long Telegram must reach a process until all is well again, and when it must have done so last.
QUIET, LATELY = timedelta(seconds=60), timedelta(seconds=45)
HEARTBEAT, CALM = "last_alive", "calm_until"


@dataclass(slots=True)
class Span:
    """Since when, and until when, Telegram has reached this process without a gap."""

    began: datetime | None = None
    last: datetime | None = None

    def reached(self, at: datetime) -> None:
        """Telegram reached us at this moment."""
        if self.began is None or self.last is None or at - self.last > PRESSES_LIVE:
            self.began = at
        self.last = at

    def is_quiet(self, now: datetime) -> bool:
        """Tell whether all has been well for a minute."""
        return bool(self.began and self.last and now - self.began >= QUIET and now - self.last <= LATELY)

    def pressed_in_vain(self, work: UnitOfWork, now: datetime, after: int) -> list[int]:
        """Return some of those whose presses may be lost for good, from `after` on; nobody unless there was a gap.

        At once after a stop that was long enough; after many short ones once it is quiet. Then who has been heard since is
        not among them, and who was asked again in the middle is: their next press may have been lost as well.
        """
        before = facts.fact(work, HEARTBEAT, lock=True)
        if before is None or self.began is None or self.last is None:
            return []
        if self.last - datetime.fromisoformat(before) > PRESSES_LIVE:
            return reachable.open_since(work, now - STILL_OPEN, after)
        calm = datetime.fromisoformat(facts.fact(work, CALM) or before)
        if not self.is_quiet(now) or self.began - calm <= PRESSES_LIVE:
            return []
        in_vain = (calm, self.began - PRESSES_LIVE)
        return reachable.open_since(work, now - STILL_OPEN, after, heard_until=self.began, in_vain=in_vain)

    def heard_of(self, asked_again: datetime | None) -> bool:
        """Tell whether somebody who was asked again at this moment could press without losing it."""
        return bool(asked_again and self.began and asked_again > self.began - PRESSES_LIVE)

    def facts(self, work: UnitOfWork, now: datetime, noted: datetime | None) -> list[tuple[str, str]]:
        """Return what is to be written down; `noted`: what was written last, which is not written twice.

        Another process may have noted a later moment since.
        """
        if self.last is None or self.last == noted:
            return []
        last = self.last.isoformat()
        if self.is_quiet(now):
            return [(HEARTBEAT, last), (CALM, last)]
        calm = facts.fact(work, CALM) or facts.fact(work, HEARTBEAT) or last
        return [(HEARTBEAT, last), (CALM, calm)]
