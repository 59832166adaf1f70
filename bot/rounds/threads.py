"""Run work that waits for the store in a thread, beside the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
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
