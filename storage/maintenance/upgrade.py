"""The revision of the record store: brought up, taken down, asked for. One transaction each: all of it or nothing.

The migrations travel inside the package and are found there, from any folder and in a wheel; there is no configuration file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text

from storage.maintenance.revision import current, head, is_current
from storage.maintenance.roles import grant

__all__ = ["current", "downgrade", "head", "is_current", "upgrade"]

SCRIPTS = "storage:migrations"
# Two migrations of one PostgreSQL wait for each other; SQLite has one writer anyway. The number means nothing.
LOCK = text("SELECT pg_advisory_xact_lock(7236501)")


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the store up to `revision`."""
    _change(engine, command.upgrade, revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the store back to `revision`; `base` is the empty store."""
    _change(engine, command.downgrade, revision)


def _change(engine: Engine, how: Callable[[Config, str], None], revision: str) -> None:
    with engine.connect() as connection, _tables_made_anew(connection), connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(LOCK)
        how(_config(connection), revision)
        grant(connection)


@contextmanager
def _tables_made_anew(connection: Connection) -> Iterator[None]:
    """Let SQLite put another table in the place of one that rows refer to; what refers to what is looked at afterwards."""
    if connection.dialect.name != "sqlite":
        yield
        return
    link = connection.connection.driver_connection
    assert link is not None  # noqa: S101 - the connection is open
    link.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        link.execute("PRAGMA foreign_keys=ON")


def _config(connection: Connection | None = None) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", SCRIPTS)
    config.set_main_option("path_separator", "os")
    return config
