"""Wipe deleted rows out of the files too, not only out of the tables.

A command that deletes words leaves a note in the same transaction; soon after, that command or the next tick of a running
service does what the database needs:

SQLite overwrites deleted rows (`secure_delete`), but its write-ahead log keeps the earlier pages until it starts from the
beginning: the log is emptied. PostgreSQL keeps them until VACUUM: the small table of invitations, in which the participants'
keys are, is written anew, so that no page has an old key; then the others are vacuumed. Nobody waits for it. What its log
(WAL) and its replicas keep, no program takes out: the keys that sealed it are gone.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, select, text

from storage.engine.unit_of_work import Store, UnitOfWork, insert_into
from storage.maintenance.roles import vacuuming
from storage.schema.tables import (
    accounts,
    attachments,
    browsers,
    claims,
    dead_letters,
    flags,
    handlings,
    invitations,
    moves,
    notices,
    outbox,
    reminders,
    responses,
    reviews,
    runtimes,
    throttles,
    wrong_words,
)

NOTE = "to_wipe"
# What was in the clear is sealed, and the files are to be written anew.
REWRITE = "to_rewrite"
# While it waits for readers nobody can write.
PATIENCE_MS = 250
# Whatever a withdrawal, an erasure or the schedule takes rows out of.
_EMPTIED = (
    responses, attachments, outbox, dead_letters, flags, handlings, notices, reminders, accounts, browsers, claims, moves,
    reviews, runtimes, throttles, wrong_words,
)  # fmt: skip
_WITH_KEYS = text(f"VACUUM (FULL, SKIP_LOCKED) {invitations.name}")
_OTHERS = text(f"VACUUM (INDEX_CLEANUP TRUE, TRUNCATE FALSE) {', '.join(table.name for table in _EMPTIED)}")
# Whoever began before the deletion may still look at the rows: VACUUM leaves them as long as that lasts.
_LOOKING = text("""
    SELECT 1 FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()
    AND backend_xmin IS NOT NULL AND age(backend_xmin) >= age(CAST(CAST(:since AS text) AS xid)) LIMIT 1
""")


def ask_to_wipe(work: UnitOfWork) -> None:
    """Leave the note."""
    leave = insert_into(work.connection, runtimes)
    if work.connection.dialect.name == "sqlite":
        work.execute(leave.on_conflict_do_nothing(), [{"name": NOTE, "value": ""}])
        return
    now = work.execute(text("SELECT CAST(CAST(pg_current_xact_id() AS xid) AS text)")).scalar_one()
    leave = leave.on_conflict_do_update(index_elements=["name"], set_={"value": leave.excluded.value})
    work.execute(leave, [{"name": NOTE, "value": now}])


def wipe(store: Store) -> bool:
    """Do what the note asks for, if there is one; False if somebody was in the way, and it must be tried again."""
    with store.read() as work:
        note = work.execute(select(runtimes.c.value).where(runtimes.c.name == NOTE)).scalar()
    if note is None:
        return True
    if not (_empty_log(store) if store.engine.dialect.name == "sqlite" else _vacuum(store, note)):
        return False
    with store.begin() as work:
        work.execute(delete(runtimes).where(runtimes.c.name == NOTE, runtimes.c.value == note))
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
    with store.connect() as connection:
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


def _vacuum(store: Store, since: str) -> bool:
    """Take out of the tables' files what was deleted up to this transaction; a role that may not leaves it to the owner."""
    with store.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        if connection.execute(_LOOKING, {"since": since}).first():
            return False
        may = vacuuming(store.engine)
        if may is None or not may.may:
            return True
        before = _file(connection)
        connection.execute(_WITH_KEYS)
        if _file(connection) == before:
            return False
        connection.execute(_OTHERS)
    return True


def _file(connection: Connection) -> int:
    """Return the number of the file that holds the invitations: another one once they are written anew."""
    return int(connection.execute(select(func.pg_relation_filenode(invitations.name))).scalar_one())


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
