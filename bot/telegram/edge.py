"""The receiving edge of a Telegram bot: an update in, the round, and only then the acknowledgement.

aiogram's and python-telegram-bot's own pollers and webhook handlers acknowledge before anything is kept, so they are not
used; their routers are, to translate.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

import structlog

from bot.monitoring.telemetry import Unwatched, Watch, part_of
from bot.rounds.arrivals import Arrival, Outcome
from bot.rounds.rounds import StoreDown
from bot.telegram.client import BotApi, CallFailed
from bot.telegram.forged import is_of_another
from bot.telegram.parts import MEMBER
from bot.telegram.unreadable import is_text, number_of, unreadable
from dialogs.inputs import Channel
from storage.engine.failpoints import reach
from storage.schema.vocabulary import Bot

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", MEMBER]
MAX_CONNECTIONS = 100
LONGEST_PAUSE = 30.0
Update = dict[str, Any]
Translate = Callable[[Update], Awaitable[Arrival | None]]
Take = Callable[[Arrival], Awaitable[Outcome]]
T = TypeVar("T")
log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Edge:
    """One bot's edge. `translate` asks the framework's router what an update means; `take` waits for its commit."""

    bot: Bot
    translate: Translate
    take: Take
    watch: Watch = field(default_factory=Unwatched)

    async def receive(self, update: Update) -> Update | None:
        """Keep an update; give the call that answers its press, if it was one. StoreDown: acknowledge nothing."""
        reach("received")
        if all(update.get(kind) is None for kind in ALLOWED_UPDATES):
            return None
        if is_of_another(update):
            log.warning("update from the chat of another", bot=self.bot)
            return None
        readable = number_of(update) is not None
        arrival = await self.translate(update) if readable else unreadable(self.bot, Channel.TELEGRAM, update)
        if arrival is None:
            return answer_press(update, None)
        outcome = await self.take(arrival)
        return answer_press(update, outcome.toast, alert=outcome.alert)


def answer_press(update: Update, toast: str | None, *, alert: bool = False) -> Update | None:
    """The call that stops the waiting sign of a press."""
    press = update.get("callback_query")
    number = press.get("id") if isinstance(press, dict) else None
    if not (isinstance(number, str) and number and is_text(number)):
        return None
    answer = {"method": "answerCallbackQuery", "callback_query_id": number}
    return {**answer, "text": toast, **({"show_alert": True} if alert else {})} if toast else answer


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


async def set_webhook(api: BotApi, url: str, secret: str) -> None:
    """Ask Telegram to call us; tried until it agrees."""
    body = {"url": url, "secret_token": secret, "max_connections": MAX_CONNECTIONS, "allowed_updates": ALLOWED_UPDATES}
    pause = api.timing.first_pause
    while True:
        try:
            await api.call("setWebhook", body)
            return
        except CallFailed as failed:
            log.warning("webhook not set", code=failed.code)
            await asyncio.sleep(failed.retry_after or pause)
            pause = min(LONGEST_PAUSE, pause * 2)


async def _all(waiting: list[Awaitable[T]]) -> list[T]:
    """The results of all, once all have ended; then the first failure is raised, if there was one."""
    results = await asyncio.gather(*waiting, return_exceptions=True)
    failed = next((r for r in results if isinstance(r, BaseException)), None)
    if failed is not None:
        raise failed
    return [r for r in results if not isinstance(r, BaseException)]
