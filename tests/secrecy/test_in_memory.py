"""After a deletion at the command line the running service does not remember the person either: it is asked."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import bootstrap
from bot.__main__ import main
from bot.settings import Settings
from bot.store import open_record
from dialogs.answers import Words
from storage.engine.unit_of_work import Store
from storage.schema.tables import invitations
from tests.bot.web.browser import Browser
from tests.bot.web.place import Place, agreed, make_place, reaches

CANARY = "CANARY: she kept bees behind the church"


@pytest.fixture
async def served(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Place, Store]]:
    """A page, and the store as the service has it open."""
    opened: list[Store] = []

    def opening(settings: Settings) -> Store:
        opened.append(open_record(settings))
        return opened[-1]

    monkeypatch.setattr(bootstrap, "open_record", opening)
    place = make_place(tmp_path, sqlite_url)
    async with place.served():
        yield place, opened[0]
    place.world.store.close()


def remembered() -> list[Words]:
    """Every message with these words that anything in this process still holds."""
    gc.collect()
    return [kept for kept in gc.get_objects() if isinstance(kept, Words) and CANARY in kept.text]


@pytest.mark.parametrize("command", [["withdraw"], ["erase", "--yes"]])
async def test_the_service_forgets(
    served: tuple[Place, Store], monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    place, store = served
    async with Browser(place.base) as ann:
        await agreed(ann, place.invited()[0])
        await reaches(ann, "P2")
        await ann.sends("write", words=CANARY)
        assert CANARY in ann.text
    assert remembered()
    for name, value in place.world.environment().items():
        monkeypatch.setenv(name, value)
    with store.read() as work:
        invitation = str(work.execute(select(invitations.c.id)).scalar_one())
    assert await asyncio.to_thread(main, [command[0], invitation, *command[1:]]) == 0
    async with asyncio.timeout(20):
        while remembered():  # noqa: ASYNC110 - a service tells nobody of what it forgets
            await asyncio.sleep(0.2)
    assert not any(CANARY in w.text for r in store.recent._kept.values() for a in r.answers.values() for w in a.text)
