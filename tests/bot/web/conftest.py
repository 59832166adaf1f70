"""Fixtures of the page's tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.web.browser import Browser
from tests.bot.web.place import Place, make_place


@pytest.fixture
async def place(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    """A page that is served."""
    there = make_place(tmp_path, sqlite_url)
    async with there.served():
        yield there
    there.world.store.close()


@pytest.fixture
async def ann(place: Place) -> AsyncIterator[Browser]:
    """Her browser."""
    async with place.browser() as browser:
        yield browser


@pytest.fixture
async def eve(place: Place) -> AsyncIterator[Browser]:
    """Somebody else's."""
    async with place.browser() as browser:
        yield browser
