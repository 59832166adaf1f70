"""A service with two bots in each of its two ways to run, whose pauses are short."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.participants import scheduler
from bot.rounds import rounds
from bot.telegram import client, edge, webhooks
from tests.bot.world import World, make_world
from tests.fakes.bot_api import FakeBotApi

MODES = [("polling", "sqlite_url"), ("webhook", "postgres_url")]


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first pauses are short; what Telegram asks for is waited for all the same."""
    monkeypatch.setattr(client, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(rounds, "IDLE_SECONDS", 0.05)
    monkeypatch.setattr(edge, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(edge, "POLL_SECONDS", 1)
    monkeypatch.setattr(webhooks, "LOOK_SECONDS", 0.1)
    monkeypatch.setattr(scheduler, "TICK_SECONDS", 0.1)


@pytest.fixture(params=MODES, ids=["polling-sqlite", "webhook-postgres"])
def world(request: pytest.FixtureRequest, api: FakeBotApi, tmp_path: Path) -> Iterator[World]:
    """A service that is ready to run, by polling and by webhook."""
    mode, database = request.param
    world = make_world(api, tmp_path, request.getfixturevalue(database), webhook=mode == "webhook")
    yield world
    world.store.close()


@pytest.fixture
def polled(api: FakeBotApi, tmp_path: Path, sqlite_url: str) -> Iterator[World]:
    """A service that is ready to run, by polling only."""
    world = make_world(api, tmp_path, sqlite_url)
    yield world
    world.store.close()


@pytest.fixture
def hooked(api: FakeBotApi, tmp_path: Path, sqlite_url: str) -> Iterator[World]:
    """A service that is ready to run, by webhook only."""
    world = make_world(api, tmp_path, sqlite_url, webhook=True)
    yield world
    world.store.close()
