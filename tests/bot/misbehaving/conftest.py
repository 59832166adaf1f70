"""A service with two bots in each of its two ways to run, whose pauses are short."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.hurry import SHORT
from tests.bot.world import World, make_world
from tests.fakes.bot_api import FakeBotApi

MODES = [("polling", "sqlite_url"), ("webhook", "postgres_url")]


@pytest.fixture(params=MODES, ids=["polling-sqlite", "webhook-postgres"])
def world(request: pytest.FixtureRequest, api: FakeBotApi, tmp_path: Path) -> Iterator[World]:
    """A service that is ready to run, by polling and by webhook."""
    mode, database = request.param
    world = make_world(api, tmp_path, request.getfixturevalue(database), webhook=mode == "webhook", timing=SHORT)
    yield world
    world.store.close()


@pytest.fixture
def polled(api: FakeBotApi, tmp_path: Path, sqlite_url: str) -> Iterator[World]:
    """A service that is ready to run, by polling only."""
    world = make_world(api, tmp_path, sqlite_url, timing=SHORT)
    yield world
    world.store.close()


@pytest.fixture
def hooked(api: FakeBotApi, tmp_path: Path, sqlite_url: str) -> Iterator[World]:
    """A service that is ready to run, by webhook only."""
    world = make_world(api, tmp_path, sqlite_url, webhook=True, timing=SHORT)
    yield world
    world.store.close()
