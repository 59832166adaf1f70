"""The sweepers: they prove the promise in production, empty the log of what was deleted, and complete the list of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import structlog

from bot.clock import Clock, is_overdue
from bot.monitoring.telemetry import Watch
from storage.engine.unit_of_work import Store
from storage.maintenance.deletions import catch_up
from storage.maintenance.lateness import sweep
from storage.maintenance.wiping import wipe
from storage.repositories.flags import open_flags

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Sweeper:
    """Looks for what should not be, tells it in numbers, and warns when they change."""

    store: Store
    now: Clock
    watch: Watch
    _told: tuple[int, int] = field(default=(0, 0))

    def sweep(self) -> None:
        """Look once."""
        with self.store.read() as work:
            now = self.now()
            found, late = sweep(work, now), [flag for flag in open_flags(work) if is_overdue(flag, now)]
        self.watch.swept(found)
        self.watch.flags_overdue(len(late), sum(flag.urgent for flag in late))
        counts = (found.overdue, found.unanswered)
        if counts != self._told:
            log.warning("calls overdue", count=found.overdue)
            log.warning("responses without a reply", count=found.unanswered)
        self._told = counts
        if not wipe(self.store):
            log.info("log not emptied yet")
        if not catch_up(self.store):
            log.warning("the list of withdrawals cannot be written")
