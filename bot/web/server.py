"""The HTTP server: Telegram's webhooks, and whether the process is alive and ready."""

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
from bot.version import version
from bot.web import static_files
from bot.web.bodies import PATIENCE, Patience, read_whole
from bot.web.family.calling import Calls
from bot.web.family.chat import Chat
from bot.web.family.claiming import Whose
from bot.web.family.sessions import Entrance
from bot.web.private import for_this_machine
from bot.web.site import Site
from storage.engine.failpoints import reach
from storage.schema.vocabulary import Bot

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
BODY_LIMIT = 1024 * 1024
LARGE = 64 * 1024
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
Receive = Callable[[dict[str, Any]], Awaitable[dict[str, Any] | None]]
Handler = Callable[[web.Request], Awaitable[web.Response]]


def application(
    edges: Mapping[Bot, Receive],
    secret: str,
    problems: Callable[[], Awaitable[list[str]]],
    metrics: Callable[[], bytes],
    site: Site | None = None,
    patience: Patience = PATIENCE,
) -> web.Application:
    """Routes: a webhook for each edge by its name, /healthz, /readyz and /metrics; with a site the family's page."""
    app = web.Application(client_max_size=BODY_LIMIT)
    for bot, receive in edges.items():
        app.router.add_post(f"/telegram/{bot}", webhook(receive, secret, patience), expect_handler=_invited(secret))
    app.router.add_get("/healthz", _alive)
    app.router.add_get("/readyz", for_this_machine(_ready(problems)))
    app.router.add_get("/metrics", for_this_machine(_numbers(metrics)))
    app.router.add_routes(_pages(site) if site else ())
    return app


def _pages(site: Site) -> Iterator[web.RouteDef]:
    """Yield the routes a visitor may come to, guarded; last, every other address."""
    nowhere = web.route("*", "/{anywhere:.*}", site.nowhere)
    known = (*(way := Entrance(site)).routes(), *Whose(way).routes(), *Chat(site).routes(), *Calls(site).routes())
    for route in (*known, *static_files.routes(site.pages.assets), nowhere):
        yield web.RouteDef(route.method, route.path, site.guarded(route.handler), route.kwargs)


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


async def _alive(_request: web.Request) -> web.Response:
    return web.Response(text="alive\n")


def _ready(problems: Callable[[], Awaitable[list[str]]]) -> Handler:
    async def handle(_request: web.Request) -> web.Response:
        if found := await problems():
            return web.Response(status=503, text=f"not ready: {', '.join(found)}\nversion {version()}\n")
        return web.Response(text=f"ready\nversion {version()}\n")

    return handle


def _numbers(metrics: Callable[[], bytes]) -> Handler:
    async def handle(_request: web.Request) -> web.Response:
        return web.Response(body=metrics(), headers={"Content-Type": PROMETHEUS})

    return handle
