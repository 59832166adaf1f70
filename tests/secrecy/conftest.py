"""Fixtures of these tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.world import World, make_world
from tests.fakes.bot_api import FakeBotApi


@pytest.fixture
async def api() -> AsyncIterator[FakeBotApi]:
    """A Bot API server, as strict as Telegram."""
    async with FakeBotApi() as server:
        yield server


@pytest.fixture
async def world(api: FakeBotApi, tmp_path: Path, database_url: str) -> AsyncIterator[World]:
    """A record store with its service, on each database in turn."""
    world = make_world(api, tmp_path / "data", database_url)
    yield world
    world.store.close()


@pytest.fixture
def since(tmp_path: Path) -> float:
    """When the test began, as the disk has it."""
    return tmp_path.stat().st_mtime
