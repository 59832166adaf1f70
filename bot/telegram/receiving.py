"""Bring in the updates of both bots: Telegram calls us where there is a public address, else one process asks Telegram."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial

from bot.clock import Clock, Timing
from bot.monitoring.telemetry import Watch, part_of
from bot.settings import Settings
from bot.telegram.client import BotApi
from bot.telegram.edge import Edge, Update
from bot.telegram.poll_lock import PollLock, poll_lock
from bot.telegram.polling import Poller
from bot.telegram.webhooks import Reaching, set_webhook
from storage.engine.unit_of_work import Engine
from storage.schema.vocabulary import Bot


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiving:
    """The ways by which updates come in. `reached` hears when presses of the families' bot could come in.

    The reviewers' buttons are good for longer: nobody has to know when they could.
    """

    settings: Settings
    apis: Mapping[Bot, BotApi]
    locks: Mapping[Bot, PollLock]
    watch: Watch
    reached: Callable[[], None]
    now: Clock

    def parts(self, edges: Mapping[Bot, Edge]) -> Iterator[Coroutine[None, None, None]]:
        """Yield what has to run for this."""
        for bot, edge in edges.items():
            reached = self.reached if bot == Bot.FAMILIES else lambda: None
            if self.settings.wants_webhooks:
                yield self._keep_webhook(bot, reached)
            else:
                yield Poller(edge, self.apis[bot], reached, self.locks[bot]).run()
                yield self.locks[bot].run()

    def hooks(self, edges: Mapping[Bot, Edge]) -> dict[Bot, Callable[[Update], Awaitable[Update | None]]]:
        """Return who hears what Telegram calls us with; nobody where we ask."""
        return {bot: edge.receive for bot, edge in edges.items()} if self.settings.wants_webhooks else {}

    async def _keep_webhook(self, bot: Bot, reached: Callable[[], None]) -> None:
        """Set it, and again if it is taken away; know from Telegram whether presses still come in by it."""
        api, url = self.apis[bot], f"{self.settings.public_url}/telegram/{bot}"
        again = partial(set_webhook, api, url, self.settings.secret)
        await again()
        self.watch.beat(part_of(bot, webhook=True))
        await Reaching(api, reached, self.now, url, again).run()


def hold_polling(settings: Settings, engine: Engine, timing: Timing, stack: AsyncExitStack) -> dict[Bot, PollLock]:
    """Take the right to ask Telegram for updates until the stack ends; nothing to take with webhooks."""
    polled = {} if settings.wants_webhooks else settings.tokens
    return {
        bot: stack.enter_context(poll_lock(engine, settings.data_dir, bot, token, timing))
        for bot, token in polled.items()
    }
