"""Tell whether the service is ready: the store, its revision and its keys, and whether each part of the service goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import structlog

from bot.monitoring.telemetry import Part
from storage.engine.unit_of_work import Store, opens
from storage.maintenance.revision import is_current

# For how many seconds a part may be silent; None: it only has to have been heard once.
PATIENCE: Mapping[Part, float] = {Part.ROUNDS: 30.0, Part.CLOCK: 90.0}
POLLER, WEBHOOK = 90.0, None
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Check the service each time it is asked. `silent` tells for how long a part was not heard; `parts` how long it may be."""

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


def _holds(what: str, holds: Callable[[], bool]) -> bool:
    try:
        return holds()
    except Exception as error:  # noqa: BLE001 - whatever is wrong, the answer is no
        log.warning("not ready", name=what, error=type(error).__name__)
        return False
