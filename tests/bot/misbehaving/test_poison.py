"""Updates that nobody can read: kept sealed, their sender told once, everybody else served, and not a word in a log."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import count
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import randoms

from bot.bootstrap import takers
from bot.clock import utc_now
from bot.logs import set_up
from bot.rounds.rounds import Rounds
from bot.settings import Settings
from bot.telegram.edge import Edge, Translate
from dialogs import phrases
from dialogs.reviewer_bot import phrases as desk_phrases
from storage.engine.unit_of_work import Store
from storage.inbox import dead_letters
from storage.keys.sealing import place
from storage.schema.tables import dead_letters as dead_letter_rows
from storage.schema.tables import outbox as letters
from storage.schema.tables import seen_updates
from storage.schema.vocabulary import Bot
from tests.bot.misbehaving.family import buried, family, rows
from tests.bot.misbehaving.mutation import CANARY, REAL, mutated
from tests.bot.world import FAMILIES, REVIEWERS, World
from tests.fakes.bot_api import FakeBotApi

BATCH, TEN_THOUSAND = 50, 10_000
MODULES = {FAMILIES: Bot.FAMILIES, REVIEWERS: Bot.REVIEWERS}
SORRY = {FAMILIES: phrases.NOT_UNDERSTOOD_SAVED, REVIEWERS: desk_phrases.NOT_TAKEN}


def broken(who: int) -> list[dict[str, Any]]:
    """Malformed updates of the types that there are, all from one person."""
    chat, sender = {"id": who, "type": "private"}, {"id": who, "is_bot": False, "first_name": CANARY}
    message = {"message_id": 999, "date": 1_790_000_000, "chat": chat, "from": sender}
    return [
        {"message": {**message, "date": CANARY}},
        {"message": {**message, "text": {"a": CANARY}}},
        {"edited_message": {"message_id": CANARY, "chat": chat, "from": sender}},
        {"callback_query": {"id": 5, "from": sender, "data": [CANARY], "message": message}},
    ]


@pytest.mark.promise("not-saved")
@pytest.mark.parametrize("token", [FAMILIES, REVIEWERS])
async def test_malformed_updates_are_kept_and_their_sender_is_told(
    world: World, api: FakeBotApi, token: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ann = family(world, api)
    stranger = api.person(token, user_id=7007, first_name="Sam")
    async with world.served():
        stranger.says("Hello")
        await world.settled(api)
        before = len(stranger.received)
        for update in broken(7007):
            api.raw_update(token, update)
        await world.settled(api)
        again = [row.update_id for row in rows(world.store, dead_letter_rows)]
        for taken in again:
            api.redeliver(taken, token=token)
        await world.settled(api)
        await ann.at_a_story()
        await ann.does("She sang.")
    assert [entry.text for entry in stranger.received[before:]] == [SORRY[token]] * 4
    assert [failure for failure, _ in buried(world)] == ["Unreadable"] * 4
    assert ann.told == {"P2": ["She sang."]}
    hook = api.bot(token).webhook
    assert hook is None or not hook.last_error
    said = capsys.readouterr()
    assert CANARY not in said.out + said.err


async def test_an_update_without_a_number_is_kept_once(hooked: World, api: FakeBotApi) -> None:
    """Telegram numbers them all; should one come without, it is known again by what it holds."""
    ann = family(hooked, api)
    async with hooked.served():
        await ann.at_a_story()
        shown = len(ann.shown)
        numbers: tuple[object, ...] = (None, "7", True, -7, 2**63, {})
        for number in numbers:
            body = {"update_id": number, "message": {"text": CANARY, "chat": ann.person.received[0].message["chat"]}}
            api.raw_update(FAMILIES, body)
            api.raw_update(FAMILIES, body)
        await hooked.settled(api)
    assert [failure for failure, _ in buried(hooked)] == ["Unreadable"] * 6
    assert ann.shown[shown:] == [phrases.NOT_UNDERSTOOD_SAVED] * 6
    assert min(row.update_id for row in rows(hooked.store, seen_updates)) < 0


# Mutated


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str], untouched: None) -> Iterator[list[str]]:
    """Every line that the service would log, as it would be set up; all loggers are at DEBUG."""
    found: list[str] = []
    set_up("json")
    yield found
    found.append(capsys.readouterr().err)
    assert CANARY not in "".join(found)


@asynccontextmanager
async def edges(store: Store, settings: Settings) -> AsyncIterator[dict[str, Edge]]:
    """Both bots' edges over real rounds, without a network."""
    taking = takers(settings, MODULES.values())
    rounds = Rounds(store=store, takers=taking, now=utc_now, owner="test", claimed=lambda _rows: None)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(rounds.run())
        yield {token: Edge(bot, _translator(token), rounds.take) for token, bot in MODULES.items()}
        rounds.stopping = True
        rounds.stir()


def _translator(token: str) -> Translate:
    from bot.families import router as families
    from bot.reviewers import router as reviewers

    return {FAMILIES: families.translator, REVIEWERS: reviewers.translator}[token](token)


async def feed(store: Store, updates: list[dict[str, Any]]) -> None:
    """Updates go to both bots, the last ones twice; nothing is raised, and both go on."""
    async with edges(store, Settings(_env_file=None)) as known:
        for edge in known.values():
            for batch in _batches(updates, 25):
                await asyncio.gather(*map(edge.receive, batch))
            for update in updates[-50:]:
                await edge.receive(update)
        for edge in known.values():
            assert await edge.receive({"update_id": 2**40, **REAL[-1]}) is not None


def unread(store: Store) -> int:
    """How many dead letters nobody could read."""
    return Counter(row.error for row in rows(store, dead_letter_rows))["Unreadable"]


def _batches(updates: list[dict[str, Any]], size: int) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(updates), size):
        yield updates[start : start + size]


def check(store: Store) -> None:
    """Each dead letter is sealed and opens; whoever could be told was told once, and said nothing is in the clear."""
    system, buried_here = store.vault.system, rows(store, dead_letter_rows)
    with store.read() as work:
        arrivals = [json.loads(dead_letters.content(work, letter)) for letter in dead_letters.kept(work)]
    assert CANARY.encode() not in b"".join(row.payload for row in buried_here)
    reachable = Counter((a["bot"], a["address"]) for a in arrivals if a["address"].removeprefix("-").isdecimal())
    told: Counter[tuple[str, str]] = Counter()
    sorry = {*SORRY.values()}
    for row in rows(store, letters):
        wire = json.loads(system.open(place("outbox", row.uid, "payload"), row.payload))
        if wire.get("text") in sorry:
            told[row.bot, str(wire["chat_id"])] += 1
    assert told == reachable
    assert len({(a["bot"], a["update_id"]) for a in arrivals}) == len(arrivals)


@pytest.mark.usefixtures("logged")
async def test_hundreds_of_mutated_updates(store: Store) -> None:
    await feed(store, [*mutated(Random(1), range(1, 401))])
    assert unread(store) > 100
    check(store)


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.usefixtures("logged")
def test_ten_thousand_mutated_updates(store: Store) -> None:
    """On each database: other ones in every run, and those that fail are made as small as they can be."""
    first = count(1, BATCH)

    @settings(
        max_examples=TEN_THOUSAND // BATCH // len(MODULES), derandomize=False, suppress_health_check=[*HealthCheck]
    )
    @given(random=randoms(use_true_random=False))
    def fed(random: Random) -> None:
        start = next(first)
        asyncio.run(feed(store, [*mutated(random, range(start, start + BATCH))]))

    fed()
    assert unread(store) > TEN_THOUSAND // 10
    check(store)
