"""The HTTP server: which address is answered by whom, and the port that it listens at."""

from __future__ import annotations

import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

import structlog
from aiohttp import web

from bot.store import NotReady
from bot.web import static_files, status, webhooks
from bot.web.bodies import PATIENCE, Patience
from bot.web.connections import listening
from bot.web.family.calling import Calls
from bot.web.family.chat import Chat
from bot.web.family.claiming import Whose
from bot.web.family.sessions import Entrance
from bot.web.site import Site
from storage.schema.vocabulary import Bot

log = structlog.get_logger(__name__)


@asynccontextmanager
async def serving(app: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Serve while the context is open; gives the port. A port of 0 is any free one, and is logged."""
    async with AsyncExitStack() as stack:
        try:
            found = await stack.enter_async_context(listening(app, host, port, PATIENCE))
        except OSError as error:
            raise NotReady(_no_port(host, port, error)) from None
        log.info("serving", port=found)
        yield found


def application(
    edges: Mapping[Bot, webhooks.Receive],
    secret: str,
    problems: Callable[[], Awaitable[list[str]]],
    metrics: Callable[[], bytes],
    site: Site | None = None,
    patience: Patience = PATIENCE,
) -> web.Application:
    """Routes: a webhook for each edge by its name, /healthz, /readyz and /metrics; with a site the family's page."""
    app = web.Application(client_max_size=webhooks.BODY_LIMIT)
    app.router.add_routes(webhooks.routes(edges, secret, patience))
    app.router.add_routes(status.routes(problems, metrics))
    app.router.add_routes(_pages(site) if site else ())
    return app


def _pages(site: Site) -> Iterator[web.RouteDef]:
    """Yield the routes a visitor may come to, guarded; last, every other address."""
    nowhere = web.route("*", "/{anywhere:.*}", site.nowhere)
    known = (*(way := Entrance(site)).routes(), *Whose(way).routes(), *Chat(site).routes(), *Calls(site).routes())
    for route in (*known, *static_files.routes(site.pages.assets), nowhere):
        yield web.RouteDef(route.method, route.path, site.guarded(route.handler), route.kwargs)


def _no_port(host: str, port: int, error: OSError) -> str:
    reason = error.strerror if isinstance(error, socket.gaierror) else os.strerror(error.errno or 0)
    return (
        f"Port {port} at {host} cannot be used: {reason}. "
        "Choose another one: --port for the demo, INTERVIEW_PORT for the service."
    )
