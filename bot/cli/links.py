"""Find the families' bot's name, which its links need: as it was noted, or as Telegram says it."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from bot.cli.session import Desk
from bot.settings import Settings
from storage.repositories import facts
from storage.schema.vocabulary import Bot

ASK_SECONDS = 5.0
_USERNAME = re.compile(r"[A-Za-z0-9_]{3,64}")


def families_username(desk: Desk) -> str | None:
    """The name of the families' bot: as it was noted, else as Telegram says it now. No transaction may be open."""
    token = desk.settings.families_token
    if token is None:
        return None
    with desk.store.read() as work:
        known = facts.username(work)
    if known is None and (known := asyncio.run(ask_username(desk.settings, token.get_secret_value()))):
        with desk.store.begin() as work:
            facts.note_username(work, Bot.FAMILIES, known)
            work.commit()
    return known


async def ask_webhook(settings: Settings, token: str) -> str | None:
    """Return the address that Telegram calls for this token's bot; "" if it calls none, None if it can't be reached in time."""
    told = await _ask(settings, token, "getWebhookInfo")
    return None if told is None else str(told.get("url") or "")


async def ask_username(settings: Settings, token: str, within: float = ASK_SECONDS) -> str | None:
    """Return the username of the bot with this token; None if Telegram can't be reached in time, or knows no such bot."""
    me = await _ask(settings, token, "getMe", within) or {}
    name = str(me.get("username", ""))
    return name if _USERNAME.fullmatch(name) else None


async def _ask(settings: Settings, token: str, method: str, within: float = ASK_SECONDS) -> dict[str, Any] | None:
    """Return Telegram's answer; None if it can't be reached in time, or answers nonsense."""
    from bot.telegram.client import BotApi, CallFailed, open_session

    try:
        async with asyncio.timeout(within), open_session() as session:
            told = await BotApi(session, settings.telegram_api, token).call(method)
    except (CallFailed, TimeoutError):
        return None
    return told if isinstance(told, dict) else None
