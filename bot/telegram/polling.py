"""Ask Telegram for updates, where it does not call us: getUpdates, whose next call acknowledges what the last one gave."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

import structlog

from bot.monitoring.telemetry import part_of
from bot.rounds.rounds import StoreDown
from bot.telegram.client import BotApi, CallFailed
from bot.telegram.edge import ALLOWED_UPDATES, LONGEST_PAUSE, Edge, Update
from bot.telegram.unreadable import number_of
from storage.engine.failpoints import reach

T = TypeVar("T")
log = structlog.get_logger(__name__)


class Right(Protocol):
    """The right to ask Telegram for updates."""

    @property
    def is_held(self) -> bool:
        """Tell whether this process has it now."""


@dataclass(slots=True)
class Poller:
    """Asks Telegram for updates; asks for the next ones only after these are kept. `reached` hears of every answer that is
    kept; without the right to ask (`lock`) it waits."""

    edge: Edge
    api: BotApi
    reached: Callable[[], None] = lambda: None
    lock: Right | None = None
    offset: int = 0
    stopping: bool = False
    patience: int = 0

    async def run(self) -> None:
        """Poll until stopped. Trouble on the way waits longer each time."""
        pause = first = self.api.timing.first_pause
        await self._clear_webhook()
        while not self.stopping:
            if self.lock and not self.lock.is_held:
                await asyncio.sleep(first)
                continue
            self.edge.watch.beat(part_of(self.edge.bot, webhook=False))
            try:
                await self._batch()
                pause = first
            except StoreDown:
                await asyncio.sleep(first)
            except CallFailed as failed:
                self.patience = 0
                log.warning("no updates", bot=self.edge.bot, code=failed.code)
                await asyncio.sleep(failed.retry_after or pause)
                pause = min(LONGEST_PAUSE, pause * 2)

    async def _batch(self) -> None:
        """One call; the first one, and the first after trouble, is answered at once."""
        body = {"offset": self.offset, "timeout": self.patience, "allowed_updates": ALLOWED_UPDATES}
        found = await self.api.call("getUpdates", body, wait=self.patience)
        self.patience = self.api.timing.poll
        updates = [u for u in found if isinstance(u, dict)] if isinstance(found, list) else []
        answers = await _all([self.edge.receive(u) for u in updates])
        self.reached()
        reach("before acknowledge")
        numbers = [number for u in updates if (number := number_of(u)) is not None]
        if numbers:
            self.offset = max(numbers) + 1
        elif found:
            await asyncio.sleep(self.api.timing.first_pause)
        await _all([self._answer(answer) for answer in answers if answer])

    async def _answer(self, answer: Update) -> None:
        """Best effort: a press that is not answered only shows a waiting sign for a while."""
        body = {k: v for k, v in answer.items() if k != "method"}
        try:
            await self.api.call(answer["method"], body)
        except CallFailed as failed:
            log.info("press not answered", bot=self.edge.bot, code=failed.code)

    async def _clear_webhook(self) -> None:
        try:
            await self.api.call("deleteWebhook")
        except CallFailed as failed:
            log.warning("webhook not removed", bot=self.edge.bot, code=failed.code)


async def _all(waiting: list[Awaitable[T]]) -> list[T]:
    """The results of all, once all have ended; then the first failure is raised, if there was one."""
    results = await asyncio.gather(*waiting, return_exceptions=True)
    failed = next((r for r in results if isinstance(r, BaseException)), None)
    if failed is not None:
        raise failed
    return [r for r in results if not isinstance(r, BaseException)]
