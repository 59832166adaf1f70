"""Statements that stand ready: compiled once for each kind of database, and run by its driver.

What SQLAlchemy does for every statement, and for every row of an `executemany`, costs more than the database does. Here a row
goes to the driver as it is, and comes back so, but for what its columns want done to it.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, repeat
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Connection, DateTime, Dialect, Executable, Select, bindparam
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeDecorator, TypeEngine

from storage.engine.failpoints import reach
from storage.engine.faults import ends_connection

Row = Mapping[str, Any]
Among = list[BindParameter[Any]]
Given = Callable[[Row], Any]
T = TypeVar("T")


class Many:
    """An INSERT or UPDATE for rows that all have the same names; every time the same ones."""

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._ready: dict[str, tuple[str, Given]] = {}

    def run(self, connection: Connection, rows: Sequence[Row]) -> int:
        """Run it once for each row; return how many rows of the table it concerned, -1 where the driver does not say."""
        dialect = connection.dialect
        if dialect.name not in self._ready:
            self._ready[dialect.name] = _text(self._statement, dialect, list(rows[0]))
        text, given = self._ready[dialect.name]
        written = [given(row) for row in rows]

        def write(cursor: Any) -> int:
            cursor.executemany(text, written)
            return int(cursor.rowcount)

        return driven(connection, write)


class Query:
    """A SELECT. Where it looks for rows `among` values, as many as there are, `make` gets a parameter for each.

    `kind` is the type of those values. Their number is rounded up, so that a database sees few different statements.
    """

    def __init__(self, make: Callable[[Among], Select[Any]], kind: TypeEngine[Any] | None = None) -> None:
        self._make, self._kind = make, kind
        self._ready: dict[tuple[str, int], tuple[str, Given, Callable[[Any], Any]]] = {}

    def run(self, connection: Connection, among: Sequence[Any], values: Row) -> list[Any]:
        """Return the rows that are found, with the names of the columns."""
        if self._kind is not None and not among:
            return []
        dialect, size = connection.dialect, 1 << (len(among) - 1).bit_length() if among else 0
        if (dialect.name, size) not in self._ready:
            self._ready[dialect.name, size] = self._made(dialect, size)
        text, given, read = self._ready[dialect.name, size]
        filled = chain(among, repeat(among[-1], size - len(among))) if among else ()
        whole = {**values, **dict(zip(map(_among, range(size)), filled, strict=True))}
        found = driven(connection, lambda cursor: cursor.execute(text, given(whole)).fetchall())
        return list(map(read, found))

    def _made(self, dialect: Dialect, size: int) -> tuple[str, Given, Callable[[Any], Any]]:
        statement = self._make([bindparam(_among(n), type_=self._kind) for n in range(size)])
        return (*_text(statement, dialect), _reader(statement, dialect))


def driven(connection: Connection, do: Callable[[Any], T]) -> T:
    """Run `do` with the driver's cursor and return its result; the driver's errors become SQLAlchemy's, and name no values."""
    driver, link = connection.dialect.loaded_dbapi, connection.connection
    try:
        done = do(link.cursor())
    except driver.Error as error:
        lost = connection.dialect.is_disconnect(error, link, None) or ends_connection(error)
        if lost:
            connection.invalidate(error)
        raise DBAPIError.instance(
            None,
            None,
            error,
            driver.Error,
            hide_parameters=True,
            connection_invalidated=lost,
            dialect=connection.dialect,
        ) from error
    reach("statement")
    return done


@lru_cache(maxsize=256)
def _among(number: int) -> str:
    return f"among_{number}"


def _text(statement: Any, dialect: Dialect, names: list[str] | None = None) -> tuple[str, Given]:
    """Return a statement's text, and the function that turns a row into the driver's parameters: in their order, or by name."""
    is_many = names is not None
    columns = names if is_many and statement.is_insert else None
    compiled = statement.compile(dialect=dialect, column_keys=columns, for_executemany=is_many)
    if compiled.post_compile_params:
        raise ValueError("an IN whose values are not written out")
    constants = {name: value for name, value in compiled.params.items() if not compiled.binds[name].required}
    places = compiled.positiontup or list(compiled.params)
    writers = [(place, _writer(compiled.binds[name].type, dialect)) for place, name in enumerate(places)]
    todo = [(place, write) for place, write in writers if write]
    pick = itemgetter(*places) if len(places) > 1 else lambda row: [row[name] for name in places]

    def values(row: Row) -> list[Any]:
        values = list(pick({**constants, **row} if constants else row))
        for place, write in todo:
            values[place] = write(values[place])
        return values

    def by_name(row: Row) -> dict[str, Any]:
        return dict(zip(places, values(row), strict=True))

    return str(compiled), values if compiled.positional else by_name


def _writer(kind: Any, dialect: Dialect) -> Callable[[Any], Any] | None:
    """Return the function that writes a moment as this database wants it. Rows of a round have mostly the same moments."""
    if not (isinstance(kind, TypeDecorator) and isinstance(kind.impl, DateTime)):
        return None
    write = kind.dialect_impl(dialect).bind_processor(dialect)
    return lru_cache(maxsize=64)(write) if write else None


def _reader(statement: Select[Any], dialect: Dialect) -> Callable[[Any], Any]:
    """Return the function that turns a driver's row into a row with names, each value as its column has it."""
    columns = statement.selected_columns
    row = namedtuple("Row", columns.keys())  # type: ignore[misc]
    reads = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
    todo = [(place, read) for place, read in enumerate(reads) if read]

    def read(found: Sequence[Any]) -> Any:
        values = list(found)
        for place, reads in todo:
            values[place] = reads(values[place])
        return row._make(values)

    return read
