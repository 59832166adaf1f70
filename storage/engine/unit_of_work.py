"""Run one transaction at a time. Anything that is not committed is rolled back.

SQLite: write-ahead log, synchronous=FULL, foreign keys on, BEGIN IMMEDIATE for what writes (a read that turns into a
write would fail at once, whatever the time-out). PostgreSQL: the rows are locked by the statements that load them, and
what only reads sees one snapshot, as on SQLite.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import URL, Connection, CursorResult, Executable, Table, create_engine, event, make_url, select
from sqlalchemy import Engine as Engine  # noqa: PLC0414 - bot hands engines on, without knowing sqlalchemy
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError

from storage.deletion_list import Deletion, DeletionList
from storage.engine import proofs
from storage.engine.cache import Recent
from storage.engine.failpoints import reach
from storage.engine.faults import ends_connection
from storage.engine.faults import is_outage as is_outage  # noqa: PLC0414 - a unit of work and its outages are asked for together
from storage.engine.prepared import Many, Query, driven
from storage.keys.sealing import LOOKUP, SYSTEM, KeyRing, Vault, new_key, wrapped_with
from storage.schema.proved import PROVED
from storage.schema.tables import data_keys, tallies

# Waiting comes first, so that the others wait too.
PRAGMAS: tuple[str, ...] = (
    "busy_timeout=10000",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
)
DIALECTS = {"sqlite": sqlite, "postgresql": postgresql}
# The drivers that are installed, by what an address may begin with.
DRIVERS = {
    "sqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
READ_ONLY = "read_only"
# Nothing is prepared by name: a pooler gives each transaction another connection, and that one does not know the name. A
# machine that is cut off says nothing: it is given up after some seconds, not after hours.
POSTGRES: Mapping[str, Any] = {
    "prepare_threshold": None,
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 4,
    "tcp_user_timeout": 30_000,
}


@dataclass(slots=True)
class UnitOfWork:
    """An open transaction with the keys to what it reads and writes. `last`: what is done at its very end, in order.

    `deleted`: what goes on the list outside of the store once it is committed.
    `tally`: by how much it changes the sums of proofs.
    """

    connection: Connection
    vault: Vault
    recent: Recent
    list_outside: DeletionList = field(default_factory=DeletionList)
    last: list[Callable[[], None]] = field(default_factory=list)
    deleted: list[Deletion] = field(default_factory=list)
    tally: dict[str, int] = field(default_factory=dict)

    def execute(
        self, statement: Executable, rows: Sequence[Mapping[str, Any]] | None = None, **values: Any
    ) -> CursorResult[Any]:
        """Run a Core statement; with `rows`, once for each of them, and not at all if there are none.

        `values` fill the parameters of a statement that is built already. Proofs of the rows that it changes are kept.
        """
        if statement.is_dml and statement.table in PROVED and rows != []:  # type: ignore[attr-defined]
            return proofs.kept(self, statement, rows, values)  # type: ignore[no-any-return]
        if rows is None:
            return self.connection.execute(statement, values) if values else self.connection.execute(statement)
        return self.connection.execute(statement, list(rows)) if rows else _NOTHING

    def find(self, query: Query, among: Sequence[Any] = (), /, **values: Any) -> list[Any]:
        """The rows that a query finds which stands ready; none among no values."""
        return query.run(self.connection, among, values)

    def write(self, statement: Many, rows: Sequence[Mapping[str, Any]]) -> int:
        """Run a statement that stands ready for many rows, and not at all if there are none; gives how many it concerned."""
        return statement.run(self.connection, rows) if rows else 0

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part that can fail by itself; what it wanted done at the end fails with it."""
        before, deleted, tally = len(self.last), len(self.deleted), self.tally.copy()
        try:
            with self.connection.begin_nested():
                yield
        except BaseException:
            del self.last[before:], self.deleted[deleted:]
            self.tally = tally
            raise

    def commit(self) -> None:
        """Make everything since the beginning durable, and what is done last."""
        for do in self.last:
            do()
        proofs.settle(self)
        reach("before commit")
        self.connection.commit()
        reach("after commit")
        if self.deleted:
            self.list_outside.add(self.deleted)


_NOTHING: Any = ()


