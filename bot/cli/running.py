"""`interview run`: everything that is configured, in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot import bootstrap
from bot.cli.desk import require_store
from bot.logging import set_up
from bot.settings import read_settings


def run() -> None:
    """Serve both bots, deliver, keep the time, until SIGTERM."""
    settings = read_settings()
    require_store(settings)
    set_up(settings.log)
    with asyncio.Runner(loop_factory=_fast_loop()) as runner:
        runner.run(bootstrap.run(settings))


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop's, where it exists."""
    try:
        from uvloop import new_event_loop
    except ImportError:
        return None
    return new_event_loop
