"""Set a webhook, and check that Telegram reaches it. Telegram tells us: it keeps the date of the last call that failed.

A process that polls with the same token takes the webhook away, and nobody tells us. So the webhook's address is checked too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from bot.clock import Clock
from bot.telegram.client import BotApi, CallFailed
from bot.telegram.edge import ALLOWED_UPDATES, LONGEST_PAUSE

# Telegram tries again what failed after a minute at the latest.
RETRIED_SECONDS = 90.0
MAX_CONNECTIONS = 100
log = structlog.get_logger(__name__)


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


@dataclass(slots=True)
class Reaching:
    """Looks now and then; `reached` hears of each look that finds nothing waiting after a failure, and no new one.

    `url` is where the webhook should be, and `set_again` puts it there.
    """

    api: BotApi
    reached: Callable[[], None]
    now: Clock
    url: str = ""
    set_again: Callable[[], Awaitable[None]] | None = None
    failed_at: object = None
    looked: bool = False

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(self.api.timing.look)

    async def look(self) -> None:
        """Look once. A failure from before the first look is no news."""
        try:
            info = await self.api.call("getWebhookInfo")
        except CallFailed as failed:
            log.warning("webhook not looked at", code=failed.code)
            return
        told = info if isinstance(info, dict) else {}
        if self.set_again is not None and not is_same(told.get("url"), self.url):
            log.error("webhook gone: another process polls with this token, or has set a webhook of its own")
            await self.set_again()
            return
        failed_at = told.get("last_error_date")
        if not self.looked or (failed_at == self.failed_at and not self._may_fail_again(told)):
            self.reached()
        else:
            log.warning("webhook not reached")
        self.failed_at, self.looked = failed_at, True

    def _may_fail_again(self, told: Mapping[str, Any]) -> bool:
        """Tell whether something waits that failed so lately that Telegram may not have tried it again."""
        failed_at = told.get("last_error_date")
        late = self.now().timestamp() - RETRIED_SECONDS
        return bool(told.get("pending_update_count")) and isinstance(failed_at, int) and failed_at > late


def is_same(noted: object, url: str) -> bool:
    """Tell whether the address that Telegram has noted is this one; capitals make no difference."""
    return isinstance(noted, str) and noted.casefold() == url.casefold()
