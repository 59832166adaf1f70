"""Somebody polls with the same token: the webhook is gone, nobody tells us, and it is set again."""

from __future__ import annotations

import asyncio

import pytest

from tests.bot.world import FAMILIES, REVIEWERS, World
from tests.fakes.bot_api import FakeBotApi


@pytest.mark.parametrize("token", [FAMILIES, REVIEWERS])
async def test_a_webhook_that_was_taken_away_is_set_again(
    hooked: World, api: FakeBotApi, token: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async with hooked.served():
        url = await there(api, token)
        api.bot(token).webhook = None
        assert await there(api, token) == url
    assert capsys.readouterr().out.count("webhook gone") == 1


async def there(api: FakeBotApi, token: str) -> str:
    """Wait until Telegram has a webhook for this bot; gives its address."""
    async with asyncio.timeout(20):
        while (hook := api.bot(token).webhook) is None:  # noqa: ASYNC110 - nobody is told of it
            await asyncio.sleep(0.02)
    return hook.url
