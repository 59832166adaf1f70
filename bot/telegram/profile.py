"""A bot's profile at Telegram: what is there is compared first, and only what differs is set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from bot.telegram.client import BotApi, CallFailed

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Commands with their descriptions, the description and the short one, in English."""

    commands: Mapping[str, str]
    description: str
    short_description: str


async def bring_up_to_date(api: BotApi, profile: Profile, bot: str) -> None:
    """Set what differs. Runs beside the start and never delays it; trouble is for the next start."""
    try:
        for part, get, key, wanted in _parts(profile):
            if _plain((await api.call(get)), key) != wanted:
                await api.call(get.replace("get", "set", 1), {part: wanted})
    except CallFailed as failed:
        log.warning("profile not set", bot=bot, code=failed.code)


def _parts(profile: Profile) -> list[tuple[str, str, str | None, Any]]:
    commands = [{"command": name, "description": text} for name, text in profile.commands.items()]
    return [
        ("commands", "getMyCommands", None, commands),
        ("description", "getMyDescription", "description", profile.description),
        ("short_description", "getMyShortDescription", "short_description", profile.short_description),
    ]


def _plain(result: Any, key: str | None) -> Any:
    return result.get(key, "") if key else [{k: c[k] for k in ("command", "description")} for c in result]
