"""Named points on the road at which a test may end the process.

Nobody watches in production and no setting makes anybody: only code of the tests, in a process of its own, sets `watcher`.
"""

from __future__ import annotations

from collections.abc import Callable

watcher: Callable[[str], None] | None = None


def reach(point: str) -> None:
    """Tell the watcher, if there is one, that this point was reached."""
    if watcher is not None:
        watcher(point)
