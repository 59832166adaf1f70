"""One process polls a token at a time: a lock that dies with its holder."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, func, select


class AlreadyPolling(Exception):  # noqa: N818 - one sentence for the operator
    """Another process asks Telegram for this bot's updates."""


@contextmanager
def poll_lock(engine: Engine, folder: Path, bot: str, token: str) -> Iterator[None]:
    """Hold the right to poll: a session lock on PostgreSQL, else a locked file. AlreadyPolling if somebody else has it."""
    name = hashlib.sha256(f"poll|{token}".encode()).hexdigest()
    hold = _session_lock(engine, name) if engine.dialect.name == "postgresql" else _file_lock(folder, name)
    with hold as held:
        if not held:
            raise AlreadyPolling(
                f"Another process already runs the {bot} bot by polling. Stop it first, or use webhooks."
            )
        yield


@contextmanager
def _session_lock(engine: Engine, name: str) -> Iterator[bool]:
    key = int(name[:15], 16)
    # Outside of a transaction, which would stay open for weeks.
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield bool(connection.execute(select(func.pg_try_advisory_lock(key))).scalar())


@contextmanager
def _file_lock(folder: Path, name: str) -> Iterator[bool]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / f"poll-{name[:16]}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True
