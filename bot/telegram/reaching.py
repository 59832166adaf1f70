"""Whether Telegram reaches our webhook. It says so itself: when it last failed to, it keeps the date."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from bot.telegram.client import BotApi, CallFailed

LOOK_SECONDS = 30.0
log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Reaching:
    """Looks now and then; `reached` hears of each look that finds no failure since the one before."""

    api: BotApi
    reached: Callable[[], None]
    failed_at: object = None
    looked: bool = False

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> None:
        """Look once. What had failed before the first look is no news."""
        try:
            info = await self.api.call("getWebhookInfo")
        except CallFailed as failed:
            log.warning("webhook not looked at", code=failed.code)
            return
        failed_at = info.get("last_error_date") if isinstance(info, dict) else None
        if failed_at == self.failed_at or not self.looked:
            self.reached()
        else:
            log.warning("webhook not reached")
        self.failed_at, self.looked = failed_at, True
