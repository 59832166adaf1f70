"""Time in the fake Bot API, and being told when something has happened there."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")

WEEK = 7 * 86400


class Clock:
    """Seconds that never run backwards, and can be moved on by hand."""

    def __init__(self, source: Callable[[], float] = time.monotonic) -> None:
        self._source = source
        self._ahead = 0.0
        self._epoch = time.time() - source()

    def now(self) -> float:
        """Seconds since some moment."""
        return self._source() + self._ahead

    def unix(self) -> int:
        """The date that messages carry."""
        return int(self._epoch + self.now())

    def advance(self, seconds: float) -> None:
        """Lets so many seconds pass at once."""
        self._ahead += seconds


class Changes:
    """Lets threads and coroutines, of whatever loop, wait until the world looks as they expect."""

    def __init__(self, lock: threading.RLock) -> None:
        self._changed = threading.Condition(lock)
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    def tell(self) -> None:
        """Something has changed."""
        with self._changed:
            self._changed.notify_all()
            for loop, event in self._waiting:
                loop.call_soon_threadsafe(event.set)

    def wait(self, look: Callable[[], T | None], seconds: float) -> T | None:
        """What look() found; None when the time is up."""
        deadline = time.monotonic() + seconds
        with self._changed:
            while not (found := look()):
                left = deadline - time.monotonic()
                if left <= 0:
                    return None
                self._changed.wait(left)
            return found

    async def until(self, look: Callable[[], T | None], seconds: float) -> T | None:
        """The same for a coroutine."""
        waiter = (asyncio.get_running_loop(), asyncio.Event())
        deadline = time.monotonic() + seconds
        with self._changed:
            self._waiting.add(waiter)
        try:
            while True:
                waiter[1].clear()
                with self._changed:
                    found = look()
                left = deadline - time.monotonic()
                if found or left <= 0:
                    return found or None
                with suppress(TimeoutError):
                    await asyncio.wait_for(waiter[1].wait(), left)
        finally:
            with self._changed:
                self._waiting.discard(waiter)
