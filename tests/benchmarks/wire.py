"""HTTP/1.1 as far as a load generator needs it, so lean that the other side is what is measured."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from itertools import cycle
from typing import cast

END = b"\r\n\r\n"
Answer = Callable[[str, bytes, bytes], bytes]
Done = Callable[[int, bytes], None]


def _header(head: bytes, name: bytes) -> bytes:
    """The value of a header by its lower-case name; empty when there is none."""
    _, _, rest = head.lower().partition(b"\r\n" + name + b":")
    return rest.partition(b"\r\n")[0].strip()


class _Messages(asyncio.Protocol):
    """Cuts what comes into heads and bodies. Bodies have a length: neither side of this rig sends chunks."""

    def __init__(self) -> None:
        self._buffer = b""
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(END)) >= 0:
            head, start = self._buffer[:end], end + len(END)
            length = int(_header(head, b"content-length") or 0)
            if b"chunked" in head:
                raise ValueError("a body in chunks")
            if len(self._buffer) < start + length:
                return
            body, self._buffer = self._buffer[start : start + length], self._buffer[start + length :]
            self.message(head, body)

    def message(self, head: bytes, body: bytes) -> None:
        raise AssertionError(head, body)

    def write(self, data: bytes) -> None:
        if self.transport is not None:
            self.transport.write(data)


class ServerSide(_Messages):
    """Answers each request at once with JSON: `answer(path, content type, body)`."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self._answer = answer

    def message(self, head: bytes, body: bytes) -> None:
        path = head.split(b" ", 2)[1].decode()
        text = self._answer(path, _header(head, b"content-type"), body)
        self.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(text) + text
        )


class ClientSide(_Messages):
    """One kept connection; one request at a time."""

    def __init__(self, poster: Poster) -> None:
        super().__init__()
        self._poster = poster
        self.request: tuple[bytes, Done] | None = None

    def message(self, head: bytes, body: bytes) -> None:
        assert self.request is not None, "an answer that nobody asked for"
        (_, done), self.request = self.request, None
        self._poster.free(self)
        done(int(head[9:12]), body)

    def connection_lost(self, exc: Exception | None) -> None:
        self._poster.lost(self)

    def post(self, head: bytes, request: tuple[bytes, Done]) -> None:
        self.request = request
        self.write(b"%sContent-Length: %d\r\n\r\n" % (head, len(request[0])) + request[0])


class Poster:
    """Posts JSON over at most `limit` connections, as Telegram does with a webhook; the rest queues.

    With several ports the connections are spread over them, as by a proxy in front of several processes.
    """

    def __init__(self, host: str, ports: Sequence[int], path: str, secret: str, limit: int) -> None:
        self._host, self._ports = host, cycle(ports)
        lines = [f"POST {path} HTTP/1.1", f"Host: {host}:{ports[0]}", "Content-Type: application/json"]
        lines += [f"X-Telegram-Bot-Api-Secret-Token: {secret}"] if secret else []
        self._head = ("\r\n".join(lines) + "\r\n").encode()
        self._limit = limit
        self._open: set[ClientSide] = set()
        self._idle: deque[ClientSide] = deque()
        self._queue: deque[tuple[bytes, Done]] = deque()
        self._opening = 0
        self._tasks: set[asyncio.Task[None]] = set()

    def post(self, body: bytes, done: Done) -> None:
        """Post this when a connection is free; `done` hears the status and the body of the answer."""
        if self._idle:
            self._idle.popleft().post(self._head, (body, done))
            return
        self._queue.append((body, done))
        self._grow()

    def free(self, side: ClientSide) -> None:
        """A connection has nothing to do."""
        if self._queue:
            side.post(self._head, self._queue.popleft())
        else:
            self._idle.append(side)

    def lost(self, side: ClientSide) -> None:
        """A connection was closed: what it was about goes over another one."""
        self._open.discard(side)
        if side in self._idle:
            self._idle.remove(side)
        if side.request is not None:
            self._queue.appendleft(side.request)
            self._grow()

    def close(self) -> None:
        """Forget what waits and close every connection."""
        self._queue.clear()
        for task in self._tasks:
            task.cancel()
        for side in list(self._open):
            side.request = None
            if side.transport is not None:
                side.transport.close()

    def _grow(self) -> None:
        if len(self._open) + self._opening < self._limit:
            self._opening += 1
            task = asyncio.get_running_loop().create_task(self._connect())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _connect(self) -> None:
        """Tried again for as long as the other side is not yet there."""
        loop, port = asyncio.get_running_loop(), next(self._ports)
        while True:
            try:
                _, side = await loop.create_connection(lambda: ClientSide(self), self._host, port)
            except OSError:
                await asyncio.sleep(0.02)
                continue
            break
        self._opening -= 1
        self._open.add(side)
        self.free(side)
