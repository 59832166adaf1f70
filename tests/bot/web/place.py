"""A place to visit: a record store, the page on it, an invitation, and a clock that can be set."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.bootstrap import running
from bot.clock import utc_now
from bot.settings import Settings
from dialogs import leder
from storage.engine.unit_of_work import open_engine, open_store
from storage.keys.sealing import new_ring_entry
from tests.bot.hurry import hurried
from tests.bot.web.browser import Browser
from tests.bot.world import World, free_port

AGREEING = (
    "choose:W2:yes",
    "choose:C1:yes",
    "yes:about",
    "choose:C3:yes",
    "choose:C4:yes",
)


@dataclass(slots=True)
class SetClock:
    """The time, and how far it was put on."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self.ahead


@dataclass(slots=True)
class Place:
    """The page of a world."""

    world: World
    clock: SetClock = field(default_factory=SetClock)

    @property
    def base(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.world.settings['port']}"

    @asynccontextmanager
    async def served(self) -> AsyncIterator[None]:
        """The service, running in this process."""
        with hurried():
            async with running(Settings(**self.world.settings), self.clock, timing=self.world.timing):
                yield

    def browser(self) -> Browser:
        """A browser that was never here."""
        return Browser(self.base)

    def invited(self) -> tuple[str, str]:
        """A link's token and the check words, of a review of its own."""
        review = self.world.review(f"LDR-{len(self.world.credentials) + 1}")
        token = self.world.invite(review, language="en")
        [made] = [c for c in self.world.credentials.values() if c.token == token]
        return token, made.check_word or ""


def make_place(folder: Path, database_url: str, **settings: Any) -> Place:
    """A page without bots, on an empty store that is migrated."""
    port = free_port()
    given = {
        "data_dir": folder,
        "database_url": database_url,
        "keys": new_ring_entry("test"),
        "port": port,
        "languages": ("en",),
        "public_url": f"http://127.0.0.1:{port}",
        **settings,
    }
    return Place(World(settings=given, store=open_store(open_engine(database_url), Settings(**given).key_ring())))


async def agreed(browser: Browser, token: str) -> None:
    """Everything before the first question."""
    await browser.starts(token)
    for press in AGREEING:
        await pressed(browser, press)
    await reaches(browser, "R1")


async def proves(browser: Browser, token: str, words: str, who: str = "yes") -> None:
    """The link is opened where it is not known, the check words are typed, and it is said who began."""
    await browser.starts(token)
    await browser.goes_on(await browser.asks("POST", f"/i/{token}/words", data={"words": words}))
    await browser.goes_on(await browser.asks("POST", f"/i/{token}/began", data={"who": who}))


async def reaches(browser: Browser, place: str) -> None:
    """Every question before this one is skipped, every screen is read."""
    for _ in range(100):
        if (at := browser.form["place"]) == place:
            return
        await browser.sends(f"skip:{at}" if at in leder.load().items else f"yes:{at}")
    raise AssertionError(f"{place} is never asked")


async def pressed(browser: Browser, data: str) -> None:
    """A button or an option, by what it carries."""
    await (browser.sends("choose", choice=data) if data.startswith("choose:") else browser.sends(data))


def first(record: dict[str, Any], link_id: str) -> dict[str, Any]:
    """What counts of one answer in a record."""
    [found] = [
        a for p in record["participants"] for a in p["answers"] if a["link_id"] == link_id and not a["superseded"]
    ]
    value: dict[str, Any] = found["value"]
    return value
