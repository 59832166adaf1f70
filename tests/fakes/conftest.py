"""A fake Bot API with one bot, one person, and a plain HTTP client for the bot's side."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.fakes.bot_api import FakeBotApi, Person
from tests.fakes.bot_api_client import TOKEN, Client


@pytest.fixture
async def api() -> AsyncIterator[FakeBotApi]:
    """A Telegram with the families' bot."""
    async with FakeBotApi() as api:
        api.add_bot(TOKEN, username="family_bot")
        yield api


@pytest.fixture
async def client(api: FakeBotApi) -> AsyncIterator[Client]:
    """The bot's side."""
    async with aiohttp.ClientSession() as session:
        yield Client(api, session)


@pytest.fixture
def ann(api: FakeBotApi) -> Person:
    """Somebody who has not written yet."""
    return api.person(TOKEN, user_id=7, first_name="Ann", language_code="en")
