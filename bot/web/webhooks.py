"""Telegram's webhooks: a handler for each bot, which answers only after the update is kept."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Iterator, Mapping
from functools import partial
from typing import Any

import orjson
from aiohttp import HttpVersion11, web

from bot.rounds.rounds import StoreDown
from bot.rounds.threads import beside
from bot.telegram.client import read_json
from bot.web.bodies import Patience, read_whole
from storage.engine.failpoints import reach
from storage.schema.vocabulary import Bot

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
BODY_LIMIT = 1024 * 1024
LARGE = 64 * 1024
Receive = Callable[[dict[str, Any]], Awaitable[dict[str, Any] | None]]
Handler = Callable[[web.Request], Awaitable[web.Response]]


def routes(edges: Mapping[Bot, Receive], secret: str, patience: Patience) -> Iterator[web.RouteDef]:
    """Yield /telegram/families and /telegram/reviewers, for the bots that there are."""
    for bot, receive in edges.items():
        handler = webhook(receive, secret, patience)
        yield web.post(f"/telegram/{bot}", handler, expect_handler=_invited(secret))


def webhook(receive: Receive, secret: str, patience: Patience) -> Handler:
    """A handler that answers 200 only after the update is kept; 503 asks Telegram to send it again."""

    async def handle(request: web.Request) -> web.Response:
        if not _knows(request, secret):
            return web.Response(status=401)
        try:
            update = await _json(await read_whole(request, BODY_LIMIT, patience))
        except (ValueError, RecursionError):
            return web.Response(status=400)
        if not isinstance(update, dict):
            return web.Response(status=400)
        try:
            answer = await receive(update)
        except StoreDown:
            return web.Response(status=503, headers={"Retry-After": "1"})
        reach("before acknowledge")
        return web.Response(body=orjson.dumps(answer), content_type="application/json") if answer else web.Response()

    return handle


def _knows(request: web.Request, secret: str) -> bool:
    """Tell whether the secret was sent, once."""
    given = [one.encode("utf-8", "surrogateescape") for one in request.headers.getall(SECRET_HEADER, [])]
    return len(given) == 1 and hmac.compare_digest(given[0], secret.encode())


def _invited(secret: str) -> Callable[[web.Request], Awaitable[web.StreamResponse | None]]:
    """Ask for a body that waits for our word only from those who know the secret."""

    async def ask(request: web.Request) -> web.StreamResponse | None:
        if not _knows(request, secret):
            return web.Response(status=401)
        if request.version < HttpVersion11:
            return None
        if request.headers.get("Expect", "").lower() != "100-continue":
            return web.Response(status=417)
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        request.writer.output_size = 0
        return None

    return ask


async def _json(body: bytes) -> Any:
    """Read JSON; what is larger than any update of Telegram's is read beside the loop."""
    return read_json(body) if len(body) < LARGE else await beside(partial(read_json, body))
