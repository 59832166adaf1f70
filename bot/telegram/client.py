"""A small Bot API client: post a call, hear what became of it. The token shows in no error and no log."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import orjson

from bot.clock import USUAL, Timing
from bot.settings import proxy_to

JSON = "application/json"
CONNECT_SECONDS = 5
LONGEST_WAIT = 86400.0
LONGEST_PAUSE = 300.0
# A hundred updates of the longest messages are below a tenth of this; files for bots have up to 20 MB.
MOST_OF_REPLY, MOST_OF_FILE = 16 * 1024 * 1024, 21 * 1024 * 1024
TOO_LONG = "a reply that is too long"
MOST_DIGITS, DEEPEST = 300, 100
# A string, or what opens or closes a part.
_MARK = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]', re.DOTALL)


class CallFailed(Exception):  # noqa: N818 - carries what Telegram said, not a fault of ours
    """The call did not succeed. `code` is Telegram's error code, 0 when there was no answer; `retry_after` in seconds."""

    def __init__(self, code: int, description: str, retry_after: float | None = None) -> None:
        super().__init__(f"{code}: {description}")
        self.code = code
        self.description = description
        self.retry_after = retry_after

    @property
    def is_final(self) -> bool:
        """Tell whether the same call can never succeed: Telegram understood it and said no."""
        return 400 <= self.code < 500 and self.code not in {401, 404, 409, 429}  # noqa: PLR2004 - HTTP's own classes

    @property
    def is_blocked(self) -> bool:
        """Tell whether the person can't be reached any more: has blocked the bot, or the chat is gone."""
        return self.code == 403 or (self.code == 400 and "chat not found" in self.description)  # noqa: PLR2004 - as above

    def pause(self, attempts: int, first: float) -> float:
        """Seconds before the next try: as long as Telegram asked for, else twice as long each time, up to five minutes."""
        return self.retry_after or min(LONGEST_PAUSE, first * 2 ** min(attempts - 1, 9))


@dataclass(slots=True, repr=False)
class BotApi:
    """One bot at one Bot API server, over a session that the caller owns."""

    session: aiohttp.ClientSession
    server: str
    token: str
    timing: Timing = USUAL
    proxy: str | None = field(init=False)

    def __post_init__(self) -> None:
        self.proxy = proxy_to(self.server)

    async def call(self, method: str, body: dict[str, Any] | None = None, *, wait: float = 0) -> Any:
        """The result of a call; CallFailed otherwise. `wait` is how long Telegram may hold it back, in seconds."""
        written = aiohttp.BytesPayload(orjson.dumps(body or {}), content_type=JSON)
        patience = wait + self.timing.call
        return _result(*await self._ask("POST", f"bot{self.token}/{method}", MOST_OF_REPLY, patience, written))

    async def download(self, path: str) -> bytes:
        """The content of a file that getFile has named; CallFailed otherwise."""
        where, patience = f"file/bot{self.token}/{path}", self.timing.download
        status, content = await self._ask("GET", where, MOST_OF_FILE, patience)
        if status != 200:  # noqa: PLR2004 - HTTP's own number
            _result(status, content)
            raise CallFailed(0, "no file")
        return content

    async def upload(self, method: str, body: dict[str, Any], field: str, content: bytes) -> Any:
        """A call with a file in it."""
        form = aiohttp.FormData({k: v if isinstance(v, str) else json.dumps(v) for k, v in body.items()})
        form.add_field(field, content, filename="invitation.png", content_type="image/png")
        return _result(*await self._ask("POST", f"bot{self.token}/{method}", MOST_OF_REPLY, self.timing.call, form))

    async def _ask(self, method: str, path: str, most: int, patience: float, data: Any = None) -> tuple[int, bytes]:
        """One request to this server and to no other: its status, and a body of so many bytes at most."""
        timeout = aiohttp.ClientTimeout(total=patience, sock_connect=CONNECT_SECONDS)
        try:
            async with self.session.request(
                method, f"{self.server}/{path}", data=data, timeout=timeout, allow_redirects=False, proxy=self.proxy
            ) as reply:
                return reply.status, await _limited(reply, most)
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise CallFailed(0, type(error).__name__) from None


async def _limited(reply: aiohttp.ClientResponse, most: int) -> bytes:
    """Read a body; CallFailed as soon as it is longer than any that Telegram sends."""
    pieces, size = [], 0
    async for piece in reply.content.iter_any():
        size += len(piece)
        if size > most:
            reply.close()
            raise CallFailed(0, TOO_LONG)
        pieces.append(piece)
    return b"".join(pieces)


def _result(status: int, body: bytes) -> Any:
    """Return the result in a reply; CallFailed says what else it was. A reply that is not the Bot API's was not understood."""
    try:
        reply = read_json(body)
        if reply["ok"]:
            return reply["result"]
        wait = (reply.get("parameters") or {}).get("retry_after")
        seconds = min(float(wait), LONGEST_WAIT) if wait else None
        code, description = int(reply["error_code"]), str(reply.get("description", ""))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise CallFailed(status if status >= 500 else 0, "no Bot API reply") from None  # noqa: PLR2004 - a server's fault
    raise CallFailed(code, description, seconds)


def read_json(body: bytes) -> Any:
    """The JSON in a body; ValueError if it is none.

    What only the patient reader takes, as half a character, must not hold up all other updates. What lies so deep that no
    reader takes it is left out.
    """
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        text = body.decode(json.detect_encoding(body), "surrogatepass")
    try:
        return json.loads(text, parse_int=_int)
    except RecursionError:
        return json.loads(_cut(text), parse_int=_int)


def _int(digits: str) -> int | float:
    """A number of so many digits that it is none of Telegram's is only near."""
    return int(digits) if len(digits) <= MOST_DIGITS else float(digits)


def _cut(text: str) -> str:
    """JSON without what lies too deep in it."""
    kept, depth, end = [], 0, 0
    for found in _MARK.finditer(text):
        opens, closes = found[0] in "{[", found[0] in "}]"
        depth += opens
        if opens and depth == DEEPEST:
            kept.append(text[end : found.start()])
        if closes and depth == DEEPEST:
            end = found.end()
            kept.append("null")
        depth -= closes
    return "".join((*kept, text[end:]))


def open_session() -> aiohttp.ClientSession:
    """The session that all calls of a process share; close it with `async with`."""
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=200, keepalive_timeout=60))
