"""The receiving edge of a Telegram bot: an update in, the round, and only then the acknowledgement.

aiogram's and python-telegram-bot's own pollers and webhook handlers acknowledge before anything is kept, so they are not
used; their routers are, to translate.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import structlog

from bot.monitoring.telemetry import Unwatched, Watch
from bot.rounds.arrivals import Arrival, Outcome
from bot.telegram.forged import is_of_another
from bot.telegram.parts import MEMBER
from bot.telegram.unreadable import is_text, number_of, unreadable
from dialogs.inputs import Channel
from storage.engine.failpoints import reach
from storage.schema.vocabulary import Bot

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", MEMBER]
LONGEST_PAUSE = 30.0
Update = dict[str, Any]
Translate = Callable[[Update], Awaitable[Arrival | None]]
Take = Callable[[Arrival], Awaitable[Outcome]]
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
