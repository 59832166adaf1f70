"""Replies that make no sense: each is a failed call and nothing worse, and its code says whether it may be made again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.clock import utc_now
from bot.telegram.client import LONGEST_WAIT, BotApi, CallFailed, _result
from bot.telegram.delivery import PATIENCE, Delivery
from storage.outbox.queue import UNTRIED, Claimed, Mark
from storage.schema.vocabulary import Bot, CallState
from tests.each import each

MINE = {"chat_id": 7, "text": "x"}
REPLIES: list[tuple[int, bytes, int, float | None]] = [
    (502, b"<html>502 Bad Gateway</html>", 502, None),
    (502, b"\xff\xfe\x00<html>", 502, None),
    (200, b"<html>Log in to this network</html>", 0, None),
    (403, b"<html>Forbidden</html>", 0, None),
    (200, b"", 0, None),
    (200, b"null", 0, None),
    (200, b"[]", 0, None),
    (200, b'"ok"', 0, None),
    (200, b'{"ok": true}', 0, None),
    (500, b'{"ok": false}', 500, None),
    (400, b'{"ok": false, "error_code": "x"}', 0, None),
    (200, b"[" * 100_000, 0, None),
    (400, b'{"ok": false, "error_code": 400, "description": null}', 400, None),
    (429, b'{"ok": false, "error_code": 429, "parameters": null}', 429, None),
    (429, b'{"ok": false, "error_code": 429, "parameters": {"retry_after": "7"}}', 429, 7),
    (429, b'{"ok": false, "error_code": 429, "parameters": {"retry_after": 1e300}}', 429, LONGEST_WAIT),
    (429, b'{"ok": false, "error_code": 429, "parameters": {"retry_after": []}}', 429, None),
]


@each(("status", "body", "code", "wait"), REPLIES)
def test_what_is_no_result(status: int, body: bytes, code: int, wait: float | None) -> None:
    with pytest.raises(CallFailed) as failed:
        _result(status, body)
    assert (failed.value.code, failed.value.retry_after) == (code, wait)


@each(
    ("code", "description", "final", "blocked"),
    [
        (400, "Bad Request: can't parse entities", True, False),
        (400, "Bad Request: chat not found", True, True),
        (403, "Forbidden: bot was blocked by the user", True, True),
        (413, "Request Entity Too Large", True, False),
        (401, "Unauthorized", False, False),
        (404, "Not Found", False, False),
        (409, "Conflict", False, False),
        (429, "Too Many Requests", False, False),
        (500, "Internal Server Error", False, False),
        (0, "TimeoutError", False, False),
    ],
)
def test_which_refusals_are_final(code: int, description: str, final: bool, blocked: bool) -> None:
    failed = CallFailed(code, description)
    assert (failed.is_final, failed.is_blocked) == (final, blocked)


@asynccontextmanager
async def answering(body: bytes, charset: str) -> AsyncIterator[BotApi]:
    """A Bot API that answers every call with these bytes."""

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(body=body, headers={"Content-Type": f"text/html; charset={charset}"})

    app = web.Application()
    app.router.add_route("*", "/{anything:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession() as session:
        yield BotApi(session, f"http://127.0.0.1:{runner.addresses[0][1]}", "1:a")
    await runner.cleanup()


@pytest.mark.parametrize("charset", ["utf-8", "no-such-charset", "utf-16"])
async def test_bytes_that_are_no_text_fail_the_call_only(charset: str) -> None:
    async with answering(b"\xff\xfe\xfd", charset) as api:
        with pytest.raises(CallFailed):
            await api.call("getMe")
        with pytest.raises(CallFailed):
            await api.upload("sendPhoto", {}, "photo", b"x")


@pytest.mark.parametrize(
    "result", [True, None, [], {}, {"message_id": None}, {"message_id": "5"}, {"message_id": 2**80}]
)
async def test_a_message_that_comes_back_without_its_number_was_sent(result: Any) -> None:
    """It can't be edited later, but the chat goes on."""
    assert await marked(result) == Mark(id=1, state=CallState.SENT)


async def test_a_call_that_cannot_be_made_ends_no_others() -> None:
    mark = await marked(ValueError("no picture"))
    assert (mark.state, mark.error) == ("due", "0")


SENDS = Claimed(id=1, bot=Bot.FAMILIES, lane="families:ab", method="sendMessage", wire=dict(MINE), attempts=1)
EDITS = replace(SENDS, id=2, method="editMessageReplyMarkup", wire={**MINE, "message_id": 7})


@pytest.mark.parametrize(
    ("first", "states"),
    [
        ({}, ["sent", "sent"]),
        (CallFailed(400, "Bad Request: message is too long"), ["failed", "sent"]),
        (CallFailed(429, "Too Many Requests", 3), ["due", "due"]),
        (CallFailed(0, "TimeoutError"), ["due", "due"]),
    ],
)
async def test_what_goes_after_something_that_waits_waits_too(first: Any, states: list[str]) -> None:
    """In order: an edit is not made before the message that it follows."""
    api = Api(first, {})
    marks = await delivered(api, SENDS, EDITS)
    assert [(m.id, m.state) for m in marks] == list(zip((1, 2), states, strict=True))
    assert api.calls == ["sendMessage", "editMessageReplyMarkup"][: 1 + (states[1] == "sent")]
    assert marks[1].error == (None if states[1] == "sent" else UNTRIED)


async def test_nothing_goes_after_a_chat_that_is_gone() -> None:
    api = Api(CallFailed(403, "Forbidden: bot was blocked by the user"))
    assert [(m.id, m.gone) for m in await delivered(api, SENDS, EDITS)] == [(1, True)]


async def test_what_takes_long_gives_back_the_rest() -> None:
    """The claim might lapse before the second call ends."""
    marks = await delivered(Api({}, {}), SENDS, EDITS, patience=-1.0)
    assert [(m.state, m.error) for m in marks] == [("sent", None), ("due", UNTRIED)]


class Api:
    """An answer to each call, in turn."""

    def __init__(self, *answers: Any) -> None:
        self.answers, self.calls = list(answers), list[str]()

    async def call(self, method: str, _body: object = None, *, wait: float = 0) -> Any:
        """The next answer."""
        self.calls.append(method)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def upload(self, method: str, _body: object, _field: str, _content: bytes) -> Any:
        """The next answer."""
        return await self.call(method)

    async def download(self, _path: str) -> bytes:
        """Nothing."""
        return b""


async def marked(result: Any) -> Mark:
    """What becomes of a row when the call gives this."""
    return (await delivered(Api(result), SENDS))[0]


async def delivered(api: Api, *rows: Claimed, patience: float = PATIENCE) -> list[Mark]:
    """What becomes of these rows of one lane."""
    marks: list[Mark] = []
    async with asyncio.TaskGroup() as tasks:
        delivery = Delivery(apis={Bot.FAMILIES: api}, now=utc_now, tasks=tasks, mark=marks.append, patience=patience)
        delivery.deliver(list(rows))
    return marks
