"""The clock is set back by an hour: nobody waits for that hour to pass once more."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import utc_now
from storage.outbox import queue
from storage.schema.vocabulary import Bot
from tests.bot.world import PATIENCE, World, make_world
from tests.crash.families import Family, Figures
from tests.crash.test_storm import WALK
from tests.fakes.bot_api import FakeBotApi

HOUR = timedelta(hours=1)
BEFORE = 16


class Clock:
    """A clock that can be set."""

    def __init__(self) -> None:
        self.off = timedelta()

    def __call__(self) -> datetime:
        """The moment, as this clock has it."""
        return utc_now() + self.off


async def test_while_a_message_is_put_off(api: FakeBotApi, tmp_path: Path, sqlite_url: str) -> None:
    """Telegram asked us to wait for a second, and then the clock was set back: it does not become an hour."""
    world, family = invited(api, tmp_path, sqlite_url)
    world.timing = replace(world.timing, tick=1.0)
    clock = Clock()
    async with world.served(clock):
        await carry(world, family, BEFORE)
        refused = api.fault("sendMessage", "429", retry_after=1)
        family.does(WALK[BEFORE])
        await api.until(lambda: refused.hits)
        clock.off -= HOUR
        await heard(world, family)
        await carry(world, family, 3)
    proven(world, family, "put off")


async def test_while_we_were_down(api: FakeBotApi, tmp_path: Path, database_url: str) -> None:
    """The same when the service was started again in between, on another machine."""
    world, family = invited(api, tmp_path, database_url)
    clock = Clock()
    async with world.served(clock):
        await carry(world, family, BEFORE)
        refused = api.fault("sendMessage", "429", retry_after=1)
        family.does(WALK[BEFORE])
        await api.until(lambda: refused.hits)
    clock.off -= HOUR
    world.settings["port"] = 0
    async with world.served(clock):
        await heard(world, family)
        await carry(world, family, 3)
    proven(world, family, f"down, {world.store.engine.dialect.name}")


async def test_claims_of_another_life(api: FakeBotApi, tmp_path: Path, database_url: str) -> None:
    """What a machine that is gone had claimed is sent once its lease has lapsed, whatever its clock said."""
    world, family = invited(api, tmp_path, database_url)
    clock = Clock()
    async with world.served(clock):
        await carry(world, family, BEFORE)
        refused = api.fault("sendMessage", "500")
        family.does(WALK[BEFORE])
        await api.until(lambda: refused.hits)
    later = utc_now() + timedelta(minutes=1)
    with world.store.begin() as work:
        assert queue.claim(work, "a machine that is gone", [Bot.FAMILIES], later)
        work.commit()
    clock.off -= HOUR
    async with world.served(clock):
        await asyncio.sleep(1)
        assert not family.has_heard_all
        clock.off += queue.LEASE
        await heard(world, family)
    proven(world, family, f"claims, {world.store.engine.dialect.name}")


def invited(api: FakeBotApi, folder: Path, url: str) -> tuple[World, Family]:
    """A world with one family."""
    world = make_world(api, folder, url, families_only=True)
    return world, Family.invited(world, api, world.review(), 0)


async def carry(world: World, family: Family, deeds: int) -> None:
    """The family goes on in the walk."""
    for _ in range(deeds):
        family.does(WALK[family.sent])
        await heard(world, family)


async def heard(world: World, family: Family) -> None:
    """Wait until the family has its replies, and all is kept."""
    async with asyncio.timeout(PATIENCE):
        while not family.has_heard_all:  # noqa: ASYNC110 - the chat is in another thread
            await asyncio.sleep(0.01)
    await world.settled(family.driver.api)


def proven(world: World, family: Family, way: str) -> None:
    """Nothing is missing."""
    figures = Figures.of(world, [family], times=1)
    world.store.close()
    figures.report(f"clock:{way}")
    figures.prove()
