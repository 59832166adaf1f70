"""Who has blocked the bot, or is gone from Telegram, is left alone; who comes back goes on."""

from __future__ import annotations

import pytest

from bot.bootstrap import participants
from bot.clock import utc_now
from bot.settings import Settings
from dialogs import phrases
from dialogs.messages import plain
from dialogs.text import say
from dialogs.turn import Turn
from storage.repositories import reachable, responses
from storage.schema.tables import accounts, outbox, reminders
from storage.schema.tables import responses as response_rows
from tests.bot.misbehaving.family import CONSENT, Family, buried, family, rows
from tests.bot.world import World
from tests.fakes.bot_api import FakeBotApi

TO_C3 = CONSENT[: CONSENT.index("choose:C3:yes")]


async def until_a_day_is_asked(ann: Family) -> None:
    """Ann wants to be written to on another day, and is asked which."""
    await ann.does(f"/start {ann.token}", *TO_C3, "choose:C3:later")


@pytest.mark.parametrize("gone", ["blocks", "deletes_account", "400"])
async def test_who_is_gone_is_not_written_to(world: World, api: FakeBotApi, gone: str) -> None:
    ann = family(world, api)
    async with world.served():
        await until_a_day_is_asked(ann)
    ann.person.says("24 December")
    leaves(ann, api, gone)
    async with world.served():
        await world.settled(api)
        await write_to(world)
        await world.settled(api)
    assert rows(world.store, reminders) == []
    assert rows(world.store, accounts)[0].blocked_at is not None
    assert [failure for failure, _ in buried(world)] == [f"Refused {400 if gone == '400' else 403}"]
    assert {row.state for row in rows(world.store, outbox)} == {"sent", "failed"}
    assert api.counts["sendMessage"] == len(ann.shown) + 1


def leaves(ann: Family, api: FakeBotApi, how: str) -> None:
    """Ann is gone, in one of several ways."""
    if how == "400":
        api.fault("sendMessage", 400, None, chat_id=ann.person.chat_id, description="Bad Request: chat not found")
    else:
        getattr(ann.person, how)()


async def write_to(world: World) -> None:
    """Something happens to every conversation that would be told to its participant."""
    turns, now = participants(Settings(**world.settings)), utc_now()
    with world.store.begin() as work:
        everybody = [row.id for row in rows(world.store, response_rows)]
        found = responses.load_by_id(work, everybody, turns.around(now))
        assert found
        told = [Turn(response=c.response).saying(plain(say(phrases.HELD))) for c in found]
        turns.act(work, found, told, now)
        work.commit()


@pytest.mark.parametrize("back", ["start", "words"])
async def test_who_comes_back_goes_on(world: World, api: FakeBotApi, back: str) -> None:
    ann = family(world, api)
    async with world.served():
        await ann.at_a_story()
    ann.person.says("She sang.")
    ann.person.blocks()
    async with world.served():
        await world.settled(api)
        ann.person.unblocks()
        assert await ann.does("/start" if back == "start" else "She danced.")
        assert rows(world.store, accounts)[0].blocked_at is None
        await ann.does("/start", "next:P2")
    assert ann.told["P2"] == ["She sang."] if back == "start" else ["She sang.", "She danced."]


async def test_nobody_who_is_gone_is_reminded(polled: World, api: FakeBotApi) -> None:
    """Nor is asked again after a gap."""
    ann = family(polled, api)
    async with polled.served():
        await ann.at_a_story()
    with polled.store.begin() as work:
        reachable.block(work, rows(polled.store, accounts)[0].lookup, utc_now())
        work.commit()
        assert reachable.open_since(work, utc_now().replace(year=2000)) == []
