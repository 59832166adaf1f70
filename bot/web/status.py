"""Tell whether the process is alive and ready, and its numbers; for the machine that runs it alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator

from aiohttp import web

from bot import version
from bot.web.private import for_this_machine

PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
Handler = Callable[[web.Request], Awaitable[web.Response]]


def routes(problems: Callable[[], Awaitable[list[str]]], metrics: Callable[[], bytes]) -> Iterator[web.RouteDef]:
    """Yield /healthz, which everybody may ask for, /readyz and /metrics."""
    yield web.get("/healthz", _alive)
    yield web.get("/readyz", for_this_machine(_ready(problems)))
    yield web.get("/metrics", for_this_machine(_numbers(metrics)))


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
