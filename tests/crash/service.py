"""The service in a process of its own that dies and is started again, and the families who talk to it meanwhile."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from pathlib import Path
from time import monotonic, sleep

from tests.bot.hurry import HURRIED
from tests.bot.world import PATIENCE, World
from tests.crash.failpoints import DIED, Points
from tests.crash.families import Family
from tests.crash.nursery import Nursery
from tests.fakes.bot_api import FakeBotApi
from tests.scenario import Deed

GLANCE, QUIET = 0.003, 0.04


class Service:
    """A service that is started whenever it has died; `points` arms its next death; `mark`: as for the nursery."""

    def __init__(
        self, nursery: Nursery, world: World, api: FakeBotApi, folder: Path, *, mark: float = HURRIED.mark
    ) -> None:
        self.world, self.api, self.mark = world, api, mark
        self.points = Points.fresh(folder / "points")
        self.deaths = 0
        self._nursery = nursery
        self.pid = 0

    def start(self) -> None:
        """Be alive."""
        if not self.pid:
            self.pid = self._nursery.start(self.world.environment(), self.points.path, self.mark)

    def kill(self) -> None:
        """Be dead, at whatever it is doing."""
        self._nursery.kill(self.pid)
        self.pid = 0
        self.deaths += 1

    def stop(self) -> float:
        """Be asked to end, as at a deploy, and end well; how many seconds it took."""
        began = monotonic()
        assert self._nursery.kill(self.pid, signal.SIGTERM) == 0
        self.pid = 0
        return monotonic() - began

    def outlives(self, families: Sequence[Family], quiet: float = QUIET) -> bool:
        """Whether it lives until these families have heard everything, nothing waits and no point has been passed for
        `quiet` seconds; False once it has died."""
        end, waiting = monotonic() + PATIENCE, list(families)
        while not (self.points.died_at or (not waiting and self.world.is_settled(self.api))):
            assert monotonic() < end, f"stuck: {[f.driver.person.last_text() for f in waiting]}"
            sleep(GLANCE)
            waiting = [f for f in waiting if not f.has_heard_all]
        self._become_quiet(quiet)
        if not self.points.died_at:
            return True
        assert os.waitstatus_to_exitcode(self._nursery.reap(self.pid)) == DIED
        self.pid = 0
        self.deaths += 1
        return False

    def carry(self, families: Sequence[Family], deed: Deed) -> None:
        """All of them do it, and hear everything."""
        self.points.arm(0)
        self.start()
        for family in families:
            family.does(deed)
        assert self.outlives(families, quiet=0)

    def _become_quiet(self, quiet: float) -> None:
        """What follows the last commit is part of the road, too."""
        passed, since = self.points.passed, monotonic()
        while monotonic() < since + quiet and not self.points.died_at:
            sleep(GLANCE)
            if self.points.passed != passed:
                passed, since = self.points.passed, monotonic()
