"""Statements that write many rows, compiled once for each kind of database.

What SQLAlchemy does for every row of an `executemany` costs more than the database does. Here a row goes to the driver as it
is, but for its moments, which are written as their column wants them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, CursorResult, DateTime, Dialect, Executable
from sqlalchemy.types import TypeDecorator

Row = Mapping[str, Any]
_Ready = tuple[str, Callable[[Row], Any]]


class Many:
    """An INSERT or UPDATE for rows that all have the same names; every time the same ones."""

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._ready: dict[str, _Ready] = {}

    def run(self, connection: Connection, rows: Sequence[Row]) -> CursorResult[Any]:
        """Once for each row."""
        dialect = connection.dialect
        if dialect.name not in self._ready:
            self._ready[dialect.name] = _made(self._statement, dialect, list(rows[0]))
        text, given = self._ready[dialect.name]
        return connection.exec_driver_sql(text, [given(row) for row in rows])


def _made(statement: Any, dialect: Dialect, names: list[str]) -> _Ready:
    """The text of a statement, and what makes of a row the parameters of the driver: in their order, or by their names."""
    columns = names if statement.is_insert else None
    compiled = statement.compile(dialect=dialect, column_keys=columns, for_executemany=True)
    constants = {name: value for name, value in compiled.params.items() if not compiled.binds[name].required}
    places = compiled.positiontup or list(compiled.params)
    takes = [(name, _writer(compiled.binds[name].type, dialect)) for name in places]

    def values(row: Row) -> tuple[Any, ...]:
        whole = {**constants, **row} if constants else row
        return tuple([write(whole[name]) if write else whole[name] for name, write in takes])

    def by_name(row: Row) -> dict[str, Any]:
        return dict(zip(places, values(row), strict=True))

    return str(compiled), values if compiled.positional else by_name


def _writer(kind: Any, dialect: Dialect) -> Callable[[Any], Any] | None:
    """What writes a moment as this database wants it. The rows of a round have mostly the same ones."""
    if not (isinstance(kind, TypeDecorator) and isinstance(kind.impl, DateTime)):
        return None
    write = kind.dialect_impl(dialect).bind_processor(dialect)
    return lru_cache(maxsize=64)(write) if write else None
