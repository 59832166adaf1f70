"""One process polls a token at a time: a lock that dies with its holder.

On PostgreSQL it is held by a transaction of its own (`AdvisoryLock`), else by a locked file. A process that has lost it asks
Telegram nothing until it has it again.
"""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from math import inf
from pathlib import Path
from time import monotonic
from typing import IO, Protocol

import structlog

from bot.clock import USUAL, Timing
from bot.rounds.threads import beside
from storage.engine.advisory_lock import AdvisoryLock
from storage.engine.faults import is_outage
from storage.engine.unit_of_work import Engine
from storage.schema.vocabulary import Bot

log = structlog.get_logger(__name__)


class AlreadyPolling(Exception):  # noqa: N818 - one sentence for the operator
    """Another process asks Telegram for this bot's updates."""


class Hold(Protocol):
    """A way to hold a lock."""

    def take(self) -> bool:
        """Take it; False if somebody else has it."""

    def keep(self) -> bool:
        """Say that it is still wanted; False if it is lost."""

    def drop(self) -> None:
        """Let it go."""

    def who(self) -> str:
        """Say what is known of who has it."""


@dataclass(slots=True)
class PollLock:
    """The right to ask Telegram for one bot's updates."""

    bot: Bot
    hold: Hold
    timing: Timing = USUAL
    _sure: float = -inf

    @property
    def is_held(self) -> bool:
        """Tell whether this process has it, as far as it was told a moment ago."""
        return monotonic() - self._sure < self.timing.doubt

    async def run(self) -> None:
        """Keep it until cancelled; AlreadyPolling if somebody else has taken it meanwhile."""
        while True:
            await asyncio.sleep(self.timing.beat)
            await beside(self.beat)

    def take(self) -> None:
        """Take it; AlreadyPolling if somebody else has it."""
        if not self.hold.take():
            raise AlreadyPolling(
                f"Another process already runs the {self.bot} bot by polling{self.hold.who()}. "
                "Stop it first, or use webhooks."
            )
        self._sure = monotonic()

    def beat(self) -> None:
        """Keep it, or take it again where it was lost; while the store is down nobody has it."""
        began = monotonic()
        try:
            if not self.hold.keep():
                log.warning("right to poll lost", bot=self.bot)
                self._sure = -inf
                self.take()
        except Exception as error:
            if not is_outage(error):
                raise
            log.warning("right to poll in doubt", bot=self.bot, error=type(error).__name__)
            return
        self._sure = began


@contextmanager
def poll_lock(engine: Engine, folder: Path, bot: Bot, token: str, timing: Timing = USUAL) -> Iterator[PollLock]:
    """Hold the right to poll: an open transaction on PostgreSQL, else a locked file. AlreadyPolling if somebody else has it."""
    name = hashlib.sha256(f"poll|{token}".encode()).hexdigest()
    key, path = int(name[:15], 16), folder / f"poll-{name[:16]}.lock"
    hold: Hold = AdvisoryLock(engine, key) if engine.dialect.name == "postgresql" else _File(path)
    lock = PollLock(bot, hold, timing)
    try:
        lock.take()
        yield lock
    finally:
        lock.hold.drop()


@dataclass(slots=True)
class _File:
    """A locked file, which the system unlocks when its process ends, however that ends."""

    path: Path
    _file: IO[str] | None = None

    def take(self) -> bool:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = self.path.open("a+")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self.drop()
            return False
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()
        return True

    def keep(self) -> bool:
        """Another file of that name would be another lock."""
        if self._file is None:
            return False
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(self._file.fileno()), self.path.stat()):
                return True
        self.drop()
        return False

    def drop(self) -> None:
        if self._file is not None:
            self._file.close()
        self._file = None

    def who(self) -> str:
        """Its number, and that it is suspended, where the system says so."""
        try:
            pid = int(self.path.read_text())
            state = (
                Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[0]
            )
        except (OSError, ValueError, IndexError):
            return ""
        return f" (process {pid}{', which is suspended: let it go on or end it' if state in {'T', 't'} else ''})"
