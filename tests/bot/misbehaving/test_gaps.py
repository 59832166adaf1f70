"""Presses die after 150 seconds: after a gap, who had a question open is asked it again, once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.bootstrap import participants
from bot.clock import utc_now
from bot.participants.scheduler import HEARTBEAT, Clockwork, Contact
from bot.settings import Settings
from bot.telegram.client import BotApi, open_session
from bot.telegram.webhooks import Reaching
from dialogs import phrases
from storage.repositories import facts
from storage.schema.tables import outbox, responses
from tests.bot.misbehaving.family import P2, Family, families, family, rows
from tests.bot.world import FAMILIES, World
from tests.fakes.bot_api import FakeBotApi
from tests.fakes.bot_api_world import Webhook

STORY = "She sang in the kitchen, every morning."


def again(who: Family) -> list[str]:
    """The times that somebody was asked again."""
    return [text for text in who.shown if text.startswith(phrases.PRESS_AGAIN)]


class Ahead:
    """A clock that can be put forward."""

    def __init__(self) -> None:
        self.by = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self.by


async def test_a_gap_of_three_minutes_in_which_presses_were_lost(world: World, api: FakeBotApi) -> None:
    ann, ben = families(world, api)
    clock = Ahead()
    async with world.served(clock):
        await ann.at_a_story()
        await ann.does(STORY)
        await ben.does("/start " + ben.token, "/stop")
        await beaten(world, clock)
    ann.act(P2)
    clock.by += timedelta(minutes=3)
    api.advance(180)
    assert not api.pending(FAMILIES)
    for _ in range(2):
        async with world.served(clock):
            await api.until(lambda: again(ann), timeout=60)
            await beaten(world, clock)
            await world.settled(api)
    assert len(again(ann)) == 1
    assert not again(ben)
    async with world.served(clock):
        await ann.does(P2, "Tea and toast.")
    assert ann.told == {"P2": [STORY], "P3": ["Tea and toast."]}


async def beaten(world: World, clock: Ahead) -> None:
    """Wait until the clock has noted that all is well."""

    began = clock()
    for _ in range(400):
        with world.store.read() as work:
            noted = facts.fact(work, HEARTBEAT)
        if noted and datetime.fromisoformat(noted) >= began:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("the clock stands still")


async def test_a_short_gap_is_nobodys_concern(world: World, api: FakeBotApi) -> None:
    ann, clock = family(world, api), Ahead()
    async with world.served(clock):
        await ann.at_a_story()
        await beaten(world, clock)
    clock.by += timedelta(seconds=100)
    async with world.served(clock):
        await beaten(world, clock)
        await world.settled(api)
    assert not again(ann)


async def test_telegram_is_out_of_reach_while_the_process_lives(polled: World, api: FakeBotApi) -> None:
    ann, clock = family(polled, api), Ahead()
    async with polled.served(clock):
        await ann.at_a_story()
        await beaten(polled, clock)
        fault = api.fault("getUpdates", "reset", None, token=FAMILIES)
        await ann.person.quiet(0.2)
        # The poll that is open already brings this one in, and it is answered.
        before = len(ann.shown)
        ann.person.presses_raw("skip:P2", ann.person.received[-1].message_id)
        await api.until(lambda: fault.hits and len(ann.shown) > before)
        # What was sent is noted before time passes: a call that is not noted yet is made again.
        while await asyncio.to_thread(polled.waiting):  # noqa: ASYNC110 - a store tells nobody of its changes
            await asyncio.sleep(0.005)
        clock.by += timedelta(minutes=3)
        api.advance(180)
        await ann.person.quiet(0.5)
        fault.stop()
        await api.until(lambda: again(ann), timeout=60)
        await beaten(polled, clock)
        await polled.settled(api)
    assert len(again(ann)) == 1


async def test_the_webhook_is_out_of_reach_while_the_process_lives(hooked: World, api: FakeBotApi) -> None:
    """Telegram says for how long: minute by minute nothing happens, and when it reaches us again, who waits is asked again."""
    hooked.timing = replace(hooked.timing, look=1000.0)
    ann, clock = family(hooked, api), Ahead()
    contact = Contact(clock)
    ticks = Clock(hooked, clock, contact.last)
    async with hooked.served(clock), open_session() as session:
        reaching = Reaching(BotApi(session, api.url, FAMILIES), contact.made, clock)
        await ann.at_a_story()
        await reaching.look()
        assert ticks.after(0) == 0
        hook = api.bot(FAMILIES).webhook
        assert hook is not None
        hook.url, there = "http://127.0.0.1:9/", hook.url
        ann.person.presses_raw("skip:P2", ann.person.received[-1].message_id)
        for _ in range(8):
            await failed_again(hook, api.clock.unix())
            await reaching.look()
            assert ticks.after(20) == 0
            api.advance(20)
        assert not api.pending(FAMILIES)
        hook.url = there
        for asked in (1, 0):
            # Twice: it may have failed once more after the last look.
            await reaching.look()
            await reaching.look()
            assert ticks.after(0) == asked


async def failed_again(hook: Webhook, since: int) -> None:
    """Wait until Telegram has not reached the webhook once more."""
    async with asyncio.timeout(20):
        while hook.last_error_date < since:  # noqa: ASYNC110 - nobody is told of it
            await asyncio.sleep(0.02)


async def test_telegram_that_says_nothing_of_the_webhook_is_no_contact(api: FakeBotApi, hooked: World) -> None:
    made: list[bool] = []
    async with open_session() as session:
        reaching = Reaching(BotApi(session, api.url, FAMILIES), lambda: made.append(True), utc_now)
        api.fault("getWebhookInfo", "500")
        await reaching.look()
        assert not made
        await reaching.look()
        assert made


LOOKS: list[tuple[str, int, dict[str, int], bool]] = [
    ("the first look", 0, {}, True),
    ("it has failed", 30, {"last_error_date": 10, "pending_update_count": 1}, False),
    ("it may fail again", 60, {"last_error_date": 10, "pending_update_count": 1}, False),
    ("it has failed again", 90, {"last_error_date": 70, "pending_update_count": 1}, False),
    ("it may fail once more", 120, {"last_error_date": 70, "pending_update_count": 1}, False),
    ("what waited was taken", 150, {"last_error_date": 70, "pending_update_count": 0}, True),
    ("something waits, and nothing has failed for long", 180, {"last_error_date": 70, "pending_update_count": 3}, True),
]


async def test_what_waits_to_be_tried_again_is_no_contact() -> None:
    """Telegram tries again after a minute at the latest, and we look twice as often."""
    made: list[bool] = []
    telling, at, started = Telling(), Ahead(), int(utc_now().timestamp())
    reaching = Reaching(telling, lambda: made.append(True), at)  # type: ignore[arg-type]
    for name, seconds, told, reached in LOOKS:
        made.clear()
        at.by = timedelta(seconds=seconds)
        telling.told = {k: v + started * (k == "last_error_date") for k, v in told.items()}
        await reaching.look()
        assert bool(made) == reached, name


class Telling:
    """Telegram, as far as it is asked about a webhook."""

    told: dict[str, int]

    async def call(self, _method: str) -> Any:
        """What it says now."""
        return self.told


async def test_who_was_silent_for_a_day_is_left_alone(world: World, api: FakeBotApi) -> None:
    ann, clock = family(world, api), Ahead()
    async with world.served(clock):
        await ann.at_a_story()
        await beaten(world, clock)
    clock.by += timedelta(days=2)
    async with world.served(clock):
        await beaten(world, clock)
        await world.settled(api)
    assert not again(ann)


async def test_gap_after_gap_nobody_hears_it_twice(world: World, api: FakeBotApi) -> None:
    """Until they have written or pressed again."""
    ann, clock = family(world, api), Ahead()
    async with world.served(clock):
        await ann.at_a_story()
    ticks = Clock(world, clock)
    ticks.after(0)
    assert [ticks.after(200) for _ in range(3)] == [1, 0, 0]
    async with world.served(clock):
        await ann.does(STORY)
    assert [ticks.after(200) for _ in range(2)] == [1, 0]


async def lives(world: World, clock: Ahead, count: int, apart: int) -> None:
    """Processes that come up for a moment each, one after the other, and die."""
    for _ in range(count):
        Clock(world, clock).after(apart)


@pytest.mark.parametrize("apart", [20, 59, 100])
async def test_many_short_stops_are_one_gap(world: World, api: FakeBotApi, apart: int) -> None:
    """A service that is started again and again for minutes: whoever pressed within is asked again, once, when it is quiet."""
    ann, clock = family(world, api), Ahead()
    async with world.served(clock):
        await ann.at_a_story()
    last = Clock(world, clock)
    last.after(0)
    last.after(30)
    last.after(30)
    last.after(30)
    await lives(world, clock, 300 // apart, apart)
    stays = Clock(world, clock)
    assert [stays.after(15) for _ in range(8)] == [0, 0, 0, 0, 1, 0, 0, 0]
    async with world.served(clock):
        await world.settled(api)
    assert len(again(ann)) == 1


async def test_who_is_heard_after_many_short_stops_is_not_asked_again(world: World, api: FakeBotApi) -> None:
    ann, ben = families(world, api)
    clock = Ahead()
    async with world.served(clock):
        await ann.at_a_story()
        await ben.at_a_story()
    await lives(world, clock, 6, 30)
    stays = Clock(world, clock)
    stays.after(10)
    clock.by += timedelta(seconds=5)
    async with world.served(clock):
        await ben.does(STORY)
    assert sum(stays.after(15) for _ in range(8)) == 1
    async with world.served(clock):
        await world.settled(api)
    assert (len(again(ann)), len(again(ben))) == (1, 0)


async def test_who_was_asked_in_the_middle_may_have_pressed_once_more(world: World, api: FakeBotApi) -> None:
    """A long stop, then many short ones for minutes: the button of the question that was asked again is lost as well."""
    ann, clock = family(world, api), Ahead()
    async with world.served(clock):
        await ann.at_a_story()
    last = Clock(world, clock)
    assert [last.after(s) for s in (0, 30, 30, 30)] == [0, 0, 0, 0]
    assert Clock(world, clock).after(200) == 1
    await lives(world, clock, 10, 30)
    stays = Clock(world, clock)
    assert sum(stays.after(15) for _ in range(8)) == 1
    assert sum(stays.after(15) for _ in range(8)) == 0


async def test_two_deploys_are_no_gap(world: World, api: FakeBotApi) -> None:
    ann, clock = family(world, api), Ahead()
    async with world.served(clock):
        await ann.at_a_story()
    for _ in range(2):
        one = Clock(world, clock)
        assert sum(one.after(s) for s in (20, 15, 15, 15, 15, 15)) == 0


async def test_one_conversation_that_cannot_be_read_holds_up_no_other(world: World, api: FakeBotApi) -> None:
    ann, ben = families(world, api)
    clock = Ahead()
    async with world.served(clock):
        await ann.at_a_story()
        await ben.at_a_story()
    first = min(row.id for row in rows(world.store, responses))
    with world.store.begin() as work:
        work.execute(responses.update().where(responses.c.id == first).values(state=b"not sealed"))
        work.commit()
    ticks = Clock(world, clock)
    ticks.after(0)
    assert ticks.after(200) == 1


class Clock:
    """The clock's work, done by hand."""

    def __init__(self, world: World, clock: Ahead, contact: Callable[[], datetime | None] | None = None) -> None:
        self.world, self.clock = world, clock
        turns = participants(Settings(**world.settings))
        self.work = Clockwork(world.store, turns, clock, contact or clock, lambda: None)

    def after(self, seconds: int) -> int:
        """How many are asked again when so much time has passed."""
        before = len(rows(self.world.store, outbox))
        self.clock.by += timedelta(seconds=seconds)
        self.work.tick()
        return len(rows(self.world.store, outbox)) - before
