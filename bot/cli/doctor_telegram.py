"""Look at both bots for `interview doctor`: their tokens, whether Telegram is reached, and whom it calls."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from bot.cli.findings import FAIL, OK, WARN, Finding, Findings
from bot.settings import Settings
from bot.store import has_store
from bot.telegram.client import BotApi, CallFailed, open_session
from bot.telegram.webhooks import is_same
from storage.engine.unit_of_work import open_engine, open_store, opens
from storage.maintenance.revision import is_current
from storage.repositories import facts
from storage.schema.vocabulary import Bot

BOTH = (Bot.FAMILIES, Bot.REVIEWERS)
ASK_SECONDS = 5.0
# The codes with which Telegram says that it does not know a token.
UNKNOWN = {401, 404}
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+", re.ASCII)


def bots(settings: Settings) -> Findings:
    """Look at each bot, and at both together."""
    tokens = settings.tokens
    names: dict[Bot, str] = {}
    for bot in BOTH:
        if bot in tokens:
            yield from _bot(settings, bot, tokens[bot], names)
        else:
            yield Finding(WARN, f"{bot} bot: {_setting(bot)} is not set")
    if len(tokens) > len({*tokens.values()}):
        yield Finding(FAIL, "bots: both have the same token, but they must be two")
    elif names and _swapped(settings, names):
        yield Finding(
            FAIL,
            f"bots: {' and '.join(map(_setting, BOTH))} are swapped: until now each bot had the name of the other",
        )


def _bot(settings: Settings, bot: Bot, token: str, names: dict[Bot, str]) -> Findings:
    if not _TOKEN.fullmatch(token):
        yield Finding(FAIL, f"{bot} bot: {_setting(bot)} is not a token: one looks like 123456789:ABC…, from BotFather")
        return
    try:
        names[bot] = str(_ask(settings, token, "getMe")["username"])
        noted = str(_ask(settings, token, "getWebhookInfo").get("url") or "")
    except CallFailed as failed:
        yield Finding(FAIL, f"{bot} bot: {_why(failed, bot)}")
        return
    yield Finding(OK, f"{bot} bot: it is @{names[bot]}")
    wanted = f"{settings.public_url}/telegram/{bot}" if settings.public_url else ""
    if not is_same(noted, wanted):
        yield Finding(WARN, f"{bot} bot: {_called(wanted, noted)}")


def _why(failed: CallFailed, bot: Bot) -> str:
    if failed.code in UNKNOWN:
        return f"Telegram does not know the token in {_setting(bot)}: BotFather shows it, or makes a new one"
    if failed.code:
        return f"Telegram answers with the error {failed.code}: please try again"
    return (
        f"Telegram was not reached within {ASK_SECONDS:.0f} seconds: is the way out closed, or HTTPS_PROXY to be set?"
    )


def _called(wanted: str, noted: str) -> str:
    """Return whom Telegram calls. A process that polls with the same token takes the webhook away."""
    if wanted and not noted:
        return (
            "Telegram calls nobody. While interview run serves, another process with this token takes the webhook away"
        )
    if wanted:
        return "Telegram calls another address than INTERVIEW_PUBLIC_URL; has somebody else this token?"
    return "Telegram calls a webhook, but INTERVIEW_PUBLIC_URL is not set; has somebody else this token?"


def _swapped(settings: Settings, names: dict[Bot, str]) -> bool:
    """Tell whether a bot has the name that was noted of the other when they last ran."""
    if not has_store(settings):
        return False
    engine = open_engine(settings.database)
    try:
        if not is_current(engine) or not opens(engine, settings.key_ring()):
            return False
        with open_store(engine, settings.key_ring()).read() as work:
            noted = {bot: facts.username(work, bot) for bot in BOTH}
    except Exception:  # noqa: BLE001 - what is wrong with the store is said elsewhere
        return False
    finally:
        engine.dispose()
    others = {Bot.FAMILIES: Bot.REVIEWERS, Bot.REVIEWERS: Bot.FAMILIES}
    return any(name == noted[others[bot]] != noted[bot] for bot, name in names.items())


def _ask(settings: Settings, token: str, method: str) -> dict[str, Any]:
    """Return Telegram's answer; CallFailed with the code 0 if there is none in time, or none that makes sense."""

    async def ask() -> Any:
        try:
            async with asyncio.timeout(ASK_SECONDS), open_session() as session:
                return await BotApi(session, settings.telegram_api, token).call(method)
        except TimeoutError:
            raise CallFailed(0, "no answer in time") from None

    told = asyncio.run(ask())
    if not isinstance(told, dict) or (method == "getMe" and "username" not in told):
        raise CallFailed(0, "no answer that makes sense")
    return told


def _setting(bot: Bot) -> str:
    return f"INTERVIEW_{bot.upper()}_TOKEN"
