"""`python -m tests.crash.table`: the README's table of faults, written from the figures that the crash tests left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.figures import last, markdown, write_between

# What the names of figures begin with, and what was done.
FAULTS = {
    "storm": "killed (SIGKILL) at random moments while families answer",
    "sweep": "killed at each point of the road in turn",
    "start-sweep": "killed at each point of its own start",
    "page-storm": "killed at random moments while families answer in the browser",
    "page-sweep": "killed at each point of the road while families answer in the browser",
    "between": "killed between every two inputs of a whole interview",
    "services": "one of two services behind nginx killed in the middle",
    "restarts": "killed as soon as it serves, for three minutes (repeated: asked again)",
    "deploys": "asked to end (SIGTERM), as at a deploy",
    "hanging": "asked to end while Telegram hangs",
    "unwritten": "asked to end while the store is locked",
    "locked": "the store locked by another writer",
    "no-room": "no room on the disk",
    "postgres": "PostgreSQL stopped at once and started again",
    "clock": "the clock set back by an hour",
    "telegram-429": "Telegram asks us to wait (429)",
    "telegram-500": "Telegram fails (500)",
    "telegram-502": "Telegram fails with a page of HTML (502)",
    "telegram-hang": "Telegram answers late",
    "telegram-reset": "Telegram hangs up",
    "telegram-lost": "Telegram does it, and its answer is lost",
    "telegram-again": "Telegram gives every second update twice",
    "telegram-anew": "Telegram numbers its updates anew, at random",
}
SUMS = ("times", "sent", "kept", "lost", "doubled", "repeated", "stuck")
HEAD = (
    "fault",
    "ways",
    "times",
    "inputs",
    "answers and consents kept",
    "lost",
    "doubled",
    "messages repeated",
    "stuck",
)


def table(figures: dict[str, dict[str, Any]]) -> str:
    """A row a fault: the sums over the ways in which it was tried (polling or webhook, SQLite or PostgreSQL)."""
    return markdown(HEAD, list(_rows(figures)))


def _rows(figures: dict[str, dict[str, Any]]) -> Iterator[tuple[object, ...]]:
    for prefix, words in FAULTS.items():
        found = [f for name, f in figures.items() if name.partition(":")[0] == prefix]
        if found:
            yield words, len(found), *(f"{sum(f[key] for f in found):,}" for key in SUMS)


if __name__ == "__main__":
    write_between("faults", table(last("fault")))
