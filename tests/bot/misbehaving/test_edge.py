"""What comes in is doubled, late, renumbered or unknown, or does not come for a while: it is taken once, in its place."""

from __future__ import annotations

import pytest

from bot.rounds.arrivals import Arrival, Outcome
from bot.telegram.client import BotApi, CallFailed
from bot.telegram.edge import Edge
from bot.telegram.polling import Poller
from storage.schema.tables import dead_letters, seen_updates
from storage.schema.vocabulary import Bot
from tests.bot.hurry import SHORT
from tests.bot.misbehaving.family import P2, buried, family, rows
from tests.bot.world import FAMILIES, REVIEWERS, World
from tests.each import each
from tests.fakes.bot_api import FakeBotApi

STORY = "She sang in the kitchen, every morning."


def last_update(world: World) -> int:
    """The number of the update that was taken last."""
    return int(max(row.update_id for row in rows(world.store, seen_updates) if row.bot == "families"))


async def test_an_update_that_comes_again_is_answered_once(world: World, api: FakeBotApi) -> None:
    """In one batch, right afterwards, and after a restart."""
    ann = family(world, api)
    async with world.served():
        await ann.at_a_story()
    ann.person.says(STORY)
    api.redeliver(api.pending(FAMILIES)[0]["update_id"], token=FAMILIES)
    async with world.served():
        await world.settled(api)
        again = last_update(world)
        shown = ann.shown
        for _ in range(3):
            api.redeliver(again, token=FAMILIES)
        await world.settled(api)
    async with world.served():
        api.redeliver(again, token=FAMILIES)
        await world.settled(api)
    assert ann.shown == shown
    assert len([text for text in shown if text.startswith("Saved")]) == 1
    assert ann.told["P2"] == [STORY]


async def test_a_press_that_comes_again_is_no_second_answer(world: World, api: FakeBotApi) -> None:
    ann = family(world, api)
    async with world.served():
        await ann.at_a_story()
        await ann.does(STORY, P2)
        shown = ann.shown
        api.redeliver(last_update(world), token=FAMILIES)
        await world.settled(api)
    assert ann.shown == shown


async def test_a_press_overtakes_the_words_before_it(hooked: World, api: FakeBotApi) -> None:
    """Next arrives before the last sentence; the sentence still belongs to the question above it."""
    ann = family(hooked, api)
    async with hooked.served():
        await ann.at_a_story()
        await ann.does(STORY)
        ann.person.hold_messages(numbered=True)
        ann.person.says("And in the garden.")
        ann.act(P2)
        await ann.person.expects("What did", timeout=20)
        await api.until(lambda: not hooked.waiting())
        ann.person.release()
        await hooked.settled(api)
        await ann.does("Tea and toast.")
    assert ann.told == {"P2": [STORY, "And in the garden."], "P3": ["Tea and toast."]}


@pytest.mark.parametrize("number", [7, 2**31 - 9])
async def test_numbers_start_anew_after_a_quiet_week(world: World, api: FakeBotApi, number: int) -> None:
    ann = family(world, api)
    async with world.served():
        await ann.at_a_story()
        api.advance(8 * 86400)
        api.jump_update_id(FAMILIES, number)
        await ann.does(STORY, P2, "Tea and toast.")
    assert ann.told == {"P2": [STORY], "P3": ["Tea and toast."]}


async def test_numbers_start_anew_between_two_lives(world: World, api: FakeBotApi) -> None:
    ann = family(world, api)
    async with world.served():
        await ann.at_a_story()
    api.jump_update_id(FAMILIES, 7)
    ann.person.says(STORY)
    async with world.served():
        await world.settled(api)
    assert ann.told == {"P2": [STORY]}


async def test_an_update_of_a_type_that_nobody_knows(world: World, api: FakeBotApi) -> None:
    """And of types that nobody asked for: passed, not kept, nobody is told."""
    ann = family(world, api)
    async with world.served():
        await ann.at_a_story()
        calls = len(ann.shown)
        for token in (FAMILIES, REVIEWERS):
            api.raw_update(token, {"telepathy": {"from": ann.person.user, "thought": STORY}})
            api.raw_update(token, {"poll": {"id": "1"}, "message": None})
            api.raw_update(token, {})
        await world.settled(api)
        assert len(ann.shown) == calls
        await ann.does(STORY)
    assert ann.told == {"P2": [STORY]}
    assert not rows(world.store, dead_letters)


@pytest.mark.parametrize(("kind", "times"), [("500", 2), ("502", 2), ("429", 1), ("409", 2), ("reset", 3), ("401", 1)])
async def test_nothing_is_lost_while_updates_cannot_be_fetched(
    polled: World, api: FakeBotApi, kind: str, times: int
) -> None:
    ann = family(polled, api)
    async with polled.served():
        await ann.at_a_story()
        fault = api.fault("getUpdates", kind, times, token=FAMILIES)
        await ann.does("/answers", STORY, P2)
        assert fault.hits == times
    assert ann.told == {"P2": [STORY]}


async def test_updates_whose_confirmation_is_lost_are_taken_once(polled: World, api: FakeBotApi) -> None:
    """Telegram's answer to getUpdates is lost on the way: it gives the same updates again."""
    ann = family(polled, api)
    async with polled.served():
        await ann.at_a_story()
        fault = api.fault("getUpdates", "effect_without_reply", 2, token=FAMILIES)
        await ann.does("/answers", STORY, P2)
        assert fault.hits == 2
    assert ann.told == {"P2": [STORY]}


@each("found", [True, None, "updates", {"a": 1}, [None], ["x"], [{}], [{"update_id": None}], [{"update_id": True}]])
async def test_an_answer_that_makes_no_sense_ends_nothing(found: object) -> None:
    """Asking goes on, not all too quickly, from the same place."""
    poller = Poller(Edge(Bot.FAMILIES, _nothing, _never), Saying(found), offset=5)
    await poller._batch()
    assert poller.offset == 5


class Saying(BotApi):
    """A Bot API that says one thing."""

    def __init__(self, found: object) -> None:
        self.found, self.timing = found, SHORT

    async def call(self, method: str, body: object = None, *, wait: float = 0) -> object:
        """That thing; a call that is nobody's fails."""
        if method != "getUpdates":
            raise CallFailed(404, method)
        return self.found


async def _nothing(_update: object) -> None:
    """No update means anything."""


async def _never(_arrival: Arrival) -> Outcome:
    raise AssertionError("nothing was said")


async def test_presses_are_answered_even_when_they_are_poison(world: World, api: FakeBotApi) -> None:
    ann = family(world, api)
    async with world.served():
        await ann.at_a_story()
        query = ann.person.presses_raw("no such button", ann.person.received[-1].message_id)
        await world.settled(api)
        await api.until(lambda: query.answer is not None)
    assert not buried(world)
