"""After a pause or hours of silence words answer nothing that is out of sight; what was written in time does, however late."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.participants import silence
from bot.rounds.arrivals import Arrival
from dialogs import phrases
from dialogs.copies import replace
from dialogs.inputs import Channel, Say, Unseen
from storage.keys.sealing import Sealer
from storage.outbox.prompts import Prompt
from storage.repositories.conversations import Conversation
from storage.schema.vocabulary import Bot
from tests.bot.misbehaving.family import P2, Family, family
from tests.bot.misbehaving.test_gaps import Ahead
from tests.bot.world import World
from tests.dialogs.core import NOW, fresh
from tests.fakes.bot_api import FakeBotApi

PUT = "yes:words"
BURST = ("hello", "sorry", "I was ill", "she loved tea", "and toast")


def asked_again(who: Family) -> int:
    """How often they were welcomed back to a question."""
    return sum(text.startswith(phrases.WELCOME_BACK) for text in who.shown)


def told(who: Family) -> dict[str, list[str]]:
    """The words on record that count, by question."""
    answers = who.world.record()["participants"][0]["answers"]
    return {a["link_id"]: a["value"]["text"] for a in answers if not a["superseded"] and a["value"].get("text")}


def later(api: FakeBotApi, clock: Ahead, **by: float) -> None:
    """Time passes, for us and for Telegram."""
    clock.by += timedelta(**by)
    api.advance(timedelta(**by).total_seconds())


async def test_the_first_words_after_six_hours_are_a_note_that_can_be_put_there(world: World, api: FakeBotApi) -> None:
    ann, clock = family(world, api), Ahead()
    async with world.served(clock):
        await ann.at_a_story()
        await ann.does("She sang.")
        later(api, clock, hours=6, minutes=1)
        await ann.does("She loved tea")
        assert told(ann) == {"P2": ["She sang."], "note": ["She loved tea"]}
        assert (asked_again(ann), PUT in ann.person.received[-1].current_buttons) == (1, True)
        await ann.does(PUT)
        assert told(ann)["P2"] == ["She sang.", "She loved tea"]
        await ann.does("And toast")
    assert told(ann) == {"P2": ["She sang.", "She loved tea", "And toast"]}
    assert asked_again(ann) == 1


async def test_within_six_hours_words_are_an_answer(world: World, api: FakeBotApi) -> None:
    ann, clock = family(world, api), Ahead()
    async with world.served(clock):
        await ann.at_a_story()
        later(api, clock, hours=5, minutes=50)
        await ann.does("She sang.")
    assert (told(ann), asked_again(ann)) == ({"P2": ["She sang."]}, 0)


@pytest.mark.parametrize("pause", [True, False])
async def test_five_messages_at_once_are_one_note_and_one_offer(world: World, api: FakeBotApi, pause: bool) -> None:
    ann, clock = family(world, api), Ahead()
    async with world.served(clock):
        await ann.at_a_story()
        await ann.does(*["/pause"] * pause)
        later(api, clock, hours=0 if pause else 7)
        for words in BURST:
            ann.act(words)
        await world.settled(api)
        assert (told(ann), asked_again(ann)) == ({"note": [*BURST]}, 1)
        assert sum(PUT in e.current_buttons for e in ann.person.received) == 1
        await ann.does(PUT)
    assert told(ann) == {"P2": [*BURST]}


async def test_right_after_a_pause_words_are_welcomed_and_answer_nothing(world: World, api: FakeBotApi) -> None:
    ann = family(world, api)
    async with world.served():
        await ann.at_a_story()
        await ann.does("/pause")
        welcomed = await ann.does("I'm back")
        assert (welcomed[0].startswith(phrases.WELCOME_BACK), told(ann)) == (True, {"note": ["I'm back"]})
        await ann.does("no:words", "She sang.", P2)
    assert told(ann) == {"note": ["I'm back"], "P2": ["She sang."]}


async def test_what_was_written_in_time_while_we_were_down_is_an_answer(world: World, api: FakeBotApi) -> None:
    """By the time of the message: it reaches us eight hours later."""
    ann, clock = family(world, api), Ahead()
    await writes_while_we_are_down(ann, clock, {"She sang.": 5, "She loved tea.": 1}, hours=8)
    async with world.served(clock):
        await api.until(lambda: told(ann).get("P2") == ["She sang.", "She loved tea."], timeout=60)
        await world.settled(api)
        await ann.does("And toast")
    assert told(ann) == {"P2": ["She sang.", "She loved tea.", "And toast"]}


async def test_what_was_written_after_a_silence_while_we_were_down_is_a_note(world: World, api: FakeBotApi) -> None:
    ann, clock = family(world, api), Ahead()
    await writes_while_we_are_down(ann, clock, {"She sang.": 5, "hello": 7 * 60, "it is me again": 60}, hours=1)
    async with world.served(clock):
        await api.until(lambda: len(told(ann).get("note", ())) == 2, timeout=60)
        await world.settled(api)
    assert told(ann) == {"P2": ["She sang."], "note": ["hello", "it is me again"]}
    assert asked_again(ann) == 1


async def writes_while_we_are_down(ann: Family, clock: Ahead, messages: Mapping[str, int], *, hours: int) -> None:
    """At a story the service stops; each message is written so many minutes after the one before, and hours pass."""
    async with ann.world.served(clock):
        await ann.at_a_story()
    for words, minutes in messages.items():
        later(ann.api, clock, minutes=minutes)
        ann.act(words)
    later(ann.api, clock, hours=hours)


async def test_a_press_on_the_old_question_answers_it_after_any_silence(world: World, api: FakeBotApi) -> None:
    ann, clock = family(world, api), Ahead()
    async with world.served(clock):
        await ann.at_a_story()
        await ann.does("She sang.")
        later(api, clock, hours=20)
        await ann.does(P2, "Tea and toast.")
    assert told(ann) == {"P2": ["She sang."], "P3": ["Tea and toast."]}


@pytest.mark.parametrize(
    ("waits", "unseen"), [(None, None), (Unseen.SILENCE, Unseen.IN_A_ROW)], ids=["in sight", "out of sight"]
)
def test_words_after_those_that_wait_to_be_placed_are_as_unseen_as_they(
    waits: Unseen | None, unseen: Unseen | None
) -> None:
    """The question that the first words bring is on its way: nobody is welcomed yet, and nobody can have seen it."""
    first = Say(words="hello", sent=7, unseen=waits)
    again = Say(words="it is me again", sent=8)
    heard = silence.heard(arrival(again, NOW), conversation(NOW, unplaced=(first,)), [Prompt("P2", None)], NOW)
    assert heard.said == replace(again, unseen=unseen)


def arrival(said: Say, at: datetime) -> Arrival:
    """Return these words as they come from Telegram."""
    return Arrival(
        bot=Bot.FAMILIES,
        channel=Channel.TELEGRAM,
        update_id=1,
        user="7",
        address="7",
        said=said,
        message_id=said.sent,
        at=at,
    )


def conversation(now: datetime, **changes: Any) -> Conversation:
    """Return the conversation of somebody who said something a minute ago."""
    return Conversation(
        response_id=1, account_id=1, lookup=b"", channel=Channel.TELEGRAM, address="7", invitation_id="7", reviewer_id=None,
        sealer=Sealer(bytes(32)), response=fresh(**changes), version=1, available=True, current=True, blocked=False,
        last_activity=now - timedelta(minutes=1),
    )  # fmt: skip


@pytest.mark.parametrize(("newest", "unseen"), [(5, None), (9, Unseen.IN_A_ROW), (None, Unseen.IN_A_ROW)])
def test_words_that_turn_out_to_stand_below_the_question_answer_it(newest: int | None, unseen: Unseen | None) -> None:
    said = Say(words="She sang", sent=7, unseen=Unseen.IN_A_ROW)
    assert silence.settled(said, [Prompt("P2", newest)]).unseen is unseen
    assert silence.settled(replace(said, unseen=Unseen.SILENCE), [Prompt("P2", newest)]).unseen is Unseen.SILENCE
