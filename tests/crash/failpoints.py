"""Counts the points of the road that a service passes, and lets it die at the one that was asked for.

The figures are in a small file that the test and the service both map into memory: how many points were passed since the
point at which counting begins, at which number to die, and the name of the point where the service died.
"""

from __future__ import annotations

import mmap
import os
import struct
import threading
from pathlib import Path
from typing import Self

from sqlalchemy import Engine, event

NUMBER = struct.Struct("=Q")
PASSED, DIES_AT, WITH_BESIDE = 0, NUMBER.size, 2 * NUMBER.size
NAME_SIZE = 56
SINCE, DIED_AT = slice(24, 24 + NAME_SIZE), slice(24 + NAME_SIZE, 24 + 2 * NAME_SIZE)
SIZE = 24 + 2 * NAME_SIZE
DIED = 86
# What runs beside the road, in threads of its own: the clock, the bot's name, a visitor's Start. The points of the first two
# come at any moment, so they count only where they are asked for.
BESIDE = "asyncio_"


class Points:
    """The points passed, as both sides see them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), SIZE)
        self._lock = threading.Lock()

    @classmethod
    def fresh(cls, path: Path) -> Self:
        """Nothing was passed yet, and nobody is to die."""
        path.write_bytes(bytes(SIZE))
        return cls(path)

    @property
    def passed(self) -> int:
        """How many points were passed since counting began."""
        return self._number(PASSED)

    @property
    def died_at(self) -> str:
        """The name of the point where the service died since `arm`; empty while it lives."""
        return self._shared[DIED_AT].rstrip(b"\0").decode()

    def arm(self, number: int, since: str = "", *, beside: bool = False) -> None:
        """Die at this point, counted from the next one of the name `since`, or from now; 0: count and live."""
        NUMBER.pack_into(self._shared, DIES_AT, 0)
        NUMBER.pack_into(self._shared, WITH_BESIDE, beside)
        NUMBER.pack_into(self._shared, PASSED, 0)
        self._shared[SINCE] = since.encode().ljust(NAME_SIZE, b"\0")
        self._shared[DIED_AT] = bytes(NAME_SIZE)
        NUMBER.pack_into(self._shared, DIES_AT, number)

    def pass_by(self, name: str) -> None:
        """The service has reached a point."""
        if threading.current_thread().name.startswith(BESIDE) and not self._number(WITH_BESIDE):
            return
        with self._lock:
            since = self._shared[SINCE].rstrip(b"\0").decode()
            if not self.passed and since not in {"", name}:
                return
            NUMBER.pack_into(self._shared, PASSED, self.passed + 1)
            if self.passed == self._number(DIES_AT):
                self._shared[DIED_AT] = name.encode().ljust(NAME_SIZE, b"\0")
                os._exit(DIED)

    def _number(self, place: int) -> int:
        return int(NUMBER.unpack_from(self._shared, place)[0])


def watch(path: Path) -> None:
    """In the service's own process: from now on its points count, each statement and each acknowledgement among them."""
    from aiohttp import web

    from storage.engine import failpoints

    points = Points(path)
    answered = web.Response.write_eof

    async def write_eof(self: web.Response, data: bytes = b"") -> None:
        await answered(self, data)
        points.pass_by("after acknowledge")

    failpoints.watcher = points.pass_by
    event.listen(Engine, "after_cursor_execute", lambda *_: points.pass_by("statement"))
    setattr(web.Response, "write_eof", write_eof)  # noqa: B010 - a method, which mypy lets nobody assign
