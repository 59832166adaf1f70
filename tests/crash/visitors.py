"""Visitors of the page while its service dies, and what became of what they sent.

A form that was not answered is sent again as it was, with its own id; so does whoever presses Send once more. Beside each goes
the undisturbed conversation: a page that shows anything else counts as stuck.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from dialogs import leder
from tests.bot.web.browser import Answer, Browser
from tests.bot.web.driver import PageDriver, comparable
from tests.bot.web.place import Place
from tests.bot.world import PATIENCE
from tests.crash.failpoints import DIED, Points
from tests.crash.families import Facts, wanted
from tests.crash.nursery import Nursery
from tests.dialogs.core import CoreDriver, fresh
from tests.scenario import Deed

GLANCE = 0.01


class PageService:
    """The page in a process of its own, which is started whenever it has died; `points` arms its next death."""

    def __init__(self, nursery: Nursery, place: Place, folder: Path) -> None:
        self.place = place
        self.points = Points.fresh(folder / "points")
        self.deaths = 0
        self._nursery = nursery
        self._pid = 0

    def start(self) -> None:
        """Be alive."""
        if not self._pid:
            self._pid = self._nursery.start(self.place.world.environment(), self.points.path)

    def kill(self) -> None:
        """Be dead, at whatever it is doing, and start again."""
        self._nursery.kill(self._pid)
        self._again()

    def has_died(self) -> bool:
        """Whether it has died at a point; then it is started again, and lives."""
        if not self.points.died_at:
            return False
        assert os.waitstatus_to_exitcode(self._nursery.reap(self._pid)) == DIED
        self.points.arm(0)
        self._again()
        return True

    def _again(self) -> None:
        self._pid = 0
        self.deaths += 1
        self.start()


def _undisturbed() -> CoreDriver:
    return CoreDriver(leder.load(), fresh(channel="page"))


@dataclass(slots=True)
class Visitor:
    """Somebody at the page, and what they would have seen if nothing had ever died."""

    service: PageService
    browser: Browser
    driver: PageDriver
    invitation: str
    undisturbed: CoreDriver = field(default_factory=_undisturbed)
    sent: int = 0
    repeated: int = 0
    has_heard_all: bool = True

    async def does(self, deed: Deed) -> None:
        """Send the form for it until it is answered, and look at the page until it is shown."""
        path, form = self.driver.request(deed)
        self.sent += 1
        answer = await self._in_the_end(lambda: self.browser.asks("POST", path, data=form))
        await self._in_the_end(lambda: self.browser.goes_on(answer))
        shown = comparable(self.undisturbed.does(deed))
        self.has_heard_all &= not shown or comparable(self.driver.seen()) == shown

    def wanted(self) -> Facts:
        """What the record should hold."""
        return wanted(self.undisturbed)

    async def _in_the_end(self, act: Callable[[], Awaitable[Answer]]) -> Answer:
        """Once more, until there is an answer."""
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    return await act()
                except (aiohttp.ClientError, ConnectionError):
                    self.service.has_died()
                    await asyncio.sleep(GLANCE)


@asynccontextmanager
async def visiting(service: PageService, number: int) -> AsyncIterator[list[Visitor]]:
    """So many visitors, each with an invitation of their own, to one review."""
    world = service.place.world
    review, visitors = world.review(), []
    for _ in range(number):
        browser, token = service.place.browser(), world.invite(review)
        visitors.append(Visitor(service, browser, PageDriver(browser, token), list(world.credentials)[-1]))
    try:
        yield visitors
    finally:
        for visitor in visitors:
            await visitor.browser.__aexit__()
