"""What is sent meets trouble: it arrives, in order, at most once more than it should, and holds nobody else up."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from storage.schema.tables import outbox
from tests.bot.misbehaving.family import P2, Family, buried, families, family, rows
from tests.bot.world import World
from tests.fakes.bot_api import Call, FakeBotApi

STORY = "She sang in the kitchen, every morning."
REFUSED = "Bad Request: can't parse entities"


def sends(api: FakeBotApi, who: Family) -> list[Call]:
    """The messages that were to be sent to somebody."""
    return [c for c in api.calls if c.method == "sendMessage" and c.params["chat_id"] == who.person.chat_id]


async def test_being_asked_to_wait_holds_up_one_chat_only(world: World, api: FakeBotApi) -> None:
    ann, ben = families(world, api)
    async with world.served():
        await asyncio.gather(ann.at_a_story(), ben.at_a_story())
        api.forget_calls()
        api.fault("sendMessage", 429, chat_id=ann.person.chat_id, retry_after=2)
        ann.act(STORY)
        await api.until(lambda: sends(api, ann))
        (due,) = [row for row in rows(world.store, outbox) if row.state in {"due", "claimed"}]
        ben.person.says("He danced.")
        await ben.person.expects("Saved", timeout=1)
        assert len(sends(api, ann)) == 1
        await world.settled(api)
    first, second = sends(api, ann)
    assert second.at - first.at >= 2
    assert due.created_at + timedelta(seconds=2) <= due_again(world, due.id)
    assert ann.told["P2"] == [STORY]
    assert len([text for text in ann.shown if text.startswith("Saved")]) == 1


def due_again(world: World, number: int) -> datetime:
    """When a row of the outbox falls due."""
    found: datetime = next(row for row in rows(world.store, outbox) if row.id == number).due_at
    return found


@pytest.mark.parametrize(("kind", "times"), [("429", 1), ("500", 3), ("502", 2), ("reset", 2), ("401", 1), ("409", 1)])
async def test_what_was_not_sent_is_sent_again_in_its_order(
    world: World, api: FakeBotApi, kind: str, times: int
) -> None:
    ann = family(world, api)
    async with world.served():
        await ann.at_a_story()
        before = len(ann.shown)
        fault = api.fault("sendMessage", kind, times, chat_id=ann.person.chat_id)
        replies = [*await ann.does(STORY), *await ann.does(P2)]
    assert fault.hits == times
    assert len(ann.shown) == before + len(replies) == before + 2
    assert ann.told["P2"] == [STORY]
    assert not buried(world)


async def test_a_message_whose_reply_is_lost_comes_once_more_at_most(world: World, api: FakeBotApi) -> None:
    ann = family(world, api)
    async with world.served():
        await ann.at_a_story()
        api.fault("sendMessage", "effect_without_reply", chat_id=ann.person.chat_id)
        replies = await ann.does(STORY)
        assert len(replies) == 2
        assert replies[0] == replies[1]
        assert len(await ann.does(P2)) == 1
    assert ann.told["P2"] == [STORY]


async def test_a_call_that_hangs_is_given_up_and_made_again(polled: World, api: FakeBotApi) -> None:
    polled.timing = replace(polled.timing, call=2.0)
    ann, ben = families(polled, api)
    async with polled.served():
        await asyncio.gather(ann.at_a_story(), ben.at_a_story())
        api.fault("sendMessage", "hang", chat_id=ann.person.chat_id, seconds=2.5)
        ann.act(STORY)
        ben.person.says("He danced.")
        await ben.person.expects("Saved", timeout=1.5)
        await polled.settled(api)
    assert len([text for text in ann.shown if text.startswith("Saved")]) == 2 - api_gave_up(api)
    assert ann.told["P2"] == [STORY]


def api_gave_up(api: FakeBotApi) -> int:
    """How many calls Telegram itself dropped, because nobody waited for them any more."""
    return len([c for c in api.calls if c.fault == "hang" and not c.ok])


async def test_words_below_a_question_whose_reply_was_lost_answer_that_question(world: World, api: FakeBotApi) -> None:
    """It stands in the chat, and nobody here knows; it is sent again, further down."""
    world.timing = replace(world.timing, first_retry=0.4)
    ann = family(world, api)
    async with world.served():
        await ann.at_a_story()
        await ann.does(STORY)
        api.fault("sendMessage", "effect_without_reply", chat_id=ann.person.chat_id)
        before = len(ann.shown)
        ann.act(P2)
        await api.until(lambda: ann.person.received[before:])
        ann.person.says("Tea and toast.")
        await world.settled(api)
    assert ann.told == {"P2": [STORY], "P3": ["Tea and toast."]}


async def test_what_is_refused_for_good_is_kept_and_passed(world: World, api: FakeBotApi) -> None:
    ann = family(world, api)
    async with world.served():
        await ann.at_a_story()
        api.fault("sendMessage", 400, chat_id=ann.person.chat_id, description=REFUSED)
        assert not await ann.does(STORY)
        assert len(await ann.does(P2)) == 1
    ((failure, call),) = buried(world)
    assert failure == "Refused 400"
    assert (call["kind"], call["method"]) == ("Call", "sendMessage")
    assert call["sealed"]
    (row,) = [row for row in rows(world.store, outbox) if row.state == "failed"]
    assert (row.error, row.payload, row.uid) == ("400", None, call["uid"])


async def test_buttons_of_a_message_that_is_gone_are_nobodys_concern(world: World, api: FakeBotApi) -> None:
    ann = family(world, api)
    async with world.served():
        await ann.at_a_story()
        ann.act(P2)
        ann.person.clears_chat()
        await world.settled(api)
    assert not buried(world)
