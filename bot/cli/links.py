"""Find the families' bot's name, which its links need: as it was noted, or as Telegram says it."""

from __future__ import annotations

import asyncio
import re

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


async def ask_username(settings: Settings, token: str, within: float = ASK_SECONDS) -> str | None:
    """Return the username of the bot with this token; None if Telegram can't be reached in time, or knows no such bot."""
    from bot.telegram.client import BotApi, CallFailed, open_session

    try:
        async with asyncio.timeout(within), open_session() as session:
            me = await BotApi(session, settings.telegram_api, token).call("getMe")
    except (CallFailed, TimeoutError):
        return None
    name = str(me.get("username", "")) if isinstance(me, dict) else ""
    return name if _USERNAME.fullmatch(name) else None
