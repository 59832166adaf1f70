"""Tell whether an error is the store's fault, so that a later try can help, or the input's, which fails every time.

An error that nobody could have typed is never held against an input. The statements here are fixed, so that a table that is
not there, a right that was taken away or a prepared statement that another connection knows is the store's fault too.
"""

from __future__ import annotations

import errno

from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    DisconnectionError,
    IntegrityError,
    PendingRollbackError,
    ResourceClosedError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from storage.keys.sealing import KeyRingError

# The kinds of errors that are about the store; DatabaseError itself is what SQLite says of a damaged file.
OUTAGES = frozenset({"OperationalError", "InterfaceError", "InternalError", "DatabaseError", "NotSupportedError"})
# What PostgreSQL's driver calls an error of the program, by its code, and is one of the session, the schema or a right:
# a prepared statement or cursor that is not there, is there already or is out of date; a database, schema, table, column
# or right that is missing.
OF_THE_STORE = frozenset({"26000", "34000", "42P03", "42P05", "3D000", "3F000", "42P01", "42703", "42704", "42501"})
# What it calls an error of the store, and is one of what was given: a row or a statement that is larger than it can be.
OF_THE_INPUT = frozenset({"54000", "54001", "54011", "54023"})
# After these the connection itself can't be used: what it believes of the server is no longer so.
ENDS_CONNECTION = frozenset({"26000", "42P05", "0A000", "25006"})
# Nothing was wrong with anybody: two transactions stood in each other's way, and one of them gave way.
GIVES_WAY = frozenset({"40001", "40P01"})
# The machine has no room, no memory or no file left, or its disk fails.
OF_THE_MACHINE = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EFBIG}
)
SPLIT_UP = "statement pooling mode"
OF_OURSELVES = (
    PoolTimeoutError,
    KeyRingError,
    DisconnectionError,
    PendingRollbackError,
    ResourceClosedError,
    MemoryError,
)


def is_outage(error: BaseException) -> bool:
    """Return whether the store is at fault (down, full, busy, cut off), so that trying again later can help."""
    if isinstance(error, OSError):
        return error.errno in OF_THE_MACHINE
    if not isinstance(error, DBAPIError):
        return isinstance(error, OF_OURSELVES)
    if error.connection_invalidated or _code(error.orig) in OF_THE_STORE or _is_closed(error.orig):
        return True
    return type(error).__name__ in OUTAGES and _code(error.orig) not in OF_THE_INPUT


def passes(error: BaseException) -> bool:
    """Return whether the same can be tried again at once: on another connection, or after the one that stood in the way."""
    return isinstance(error, DBAPIError) and (error.connection_invalidated or _code(error.orig) in GIVES_WAY)


def ends_connection(error: BaseException | None) -> bool:
    """Return whether a connection that raised this can't be used any more."""
    return _code(error) in ENDS_CONNECTION


def is_split_up(error: BaseException) -> bool:
    """Return whether a pooler (PgBouncer with pool_mode=statement) allows no transaction of more than one statement."""
    return isinstance(error, DBAPIError) and SPLIT_UP in str(error.orig)


def is_conflict(error: BaseException) -> bool:
    """Return whether somebody else wrote at the same moment what can be there only once."""
    return isinstance(error, IntegrityError)


def is_no_address(error: BaseException) -> bool:
    """Return whether what was given as the address of a database is none."""
    return isinstance(error, ArgumentError)


def _code(error: BaseException | None) -> str:
    """PostgreSQL's code of an error; nothing for SQLite, or where the server said nothing."""
    return str(getattr(error, "sqlstate", None) or "")


def _is_closed(error: BaseException | None) -> bool:
    """Return whether SQLite's driver calls the use of a closed connection an error of the program."""
    return type(error).__module__ == "sqlite3" and "closed" in str(error)
