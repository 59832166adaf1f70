"""Build the links that open an invitation. Nothing here may be logged: a person who has a link can open the invitation."""

from __future__ import annotations

from urllib.parse import quote

from bot.settings import Settings


def telegram_link(username: str | None, token: str) -> str | None:
    """The link that opens the families' bot, if the bot's name is known."""
    return f"https://t.me/{username}?start={token}" if username else None


def page_link(settings: Settings, token: str, language: str | None = None) -> str | None:
    """The link that opens the page, if there is one; with a language its first page is in that."""
    spoken = f"?lang={quote(language)}" if language else ""
    return f"{settings.public_url}/i/{token}{spoken}" if settings.public_url else None
