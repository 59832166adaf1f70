"""What waits for the store is done in a thread, beside the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

Done = TypeVar("Done")


async def beside(work: Callable[[], Done]) -> Done:
    """What `work` gives. Who is cancelled meanwhile waits until it has ended: the store is closed after that, not under it."""
    working = asyncio.get_running_loop().run_in_executor(None, work)
    try:
        return await asyncio.shield(working)
    except asyncio.CancelledError:
        await asyncio.gather(working, return_exceptions=True)
        raise
