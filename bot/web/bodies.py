"""The body of a request, read piece by piece: so many bytes, in so much time, as UTF-8 and never as it says of itself.

A body may name any encoding that Python knows, and decoding some of them takes hours. So nothing is decoded but UTF-8.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass

from aiohttp import ClientError, web
from aiohttp.http import HttpProcessingError

UTF_8 = frozenset({"utf-8", "utf8"})
CHARSET = "charset"
PLAIN = frozenset({"", "identity"})
_PARAMETER = re.compile(r';\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;"\s]*))\s*')


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that a client may take: for its first request, between two requests, between two pieces of a body, and for a
    whole body: a short one, or a recording. `linger`: how long the rest of a body that was refused may still come in."""

    first: float = 20.0
    idle: float = 75.0
    silence: float = 20.0
    short: float = 60.0
    recording: float = 15 * 60.0
    linger: float = 30.0


PATIENCE = Patience()


class Body:
    """The body of a request that is being read. Somebody who sends too much, too slowly or nonsense is refused."""

    def __init__(self, request: web.Request, most: int, silence: float, whole: float) -> None:
        if request.headers.get("Content-Encoding", "").strip().lower() not in PLAIN:
            raise web.HTTPUnsupportedMediaType
        if (request.content_length or 0) > most:
            raise web.HTTPRequestEntityTooLarge(most, request.content_length or 0)
        self._content, self._most, self._silence = request.content, most, silence
        self._end = asyncio.get_running_loop().time() + whole
        self._size = 0

    async def more(self) -> bytes:
        """Return the next piece; nothing at the end."""
        try:
            async with asyncio.timeout_at(min(self._end, asyncio.get_running_loop().time() + self._silence)):
                piece = await self._content.readany()
        except TimeoutError:
            raise web.HTTPRequestTimeout from None
        except (web.RequestPayloadError, HttpProcessingError, ClientError, OSError):
            raise web.HTTPBadRequest from None
        self._size += len(piece)
        if self._size > self._most:
            raise web.HTTPRequestEntityTooLarge(self._most, self._size)
        return piece

    async def whole(self) -> bytes:
        """Return all of it."""
        pieces = []
        while piece := await self.more():
            pieces.append(piece)
        return b"".join(pieces)


async def read_whole(request: web.Request, most: int, patience: Patience) -> bytes:
    """Read the whole of a short body."""
    return await Body(request, most, patience.silence, patience.short).whole()


def text(written: bytes) -> str:
    """Read bytes of a client as UTF-8; anything else is refused."""
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError:
        raise web.HTTPBadRequest from None


def valued(header: str) -> tuple[str, dict[str, str]]:
    """Split a header into its value and its parameters; refuse one that is given twice or cannot be read."""
    header = header.rstrip("; \t")
    end = (header + ";").index(";")
    parameters: dict[str, str] = {}
    while end < len(header):
        found = _PARAMETER.match(header, end)
        if found is None or found[1].lower() in parameters:
            raise web.HTTPBadRequest
        parameters[found[1].lower()] = found[3] if found[2] is None else found[2]
        end = found.end()
    return header.partition(";")[0].strip().lower(), parameters


def content_type(header: str) -> tuple[str, dict[str, str]]:
    """Split a content type into its kind and its parameters; refuse any charset but UTF-8."""
    kind, parameters = valued(header)
    for name, value in parameters.items():
        if name.startswith(CHARSET):
            require_utf_8(value if name == CHARSET else name)
    return kind, parameters


def require_utf_8(charset: str) -> None:
    """Refuse any other charset."""
    if charset.lower() not in UTF_8:
        raise web.HTTPUnsupportedMediaType
