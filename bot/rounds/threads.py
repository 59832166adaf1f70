"""Run work that waits for the store in a thread, beside the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from signal import Signals
from typing import TypeVar

Done = TypeVar("Done")


async def beside(work: Callable[[], Done]) -> Done:
    """Run `work` in a thread. If cancelled, wait for it to end first, so that the store is never closed under it."""
    working = asyncio.get_running_loop().run_in_executor(None, work)
    try:
        return await asyncio.shield(working)
    except asyncio.CancelledError:
        await asyncio.gather(working, return_exceptions=True)
        raise


async def at_each(sign: Signals, work: Callable[[], None]) -> None:
    """Run `work` in a thread at each of these signals. It says itself what became of it, and raises nothing."""
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(sign, told.set)
    while True:
        await told.wait()
        told.clear()
        await beside(work)
