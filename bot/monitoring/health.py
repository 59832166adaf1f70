"""Tell whether the service is ready: the store, its revision and its keys, and whether each part of the service goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import structlog

from bot.clock import Timing
from bot.monitoring.telemetry import Part, part_of
from storage.engine.unit_of_work import Store, opens
from storage.maintenance.revision import is_current
from storage.schema.vocabulary import Bot

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Check the service each time it is asked. `silent` tells for how long a part was not heard; `parts` how long it may be.

    None: it only has to have been heard once.
    """

    store: Store
    silent: Callable[[Part], float | None]
    parts: Mapping[Part, float | None]

    def problems(self) -> list[str]:
        """Return what is wrong, in a word each; nothing when the service is ready."""
        return [*self._of_the_store(), *(part for part, most in self.parts.items() if not self._is_alive(part, most))]

    def _of_the_store(self) -> Iterator[str]:
        for what, holds in (("store", self._reached), ("migrations", self._current), ("keys", self._opened)):
            if not _holds(what, holds):
                yield what
                return

    def _reached(self) -> bool:
        with self.store.read():
            return True

    def _current(self) -> bool:
        return is_current(self.store.engine)

    def _opened(self) -> bool:
        return opens(self.store.engine, self.store.vault.ring.again())

    def _is_alive(self, part: Part, most: float | None) -> bool:
        silent = self.silent(part)
        return silent is not None and (most is None or silent <= most)


def patience(bots: Iterable[Bot], timing: Timing, *, webhook: bool) -> dict[Part, float | None]:
    """Return for how long each part of a service may be silent. A webhook is set once, and then Telegram calls."""
    edges = {part_of(bot, webhook=webhook): None if webhook else timing.silent_poller for bot in bots}
    return {Part.ROUNDS: timing.silent_rounds, Part.CLOCK: timing.silent_clock, **edges}


def _holds(what: str, holds: Callable[[], bool]) -> bool:
    try:
        return holds()
    except Exception as error:  # noqa: BLE001 - whatever is wrong, the answer is no
        log.warning("not ready", name=what, error=type(error).__name__)
        return False
