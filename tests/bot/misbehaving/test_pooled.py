"""A service behind a pooler that gives each transaction another connection: nobody notices, by polling and by webhook."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.bot.hurry import SHORT
from tests.bot.misbehaving.family import P2, Family, buried, family
from tests.bot.world import make_world
from tests.fakes.bot_api import FakeBotApi
from tests.poolers import pooler

WAYS = [("ours", "polling"), ("ours", "webhook"), ("pgbouncer", "polling"), ("pgbouncer", "webhook")]
# The first is tried always, the others in the long run.
TRIED = [pytest.param(*way, marks=pytest.mark.long if way != WAYS[0] else (), id="-".join(way)) for way in WAYS]


async def told_a_story(who: Family) -> None:
    """One of them goes as far as a story and tells it."""
    await who.at_a_story()
    for number in range(4):
        await who.does(f"She sang {number}.")
    await who.does(P2, "Tea and toast.")


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("kind", "mode"), TRIED)
async def test_families_at_the_same_time(
    kind: str, mode: str, api: FakeBotApi, tmp_path: Path, postgres_url: str
) -> None:
    with pooler(kind, postgres_url) as url:
        world = make_world(api, tmp_path, url, webhook=mode == "webhook", timing=SHORT)
        review = world.review()
        there = [family(world, api, name, 9001 + n, review) for n, name in enumerate(("Ann", "Ben", "Cat", "Dan"))]
        async with world.served():
            await asyncio.gather(*map(told_a_story, there))
        assert not buried(world)
        story = [f"She sang {number}." for number in range(4)]
        assert [who.told for who in there] == [{"P2": story, "P3": ["Tea and toast."]}] * 4
        world.store.close()
