"""Run work that waits for the store in a thread, beside the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from signal import Signals
from typing import TypeVar

import structlog

log = structlog.get_logger(__name__)
Done = TypeVar("Done")


async def beside(work: Callable[[], Done]) -> Done:
    """Run `work` in a thread. If cancelled, wait for it to end first, so that the store is never closed under it."""
    working = asyncio.get_running_loop().run_in_executor(None, work)
    try:
        return await asyncio.shield(working)
    except asyncio.CancelledError:
        await asyncio.gather(working, return_exceptions=True)
        raise


async def at_each(sign: Signals, work: Callable[[], int], said: str, failed: str) -> None:
    """Run `work` in a thread at each of these signals, and log how many it gives; else say that it `failed`."""
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(sign, told.set)
    while True:
        await told.wait()
        told.clear()
        try:
            log.info(said, count=await beside(work))
        except Exception as error:  # noqa: BLE001 - whatever it was, the service goes on as before
            log.error(failed, error=type(error).__name__)
