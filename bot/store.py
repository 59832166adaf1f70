"""The record store, opened with its keys. Every command needs it, so nothing here imports what takes long."""

from __future__ import annotations

from bot.settings import Settings
from storage.engine.unit_of_work import Store, open_engine, open_store
from storage.maintenance.revision import is_current


class NotReady(Exception):  # noqa: N818 - one sentence for the operator
    """The program can't start; the message says what to do."""


def open_record(settings: Settings) -> Store:
    """The record store, if it is up to date; NotReady or KeyRingError in one sentence."""
    engine = open_engine(settings.database)
    try:
        if not is_current(engine):
            raise NotReady("The record store is not up to date. Run: interview migrate")
        return open_store(engine, settings.key_ring())
    except BaseException:
        engine.dispose()
        raise
