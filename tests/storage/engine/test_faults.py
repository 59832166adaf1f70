"""What becomes of each kind of error: the store is at fault and the round waits, or the input is, and is buried alone."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, DisconnectionError, PendingRollbackError, ResourceClosedError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from storage.engine.faults import is_outage, passes
from storage.engine.unit_of_work import open_engine
from storage.keys.sealing import KeyRingError, SealError
from tests.each import each

WAITS, BURIED = True, False
# The first two signs of PostgreSQL's codes.
THE_STORE = frozenset({"08", "25", "26", "28", "3D", "40", "53", "55", "57", "58", "F0", "XX"})
THE_INPUT = frozenset({"22", "23"})

POSTGRES: list[tuple[type[psycopg.Error], bool]] = [
    # The connection, and what stands between.
    (psycopg.OperationalError, WAITS),
    (psycopg.InterfaceError, WAITS),
    (errors.ConnectionException, WAITS),
    (errors.ConnectionFailure, WAITS),
    (errors.ConnectionTimeout, WAITS),
    (errors.ProtocolViolation, WAITS),
    (errors.InvalidSqlStatementName, WAITS),
    (errors.DuplicatePreparedStatement, WAITS),
    (errors.InvalidCursorName, WAITS),
    (errors.FeatureNotSupported, WAITS),
    (errors.AdminShutdown, WAITS),
    (errors.CrashShutdown, WAITS),
    (errors.CannotConnectNow, WAITS),
    (errors.IdleSessionTimeout, WAITS),
    (errors.IdleInTransactionSessionTimeout, WAITS),
    (errors.InFailedSqlTransaction, WAITS),
    (errors.NoActiveSqlTransaction, WAITS),
    # The server.
    (errors.ReadOnlySqlTransaction, WAITS),
    (errors.TooManyConnections, WAITS),
    (errors.DiskFull, WAITS),
    (errors.OutOfMemory, WAITS),
    (errors.IoError, WAITS),
    (errors.DataCorrupted, WAITS),
    (errors.LockNotAvailable, WAITS),
    (errors.QueryCanceled, WAITS),
    (errors.DeadlockDetected, WAITS),
    (errors.SerializationFailure, WAITS),
    # Rights and tables: nobody can type one away.
    (errors.InvalidPassword, WAITS),
    (errors.InsufficientPrivilege, WAITS),
    (errors.InvalidCatalogName, WAITS),
    (errors.InvalidSchemaName, WAITS),
    (errors.UndefinedTable, WAITS),
    (errors.UndefinedColumn, WAITS),
    # What was given.
    (errors.UniqueViolation, BURIED),
    (errors.NotNullViolation, BURIED),
    (errors.ForeignKeyViolation, BURIED),
    (errors.CheckViolation, BURIED),
    (errors.StringDataRightTruncation, BURIED),
    (errors.NumericValueOutOfRange, BURIED),
    (errors.CharacterNotInRepertoire, BURIED),
    (errors.UntranslatableCharacter, BURIED),
    (errors.DatatypeMismatch, BURIED),
    (errors.SyntaxError, BURIED),
    (errors.ProgramLimitExceeded, BURIED),
    (psycopg.ProgrammingError, BURIED),
    (psycopg.DataError, BURIED),
]
SQLITE: list[tuple[type[sqlite3.Error], str, bool]] = [
    (sqlite3.OperationalError, "database is locked", WAITS),
    (sqlite3.OperationalError, "disk I/O error", WAITS),
    (sqlite3.OperationalError, "database or disk is full", WAITS),
    (sqlite3.OperationalError, "attempt to write a readonly database", WAITS),
    (sqlite3.OperationalError, "unable to open database file", WAITS),
    (sqlite3.DatabaseError, "database disk image is malformed", WAITS),
    (sqlite3.DatabaseError, "file is not a database", WAITS),
    (sqlite3.InterfaceError, "bad parameter or other API misuse", WAITS),
    (sqlite3.InternalError, "unknown", WAITS),
    (sqlite3.ProgrammingError, "Cannot operate on a closed database.", WAITS),
    (sqlite3.ProgrammingError, "Error binding parameter 1: type 'dict' is not supported", BURIED),
    (sqlite3.DataError, "string or blob too big", BURIED),
    (sqlite3.IntegrityError, "UNIQUE constraint failed", BURIED),
]
OTHERS: list[tuple[BaseException, bool]] = [
    (PoolTimeoutError(), WAITS),
    (KeyRingError(), WAITS),
    (DisconnectionError(), WAITS),
    (PendingRollbackError(), WAITS),
    (ResourceClosedError(), WAITS),
    (MemoryError(), WAITS),
    (OSError(errno.ENOSPC, "no room"), WAITS),
    (OSError(errno.EMFILE, "too many open files"), WAITS),
    (OSError(errno.EIO, "input or output"), WAITS),
    (OSError(errno.ENOENT, "no such file"), BURIED),
    (SealError(), BURIED),
    (ValueError(), BURIED),
    (OverflowError(), BURIED),
    (RecursionError(), BURIED),
    (UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"), BURIED),
]


def wrapped(error: Exception, base: type[Exception]) -> BaseException:
    """The error as SQLAlchemy raises it."""
    return DBAPIError.instance(None, None, error, base)


@each(("kind", "waits"), POSTGRES)
def test_an_error_of_postgresql(kind: type[psycopg.Error], *, waits: bool) -> None:
    assert is_outage(wrapped(kind("it failed"), psycopg.Error)) is waits


@each(("kind", "said", "waits"), SQLITE)
def test_an_error_of_sqlite(kind: type[sqlite3.Error], said: str, *, waits: bool) -> None:
    assert is_outage(wrapped(kind(said), sqlite3.Error)) is waits


@each(("error", "waits"), OTHERS)
def test_another_error(error: BaseException, *, waits: bool) -> None:
    assert is_outage(error) is waits


def test_no_code_of_a_lost_store_is_held_against_an_input() -> None:
    """Whatever PostgreSQL can say about connections, sessions, resources, operators and its own faults."""
    codes = [code for code in errors._sqlcodes if len(code) == 5]
    known = {code: is_outage(wrapped(errors.lookup(code)("it failed"), psycopg.Error)) for code in codes}
    assert [code for code, waits in known.items() if code[:2] in THE_STORE and not waits] == []
    assert [code for code, waits in known.items() if code[:2] in THE_INPUT and waits] == []


def raised(do: Callable[[], object]) -> BaseException:
    """What this raises."""
    with pytest.raises(DBAPIError) as caught:
        do()
    return caught.value


def test_what_a_connection_does_not_know_any_more_gives_it_up(postgres_url: str) -> None:
    """The next one is another connection, which is not told of names that it never heard."""
    engine = open_engine(postgres_url)
    with engine.connect() as connection:
        before = backend(connection.connection.driver_connection)
        error = raised(lambda: connection.execute(text("EXECUTE never_prepared")))
    assert is_outage(error)
    assert passes(error)
    with engine.connect() as connection:
        assert backend(connection.connection.driver_connection) != before
    engine.dispose()


def backend(driver: object) -> int:
    """The process of the server behind a connection."""
    assert isinstance(driver, psycopg.Connection)
    return driver.info.backend_pid


def test_nothing_is_prepared_by_name(postgres_url: str) -> None:
    """However often it is run: behind a pooler the next connection would not know the name."""
    engine = open_engine(postgres_url)
    with engine.connect() as connection:
        for number in range(20):
            connection.execute(text("SELECT :n + 1"), {"n": number})
        assert connection.execute(text("SELECT count(*) FROM pg_prepared_statements")).scalar() == 0
    engine.dispose()


def test_a_deadlock_is_tried_again_at_once() -> None:
    assert passes(wrapped(errors.DeadlockDetected("two"), psycopg.Error))
    assert not passes(wrapped(errors.DiskFull("no room"), psycopg.Error))
    assert not passes(ValueError())


def test_a_table_that_is_not_there_is_an_outage(empty_url: str) -> None:
    """The store was not brought up to date, or somebody is at it: what people write meanwhile is not poison."""
    engine = open_engine(empty_url)
    assert is_outage(raised(lambda: select_from_nowhere(engine)))
    engine.dispose()


def select_from_nowhere(engine: Engine) -> None:
    """Ask a table that is not there."""
    with engine.connect() as connection:
        connection.execute(text("SELECT 1 FROM response"))
