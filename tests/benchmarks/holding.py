"""The heaviest requests that there are, one after another: for how long one of them holds the event loop, in processor time.

The service runs in this process, on asyncio's own loop, which can be looked into. While one step of it lasts nobody else is
answered: no step may take 50 ms.
"""

from __future__ import annotations

import asyncio
import gc
import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import get_ident
from time import thread_time
from typing import Any

from bot.web.recordings import MOST_BYTES
from storage.engine.unit_of_work import open_engine
from storage.maintenance.upgrade import upgrade
from tests.benchmarks.product import SECRET
from tests.bot.web.browser import Browser
from tests.bot.web.place import Place, agreed, make_place, reaches
from tests.bot.world import FAMILIES

MOST_MS = 50.0
SIZE = 1_000_000
FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"
SHAPES = {
    "letters": b"x", "lines": b"%0D%0A", "signs": b"%F0%9F%98%80", "marks": b"%3C%22%26", "words": b"They+laughed.+",
    "ligatures": b"%EF%B7%BA", "nothing": b"%00",
}  # fmt: skip
HEAD = ("request", "kB", "status", "longest step, ms", "all steps, ms", "")


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent."""

    name: str
    path: str
    headers: dict[str, str]
    body: bytes = b""
    method: str = "POST"


@dataclass(slots=True)
class Held:
    """What one request cost the loop, in seconds."""

    request: Request
    status: int = 0
    longest: float = 0.0
    total: float = 0.0

    @property
    def row(self) -> tuple[str, ...]:
        """A line of the table."""
        mark = "TOO LONG" if self.longest * 1e3 >= MOST_MS else ""
        size = f"{len(self.request.body) / 1e3:.0f}"
        return (self.request.name, size, str(self.status), f"{self.longest * 1e3:.1f}", f"{self.total * 1e3:.1f}", mark)


async def run(folder: Path) -> list[Held]:
    """Send each request to a service of its own, and look at the loop meanwhile."""
    url = f"sqlite:///{folder / 'interview.db'}"
    engine = open_engine(url)
    upgrade(engine)
    engine.dispose()
    # Nobody listens there: what would be sent waits, which costs next to nothing.
    bots = {"families_token": FAMILIES, "webhook_secret": SECRET, "telegram_api": "http://127.0.0.1:9"}
    place = make_place(folder, url, **bots)
    async with place.served(), place.browser() as ann:
        await agreed(ann, place.invited()[0])
        await reaches(ann, "P2")
        # As in `interview run`: what was loaded at the start is not looked through for garbage.
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        held = [await _held(place, request) for request in _requests(ann)]
    place.world.store.close()
    return held


def table(held: list[Held]) -> str:
    """A line each."""
    rows = [HEAD, *(one.row for one in held)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEAD))]
    return "\n".join(
        "  ".join(
            t.rjust(w) if 0 < n < len(HEAD) - 1 else t.ljust(w) for n, (t, w) in enumerate(zip(r, widths, strict=True))
        )
        for r in rows
    )


def _requests(ann: Browser) -> Iterator[Request]:
    [cookie] = ann.session.cookie_jar
    mine = {"Cookie": f"{cookie.key}={cookie.value}"}
    hook = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
    fields = {**ann.form, "words": ""}
    for name, shape in SHAPES.items():
        for do in ("write", "help"):
            start = "&".join(f"{k}={v}" for k, v in {**fields, "do": do, "id": f"{do}{name}"}.items()).encode()
            body = start.replace(b"&words=", b"") + b"&words=" + shape * (SIZE // len(shape))
            yield Request(f"a form to {do}: {name}", "/chat", {**mine, "Content-Type": FORM}, body)
    for codec in ("punycode", "idna", "utf-7"):
        kind = {"Content-Type": f"{FORM}; charset={codec}"}
        yield Request(f"a form in {codec}", "/i/x", kind, b"once=xn--" + b"a" * SIZE)
    yield Request("a form of many fields", "/chat", {**mine, "Content-Type": FORM}, b"a=1&" * (SIZE // 4))
    parts = (
        "".join(_part(name, value) for name, value in fields.items()).encode() + _part("recording", "").encode()[:-2]
    )
    for shape in (b"OggS", b"\r\n--", b"\0"):
        body = parts + shape * ((MOST_BYTES - len(parts)) // len(shape)) + b"\r\n--b--\r\n"
        yield Request(f"a recording of {shape!r}", "/chat/voice", {**mine, "Content-Type": PARTS}, body)
    message = {"message_id": 5, "from": {"id": 7}, "chat": {"id": 7, "type": "private"}, "date": 1_790_000_000}
    for number, text in enumerate(("x", "\U0001f600", "\ufdfa", "/start x")):
        update = {"update_id": 70 + number, "message": {**message, "text": text * (SIZE // len(text) // 12)}}
        yield Request(f"an update of {text!a}", "/telegram/families", hook, json.dumps(update).encode())
    for number, unread in enumerate(("[" * 400_000 + "]" * 400_000, "9" * SIZE, "[" + "[]," * 300_000 + "1]")):
        update = {"update_id": 80 + number, "message": {**message, "text": "x"}}
        yield Request(
            "an update with " + unread[:3] + "…",
            "/telegram/families",
            hook,
            f'{json.dumps(update)[:-1]}, "a": {unread}}}'.encode(),
        )
    for path in ("/chat", "/chat/answers", "/i/x", "/privacy"):
        yield Request(f"a look at {path}", path, mine, method="GET")


def _part(name: str, value: str) -> str:
    return f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'


async def _held(place: Place, request: Request) -> Held:
    """Send a request from another thread; what the loop does meanwhile is this request's."""
    held = Held(request)
    with _watching(held):
        held.status = await asyncio.to_thread(_sent, int(place.world.settings["port"]), request)
    return held


def _sent(port: int, request: Request) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    try:
        connection.request(request.method, request.path, request.body, request.headers)
        return connection.getresponse().status
    except ConnectionError:
        return 0
    finally:
        connection.close()


@contextmanager
def _watching(held: Held) -> Iterator[None]:
    """Look at every step of this thread's loop."""
    run_step, here = asyncio.Handle._run, get_ident()

    def timed(handle: Any) -> Any:
        began = thread_time()
        try:
            return run_step(handle)
        finally:
            if get_ident() == here:
                took = thread_time() - began
                held.longest, held.total = max(held.longest, took), held.total + took

    asyncio.Handle._run = timed  # type: ignore[method-assign, assignment] # asyncio has no other place to look from
    try:
        yield
    finally:
        asyncio.Handle._run = run_step  # type: ignore[method-assign] # as it was
