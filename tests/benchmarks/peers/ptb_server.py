"""A python-telegram-bot application behind a webhook, as its manual does it."""

from __future__ import annotations

from typing import Any

from telegram import Update
from telegram.ext import Application, ApplicationBuilder

from tests.benchmarks.peers.setting import API, HOST, PATH, PORT, SECRET, TOKEN, URL

App = Application[Any, Any, Any, Any, Any, Any]


def builder() -> ApplicationBuilder[Any, Any, Any, Any, Any, Any]:
    """The token and where the Bot API is."""
    return Application.builder().token(TOKEN).base_url(f"{API}/bot").base_file_url(f"{API}/file/bot")


def serve(application: App) -> None:
    """Run until SIGTERM."""
    application.run_webhook(
        listen=HOST,
        port=PORT,
        url_path=PATH.lstrip("/"),
        webhook_url=URL,
        secret_token=SECRET,
        allowed_updates=Update.ALL_TYPES,
    )
