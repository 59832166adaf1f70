"""Clients that are slow, or that never come to the end: they are cut off, and whoever else comes is answered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any

import pytest

from bot.clock import utc_now
from bot.web.bodies import Patience
from bot.web.connections import listening
from bot.web.security import Guard, form_token
from bot.web.server import application
from bot.web.site import Site
from bot.web.webhooks import SECRET_HEADER
from storage.schema.vocabulary import Bot
from tests.bot.hurry import hurried
from tests.each import each

SECRET, SOON, LATE = "a-secret", 0.05, 3600.0
HALF_HEAD = b"POST /chat HTTP/1.1\r\nHost: localhost\r\nContent-Ty"
EASY = Patience(first=LATE, idle=LATE, silence=LATE, short=LATE, recording=LATE, linger=LATE)
FORM = b"application/x-www-form-urlencoded"
BOUNDARY = b"multipart/form-data; boundary=b"
COOKIE = "c" * 43
SPOKEN = b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n'
IN_PARTS = SPOKEN % b"token" + form_token(COOKIE).encode() + b"\r\n" + SPOKEN % b"recording" + b"OggS"


@asynccontextmanager
async def served(patience: Patience, most: int = 0) -> AsyncIterator[int]:
    """The page and a webhook, with this patience; gives the port."""

    async def nothing(*_given: Any) -> Any:
        raise AssertionError("what never came was taken")

    def nowhere(*_given: Any) -> Any:
        raise AssertionError("what never came was looked for")

    async def fine() -> list[str]:
        return []

    none: Any = None
    site = Site(none, nothing, utc_now, ("en",), nowhere, Guard(""), none, patience=patience)
    with hurried():
        app = application({Bot.FAMILIES: nothing}, SECRET, fine, bytes, site, patience)
    async with listening(app, "127.0.0.1", 0, patience, most) as port:
        yield port


def head(path: str, kind: bytes = FORM, size: int = 1000) -> bytes:
    """The head of a request whose body is to come."""
    lines = (
        f"POST {path} HTTP/1.1".encode(),
        b"Host: localhost",
        b"Cookie: interview=" + COOKIE.encode(),
        SECRET_HEADER.encode() + b": " + SECRET.encode(),
        b"Content-Type: " + kind,
        f"Content-Length: {size}".encode(),
    )
    return b"\r\n".join((*lines, b"", b""))


@asynccontextmanager
async def sent(port: int, content: bytes) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection on which this was sent."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(content)
    try:
        yield reader, writer
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


async def first_line(reader: asyncio.StreamReader) -> bytes:
    """What is answered; nothing if the connection is cut."""
    try:
        return (await reader.readline()).strip()
    except ConnectionError:
        return b""


@pytest.mark.parametrize("content", [b"", b"G", HALF_HEAD, b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 50])
async def test_half_a_head_is_not_waited_for(content: bytes) -> None:
    async with served(Patience(first=SOON, idle=LATE)) as port, sent(port, content) as (reader, _):
        assert await first_line(reader) == b""


async def test_half_a_head_that_follows_a_request_is_not_waited_for() -> None:
    request = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    async with served(Patience(first=LATE, idle=SOON)) as port, sent(port, request + HALF_HEAD) as (reader, _):
        answer = await reader.read()
    assert (b"alive" in answer, answer.count(b"HTTP/1.1")) == (True, 1)


@each(
    ("path", "kind", "body"),
    [
        ("/i/x", FORM, b"once=1"),
        ("/i/x/words", FORM, b"words=a"),
        ("/chat", FORM, b"words=She+s"),
        ("/chat", FORM, b""),
        ("/chat/voice", BOUNDARY, b""),
        ("/chat/voice", BOUNDARY, b"--b\r\nContent-Dis"),
        ("/chat/voice", BOUNDARY, IN_PARTS),
        ("/telegram/families", b"application/json", b'{"update_id": 1, '),
    ],
)
async def test_half_a_body_is_not_waited_for(path: str, kind: bytes, body: bytes) -> None:
    patience = Patience(silence=SOON)
    async with served(patience) as port, sent(port, head(path, kind) + body) as (reader, _):
        assert await first_line(reader) == b"HTTP/1.1 408 Request Timeout"


@pytest.mark.parametrize(("path", "kind"), [("/chat", FORM), ("/chat/voice", BOUNDARY), ("/telegram/families", FORM)])
async def test_a_body_that_drips_is_not_waited_for(path: str, kind: bytes) -> None:
    """One piece comes after another, but never the last one."""
    patience = Patience(silence=LATE, short=SOON, recording=SOON)
    start = SPOKEN % b"words" if kind == BOUNDARY else b"words="
    async with served(patience) as port, sent(port, head(path, kind) + start) as (reader, writer):

        async def drip() -> None:
            while True:
                writer.write(b"x")
                await asyncio.sleep(SOON / 10)

        async with asyncio.TaskGroup() as tasks:
            dripping = tasks.create_task(drip())
            assert await first_line(reader) == b"HTTP/1.1 408 Request Timeout"
            dripping.cancel()


async def test_the_rest_of_what_was_refused_is_not_waited_for() -> None:
    refused = head("/chat", b"text/plain") + b"x"
    async with served(Patience(linger=SOON)) as port, sent(port, refused) as (reader, _):
        assert (await reader.read()).startswith(b"HTTP/1.1 415")


@pytest.mark.parametrize(
    "content",
    [b"", HALF_HEAD, head("/chat") + b"wor", head("/chat", b"text/plain") + b"x", head("/chat/voice", BOUNDARY)],
)
async def test_many_who_only_wait_keep_nobody_out(content: bytes) -> None:
    """However patient the server is: there are only so many, and the oldest makes way."""
    async with served(EASY, most=8) as port, AsyncExitStack() as stack:
        for _ in range(30):
            await stack.enter_async_context(sent(port, content))
        async with sent(port, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n") as (reader, _):
            assert await first_line(reader) == b"HTTP/1.1 200 OK"


async def test_who_waits_for_an_answer_is_not_cut_off() -> None:
    """Others make way for who comes, not a request that has wholly come."""
    asked, answering = asyncio.Event(), asyncio.Event()

    async def slowly() -> list[str]:
        asked.set()
        await answering.wait()
        return []

    app = application({}, SECRET, slowly, bytes)
    async with listening(app, "127.0.0.1", 0, EASY, most=4) as port, AsyncExitStack() as stack:
        asking = sent(port, b"GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        reader, _ = await stack.enter_async_context(asking)
        await asked.wait()
        for _ in range(20):
            await stack.enter_async_context(sent(port, HALF_HEAD))
        answering.set()
        assert await first_line(reader) == b"HTTP/1.1 200 OK"


async def test_the_end_does_not_wait_for_half_a_request() -> None:
    async with AsyncExitStack() as stack:
        async with served(EASY) as port:
            halves = (HALF_HEAD, head("/chat") + b"w", head("/chat", b"text/plain") + b"x")
            sending = [await stack.enter_async_context(sent(port, half)) for half in halves]
            assert await first_line(sending[-1][0]) == b"HTTP/1.1 415 Unsupported Media Type"
        assert [await first_line(reader) for reader, _ in sending[:-1]] == [b"", b""]


@each(
    "chunks",
    [b"zz\r\nwords\r\n", b"5\r\nwords!!\r\n", b"-1\r\n", b"5;\x00\r\nwor", b"f" * 20 + b"\r\n", b"0\r\nX\r\n\r\n"],
)
@each(("path", "kind"), [("/chat", FORM), ("/chat/voice", BOUNDARY), ("/telegram/families", FORM)])
async def test_a_body_in_broken_chunks_is_refused(path: str, kind: bytes, chunks: bytes) -> None:
    chunked = head(path, kind).replace(b"Content-Length: 1000", b"Transfer-Encoding: chunked")
    async with served(Patience(silence=SOON, linger=SOON)) as port, sent(port, chunked + chunks) as (reader, _):
        assert (await first_line(reader)).split()[1] in {b"400", b"403", b"408"}
