"""The whole service put together: what is missing is said, and nothing stays open."""

from __future__ import annotations

import gc

import pytest
from pydantic import SecretStr

from bot.bootstrap import running
from bot.settings import Settings
from bot.store import NotReady
from storage.keys.sealing import new_ring_entry


async def test_a_service_with_nothing_to_run_leaves_no_connection_open(postgres_url: str) -> None:
    """One that nobody has closed says so when it is found, and that fails the test."""
    settings = Settings(_env_file=None, database_url=postgres_url, keys=SecretStr(new_ring_entry("test")))
    with pytest.raises(NotReady, match="Nothing is set up"):
        async with running(settings):
            pass
    gc.collect()
