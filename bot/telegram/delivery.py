"""Delivery: claimed outbox rows -> the Bot API, files from there. At least once, in order per chat, no transaction open.

A row is claimed and marked by `rounds`; here it is only sent. 429 delays its chat alone; trouble on the way is tried again
with growing pauses; a call that Telegram refuses for good is given up, and the chat goes on.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from typing import Any, Protocol

import structlog

from bot.clock import USUAL, Clock, Timing
from bot.telegram.client import CallFailed
from bot.telegram.downloads import Fetching
from storage.engine.failpoints import reach
from storage.outbox.live_buttons import Left, Standing
from storage.outbox.queue import EDIT, FETCH, LEASE, REACT, UNTRIED, Claimed, Mark
from storage.outbox.retiring import RETIRE
from storage.schema.vocabulary import Bot, CallState

# An edit has nothing left to do: the buttons are as they should be, or the person has deleted the message.
NEEDLESS = ("message is not modified", "message to edit not found", "message can't be edited")
LARGEST = 2**53
# A call takes 15 seconds at most; what begins later than this might not end before the claim lapses.
PATIENCE = LEASE.total_seconds() - 16
log = structlog.get_logger(__name__)


class Api(Protocol):
    """One bot at the Bot API."""

    async def call(self, method: str, body: dict[str, Any] | None = None, *, wait: float = 0) -> Any: ...

    async def upload(self, method: str, body: dict[str, Any], field: str, content: bytes) -> Any: ...

    async def download(self, path: str) -> bytes: ...


@dataclass(slots=True)
class Delivery:
    """Sends what was claimed; `mark` hands the results back to the rounds."""

    apis: Mapping[Bot, Api]
    now: Clock
    tasks: asyncio.TaskGroup
    mark: Callable[[Mark], None] = lambda _mark: None
    timing: Timing = USUAL
    patience: float = PATIENCE
    fetching: Fetching = field(init=False)
    _sending: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.fetching = Fetching(self.apis, self.now, self.timing)

    def deliver(self, claimed: list[Claimed]) -> None:
        """Send what was claimed of each lane, one call after the other, in a task of its own."""
        for _, lane in groupby(claimed, key=lambda row: row.lane):
            rows = list(lane)
            task = self.tasks.create_task(self._fetch(rows[0]) if rows[0].method == FETCH else self._send_all(rows))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def finish(self, seconds: float) -> None:
        """Wait until the calls under way are sent; a call that takes longer is tried again after the next start."""
        if self._sending:
            await asyncio.wait(self._sending, timeout=seconds)
        for task in set(self._sending):
            task.cancel()

    async def _fetch(self, row: Claimed) -> None:
        if (mark := await self.fetching.fetch(row)) is not None:
            self.mark(mark)

    async def _send_all(self, rows: list[Claimed]) -> None:
        """Send the calls of a lane; after one that must wait, or when the claim might lapse, give back the rest.

        In a chat that is gone nothing goes after it; the mark says so.
        """
        hurry = asyncio.get_running_loop().time() + self.patience
        for number, row in enumerate(rows, 1):
            mark = await self._sent(row)
            self.mark(mark)
            if mark.gone:
                return
            if number < len(rows) and (mark.state == CallState.DUE or asyncio.get_running_loop().time() > hurry):
                for rest in rows[number:]:
                    self.mark(Mark(id=rest.id, state=CallState.DUE, due_at=self.now(), error=UNTRIED))
                return

    async def _sent(self, row: Claimed) -> Mark:
        try:
            reach("before send")
            result = await _call(self.apis[row.bot], row)
            reach("after send")
        except CallFailed as failed:
            return self._failed(row, failed)
        except Exception as error:  # noqa: BLE001 - one call that can't be made must not end all the others
            return self._failed(row, CallFailed(0, type(error).__name__))
        left = [one for old in row.outdated if (one := await self._left(row, old))]
        retired = {old.id for old in row.outdated} - {one.id for one in left}
        return Mark(
            id=row.id,
            state=CallState.SENT,
            message_id=_message_id(row, result),
            retired=tuple(retired),
            left=tuple(left),
        )

    async def _left(self, row: Claimed, old: Standing) -> Left | None:
        """Take the buttons off a message that a newer one puts out of date; return it if that fails now."""
        where = {"chat_id": row.wire["chat_id"], "message_id": old.message_id}
        try:
            if not (old.replaced and await self._deleted(row, where)):
                await self.apis[row.bot].call(RETIRE, {**where, "reply_markup": {"inline_keyboard": []}})
        except CallFailed as failed:
            if not (failed.is_final or any(words in failed.description for words in NEEDLESS)):
                return Left(
                    old.id, where["chat_id"], self.now() + timedelta(seconds=failed.pause(1, self.timing.first_retry))
                )
        return None

    async def _deleted(self, row: Claimed, where: dict[str, int]) -> bool:
        """Delete a message; Telegram lets a bot do so for two days."""
        try:
            await self.apis[row.bot].call("deleteMessage", where)
        except CallFailed as failed:
            if not failed.is_final:
                raise
            return False
        return True

    def _failed(self, row: Claimed, failed: CallFailed) -> Mark:
        if row.method == REACT or any(words in failed.description for words in NEEDLESS):
            return Mark(id=row.id, state=CallState.SENT)
        log.warning("not sent", bot=row.bot, method=row.method, code=failed.code, attempt=row.attempts)
        if failed.is_final:
            return Mark(id=row.id, state=CallState.FAILED, error=str(failed.code), gone=failed.is_blocked)
        due_at = self.now() + timedelta(seconds=failed.pause(row.attempts, self.timing.first_retry))
        return Mark(id=row.id, state=CallState.DUE, due_at=due_at, error=str(failed.code))


async def _call(api: Api, row: Claimed) -> Any:
    wire = dict(row.wire)
    if row.target is not None:
        wire["message_id"] = row.target
    elif row.method.startswith(EDIT) and "message_id" not in wire:
        return None
    if (picture := wire.pop("picture", None)) is not None:
        return await api.upload(row.method, wire, "photo", base64.b64decode(picture))
    return await api.call(row.method, wire)


def _message_id(row: Claimed, result: Any) -> int | None:
    sent = result.get("message_id") if row.method.startswith("send") and isinstance(result, dict) else None
    return sent if type(sent) is int and 0 < sent < LARGEST else None