class Store:
    """The record store: begin a transaction here."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self.engine = engine
        self.vault = vault
        self.recent = Recent()
        self.deletions = DeletionList()
        self._closed = False

    @contextmanager
    def begin(self) -> Iterator[UnitOfWork]:
        """A transaction that writes; rolled back unless `commit` is called."""
        with self.connect() as connection:
            connection.begin()
            yield UnitOfWork(connection, self.vault, self.recent, self.deletions)

    @contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """A transaction that only reads, and so waits for nobody."""
        with self.connect() as connection:
            snapshot = {} if self.engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
            connection.execution_options(**{READ_ONLY: True}, **snapshot)
            connection.begin()
            yield UnitOfWork(connection, self.vault, self.recent, self.deletions)

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A connection without a transaction. If the store is closed meanwhile, it is closed when it comes back."""
        pool = self.engine.pool
        try:
            with self.engine.connect() as connection:
                yield connection
        finally:
            if self._closed:
                pool.dispose()

    def close(self) -> None:
        """Close every connection; one that is in use is closed when it comes back."""
        self._closed = True
        self.engine.dispose()


def open_engine(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL, set so that a commit is durable. Its errors name no values."""
    known = address(url)
    if known.drivername == "sqlite":
        engine = create_engine(known, hide_parameters=True)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(known, pool_pre_ping=True, hide_parameters=True)
    event.listen(engine, "do_connect", _set_up_postgres)
    event.listen(engine, "handle_error", _give_up_connection)
    return engine


def address(url: str) -> URL:
    """Return the address of a database, with its driver; ArgumentError for any that can't be used here."""
    try:
        known = make_url(url)
    except ValueError:
        raise ArgumentError("The port is no number") from None
    if known.drivername not in DRIVERS:
        raise ArgumentError("There is no driver for it")
    return known.set(drivername=DRIVERS[known.drivername])


def open_store(engine: Engine, ring: KeyRing) -> Store:
    """The store with its own keys, which are made the first time."""
    with engine.connect() as connection:
        connection.begin()
        keys = _stored_keys(connection)
        missing = [name for name in (SYSTEM, LOOKUP) if name not in keys]
        for name in missing:
            row = {"name": name, "wrapped": ring.wrap(name, new_key())}
            connection.execute(insert_into(connection, data_keys).on_conflict_do_nothing(), row)
        keys = _stored_keys(connection)
        ring = ring if {wrapped_with(key) for key in keys.values()} <= set(ring.keys) else ring.again()
        vault = Vault(ring, ring.unwrap(SYSTEM, keys[SYSTEM]), ring.unwrap(LOOKUP, keys[LOOKUP]))
        if SYSTEM in missing and engine.dialect.has_table(connection, tallies.name):
            connection.execute(insert_into(connection, tallies).on_conflict_do_nothing(), proofs.nothing_yet(vault))
        if missing:
            connection.commit()
    return Store(engine, vault)


def opens(engine: Engine, ring: KeyRing) -> bool:
    """Tell whether the store has its own keys, and this ring opens them; SealError if it does not."""
    with engine.connect() as connection:
        connection.execution_options(**{READ_ONLY: True})
        keys = _stored_keys(connection)
    return {SYSTEM, LOOKUP} <= {name for name in keys if ring.unwrap(name, keys[name])}


def insert_into(connection: Connection, table: Table) -> Any:
    """An INSERT of this database that knows ON CONFLICT."""
    return DIALECTS[connection.dialect.name].insert(table)


def _stored_keys(connection: Connection) -> dict[str, bytes]:
    return {row.name: row.wrapped for row in connection.execute(select(data_keys))}


def _set_up_postgres(_dialect: Any, _record: Any, _args: Any, given: dict[str, Any]) -> None:
    """Add what every connection needs; what the operator's address says goes before it."""
    for name, value in POSTGRES.items():
        given.setdefault(name, value)


def _give_up_connection(context: ExceptionContext) -> None:
    """Close a connection that can't be used any more, and with it all that were there before."""
    context.is_disconnect = context.is_disconnect or ends_connection(context.original_exception)


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    reads = connection.get_execution_options().get(READ_ONLY)
    driven(connection, lambda cursor: cursor.execute("BEGIN" if reads else "BEGIN IMMEDIATE"))
