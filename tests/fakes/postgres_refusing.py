"""A PostgreSQL that lets nobody in: it answers each start of a session with one error, as a real server writes it."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

ASKS_FOR_TLS = 80877103
PASSWORD = ("28P01", 'password authentication failed for user "interview"')
NO_ROLE = ("28000", 'role "interview" does not exist')
NOT_FROM_HERE = (
    "28000",
    'no pg_hba.conf entry for host "127.0.0.1", user "interview", database "record", no encryption',
)
NO_DATABASE = ("3D000", 'database "record" does not exist')
NO_RIGHT = ("42501", 'permission denied for database "record"')
FULL = ("53300", "sorry, too many clients already")


@contextmanager
def refusing(code: str, words: str) -> Iterator[int]:
    """Serve on loopback while the context is open; gives the port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=_serve, args=(server, code, words), daemon=True).start()
        yield server.getsockname()[1]


def _serve(server: socket.socket, code: str, words: str) -> None:
    while True:
        try:
            session, _ = server.accept()
        except OSError:
            return
        with session:
            _refuse(session, code, words)


def _refuse(session: socket.socket, code: str, words: str) -> None:
    length, kind = struct.unpack("!II", _exactly(session, 8))
    if kind == ASKS_FOR_TLS:
        session.sendall(b"N")
        length, _ = struct.unpack("!II", _exactly(session, 8))
    _exactly(session, length - 8)
    told = {"S": "FATAL", "V": "FATAL", "C": code, "M": words}
    fields = b"".join(f"{key}{value}".encode() + b"\0" for key, value in told.items())
    session.sendall(b"E" + struct.pack("!I", len(fields) + 5) + fields + b"\0")


def _exactly(session: socket.socket, size: int) -> bytes:
    read = b""
    while len(read) < size and (more := session.recv(size - len(read))):
        read += more
    return read
