"""Learn a bot's username from Telegram, which links need, and bring its profile up to date."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import structlog

from bot.rounds.threads import beside
from bot.telegram.client import BotApi, CallFailed
from bot.telegram.profile import Profile, bring_up_to_date
from storage.engine.unit_of_work import Store, is_outage
from storage.repositories import facts
from storage.schema.vocabulary import Bot

RETRY_SECONDS = 5.0
log = structlog.get_logger(__name__)


async def introduce(bot: Bot, api: BotApi, store: Store, profile: Profile, languages: Iterable[str] = ()) -> None:
    """Note the username and set the profile; beside the start, never before it."""

    me = None
    while me is None:
        try:
            me = await api.call("getMe")
        except CallFailed as failed:
            log.warning("telegram not reached", bot=bot, code=failed.code)
            await asyncio.sleep(RETRY_SECONDS)
    await _note_username(store, bot, str(me["username"]))
    await bring_up_to_date(api, profile, bot, languages)


async def _note_username(store: Store, bot: Bot, username: str) -> None:
    """Write it down; while the store is down, try again."""

    def note() -> None:
        with store.begin() as work:
            facts.note_username(work, bot, username)
            work.commit()

    while True:
        try:
            return await beside(note)
        except Exception as error:
            if not is_outage(error):
                raise
            log.warning("name waits for the store", bot=bot, error=type(error).__name__)
            await asyncio.sleep(RETRY_SECONDS)
