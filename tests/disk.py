"""SQLite in a test does not wait for the disk: a test shows nothing about a loss of power."""

from __future__ import annotations

from storage.engine import unit_of_work

PATIENT = unit_of_work.PRAGMAS


def do_not_wait() -> None:
    """From now on no commit of this process waits until it is on the disk."""
    unit_of_work.PRAGMAS = tuple(pragma.replace("synchronous=FULL", "synchronous=OFF") for pragma in PATIENT)
