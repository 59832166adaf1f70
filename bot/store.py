"""The record store, opened with its keys. Every command needs it, so nothing here imports what takes long."""

from __future__ import annotations

from bot.settings import Settings
from storage.engine.inspection import database_file, place
from storage.engine.unit_of_work import Engine, Store, open_engine, open_store, opens
from storage.keys.sealing import SealError
from storage.maintenance.revision import current, head, is_newer
from storage.maintenance.rotation import wrapped_otherwise


class NotReady(Exception):  # noqa: N818 - one sentence for the operator
    """The program can't start; the message says what to do."""


def open_record(settings: Settings) -> Store:
    """The record store, if it is up to date; NotReady or KeyRingError in one sentence."""
    engine = open_engine(settings.database)
    try:
        if why := outdated(engine, settings):
            raise NotReady(why)
        store = open_store(engine, settings.key_ring())
    except BaseException:
        engine.dispose()
        raise
    store.deletions = settings.deletions
    return store


def read_keys_anew(settings: Settings, store: Store) -> int:
    """Take the keys that their command prints now, and give how many; KeyRingError or SealError if they do not open all."""
    ring = settings.key_ring(anew=True)
    with store.read() as work:
        lost = wrapped_otherwise(work, ring.keys)
    if lost or not opens(store.engine, ring):
        raise SealError(f"{lost} data keys are wrapped with a key that is not there")
    store.vault.ring = ring
    return len(ring.keys)


def outdated(engine: Engine, settings: Settings) -> str:
    """Return why the store does not fit this program, in one sentence; nothing where it does."""
    at, where = current(engine), place(settings.database)
    if at == head():
        return ""
    if is_newer(engine):
        from bot import version  # noqa: PLC0415 - it takes time, and is hardly ever needed

        return (
            f"The record store {where} was brought up to revision {at} by a newer version of this program, and this is "
            f"{version()}: install the newer one again, or put back the backup from before the upgrade."
        )
    if at is None:
        return (
            f"The record store {where} is empty: if it held a review before, put the newest backup in its place; if it is new, "
            "run interview migrate."
        )
    return f"The record store {where} is not up to date: run interview migrate."


def has_store(settings: Settings) -> bool:
    """Tell whether the file of the record store is there; a server has to be asked."""
    file = database_file(settings.database)
    return file is None or file.is_file()


def no_store(settings: Settings) -> str:
    """Return the sentence that there is no record store where the settings look for it."""
    setting = "INTERVIEW_DATABASE_URL" if settings.database_url else "INTERVIEW_DATA_DIR"
    return (
        f"There is no record store at {place(settings.database)}: check that {setting} is the service's own and that its disk "
        "is there, or run interview migrate to make a new one."
    )
