"""The record of a review as JSON gives it out: what most tests want to look at."""

from __future__ import annotations

from datetime import datetime

from bot.documents.json import Json, as_data
from storage.engine.unit_of_work import Store, UnitOfWork
from storage.record import audit, reading

__all__ = ["Json", "deeds", "record"]


def record(work: UnitOfWork, reference: str, now: datetime) -> Json:
    """Return what `record --format json` would print."""
    return as_data(reading.record(work, reference, now))


def deeds(store: Store) -> list[str]:
    """Return what the audit log holds, in order: who, and what they did; participants without the id of their invitation."""
    with store.read() as work:
        found = [(e["actor"].split(":"), e["deed"], e["invitation"], e["actor"]) for e in audit.entries(work)]
    assert all(who[0] != "participant" or who[1] == invitation for who, _, invitation, _ in found)
    return [f"{who[0] if who[0] == 'participant' else actor} {deed}" for who, deed, _, actor in found]
