"""Migrations: up, down and up again, and what they make is what the tables say."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, Table, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError

from storage.engine.unit_of_work import Store, open_engine
from storage.maintenance import upgrade
from storage.schema.columns import Base
from storage.schema.tables import invitations, reviews

REPOSITORY = Path(__file__).parents[3]
POSTGRES_SCHEMA = """
    SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL
    SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
    UNION ALL
    SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default)
    FROM information_schema.columns WHERE table_schema = 'public'
"""
SQLITE_SCHEMA = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name != 'sqlite_sequence'"


def schema(engine: Engine) -> list[str]:
    """Everything that the database itself knows of the tables, constraints and indexes, in its own words."""
    with engine.connect() as connection:
        query = SQLITE_SCHEMA if engine.dialect.name == "sqlite" else POSTGRES_SCHEMA
        found = connection.execute(text(query)).scalars()
        return sorted(plain(line) for line in found if "alembic_version" not in line)


def plain(line: str) -> str:
    """A table's columns and constraints in no particular order: SQLite keeps the text of the statements that made them."""
    return "\n".join(
        sorted(
            part.strip().rstrip(",") for part in re.split(r", ?\n|\n|(?<=[A-Z]), (?=\w+ [A-Z])", line.replace('"', ""))
        )
    )


def put(connection: Connection, table: str, *rows: dict[str, Any]) -> None:
    """Put rows into a table as it is at an earlier revision."""
    connection.execute(insert(Table(table, MetaData(), autoload_with=connection)), rows)


@pytest.fixture
def empty(empty_url: str) -> Iterator[Engine]:
    """An engine on a database without a table."""
    engine = open_engine(empty_url)
    yield engine
    engine.dispose()


def test_an_empty_store_has_no_revision(empty: Engine) -> None:
    assert upgrade.current(empty) is None
    assert not upgrade.is_current(empty)


def test_the_revision_that_the_code_wants_is_the_last_one() -> None:
    """`head` reads the file names; alembic reads the files."""
    assert ScriptDirectory.from_config(upgrade._config()).get_heads() == [upgrade.head()]


def test_up_and_down_and_up_again(empty: Engine) -> None:
    upgrade.upgrade(empty)
    assert upgrade.is_current(empty)
    first = schema(empty)
    upgrade.downgrade(empty, "base")
    assert upgrade.current(empty) is None
    assert set(inspect(empty).get_table_names()) <= {"alembic_version"}
    upgrade.upgrade(empty)
    assert upgrade.current(empty) == upgrade.head()
    assert schema(empty) == first


def test_check_words_that_may_have_stood_in_a_chat_become_void(empty: Engine) -> None:
    upgrade.upgrade(empty, "0004")
    now = datetime(2026, 11, 23, tzinfo=UTC)
    invited = {"token_hash": b"t", "code_hash": b"c", "check_hash": b"words", "created_at": now, "expires_at": now}
    with empty.begin() as connection:
        review = {"id": "r", "reference": "R-1", "person": b"x", "confirmed": "", "status": "open", "opened_at": now}
        put(connection, "review", review)
        put(connection, "invitation", {"id": "i", "review_id": "r", "relationship": "sister", **invited})
    upgrade.upgrade(empty, "0005")
    with empty.connect() as connection:
        assert bytes(connection.execute(select(invitations.c.check_hash)).scalar_one()) == b""


def test_references_that_are_one_by_the_new_rule_stay_as_they_are(empty: Engine) -> None:
    """The oldest has the key alone."""
    upgrade.upgrade(empty, "0011")
    rows = [
        {
            "id": f"r{n}",
            "reference": reference,
            "person": b"x",
            "confirmed": "",
            "status": "open",
            "opened_at": datetime(2026, 11, n, tzinfo=UTC),
        }
        for n, reference in [(3, "LDR-17"), (1, "ldr-17"), (2, "LDR 18")]
    ]
    with empty.begin() as connection:
        put(connection, "review", *rows)
    upgrade.upgrade(empty, "0012")
    with empty.connect() as connection:
        found = connection.execute(select(reviews.c.reference, reviews.c.reference_key)).all()
    assert dict(map(tuple, found)) == {"LDR-17": "ldr-17 r3", "ldr-17": "ldr-17", "LDR 18": "ldr18"}


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    before = schema(engine)
    upgrade.upgrade(engine)
    assert schema(engine) == before


def test_autogenerate_finds_no_difference(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_the_database_sees_no_difference(empty: Engine) -> None:
    Base.metadata.create_all(empty)
    wanted = schema(empty)
    Base.metadata.drop_all(empty)
    upgrade.upgrade(empty)
    assert schema(empty) == wanted


def test_a_partial_index_is_partial(engine: Engine) -> None:
    """What guards the rules of the record, named one by one, since autogenerate does not look at conditions."""
    indexes = {i["name"]: i for table in Base.metadata.tables for i in inspect(engine).get_indexes(table)}
    option = f"{engine.dialect.name}_where"
    partial = {name for name, index in indexes.items() if index.get("dialect_options", {}).get(option) is not None}
    assert partial == {
        "uq_response_bound",
        "uq_response_visit",
        "uq_flag_open",
        "ix_reminder_due",
        "ix_outbox_live",
        "ix_outbox_loose",
        "ix_outbox_waiting",
        "ix_attachment_failed",
    }


def test_a_migration_that_fails_leaves_nothing(empty: Engine) -> None:
    with empty.begin() as connection:
        connection.execute(text("CREATE TABLE throttle (in_the_way INTEGER)"))
    with pytest.raises(DBAPIError):
        upgrade.upgrade(empty)
    assert inspect(empty).get_table_names() == ["throttle"]
    assert upgrade.current(empty) is None


def test_two_at_once_wait_for_each_other(empty: Engine) -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: upgrade.upgrade(empty), range(4)))
    assert upgrade.is_current(empty)


def test_asking_does_not_wait_for_a_writer(store: Store) -> None:
    with store.begin() as work:
        work.execute(text("UPDATE runtime SET value = ''"))
        assert upgrade.is_current(store.engine)


def test_logging_stays_as_it_is(empty: Engine) -> None:
    ours = logging.getLogger("bot")
    before = list(logging.root.handlers), logging.root.level, ours.disabled, ours.level
    upgrade.upgrade(empty)
    assert (list(logging.root.handlers), logging.root.level, ours.disabled, ours.level) == before


def test_works_from_any_folder(tmp_path: Path) -> None:
    program = (
        "from storage.maintenance import upgrade; from storage.engine.unit_of_work import open_engine; "
        "engine = open_engine('sqlite:///here.db'); upgrade.upgrade(engine); print(upgrade.current(engine))"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"{upgrade.head()}\n", "")


def test_a_wheel_brings_the_migrations(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=REPOSITORY, check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        packed = set(wheel.namelist())
    scripts = REPOSITORY / "storage" / "migrations"
    wanted = {"env.py", "script.py.mako", *(f"versions/{p.name}" for p in scripts.glob("versions/*.py"))}
    assert {f"storage/migrations/{name}" for name in wanted} <= packed
