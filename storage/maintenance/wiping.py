"""Wipe deleted rows out of the files too, not only out of the tables.

SQLite overwrites deleted rows (`secure_delete`), but its write-ahead log keeps the earlier pages until it starts from the
beginning. So a command that deletes words leaves a note in the same transaction, and the log is emptied soon after: by that
command, or at the next tick of a running service. On PostgreSQL this is the work of VACUUM, and of the keys that are gone.
"""

from __future__ import annotations

from sqlalchemy import delete, select

from storage.engine.unit_of_work import Store, UnitOfWork, insert_into
from storage.schema.tables import runtimes

NOTE = "to_wipe"
# What was in the clear is sealed, and the files are to be written anew.
REWRITE = "to_rewrite"
# While it waits for readers nobody can write.
PATIENCE_MS = 250


def ask_to_wipe(work: UnitOfWork) -> None:
    """Leave the note."""
    if work.connection.dialect.name == "sqlite":
        work.execute(insert_into(work.connection, runtimes).on_conflict_do_nothing(), [{"name": NOTE, "value": ""}])


def wipe(store: Store) -> bool:
    """Empty the log if there is a note; False if somebody was reading in it, and it must be tried again."""
    if store.engine.dialect.name != "sqlite":
        return True
    with store.read() as work:
        if work.execute(select(runtimes.c.name).where(runtimes.c.name == NOTE)).first() is None:
            return True
    if not _empty_log(store):
        return False
    with store.begin() as work:
        work.execute(delete(runtimes).where(runtimes.c.name == NOTE))
        work.commit()
    return True


def ask_to_rewrite(work: UnitOfWork) -> None:
    """Leave the note that the files are to be written anew, so that they hold nothing of what was there before."""
    work.execute(insert_into(work.connection, runtimes).on_conflict_do_nothing(), [{"name": REWRITE, "value": ""}])


def rewrite(store: Store) -> bool:
    """Write every table anew if there is a note, so that no page holds an earlier value; nobody else may be there.

    Tell whether there was one.
    """
    with store.read() as work:
        if work.execute(select(runtimes.c.name).where(runtimes.c.name == REWRITE)).first() is None:
            return False
    with store.engine.connect() as connection:
        link = connection.connection.driver_connection
        assert link is not None  # noqa: S101 - the connection is open
        if store.engine.dialect.name == "sqlite":
            link.execute("VACUUM")
            link.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            link.autocommit = True
            link.execute("VACUUM FULL")
            link.autocommit = False
    with store.begin() as work:
        work.execute(delete(runtimes).where(runtimes.c.name == REWRITE))
        work.commit()
    return True


def _empty_log(store: Store) -> bool:
    """No transaction is open here, as SQLite asks for."""
    connection = store.engine.raw_connection()
    try:
        cursor = connection.cursor()
        (before,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
        busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        cursor.execute(f"PRAGMA busy_timeout={before}")
        return not busy
    finally:
        connection.close()
