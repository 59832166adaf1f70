"""Fetching: a voice message from Telegram, by the two steps of the Bot API. A claimed row in, a mark out; never an exception.

Trouble on the way is tried again with growing pauses, for as long as it takes. Only what Telegram says it does not have, or
gives to no bot, is given up: its sender is told then.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol

import structlog

from bot.clock import USUAL, Clock, Timing
from bot.rounds.sounds import kind_of
from bot.telegram.client import CallFailed
from storage.engine.failpoints import reach
from storage.outbox.queue import Claimed, Fetched, Mark
from storage.schema.vocabulary import Bot, CallState

AT_ONCE = 4
TOO_BIG = "file is too big"
NO_SOUND = "no sound"
log = structlog.get_logger(__name__)


class Files(Protocol):
    """The part of the Bot API that files come from."""

    async def call(self, method: str, body: dict[str, Any] | None = None, *, wait: float = 0) -> Any: ...

    async def download(self, path: str) -> bytes: ...


@dataclass(slots=True)
class Fetching:
    """Fetches a few files at a time, each once."""

    apis: Mapping[Bot, Files]
    now: Clock
    timing: Timing = USUAL
    _room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _under_way: set[int] = field(default_factory=set)

    async def fetch(self, row: Claimed) -> Mark | None:
        """Fetch the file of a row, and return the mark for it; None if it is being fetched already."""
        if row.id in self._under_way:
            return None
        self._under_way.add(row.id)
        try:
            async with self._room:
                return await self._mark(row)
        finally:
            self._under_way.discard(row.id)

    async def _mark(self, row: Claimed) -> Mark:
        number = int(row.wire["number"])
        try:
            reach("before fetch")
            content = await _content(self.apis[row.bot], str(row.wire["file_id"]))
            reach("after fetch")
        except CallFailed as failed:
            return self._failed(row, number, failed)
        except Exception as error:  # noqa: BLE001 - one file that can't be fetched must not end all the others
            return self._failed(row, number, CallFailed(0, type(error).__name__))
        if kind_of(content) is None:
            log.warning("what was fetched is no recording", bot=row.bot)
            return Mark(id=row.id, state=CallState.FAILED, error=NO_SOUND, fetched=Fetched(number))
        return Mark(id=row.id, state=CallState.SENT, fetched=Fetched(number, content))

    def _failed(self, row: Claimed, number: int, failed: CallFailed) -> Mark:
        log.warning("voice message not fetched", bot=row.bot, code=failed.code, attempt=row.attempts)
        error = str(failed.code)
        if TOO_BIG in failed.description or (failed.code in {400, 404} and row.attempts >= self.timing.fetches):
            return Mark(id=row.id, state=CallState.FAILED, error=error, fetched=Fetched(number))
        due_at = self.now() + timedelta(seconds=failed.pause(row.attempts, self.timing.first_retry))
        return Mark(id=row.id, state=CallState.DUE, due_at=due_at, error=error)


async def _content(api: Files, file_id: str) -> bytes:
    """The whole file; one that breaks off is tried again."""
    file = await api.call("getFile", {"file_id": file_id})
    path = str(file.get("file_path") or "")
    if path.startswith("/") or not path:
        log.error(
            "no file over HTTP: a Bot API server in local mode names paths of its own disk; start it without --local"
        )
        raise CallFailed(0, "no path to fetch")
    content = await api.download(path)
    if len(content) != file.get("file_size", len(content)):
        raise CallFailed(0, "not the whole file")
    return content
