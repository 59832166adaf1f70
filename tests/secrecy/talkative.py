"""The service as an operator runs it, but every logger says all it has to say: `python -m tests.secrecy.talkative`."""

from __future__ import annotations

import asyncio
import logging
import warnings
from dataclasses import replace

import aiogram  # noqa: F401 - its loggers are there before the levels are set
import telegram.ext  # noqa: F401 - likewise

from bot.cli.serving import serve
from bot.logs import set_up
from bot.settings import Settings
from tests.bot.hurry import HURRIED, hurried
from tests.secrecy.story import choke_on_poison

LOGGERS = ("aiogram", "telegram", "httpx", "httpcore", "aiohttp", "asyncio", "sqlalchemy", "alembic", "psycopg")


def main() -> None:
    """Run until SIGTERM, in asyncio's debug mode, with a core that chokes on poison and short pauses."""
    settings = Settings(_env_file=None)
    set_up(settings.log)
    choke_on_poison()
    warnings.simplefilter("always")
    known = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] in LOGGERS]
    for name in ("", *LOGGERS, *known):
        logging.getLogger(name or None).setLevel(logging.DEBUG)
    timing = replace(HURRIED, idle=0.2, first_retry=0.1, first_pause=0.1)
    with hurried():
        asyncio.run(serve(settings, timing=timing), debug=True)


if __name__ == "__main__":
    main()
