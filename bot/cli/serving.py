"""Run the service in this process until it is told to stop."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Callable

import structlog

from bot.bootstrap import running
from bot.clock import USUAL, Clock, Timing, utc_now
from bot.settings import Settings
from dialogs.leder.facts import in_force

log = structlog.get_logger(__name__)


async def serve(
    settings: Settings,
    now: Clock = utc_now,
    *,
    page: bool = False,
    for_families: bool = False,
    serving: Callable[[int], None] = lambda _port: None,
    timing: Timing = USUAL,
) -> None:
    """Run everything that is configured, until SIGTERM or SIGINT. Arrived input is kept, calls under way are sent.

    `page`: the page too, without a public address. `for_families`: nothing is shown that is made up. `serving` hears the port.
    """
    stop = asyncio.Event()
    # A terminal that is closed stops it too, unless it was asked to outlive that (nohup).
    closing = () if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else (signal.SIGHUP,)
    for sign in (signal.SIGTERM, signal.SIGINT, *closing):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    async with running(settings, now, page=page, for_families=for_families, timing=timing) as port:
        log.info("running")
        if old := in_force().stale(utc_now().date()):
            log.warning("facts of the programme are old: interview check names them", count=len(old))
        serving(port)
        _look_for_garbage_rarely()
        await stop.wait()
        log.info("stopping")


def _look_for_garbage_rarely() -> None:
    """Collect garbage rarely. A turn leaves few cycles, and looking through all that is loaded took an eighth of its time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
