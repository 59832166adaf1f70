"""A record that looks as if years had gone by: rows of one real conversation, copied under other ids."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

BATCH = 20_000
FAST = ("journal_mode=OFF", "synchronous=OFF", "cache_size=-400000", "foreign_keys=OFF")
# How many rows of the conversation each copy gets: all of them would be 150 a response.
ROWS = {"invitation": 1, "account": 1, "response": 1, "outbox": 3, "seen_update": 1}
FAR = 10_000_000
Row = dict[str, Any]


def copy_record(source: Path, target: Path) -> None:
    """The whole store, as one file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def fill(database: Path, number: int) -> None:
    """Add so many copies of a finished conversation. Nobody opens them: they are there to be searched past."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        for pragma in FAST:
            connection.execute(f"PRAGMA {pragma}")
        model = _model(connection)
        connection.execute("BEGIN")
        for start in range(0, number, BATCH):
            _add(connection, model, range(start, min(start + BATCH, number)))
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode=WAL")


def _model(connection: sqlite3.Connection) -> Mapping[str, list[Row]]:
    """One conversation with answers and questions sent, table by table."""
    found = "SELECT * FROM response WHERE history IS NOT NULL ORDER BY id LIMIT 1"
    response = dict(connection.execute(found).fetchone())
    which = {
        "invitation": f"id = '{response['invitation_id']}'",
        "account": f"id = {response['account_id']}",
        "response": f"id = {response['id']}",
        "seen_update": "1",
        "outbox": f"response_id = {response['id']} AND place IS NOT NULL AND state = 'sent'",
    }
    model = {}
    for table, rows in ROWS.items():
        wanted = which.get(table, f"response_id = {response['id']}")
        chosen = connection.execute(f"SELECT * FROM {table} WHERE {wanted} LIMIT {rows}")  # noqa: S608 - names of ours
        model[table] = [dict(row) for row in chosen]
    return model


def _add(connection: sqlite3.Connection, model: Mapping[str, list[Row]], numbers: range) -> None:
    for table, rows in model.items():
        for row in rows:
            names = ", ".join(f'"{name}"' for name in row)
            holes = ", ".join("?" for _ in row)
            statement = f"INSERT INTO {table} ({names}) VALUES ({holes})"  # noqa: S608 - names of ours
            connection.executemany(statement, _copies(table, row, numbers))


def _copies(table: str, row: Row, numbers: range) -> Iterator[tuple[Any, ...]]:
    for n in numbers:
        yield tuple({**row, **_changed(table, row, n)}.values())


def _changed(table: str, row: Row, n: int) -> Row:
    """What must differ from copy to copy."""
    key, invitation = FAR + n, f"copy-{n}"
    match table:
        case "invitation":
            return {"id": invitation, "token_hash": os.urandom(32), "code_hash": os.urandom(32)}
        case "account":
            return {"id": key, "lookup": os.urandom(32), "current": key}
        case "response":
            return {"id": key, "invitation_id": invitation, "account_id": key, "status": "completed"}
        case "outbox":
            unique = {"id": row["id"] + FAR + 1000 * n, "uid": f"{row['uid']}-{n}", "lane": f"families:{n}"}
            return {**unique, "response_id": key, "key_of": invitation}
        case "seen_update":
            return {"update_id": -key}
        case _:
            return {"response_id": key}
