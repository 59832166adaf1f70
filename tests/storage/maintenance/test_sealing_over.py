"""A store from before everything was sealed is sealed in place: the record stays as it was, and nothing is left in the clear."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, MetaData, Table, create_engine, inspect, select, text

from storage.engine.unit_of_work import Store, open_engine, open_store
from storage.keys.sealing import UNPADDED, KeyRing
from storage.maintenance import wiping
from storage.maintenance.revision import current, head
from storage.maintenance.upgrade import upgrade
from storage.record import proving, sealing_over
from storage.repositories.attachments import sound
from storage.repositories.flags import open_flags
from storage.repositories.reviews import all_reviews
from storage.schema.tables import handlings
from tests.records import record

HERE = Path(__file__).parent / "before"
BEFORE = json.loads((HERE / "record.json").read_text())
RING = KeyRing.parse(BEFORE["keys"])
NOW = datetime.fromisoformat(BEFORE["now"])
# Words that stood in the clear: questions that were asked, codes, kinds of flags and notices.
TOLD = (b"safeguarding", b"focused-review", b"asked-to-talk", b"H6-what", b"sister", b"mother", b"decision", b"link_id")
# Ends when so many pieces are done.
DYING = """
import os, sys
from storage.engine import failpoints
from storage.engine.unit_of_work import open_engine, open_store
from storage.keys.sealing import KeyRing
from storage.record import sealing_over
from storage.maintenance.upgrade import upgrade

left = [int(sys.argv[2])]
def dying(point):
    left[0] -= 1
    if left[0] < 0:
        os._exit(9)

sealing_over.SIZE = 7
sealing_over.reach = dying
engine = open_engine(sys.argv[1])
upgrade(engine, sealing_over.ROOM)
sealing_over.seal_over(open_store(engine, KeyRing.parse(sys.argv[3])))
"""


@pytest.fixture
def old_url(empty_url: str, tmp_path: Path) -> str:
    """A record store as version 0014 left it, on each database in turn."""
    file = tmp_path / "before.db"
    file.write_bytes(gzip.decompress((HERE / "record.db.gz").read_bytes()))
    if empty_url.startswith("sqlite"):
        return f"sqlite:///{file}"
    engine = open_engine(empty_url)
    upgrade(engine, "0014")
    _copy(create_engine(f"sqlite:///{file}"), engine)
    engine.dispose()
    return empty_url


def _copy(source: Engine, target: Engine) -> None:
    """Put every row of a store into another one of the same revision."""
    known = MetaData()
    known.reflect(target)
    with source.connect() as old, target.begin() as new:
        for table in known.sorted_tables:
            if table.name != "alembic_version":
                there = Table(table.name, MetaData(), autoload_with=source)
                rows = [{k: _aware(v) for k, v in row.items()} for row in old.execute(select(there)).mappings()]
                if rows:
                    new.execute(table.insert(), rows)
        for name in ("flag", "outbox", "response", "account", "reminder"):
            new.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), 1000)"))


def _aware(value: Any) -> Any:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


def sealed_over(url: str) -> Store:
    """Migrate, as the command does."""
    engine = open_engine(url)
    upgrade(engine, sealing_over.ROOM)
    store = open_store(engine, RING)
    sealing_over.seal_over(store)
    upgrade(engine, proving.ROOM)
    proving.prove_all(store)
    upgrade(engine)
    wiping.rewrite(store)
    return store


def records(store: Store) -> list[Any]:
    """What `record` prints of every review."""
    with store.read() as work:
        return [record(work, review.reference, NOW) for review in all_reviews(work)]


def in_order(found: list[Any]) -> list[Any]:
    """Flags that were raised at one moment have no other order."""
    for one in found:
        for person in one["participants"]:
            person["flags"].sort(key=lambda flag: (flag["raised_at"], flag["kind"]))
    return found


def test_the_record_is_what_it_was(old_url: str) -> None:
    store = sealed_over(old_url)
    assert in_order(records(store)) == in_order(BEFORE["records"])
    with store.read() as work:
        assert sorted([f.id, f.kind, f.invitation] for f in open_flags(work)) == sorted(BEFORE["flags"])
        kept = sound(work, 1, 1)
        notes = [row.note is not None for row in work.execute(select(handlings))]
    assert (kept and kept.content, notes) == (b"OggS12", [True])
    assert current(store.engine) == head()
    store.close()


def test_nothing_is_left_in_the_clear_or_of_its_own_length(old_url: str, tmp_path: Path) -> None:
    store = sealed_over(old_url)
    known = MetaData()
    known.reflect(store.engine)
    with store.read() as work:
        rows = [row for table in known.sorted_tables for row in work.execute(select(table))]
    values = [value for row in rows for value in row]
    assert not [v for v in values if isinstance(v, bytes | memoryview) and bytes(v[:1]) == UNPADDED and len(v) > 37]
    assert not {"answer", "consent"} & {*inspect(store.engine).get_table_names()}
    store.close()
    if old_url.startswith("sqlite"):
        left = b"".join(path.read_bytes() for path in tmp_path.glob("before.db*"))
        assert [word for word in TOLD if word in left] == []


@pytest.mark.parametrize("pieces", [3, pytest.param(11, marks=pytest.mark.long)])
def test_ended_in_the_middle_it_goes_on_where_it_was(old_url: str, pieces: int) -> None:
    repository = str(Path(__file__).parents[3])
    program = [sys.executable, "-c", DYING, old_url, str(pieces), BEFORE["keys"]]
    died = subprocess.run(program, env={**os.environ, "PYTHONPATH": repository}, timeout=60, check=False)
    assert died.returncode == 9
    engine = open_engine(old_url)
    left = sealing_over.left(open_store(engine, RING))
    assert current(engine) == sealing_over.ROOM
    assert left
    engine.dispose()
    store = sealed_over(old_url)
    assert in_order(records(store)) == in_order(BEFORE["records"])
    store.close()


def test_without_the_keys_nothing_is_dropped(old_url: str) -> None:
    engine = open_engine(old_url)
    with pytest.raises(RuntimeError, match="interview migrate"):
        upgrade(engine)
    assert current(engine) == "0014"
    engine.dispose()


def test_a_dry_run_changes_nothing(old_url: str) -> None:
    engine = open_engine(old_url)
    found = sealing_over.left(open_store(engine, RING))
    assert (found["reviews"], found["invitations"], found["flags"]) == (3, 3, 8)
    assert current(engine) == "0014"
    engine.dispose()
