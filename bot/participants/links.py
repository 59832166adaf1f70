"""Build the links that open an invitation. Nothing here may be logged: a person who has a link can open the invitation."""

from __future__ import annotations

from urllib.parse import quote

from bot.settings import Settings
from storage import inbox
from storage.engine.unit_of_work import UnitOfWork
from storage.schema.vocabulary import Bot


def username_fact(bot: Bot = Bot.FAMILIES) -> str:
    """The name of the fact that holds a bot's username."""
    return f"{bot}_username"


def noted_username(work: UnitOfWork) -> str | None:
    """The username of the families' bot, if it was noted."""
    return inbox.fact(work, username_fact())


def telegram_link(username: str | None, token: str) -> str | None:
    """The link that opens the families' bot, if the bot's name is known."""
    return f"https://t.me/{username}?start={token}" if username else None


def page_link(settings: Settings, token: str, language: str | None = None) -> str | None:
    """The link that opens the page, if there is one; with a language its first page is in that."""
    spoken = f"?lang={quote(language)}" if language else ""
    return f"{settings.public_url}/i/{token}{spoken}" if settings.public_url else None
