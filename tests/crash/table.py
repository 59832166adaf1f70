"""`python -m tests.crash.table`: the README's table of faults, written from the figures that the crash tests left.

The row of a fault that was not tried since stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.figures import between, last, markdown, write_between

# What the names of figures begin with, and what was done.
FAULTS = {
    "storm": "killed (SIGKILL) at random moments while families answer",
    "sweep": "killed at each point of the road in turn",
    "start-sweep": "killed at each point of its own start",
    "page-storm": "killed at random moments while families answer in the browser",
    "page-sweep": "killed at each point of the road while families answer in the browser",
    "between": "killed between every two inputs of a whole interview",
    "services": "one of two services behind nginx killed in the middle",
    "restarts": "killed as soon as it serves, for three minutes; a press that died at Telegram is asked for again (repeated)",
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


def table(figures: dict[str, dict[str, Any]], before: str = "") -> str:
    """A row a fault: the sums over the ways in which it was tried (polling or webhook, SQLite or PostgreSQL).

    `before` is the table as it was; a fault without figures keeps its row there.
    """
    kept = {row[0]: row for row in map(_cells, before.splitlines())}
    return markdown(HEAD, list(_rows(figures, kept)))


def _rows(figures: dict[str, dict[str, Any]], kept: dict[object, tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
    for prefix, words in FAULTS.items():
        found = [f for name, f in figures.items() if name.partition(":")[0] == prefix]
        if found:
            yield words, len(found), *(f"{sum(f[key] for f in found):,}" for key in SUMS)
        elif words in kept:
            yield kept[words]


def _cells(row: str) -> tuple[object, ...]:
    return tuple(cell.strip() for cell in row.strip("|").split("|"))


if __name__ == "__main__":
    write_between("faults", table(last("fault"), between("faults")))
