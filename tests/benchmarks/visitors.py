"""Visitors of the page: each keeps a connection, thinks for a while, sends the form that is open, and looks at what comes.

They are browsers without JavaScript as far as the server can tell, and so lean that the other side is what is measured.
"""

from __future__ import annotations

import asyncio
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from random import Random
from time import monotonic
from typing import Literal
from urllib.parse import urlencode

from tests.benchmarks.families import WORDS

Kind = Literal["kept", "shown"]
HOST = "127.0.0.1"
END = b"\r\n\r\n"
PATIENCE = 60.0
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
RADIO = re.compile(r'name="choice" type="radio" value="([^"]*)"')
BOX = re.compile(r'name="box" type="checkbox" value="([^"]*)"')
ONWARD = re.compile(r'<button class="nhsuk-button" type="submit"[^>]* name="do" value="([^"]*)">')
ANY = re.compile(r'name="do" value="([^"]*)"')
WRITES = 'id="words"'
LINE, DAYS, FINISHED = "page-line", "N4", "done"
Fields = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, and how long it took from the first byte out to the last byte in."""

    status: int
    head: bytes
    body: bytes
    seconds: float

    def header(self, name: bytes) -> str:
        """The value of a header by its lower-case name; empty when there is none."""
        found = re.search(rb"\r\n" + name + rb": ?([^\r]*)", self.head, re.IGNORECASE)
        return found[1].decode() if found else ""

    @property
    def text(self) -> str:
        """The page."""
        return (gzip.decompress(self.body) if self.header(b"content-encoding") == "gzip" else self.body).decode()


@dataclass(slots=True)
class Line:
    """One kept connection, opened anew where the server has closed it meanwhile, and the cookie that goes with it."""

    port: int
    cookie: str = ""
    _open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    def close(self) -> None:
        """Hang up."""
        if self._open is not None:
            self._open[1].close()

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._open is None or self._open[0].at_eof():
            self.close()
            self._open = await asyncio.open_connection(HOST, self.port)
        return self._open

    async def asks(self, method: str, path: str, fields: Fields | None = None) -> Reply:
        """One request and its whole answer."""
        body = urlencode(fields or []).encode()
        reader, writer = await self._connected()
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: {HOST}:{self.port}",
            "Accept-Encoding: gzip",
            "Accept-Language: en",
        ]
        lines += [f"Cookie: {self.cookie}"] if self.cookie else []
        lines += ["Content-Type: application/x-www-form-urlencoded"] if method == "POST" else []
        began = monotonic()
        writer.write("\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body)
        head = await reader.readuntil(END)
        length = re.search(rb"\r\ncontent-length: ?(\d+)", head, re.IGNORECASE)
        content = await reader.readexactly(int(length[1])) if length else b""
        reply = Reply(int(head[9:12]), head[: -len(b"\r\n")], content, monotonic() - began)
        if given := reply.header(b"set-cookie"):
            self.cookie = given.partition(";")[0]
        return reply


def filled(page: str, said: int) -> Fields:
    """The open form, answered: the first choice, the first box, or words; and the way on."""
    main = page[page.index('<form id="answer"') :]
    hidden, radios, boxes = HIDDEN.findall(main), RADIO.findall(main), BOX.findall(main)
    do = (ONWARD.findall(main) or ONWARD.findall(page) or ANY.findall(page))[0]
    fields = [(name, value) for name, value in hidden if name != "was"] + [("do", do)]
    if radios:
        return [*fields, ("choice", radios[0])]
    if boxes:
        return [*fields, *((n, v) for n, v in hidden if n == "was"), ("box", boxes[0])]
    if LINE in main or ("place", DAYS) in hidden:
        return [*fields, ("words", "5 March 2099")]
    return [*fields, ("words", WORDS[said % len(WORDS)])] if WRITES in main and do.startswith("next:") else fields


@dataclass(slots=True)
class Visitors:
    """So many at once, each answering every so many seconds on average; whoever is done is followed by the next."""

    port: int
    tokens: Iterator[str]
    every: float
    random: Random
    log: list[tuple[Kind, float]] = field(default_factory=list)
    playing: asyncio.Event = field(default_factory=asyncio.Event)
    busy: int = 0
    numbers: Iterator[int] = field(default_factory=count)

    async def stay(self, entering: asyncio.Semaphore, entered: asyncio.Semaphore) -> None:
        """One of them, until it is cancelled. `entering` keeps the crowd at the door short; `entered` counts who is in."""
        while True:
            async with entering:
                line, page = await self._enters(next(self.tokens))
            entered.release()
            entering = entered = asyncio.Semaphore()
            try:
                while f'name="place" value="{FINISHED}"' not in page:
                    await self._thinks()
                    page = await self._answers(line, page)
            finally:
                line.close()

    async def quiet(self) -> None:
        """Nobody begins anything more; what is under way is heard to its end."""
        self.playing.clear()
        async with asyncio.timeout(PATIENCE):
            while self.busy:  # noqa: ASYNC110 - each of the visitors is a task of its own
                await asyncio.sleep(0.01)

    async def _enters(self, token: str) -> tuple[Line, str]:
        line = Line(self.port)
        begun = await line.asks("POST", f"/i/{token}")
        assert begun.status == 303, begun
        return line, (await line.asks("GET", "/chat")).text

    async def _thinks(self) -> None:
        """Times between answers as they come from people who know nothing of each other."""
        await asyncio.sleep(self.random.expovariate(1 / self.every))
        while not self.playing.is_set():
            await self.playing.wait()
            await asyncio.sleep(self.random.expovariate(1 / self.every))

    async def _answers(self, line: Line, page: str) -> str:
        self.busy += 1
        try:
            kept = await line.asks("POST", "/chat", filled(page, next(self.numbers)))
            assert kept.status == 303, (kept.status, filled(page, 0))
            shown = await line.asks("GET", "/chat")
        finally:
            self.busy -= 1
        self.log += [("kept", kept.seconds), ("shown", shown.seconds)]
        return shown.text
