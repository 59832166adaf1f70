"""Where an invitation is opened. Nothing here may be logged: whoever has a link can open the invitation."""

from __future__ import annotations

from bot.settings import Settings


def telegram_link(username: str | None, token: str) -> str | None:
    """The link that opens the families' bot, if the bot's name is known."""
    return f"https://t.me/{username}?start={token}" if username else None


def page_link(settings: Settings, token: str) -> str | None:
    """The link that opens the page, if there is one."""
    return f"{settings.public_url}/i/{token}" if settings.public_url else None
