"""A pooler in front of PostgreSQL, as strict as PgBouncer in its transaction mode: each transaction gets another connection.

It speaks the wire and understands of it as much as it needs: where a message ends, and when a transaction has ended. Whoever
goes away in the middle of one takes that connection to the server along; else the server's connections live for good, and so
does whatever a client has left in them. `statements`: a transaction of more than one statement is refused, as in its
statement mode.
"""

from __future__ import annotations

import secrets
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import parse_qs, unquote, urlsplit

SSL, GSS, CANCEL = 80877103, 80877104, 80877102
START = 196608
NUMBER = struct.Struct("!I")
REFUSED = b"SERROR\0VERROR\0C08P01\0Mtransaction blocks not allowed in statement pooling mode\0\0"


class Gone(Exception):  # noqa: N818 - how a conversation ends
    """One side has hung up."""


class Wire:
    """One connection, message by message."""

    def __init__(self, link: socket.socket) -> None:
        self.link = link

    def read(self, size: int) -> bytes:
        """So many bytes."""
        found = b""
        while len(found) < size:
            try:
                more = self.link.recv(size - len(found))
            except OSError:
                more = b""
            if not more:
                raise Gone
            found += more
        return found

    def message(self) -> tuple[bytes, bytes]:
        """The next message: its kind and what is in it."""
        kind = self.read(1)
        return kind, self.read(NUMBER.unpack(self.read(4))[0] - 4)

    def send(self, kind: bytes, body: bytes = b"") -> None:
        """Send a message."""
        try:
            self.link.sendall(kind + NUMBER.pack(len(body) + 4) + body)
        except OSError:
            raise Gone from None

    def close(self) -> None:
        """Hang up."""
        with suppress(OSError):
            self.link.shutdown(socket.SHUT_RDWR)
        self.link.close()


class Pooler:
    """Takes clients on a port of its own and lends them connections to the server, one transaction each, in turn."""

    def __init__(self, url: str, size: int, *, statements: bool) -> None:
        parts = urlsplit(url)
        query = parse_qs(parts.query)
        self._there = f"{query['host'][0]}/.s.PGSQL.{parts.port or 5432}"
        self._user, self._database = unquote(parts.username or "postgres"), parts.path.lstrip("/")
        self._free, self._room, self._statements = list[Wire](), threading.Semaphore(size), statements
        self._told: list[tuple[bytes, bytes]] = []
        self._all: list[Wire] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"postgresql://{self._user}@127.0.0.1:{self._door.getsockname()[1]}/{self._database}"
        self._free = [self._opened() for _ in range(2)]

    def serve(self) -> None:
        """Take clients until the door is closed."""
        while True:
            try:
                link, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._client, args=(Wire(link),), daemon=True).start()

    def close(self) -> None:
        """Hang up on everybody."""
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for wire in [*self._all]:
            wire.close()

    def _opened(self) -> Wire:
        """Another connection to the server, ready."""
        link = socket.socket(socket.AF_UNIX)
        link.connect(self._there)
        wire = Wire(link)
        self._all.append(wire)
        given = f"user\0{self._user}\0database\0{self._database}\0\0".encode()
        link.sendall(NUMBER.pack(len(given) + 8) + NUMBER.pack(START) + given)
        told = []
        while (message := wire.message())[0] != b"Z":
            told.append(message)
        self._told = [message for message in told if message[0] in {b"R", b"S"}]
        return wire

    def _client(self, client: Wire) -> None:
        self._all.append(client)
        with suppress(Gone):
            self._greet(client)
            while True:
                kind, body = client.message()
                if kind == b"X":
                    break
                self._transaction(client, kind, body)
        client.close()

    def _greet(self, client: Wire) -> None:
        """As a server does, but with a key of our own."""
        while (asked := NUMBER.unpack(client.read(NUMBER.unpack(client.read(4))[0] - 4)[:4])[0]) in {SSL, GSS}:
            client.link.sendall(b"N")
        if asked == CANCEL:
            raise Gone
        for kind, body in self._told:
            client.send(kind, body)
        client.send(b"K", secrets.token_bytes(8))
        client.send(b"Z", b"I")

    def _transaction(self, client: Wire, kind: bytes, body: bytes) -> None:
        """Lend a connection, another one than the last, until the transaction has ended."""
        if self._statements and kind in {b"Q", b"P"} and b"BEGIN" in body.upper():
            client.send(b"E", REFUSED)
            raise Gone
        with self._room:
            server = self._free.pop(0) if self._free else self._opened()
            try:
                self._carry(client, server, kind, body)
            except BaseException:
                server.close()
                raise
            self._free.append(server)

    def _carry(self, client: Wire, server: Wire, kind: bytes, body: bytes) -> None:
        """Carry messages both ways until the server is ready for a new transaction and nothing is asked."""
        asked = 0
        while True:
            server.send(kind, body)
            asked += kind in {b"Q", b"S"}
            while asked and kind in {b"Q", b"S"}:
                kind_back, back = server.message()
                client.send(kind_back, back)
                asked -= kind_back == b"Z"
                if kind_back == b"Z" and not asked and back == b"I":
                    return
            kind, body = client.message()
            if kind == b"X":
                raise Gone


@contextmanager
def pooled(url: str, size: int = 20, *, statements: bool = False) -> Iterator[str]:
    """The address of a pooler in front of this server."""
    pooler = Pooler(url, size, statements=statements)
    threading.Thread(target=pooler.serve, daemon=True).start()
    try:
        yield pooler.url
    finally:
        pooler.close()
