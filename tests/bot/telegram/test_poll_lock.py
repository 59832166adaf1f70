"""One process polls a token at a time, and the second one is told so before it has touched anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.telegram.poll_lock import AlreadyPolling
from tests.bot.world import make_world
from tests.fakes.bot_api import FakeBotApi


async def test_a_second_poller_is_refused(api: FakeBotApi, tmp_path: Path, database_url: str) -> None:
    """In one clear sentence, on either database; when the first has ended the second may begin."""
    world = make_world(api, tmp_path, database_url)
    async with world.served():
        with pytest.raises(AlreadyPolling, match="Another process already runs the families bot by polling"):
            async with world.served():
                pytest.fail("two processes poll one token")
    async with world.served():
        assert not world.waiting()
    world.store.close()


async def test_webhooks_may_be_served_by_several(api: FakeBotApi, tmp_path: Path, database_url: str) -> None:
    """Telegram calls us then; who answers does not matter."""
    world = make_world(api, tmp_path, database_url, webhook=True)
    async with world.served():
        world.settings["port"] = 0
        async with world.served():
            assert not world.waiting()
    world.store.close()
