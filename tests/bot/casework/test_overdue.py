"""The clock chases urgent flags in the running service."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from dialogs.inputs import Command
from storage.record.audit import entries
from tests.bot.world import make_world
from tests.fakes.bot_api import FakeBotApi
from tests.storage.people import CONSENT, NOW, TOLD, Visitor, invited

THURSDAY = NOW + timedelta(days=3)


async def test_the_service_chases_what_is_overdue(api: FakeBotApi, tmp_path: Path, sqlite_url: str) -> None:
    world = make_world(api, tmp_path, sqlite_url)
    visitor = Visitor(world.store)
    visitor.opens(invited(world.store))
    visitor.does(*CONSENT, *TOLD, Command.HELP)
    done: list[object] = []
    async with world.served(lambda: THURSDAY), asyncio.timeout(20):
        while not done:
            await asyncio.sleep(0.02)
            with world.store.read() as work:
                done = [(e["actor"], e["deed"], e["detail"]["reviewer"]) for e in entries(work)]
    assert done == [("clock", "flag.chase", None)]
