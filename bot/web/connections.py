"""The connections of the server: one that only waits makes way for a new one."""

from __future__ import annotations

import asyncio
import resource
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from bot.web.bodies import Patience
from bot.web.private import be_nameless

Connection = web.RequestHandler
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
MOST, SPARE = 2000, 250
BACKLOG = 128
SHUTDOWN_SECONDS = 10.0


@dataclass(slots=True)
class Connections:
    """Those that are open, `most` at a time. `new` have not sent a whole head yet, `asking` have a request under way."""

    most: int
    first: float
    server: web.Server | None = None
    new: dict[Connection, asyncio.TimerHandle] = field(default_factory=dict)
    asking: dict[Connection, web.Request] = field(default_factory=dict)

    def __call__(self) -> Connection:
        """Make a connection for a visitor; if there are too many, close one that only waits."""
        assert self.server is not None  # noqa: S101 - nobody comes before it listens
        if len(self.server.connections) >= self.most:
            self._make_room()
        made = self.server()
        self.new[made] = asyncio.get_running_loop().call_later(self.first, self._look, made)
        return made

    async def noted(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer a request; while that lasts, its connection is in use."""
        connection = request.protocol
        if (waiting := self.new.pop(connection, None)) is not None:
            waiting.cancel()
        self.asking[connection] = request
        try:
            return await handler(request)
        finally:
            del self.asking[connection]

    def end(self) -> None:
        """Close all connections but those that wait for an answer: a request that is not whole by now is not read any more."""
        for connection in [*self._waiting()]:
            connection.force_close()

    def _look(self, connection: Connection) -> None:
        """Close a connection that has not sent its first head in time."""
        if self.new.pop(connection, None) is not None:
            connection.force_close()

    def _make_room(self) -> None:
        """Close the one that can best be missed."""
        if (missed := next((c for c in self._waiting() if c.connected), None)) is not None:
            if (timer := self.new.pop(missed, None)) is not None:
                timer.cancel()
            missed.force_close()

    def _waiting(self) -> Iterator[Connection]:
        """Name those without a request, then those whose request has not wholly come; the oldest first."""
        yield from self.new
        yield from (c for c in (self.server.connections if self.server else ()) if c not in self.asking)
        yield from (c for c, request in self.asking.items() if not request.content.is_eof())


@asynccontextmanager
async def listening(
    app: web.Application, host: str, port: int, patience: Patience, most: int = 0
) -> AsyncIterator[int]:
    """Serve while the context is open; gives the port. At the end requests under way are answered first.

    What a client has compressed is not unpacked. `most`: connections at a time; as many as this process may have, if 0.
    """
    be_nameless()
    connections = Connections(most or _most(), patience.first)

    @web.middleware
    async def noted(request: web.Request, handler: Handler) -> web.StreamResponse:
        return await connections.noted(request, handler)

    app.middlewares.append(noted)
    runner = web.AppRunner(
        app,
        access_log=None,
        handle_signals=False,
        shutdown_timeout=SHUTDOWN_SECONDS,
        keepalive_timeout=patience.idle,
        lingering_time=patience.linger,
        auto_decompress=False,
    )
    await runner.setup()
    connections.server = runner.server
    try:
        backlog = min(BACKLOG, connections.most // 4 + 1)
        server = await asyncio.get_running_loop().create_server(connections, host, port, backlog=backlog)
        try:
            yield int(server.sockets[0].getsockname()[1])
        finally:
            server.close()
            await asyncio.sleep(0)
            connections.end()
    finally:
        await runner.cleanup()


def _most() -> int:
    """As many as the limit on open files allows, with files to spare for the store and for Telegram."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files == resource.RLIM_INFINITY:
        return MOST
    return max(1, min(MOST, files - SPARE if files > 2 * SPARE else files // 2))
