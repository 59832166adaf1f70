"""Hostile requests to the page and to both webhooks: none is answered by an error of ours, and everybody else is served."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from itertools import islice
from random import Random

import pytest

from tests.bot.misbehaving.family import P2, Family, family
from tests.bot.misbehaving.hostile import Hostile, page_requests, strange_part, webhook_requests
from tests.bot.web.browser import Browser
from tests.bot.web.place import agreed
from tests.bot.world import SECRET, World
from tests.fakes.bot_api import FakeBotApi

FIRST, OURS, AT_ONCE = 10_000_000, 9_000_000, 20


async def answered(port: int, request: Hostile) -> int:
    """The status of the answer to one request; 0 if the connection is cut without one."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    given = (*request.headers, ("Host", f"127.0.0.1:{port}"), ("Connection", "close"))
    lines = [f"{request.method} {request.path} HTTP/1.1", *(f"{name}: {value}" for name, value in given)]
    head = "\r\n".join((*lines, f"Content-Length: {len(request.body)}", "", "")).encode("latin-1")
    try:
        writer.write(head + request.body)
        line = await reader.readline()
    except ConnectionError:
        return 0
    finally:
        writer.close()
    return int(line.split()[1]) if line else 0


def spoken(ann: Family, number: int, words: str, random: Random) -> Hostile:
    """Words of hers with a strange part beside them that nobody reads."""
    name, value = strange_part(random)
    chat = {"id": ann.person.user["id"], "type": "private"}
    message = {"message_id": number, "from": ann.person.user, "chat": chat, "date": 1_790_000_000, "text": words}
    body = json.dumps({"update_id": OURS + number, "message": {**message, name: value}}).encode()
    return Hostile("/telegram/families", (("X-Telegram-Bot-Api-Secret-Token", SECRET),), body)


def mixed(random: Random, ben: Browser) -> Iterator[Hostile]:
    """Two requests to the page, then one to a webhook, and so on."""
    [cookie] = ben.session.cookie_jar
    carried = (("Cookie", f"{cookie.key}={cookie.value}"),)
    page = page_requests(random, carried, {**ben.form, "do": "write"})
    hooks = webhook_requests(random, SECRET, FIRST)
    while True:
        yield from (next(page), next(page), next(hooks))


async def attacked(world: World, api: FakeBotApi, requests: int, seed: int, words: int) -> None:
    """So many hostile requests, and so many messages of hers between them."""
    random, port, said = Random(seed), world.settings["port"], []
    ann, token = family(world, api), world.invite(world.review("LDR-2"), to="Ben", language="en")
    async with world.served(), Browser(f"http://127.0.0.1:{port}") as ben:
        await ann.at_a_story()
        await agreed(ben, token)
        coming, batches = mixed(random, ben), requests // AT_ONCE
        for batch in range(batches):
            sent = [*islice(coming, AT_ONCE)]
            statuses = await asyncio.gather(*(answered(port, request) for request in sent))
            assert [pair for pair in zip(statuses, sent, strict=True) if not 200 <= pair[0] < 500] == []
            if batch % (batches // words) == 0:
                said.append(f"She sang {batch}.")
                assert await answered(port, spoken(ann, 60_000 + batch, said[-1], random)) == 200
        assert await answered(port, spoken(ann, 90_000, "/help", random)) == 200
        await world.settled(api)
        assert "999" in ann.shown[-1]
        assert await answered(port, Hostile("/healthz", (), b"", "GET")) == 200
        await ann.does("/answers", P2)
    assert ann.told["P2"] == said


async def test_hundreds_of_hostile_requests_are_answered(hooked: World, api: FakeBotApi) -> None:
    await attacked(hooked, api, 500, seed=1, words=12)


@pytest.mark.long
@pytest.mark.timeout(1800)
async def test_ten_thousand_hostile_requests_are_answered(hooked: World, api: FakeBotApi) -> None:
    """Other ones in every run; the seed is told when it fails."""
    seed = Random().randrange(10**6)
    print("seed", seed)  # noqa: T201 - pytest shows it where the test fails
    await attacked(hooked, api, 10_000, seed, words=50)
