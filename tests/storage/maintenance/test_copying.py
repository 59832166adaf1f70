"""Every row of a store, out of it into a backup and back in: the same values on each database, and no id is given twice."""

from __future__ import annotations

from collections.abc import Iterator
from errno import ENOSPC
from pathlib import Path
from typing import Any

import pytest
from pyrage.x25519 import Identity
from sqlalchemy import delete, insert

from storage.engine.unit_of_work import Store, UnitOfWork, open_engine, open_store
from storage.keys.sealing import KeyRing
from storage.maintenance import backup, restoring
from storage.maintenance.backup import Moved
from storage.record.audit import head
from storage.schema.columns import Base
from storage.schema.tables import outbox, reviews
from tests.databases import Postgres
from tests.storage.people import NOW, TOLD, a_review, consenting, invited, rows

WHOSE = Identity.generate()


@pytest.fixture
def elsewhere(postgres: Postgres) -> Iterator[str]:
    """A PostgreSQL without a table."""
    with postgres.fresh() as url:
        yield url


@pytest.fixture
def identity(tmp_path: Path) -> Path:
    """Where the identity is."""
    path = tmp_path / "identity"
    path.write_text(str(WHOSE))
    return path


def everything(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every value of every row."""
    return {name: [tuple(row) for row in rows(store, table)] for name, table in Base.metadata.tables.items()}


def a_call(work: UnitOfWork) -> int:
    """Put a row in the outbox; gives its id."""
    row = {"uid": "u", "bot": "families", "lane": "l", "method": "m", "due_at": NOW, "created_at": NOW}
    return int(work.execute(insert(outbox).values(row).returning(outbox.c.id)).scalar_one())


def nobody(_done: int, _total: int) -> None:
    """Look at no line that moves."""


def back_up(store: Store, taken: Path, moved: Moved) -> None:
    """Make the backup."""
    with store.read() as work:
        backup.write(work, taken, str(WHOSE.to_public()), NOW, head(work), moved)


def test_a_copy_has_every_value(
    store: Store, elsewhere: str, identity: Path, key_ring: KeyRing, tmp_path: Path
) -> None:
    consenting(store, invited(store)).does(*TOLD)
    with store.begin() as work:
        given = a_call(work)
        work.execute(delete(outbox).where(outbox.c.id == given))
        work.commit()
    before, taken = everything(store), tmp_path / "backup"
    back_up(store, taken, nobody)
    with restoring.unpacked(taken, identity, tmp_path, nobody) as (engine, about):
        file = open_store(engine, key_ring)
        assert everything(file) == before
        with file.begin() as work:
            assert a_call(work) > given
        restoring.put(engine, elsewhere, about)
    there = open_store(open_engine(elsewhere), key_ring)
    assert everything(there) == before
    with there.begin() as work:
        assert a_call(work) > given
    there.close()


def test_it_is_the_store_of_one_moment(store: Store, identity: Path, key_ring: KeyRing, tmp_path: Path) -> None:
    """What is committed while the backup is written is no part of it, and does not wait for it."""
    invited(store)
    before, taken = everything(store), tmp_path / "backup"

    def meanwhile(_done: int, _total: int) -> None:
        with store.begin() as work:
            a_review(work, "R-2")
            work.commit()

    back_up(store, taken, meanwhile)
    assert len(rows(store, reviews)) > len(before["review"])
    with restoring.unpacked(taken, identity, tmp_path, nobody) as (engine, _):
        assert everything(open_store(engine, key_ring)) == before


def test_a_disk_that_is_full_leaves_nothing(sqlite_store: Store, tmp_path: Path) -> None:
    def full(_done: int, _total: int) -> None:
        raise OSError(ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        back_up(sqlite_store, tmp_path / "backup", full)
    assert [path for path in tmp_path.iterdir() if "backup" in path.name] == []
