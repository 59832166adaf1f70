"""The ways to answer."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    """A way to answer: in Telegram, at the page, in a terminal."""

    TELEGRAM = "telegram"
    PAGE = "page"
    TERMINAL = "terminal"
