"""The story of a forged webhook: whoever finds its address can change nothing, is read no body, and meets no error of ours."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from storage.schema.columns import Base
from tests.bot.misbehaving.family import P2, Family, families, rows
from tests.bot.world import FAMILIES, SECRET, World
from tests.fakes.bot_api import FakeBotApi

HEADER = "X-Telegram-Bot-Api-Secret-Token"
HOOKS = ("/telegram/families", "/telegram/reviewers")
STORY = "She sang in the kitchen, every morning."
HUGE = 1024 * 1024
NUMBERS = count(50_000_000)
# The clock and the guesses go on by themselves.
BESIDE = frozenset({"runtime", "throttle"})
WRONG: dict[str, list[str]] = {
    "missing": [],
    "empty": [""],
    "wrong": ["x" * 40],
    "another service's": ["Zk3" * 14],
    "too short": [SECRET[:-1]],
    "too long": [SECRET + "s"],
    "in capitals": [SECRET.upper()],
    "with a space in it": [SECRET[:20] + " " + SECRET[20:]],
    "quoted": [f'"{SECRET}"'],
    "the token": [FAMILIES],
    "twice, the wrong one first": ["x" * 40, SECRET],
    "twice, the right one first": [SECRET, "x" * 40],
    "both in one": [f"{SECRET}, {SECRET}"],
    "no letters of ours": ["\xff\xfe" * 20],
    "with an accent": ["\xe9" * 40],
    "large": ["s" * 8000],
    "with a tab": [SECRET[:20] + "\t" + SECRET[20:]],
}


def head(path: str, secrets: list[str], *lines: str) -> bytes:
    """The head of a request."""
    given = [f"POST {path} HTTP/1.1", "Host: x", "Connection: close", *(f"{HEADER}: {s}" for s in secrets), *lines]
    return "\r\n".join((*given, "", "")).encode("latin-1")


async def first_line(port: int, sent: bytes) -> str:
    """The first line that comes back; nothing if the connection is cut."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(20):
            writer.write(sent)
            await writer.drain()
            return (await reader.readline()).decode()
    except ConnectionError:
        return ""
    finally:
        writer.close()


async def status(port: int, body: bytes, path: str = HOOKS[0], secrets: list[str] | None = None) -> int:
    """The status of the answer to a whole request; 0 if the connection is cut."""
    sent = head(path, [SECRET] if secrets is None else secrets, f"Content-Length: {len(body)}") + body
    line = await first_line(port, sent)
    return int(line.split()[1]) if line else 0


def held(world: World) -> dict[str, str]:
    """What the record store holds, table by table."""
    tables = {name: table for name, table in Base.metadata.tables.items() if name not in BESIDE}
    return {
        name: hashlib.sha256(repr(sorted(map(repr, rows(world.store, table)))).encode()).hexdigest()
        for name, table in tables.items()
    }


def said(ann: Family, words: str, number: int, *, chat: int | None = None) -> dict[str, Any]:
    """Words of hers as Telegram would send them; in the chat of somebody else if that is said."""
    where = {"id": chat or ann.person.user["id"], "type": "private"}
    message = {"message_id": number, "from": ann.person.user, "chat": where, "date": 1_790_000_000, "text": words}
    return {"update_id": number, "message": message}


def pressed(ann: Family, data: str, under: int, chat: int) -> dict[str, Any]:
    """A press of hers on a message in this chat."""
    where = {"id": chat, "type": "private"}
    message = {"message_id": under, "chat": where, "date": 1_790_000_000, "text": "A question"}
    press = {"id": "1", "from": ann.person.user, "chat_instance": "1", "data": data, "message": message}
    return {"update_id": next(NUMBERS), "callback_query": press}


def written(update: dict[str, Any]) -> bytes:
    """An update as it is sent."""
    return json.dumps(update).encode()


@pytest.mark.parametrize("path", HOOKS)
async def test_nothing_is_read_before_the_secret(hooked: World, path: str) -> None:
    """The answer comes although not a byte of the body has been sent, and nobody is invited to send it."""
    async with hooked.served():
        port = hooked.settings["port"]
        for secrets in ([], ["x" * 40], [SECRET[:-1]], [SECRET, SECRET]):
            for lines in ((f"Content-Length: {HUGE}",), (f"Content-Length: {HUGE}", "Expect: 100-continue")):
                assert " 401 " in await first_line(port, head(path, secrets, *lines)), (secrets, lines)
        invited = head(path, [SECRET], "Content-Length: 2", "Expect: 100-continue")
        assert " 100 " in await first_line(port, invited)


