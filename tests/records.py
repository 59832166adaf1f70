"""The record of a review as JSON gives it out: what most tests want to look at."""

from __future__ import annotations

from datetime import datetime

from bot.documents.json import Json, as_data
from storage.engine.unit_of_work import UnitOfWork
from storage.record import reading

__all__ = ["Json", "record"]


def record(work: UnitOfWork, reference: str, now: datetime) -> Json:
    """Return what `record --format json` would print."""
    return as_data(reading.record(work, reference, now))
