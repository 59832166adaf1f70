"""Fixtures of the edges' tests."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.fakes.bot_api import FakeBotApi


@pytest.fixture
async def api() -> AsyncIterator[FakeBotApi]:
    """A Bot API server, as strict as Telegram."""
    async with FakeBotApi() as server:
        yield server