@pytest.mark.parametrize("path", HOOKS)
async def test_whoever_does_not_know_the_secret_changes_nothing(hooked: World, api: FakeBotApi, path: str) -> None:
    ann, _ = families(hooked, api)
    async with hooked.served():
        await ann.at_a_story()
        await hooked.settled(api)
        before, shown, port = held(hooked), len(ann.shown), hooked.settings["port"]
        body = written(said(ann, "/withdraw", 90_001))
        statuses = {name: await status(port, body, path, secrets) for name, secrets in WRONG.items()}
        await hooked.settled(api)
        assert held(hooked) == before
        assert len(ann.shown) == shown
    assert {name: s for name, s in statuses.items() if s not in {400, 401, 431}} == {}


async def test_somebody_in_the_chat_of_another_changes_nothing(hooked: World, api: FakeBotApi) -> None:
    """Telegram never says so: neither words nor an edit nor a press counts, and nobody is written to."""
    ann, ben = families(hooked, api)
    async with hooked.served():
        await ann.at_a_story()
        await ben.at_a_story()
        before, port = held(hooked), hooked.settings["port"]
        hers = ann.person.user["id"]
        spoken = said(ben, STORY, next(NUMBERS), chat=hers)
        under = ann.person.received[-1].message_id
        forged = [
            spoken,
            {"update_id": next(NUMBERS), "edited_message": {**spoken["message"], "edit_date": 1_790_000_001}},
            said(ben, "/withdraw", next(NUMBERS), chat=hers),
            pressed(ben, P2, under, hers),
            pressed(ben, "withdraw", under, hers),
        ]
        for path in HOOKS:
            assert [await status(port, written(update), path) for update in forged] == [200] * len(forged)
        await hooked.settled(api)
        assert held(hooked) == before


def unfit(ann: Family) -> Iterator[bytes]:
    """Bodies with the right secret that are no update, or one that is huge."""
    yield from (b"", b"{", b"null", b"[]", b"7", b'"x"', b"\xff\xfe\x00", b"{}" * 9, b"[" * 100_000)
    yield written(said(ann, "x" * (2 * HUGE), next(NUMBERS)))
    yield b'{"update_id":' + b"9" * 600_000 + b"}"
    yield b" " * (HUGE + 1)


@pytest.mark.long
@pytest.mark.timeout(600)
async def test_a_forged_webhook(hooked: World, api: FakeBotApi) -> None:
    """All of it, in the middle of two interviews: strangers, replays, what is huge; both families go on as if nothing was."""
    ann, ben = families(hooked, api)
    async with hooked.served():
        await ann.at_a_story()
        await ben.at_a_story()
        port, statuses = hooked.settings["port"], set[int]()
        kept = [said(ann, f"{STORY} {n}", 70_000 + n) for n in range(5)]
        assert [await status(port, written(update)) for update in kept] == [200] * 5
        await hooked.settled(api)
        before, shown = held(hooked), (ann.shown, ben.shown)
        for update in (*kept, *kept):
            assert await status(port, written(update)) == 200
        for secrets in WRONG.values():
            forged = [*kept, said(ben, "/withdraw", next(NUMBERS)), pressed(ben, "withdraw", 1, 9001)]
            for path in HOOKS:
                sent = [status(port, written(update), path, secrets) for update in forged]
                statuses |= {*await asyncio.gather(*sent)}
        statuses |= {await status(port, body, path) for path in HOOKS for body in unfit(ann)}
        for method in ("GET", "PUT", "DELETE", "OPTIONS", "TRACE"):
            line = await first_line(port, head(HOOKS[0], [SECRET]).replace(b"POST", method.encode(), 1))
            statuses.add(int(line.split()[1]))
        await hooked.settled(api)
        assert held(hooked) == before
        assert (ann.shown, ben.shown) == shown
        assert {s for s in statuses if s >= 500} == set()
        await ann.does(P2, "Tea and toast.")
        await ben.does(STORY)
    assert ann.told == {"P2": [f"{STORY} {n}" for n in range(5)], "P3": ["Tea and toast."]}
    assert ben.told == {"P2": [STORY]}
