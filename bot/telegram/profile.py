"""Set a bot's profile at Telegram: compare it with what is there first, and set only differences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from bot.telegram.client import BotApi, CallFailed
from locales import SOURCE, speech
from storage.schema.vocabulary import Bot

log = structlog.get_logger(__name__)
# Telegram knows languages of two letters; Easy Read is none of them.
_CODE = re.compile(r"[a-z]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Commands with their descriptions, the description and the short one, in English."""

    commands: Mapping[str, str]
    description: str
    short_description: str


async def bring_up_to_date(api: BotApi, profile: Profile, bot: Bot, languages: Iterable[str] = ()) -> None:
    """Set what differs, in English and for the apps that are set to one of the languages.

    Runs beside the start and never delays it; trouble is for the next start.
    """
    try:
        await _set(api, profile, {})
        for language in languages:
            if _CODE.fullmatch(language) and language != SOURCE:
                await _set(api, _said(profile, language), {"language_code": language})
    except CallFailed as failed:
        log.warning("profile not set", bot=bot, code=failed.code)


async def _set(api: BotApi, profile: Profile, where: dict[str, str]) -> None:
    for part, get, key, wanted in _parts(profile):
        if _plain((await api.call(get, where)), key) != wanted:
            await api.call(get.replace("get", "set", 1), {part: wanted, **where})


def _said(profile: Profile, language: str) -> Profile:
    words = speech(language).translate
    return Profile(
        commands={name: words(text) for name, text in profile.commands.items()},
        description=words(profile.description),
        short_description=words(profile.short_description),
    )


def _parts(profile: Profile) -> list[tuple[str, str, str | None, Any]]:
    commands = [{"command": name, "description": text} for name, text in profile.commands.items()]
    return [
        ("commands", "getMyCommands", None, commands),
        ("description", "getMyDescription", "description", profile.description),
        ("short_description", "getMyShortDescription", "short_description", profile.short_description),
    ]


def _plain(result: Any, key: str | None) -> Any:
    return result.get(key, "") if key else [{k: c[k] for k in ("command", "description")} for c in result]
