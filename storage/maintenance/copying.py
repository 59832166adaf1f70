"""Every row of a record store as lines of JSON, and back into an empty store, whichever database either is on.

    {"table": "review", "columns": ["id", ...]}     then a line for each of its rows: an array of values
Bytes are {"bytes": base64}, moments {"at": ISO 8601, in UTC}, days {"on": ISO 8601}.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, MetaData, Table, delete, func, insert, select, text
from sqlalchemy.exc import CompileError, IntegrityError, NoSuchTableError

from storage.engine.unit_of_work import UnitOfWork
from storage.schema.columns import Base
from storage.schema.tables import attachments

# So many rows are read and written at a time. A voice message is large.
SIZE, LARGE = 200, {attachments.name: 1}


def count(work: UnitOfWork) -> int:
    """Return how many rows a store has."""
    return sum(work.execute(select(func.count()).select_from(table)).scalar_one() for table in _tables())


def lines(work: UnitOfWork) -> Iterator[bytes]:
    """Yield the whole store, tables that others refer to first."""
    for table in _tables():
        yield _line({"table": table.name, "columns": [column.name for column in table.columns]})
        for batch in _batches(work.connection, table):
            yield from (_line([_written(value) for value in row.values()]) for row in batch)


def highest(connection: Connection) -> dict[str, int]:
    """Return the highest id that each table with numbers has given: none of them is given again."""
    if connection.dialect.name == "sqlite":
        return {row.name: row.seq for row in connection.execute(text("SELECT name, seq FROM sqlite_sequence"))}
    numbered = [(table.name, sequence) for table in _tables() if (sequence := _sequence(connection, table))]
    asked = ((name, text(f"SELECT last_value FROM {sequence}")) for name, sequence in numbered)  # noqa: S608 - the server named it
    return {name: connection.execute(query).scalar_one() for name, query in asked}


def is_bare(connection: Connection) -> bool:
    """Tell whether no table of a store has a row."""
    return not any(connection.execute(select(1).select_from(t).limit(1)).first() for t in _there(connection))


def empty(connection: Connection) -> None:
    """Take out what a migration has put into a store that was just made."""
    for table in reversed(_there(connection)):
        connection.execute(delete(table))


def copy(source: Connection, target: Connection, given: Mapping[str, int]) -> None:
    """Put every row of a store into an empty one of the same revision; no id that was `given` is given again."""
    for table in _tables():
        for batch in _batches(source, table):
            target.execute(insert(table), batch)
    for table in _tables():
        if sequence := _sequence(target, table):
            top = select(func.max(table.c.id)).scalar_subquery()
            last = func.greatest(given.get(table.name, 1), func.coalesce(top, 1))
            target.execute(select(func.setval(sequence, last)))


class Loading:
    """Puts lines into an empty store on SQLite, of the revision that the lines are of."""

    def __init__(self, connection: Connection) -> None:
        self.rows = 0
        self._connection = connection
        self._table: Table | None = None
        self._columns: list[str] = []
        self._waiting: list[dict[str, Any]] = []

    def take(self, line: bytes) -> None:
        """Take one line; ValueError or TypeError if it is none of ours, or does not fit to the others."""
        match json.loads(line):
            case {"table": str(name), "columns": list(columns)}:
                self.flush()
                self._table = _reflected(self._connection, name)
                self._columns = columns
            case list(values):
                self._waiting.append(dict(zip(self._columns, map(_read, values), strict=True)))
                self.rows += 1
                if len(self._waiting) >= LARGE.get(self._table.name if self._table is not None else "", SIZE):
                    self.flush()
            case _:
                raise ValueError("a line of another kind")

    def flush(self) -> None:
        """Write what waits."""
        if self._waiting and self._table is not None:
            try:
                self._connection.execute(insert(self._table), self._waiting)
            except (IntegrityError, CompileError) as error:
                raise ValueError("rows that do not fit") from error
        self._waiting = []

    def remember(self, given: Mapping[str, int]) -> None:
        """See to it that no id is given again that the store has given before."""
        for name, top in given.items():
            known = {"name": name, "top": top}
            self._connection.execute(text("UPDATE sqlite_sequence SET seq = max(seq, :top) WHERE name = :name"), known)
            self._connection.execute(
                text(
                    "INSERT INTO sqlite_sequence (name, seq) SELECT name, :top FROM sqlite_master WHERE name = :name"
                    " AND sql LIKE '%AUTOINCREMENT%' AND name NOT IN (SELECT name FROM sqlite_sequence)"
                ),
                known,
            )


def _reflected(connection: Connection, name: str) -> Table:
    try:
        return Table(name, MetaData(), autoload_with=connection, resolve_fks=False)
    except NoSuchTableError as error:
        raise ValueError("rows of no table") from error


def _there(connection: Connection) -> Sequence[Table]:
    """Return the tables that a store of any revision has, but for the one that holds the revision."""
    known = MetaData()
    known.reflect(connection)
    return [table for table in known.sorted_tables if table.name != "alembic_version"]


def _tables() -> Sequence[Table]:
    return Base.metadata.sorted_tables


def _batches(connection: Connection, table: Table) -> Iterator[Sequence[Mapping[str, Any]]]:
    size = LARGE.get(table.name, SIZE)
    with connection.execute(select(table).execution_options(yield_per=size)) as rows:
        for batch in rows.mappings().partitions():
            yield [dict(row) for row in batch]


def _sequence(connection: Connection, table: Table) -> str | None:
    """Return the sequence that numbers the rows of a table on PostgreSQL, if one does."""
    if "id" not in table.c:
        return None
    found = connection.execute(select(func.pg_get_serial_sequence(table.name, "id"))).scalar()
    return None if found is None else str(found)


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"


def _written(value: Any) -> Any:
    match value:
        case bytes():
            return {"bytes": base64.b64encode(value).decode()}
        case datetime():
            return {"at": value.astimezone(UTC).isoformat()}
        case date():
            return {"on": value.isoformat()}
        case _:
            return value


def _read(value: Any) -> Any:
    """Return a value as SQLite takes it: moments are in UTC, without saying so."""
    match value:
        case {"bytes": str(encoded)}:
            return base64.b64decode(encoded, validate=True)
        case {"at": str(moment)}:
            return datetime.fromisoformat(moment).astimezone(UTC).replace(tzinfo=None)
        case {"on": str(day)}:
            return date.fromisoformat(day)
        case dict():
            raise ValueError("a value of another kind")
        case _:
            return value
