"""A form with a recording in it, read in memory: nothing of it is ever written to a disk in the clear.

The fields before the recording are read first, so that who sends it is known before any of it is taken.
"""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from bot.web.bodies import Body, Patience, content_type, text, valued
from bot.web.fields import Fields, first, gathered

MOST_BYTES = 21 * 1024 * 1024
MOST_OF_FIELDS = 1024 * 1024
MOST_OF_HEAD = 2048
LONGEST_BOUNDARY = 70
KIND, FIELD, FILE = "multipart/form-data", "text/plain", "recording"
AS_IT_IS = frozenset({"", "7bit", "8bit", "binary"})
END = b"\r\n"


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a part: the name of its field, and what it holds."""

    name: str
    kind: str


class Recorded:
    """A form with a recording, while it comes in: `fields` come first, then `content`."""

    def __init__(self, request: web.Request, patience: Patience) -> None:
        [*headers] = request.headers.getall("Content-Type", [])
        if len(headers) != 1:
            raise web.HTTPUnsupportedMediaType
        kind, parameters = content_type(headers[0])
        if kind != KIND:
            raise web.HTTPUnsupportedMediaType
        boundary = parameters.get("boundary", "")
        if not (0 < len(boundary) <= LONGEST_BOUNDARY and boundary.isascii() and boundary.isprintable()):
            raise web.HTTPBadRequest
        self._body = Body(request, MOST_BYTES + MOST_OF_FIELDS, patience.silence, patience.recording)
        self._mark = END + b"--" + boundary.encode()
        self._held = bytearray(END)
        self._pairs: list[tuple[str, str]] = []
        self._room = MOST_OF_FIELDS
        self.mime = ""

    @property
    def fields(self) -> Fields:
        """Return the fields that have come so far."""
        return gathered(self._pairs)

    def first(self, name: str) -> str:
        """Return the first value of a field."""
        return first(self.fields, name)

    async def read_to_recording(self) -> None:
        """Read the fields that come before the recording; a form without one is refused."""
        if await self._until(self._mark, 0):
            raise web.HTTPBadRequest
        head = await self._read_fields()
        if head is None:
            raise web.HTTPBadRequest
        self.mime = head.kind

    async def read_recording(self) -> bytes:
        """The recording, and then the fields that come after it."""
        content = await self._until(self._mark, MOST_BYTES)
        if await self._read_fields() is not None:
            raise web.HTTPBadRequest
        return content

    async def _read_fields(self) -> Head | None:
        """Read fields up to the recording, or to the end."""
        while (head := await self._head()) is not None and head.name != FILE:
            if head.kind not in {"", FIELD}:
                raise web.HTTPUnsupportedMediaType
            value = await self._until(self._mark, self._room)
            self._room -= len(value)
            self._pairs.append((head.name, text(value)))
            gathered(self._pairs)
        return head

    async def _head(self) -> Head | None:
        """Read the head of the next part; None after the last one."""
        while len(self._held) < len(END):
            self._held += await self._piece()
        if self._held.startswith(b"--"):
            return None
        if not self._held.startswith(END):
            raise web.HTTPBadRequest
        return _head(text(await self._until(END + END, MOST_OF_HEAD)))

    async def _until(self, mark: bytes, most: int) -> bytes:
        """Read to the mark and past it; `most` bytes before it at most. Nothing is looked through twice."""
        looked = 0
        while (at := self._held.find(mark, looked)) < 0:
            if len(self._held) > most + len(mark):
                raise web.HTTPRequestEntityTooLarge(most, len(self._held))
            looked = max(0, len(self._held) - len(mark) + 1)
            self._held += await self._piece()
        if at > most:
            raise web.HTTPRequestEntityTooLarge(most, at)
        with memoryview(self._held) as held:
            found = bytes(held[:at])
        del self._held[: at + len(mark)]
        return found

    async def _piece(self) -> bytes:
        if piece := await self._body.more():
            return piece
        raise web.HTTPBadRequest


def _head(lines: str) -> Head:
    """Read the head of a part."""
    given: dict[str, str] = {}
    for line in lines.split("\r\n")[1:]:
        name, colon, value = line.partition(":")
        if not colon or name.lower() in given:
            raise web.HTTPBadRequest
        given[name.lower()] = value.strip()
    form, about = valued(given.get("content-disposition", ""))
    if form != "form-data" or "name" not in about:
        raise web.HTTPBadRequest
    if given.get("content-transfer-encoding", "").lower() not in AS_IT_IS:
        raise web.HTTPUnsupportedMediaType
    return Head(about["name"], content_type(given.get("content-type", ""))[0])
