"""Facts about a database that are only said to the operator: where its file is, whether commits are kept, a pooler."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, func, select, text

from storage.engine.unit_of_work import READ_ONLY, address

SQLITE_FULL = 2


def database_file(url: str) -> Path | None:
    """Return the file of a database; None where it is on a server."""
    known = address(url)
    return Path(known.database or "") if known.drivername == "sqlite" else None


def place(url: str) -> str:
    """Return where a database is, in words for the operator: its file, or its name and server. Never who opens it."""
    file = database_file(url)
    if file is not None:
        return str(file.absolute())
    known = address(url)
    port = f":{known.port}" if known.port else ""
    return f"{known.database or 'without a name'} at {known.host or 'this machine'}{port}"


def durability(engine: Engine) -> tuple[bool, str]:
    """Return whether a commit waits until it is on the disk, and the settings that say so."""
    sqlite = engine.dialect.name == "sqlite"
    names = ("PRAGMA synchronous", "PRAGMA journal_mode") if sqlite else ("SHOW fsync", "SHOW synchronous_commit")
    with engine.connect() as connection:
        connection.execution_options(**{READ_ONLY: True})
        first, second = (connection.execute(text(name)).scalar() for name in names)
    waits = (first == SQLITE_FULL and second == "wal") if sqlite else first == "on" and second not in {"off", None}
    return waits, f"{names[0]} is {first}, {names[1]} is {second}"


def is_pooled(engine: Engine) -> bool:
    """Return whether a pooler such as PgBouncer lends each transaction another connection.

    Nothing needs to know: statements are not prepared by name, locks and settings end with their transaction.
    """
    if engine.dialect.name != "postgresql":
        return False
    with engine.connect() as connection:
        connection.execution_options(**{READ_ONLY: True})
        there = connection.execute(select(func.pg_backend_pid())).scalar_one()
        driver = connection.connection.driver_connection
    return bool(there != driver.info.backend_pid) if driver is not None else False
