"""Links that do not work, counted in memory: who tries too many hears nothing more for an hour. A link that works always does."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

WINDOW = timedelta(hours=1)
EACH, ALL = 20, 500


@dataclass(slots=True)
class Guesses:
    """The failed tries of the last hour, by source."""

    _failed: deque[tuple[datetime, str]] = field(default_factory=deque)

    def wrong(self, source: str, now: datetime) -> bool:
        """Count a failed try; whether there were too many, of this source or altogether."""
        while self._failed and (now - self._failed[0][0] > WINDOW or len(self._failed) > ALL):
            self._failed.popleft()
        self._failed.append((now, source))
        return len(self._failed) > ALL or sum(who == source for _, who in self._failed) > EACH
