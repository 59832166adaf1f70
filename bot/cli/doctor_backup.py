"""Look at what is left when the record store is lost, for `interview doctor`: the last backup, and the list of withdrawals."""

from __future__ import annotations

from datetime import timedelta

from bot.cli.findings import OK, WARN, Finding, Findings
from bot.clock import utc_now
from bot.settings import Settings
from storage.engine.inspection import database_file
from storage.engine.unit_of_work import Engine, Store, open_store
from storage.maintenance.deletions import unlisted

OLD = timedelta(days=2)


def backups(engine: Engine, settings: Settings) -> Findings:
    """Say when the store was backed up last, and whether an old backup would lose again what was deleted since."""
    from bot.casework.backups import last

    store = open_store(engine, settings.key_ring())
    store.deletions = settings.deletions
    with store.read() as work:
        made = last(work)
    if made is None:
        yield Finding(WARN, "backup: there is none yet; see: interview backup")
    elif utc_now() - made > OLD:
        yield Finding(WARN, f"backup: the last one is {(utc_now() - made).days} days old; see: interview backup")
    else:
        yield Finding(OK, f"backup: the last one was made on {made:%Y-%m-%d at %H:%M} UTC")
    yield from _withdrawals(store, settings)


def _withdrawals(store: Store, settings: Settings) -> Findings:
    """Look whether a backup that is put back would lose again what was deleted since."""
    best, *others = store.deletions.places
    if left := unlisted(store):
        about = f"{len(left)} are not on the list at {best}, so a backup would bring their words back"
        yield Finding(WARN, f"withdrawals: {about}: can the service write it?")
    file, lies = database_file(settings.database), [place for place in others if place.exists()]
    if file is not None and lies and lies[0].resolve().parent == file.resolve().parent:
        about = f"the list {lies[0]} is in one folder with the record store, and whoever loses one loses both"
        yield Finding(WARN, f"withdrawals: {about}; let the service write {best}")
