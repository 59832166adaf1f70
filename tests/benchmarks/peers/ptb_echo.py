"""The least that a python-telegram-bot can do: it says back what it hears. Nothing is kept."""

from __future__ import annotations

from typing import Any

from telegram import Update
from telegram.ext import MessageHandler, filters

from tests.benchmarks.peers.ptb_server import builder, serve


async def echo(update: Update, _context: Any) -> None:
    """Say it back."""
    assert update.message is not None
    await update.message.reply_text(update.message.text or "")


if __name__ == "__main__":
    application = builder().build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    serve(application)
