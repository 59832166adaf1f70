"""One transaction at a time: rolled back unless committed, waiting instead of failing, keys made once."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Barrier, Event
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, ProgrammingError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from storage.engine.unit_of_work import Store, UnitOfWork, is_outage, open_engine, open_store
from storage.keys.sealing import KeyRing, SealError, new_ring_entry
from storage.repositories import facts
from storage.schema.tables import data_keys, flags, reminders, responses, runtimes, throttles
from tests.storage.people import NOW


class Stop(Exception):  # noqa: N818 - not an error: what ends a transaction in the middle
    """Raised in the middle of a transaction."""


def fact(store: Store) -> str | None:
    """What is on record under the one name these tests use."""
    with store.read() as work:
        return facts.fact(work, "fact")


def note(work: UnitOfWork, value: str) -> None:
    """Write it down."""
    facts.note(work, [("fact", value)])


def note_and_stop(work: UnitOfWork) -> None:
    """Write something down and fail."""
    note(work, "gone")
    raise Stop


def test_what_is_not_committed_is_rolled_back(store: Store) -> None:
    with store.begin() as work:
        note(work, "gone")
    assert fact(store) is None


def test_what_raises_is_rolled_back(store: Store) -> None:
    with pytest.raises(Stop), store.begin() as work:
        note_and_stop(work)
    assert fact(store) is None


def test_what_is_committed_stays(store: Store) -> None:
    with store.begin() as work:
        note(work, "kept")
        work.commit()
    assert fact(store) == "kept"


def test_what_comes_after_the_commit_is_rolled_back(store: Store) -> None:
    with store.begin() as work:
        note(work, "kept")
        work.commit()
        note(work, "gone")
    assert fact(store) == "kept"


def test_a_savepoint_fails_alone(store: Store) -> None:
    with store.begin() as work:
        note(work, "kept")
        with pytest.raises(Stop), work.savepoint():
            note_and_stop(work)
        with pytest.raises(IntegrityError), work.savepoint():
            work.execute(insert(reminders), [{"response_id": 99, "kind": "nudge", "due_at": NOW}])
        work.commit()
    assert fact(store) == "kept"


def test_foreign_keys_are_kept(store: Store) -> None:
    with pytest.raises(IntegrityError), store.begin() as work:
        work.execute(insert(reminders), [{"response_id": 99, "kind": "nudge", "due_at": NOW}])


def test_nothing_is_run_for_no_rows(store: Store) -> None:
    with store.begin() as work:
        work.execute(insert(flags), [])
        assert work.execute(select(func.count()).select_from(flags)).scalar() == 0


@pytest.mark.parametrize("status", ["expired", "", "Opened"])
def test_a_status_that_there_is_not_is_refused(store: Store, status: str) -> None:
    row = {"invitation_id": "i", "account_id": 1, "channel": "page", "language": "en", "questionnaire": "q"}
    with pytest.raises(IntegrityError), store.begin() as work:
        work.execute(insert(responses), [{**row, "status": status, "opened_at": NOW, "last_activity": NOW}])


# Time


@pytest.mark.parametrize("moment", [NOW, NOW.astimezone(timezone(timedelta(hours=13))), NOW.replace(microsecond=1)])
def test_a_moment_comes_back_in_utc(store: Store, moment: datetime) -> None:
    with store.begin() as work:
        work.execute(insert(throttles), [{"source": b"s", "failures": 1, "since": moment}])
        back = work.execute(select(throttles.c.since)).scalar_one()
    assert (back, back.tzinfo) == (moment, UTC)


def test_a_moment_without_a_time_zone_is_refused(store: Store) -> None:
    row = {"source": b"s", "failures": 1, "since": NOW.replace(tzinfo=None)}
    with pytest.raises(StatementError, match="without a time zone"), store.begin() as work:
        work.execute(insert(throttles), [row])


# Side by side


def test_two_writers_wait_for_each_other(store: Store) -> None:
    """Each adds to what it read, ten times: nothing is lost, nothing fails."""
    with store.begin() as work:
        note(work, "0")
        work.commit()

    def add(_: int) -> None:
        with store.begin() as work:
            locked = select(runtimes.c.value).where(runtimes.c.name == "fact").with_for_update()
            note(work, str(int(work.execute(locked).scalar_one()) + 1))
            work.commit()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(add, range(40)))
    assert fact(store) == "40"


def test_reading_does_not_wait_and_does_not_block(store: Store) -> None:
    with store.begin() as work:
        note(work, "before")
        work.commit()
    with store.begin() as writer:
        note(writer, "after")
        with store.read() as reader:
            assert facts.fact(reader, "fact") == "before"
            writer.commit()
            assert facts.fact(reader, "fact") == "before"
    assert fact(store) == "after"


def test_a_writer_waits_for_another(store: Store) -> None:
    started, ending = Event(), Event()

    def hold() -> None:
        with store.begin() as work:
            work.execute(update(data_keys).values(wrapped=data_keys.c.wrapped))
            started.set()
            Event().wait(0.3)
            ending.set()
            work.commit()

    with ThreadPoolExecutor(1) as threads:
        threads.submit(hold)
        started.wait(10)
        with store.begin() as work:
            work.execute(update(data_keys).values(wrapped=data_keys.c.wrapped))
            assert ending.is_set()


# Opening


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10_000), ("secure_delete", 1)],
)
@pytest.mark.usefixtures("waiting_for_the_disk")
def test_sqlite_is_set_so_that_a_commit_is_durable(sqlite_url: str, pragma: str, value: object) -> None:
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:
        assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == value
    engine.dispose()


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_is_one_driver(scheme: str) -> None:
    assert open_engine(f"{scheme}://somebody@localhost/record").driver == "psycopg"


def test_the_keys_of_a_store_are_made_once(store: Store, key_ring: KeyRing) -> None:
    again = open_store(store.engine, key_ring)
    sealed = store.vault.system.seal("a|b|c", "words")
    assert again.vault.system.open("a|b|c", sealed) == "words"
    assert again.vault.hash("telegram", "7") == store.vault.hash("telegram", "7")


def test_the_keys_of_a_store_are_made_once_by_many(engine: Engine, key_ring: KeyRing) -> None:
    together = Barrier(4)

    def opened(_: int) -> bytes:
        together.wait(10)
        return open_store(engine, key_ring).vault.hash("telegram", "7")

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(opened, range(4)))) == 1


def test_another_ring_does_not_open_the_store(store: Store) -> None:
    with pytest.raises(SealError):
        open_store(store.engine, KeyRing.parse(new_ring_entry("other")))


# Outage or poison


def raised_by(engine: Engine, statement: str) -> BaseException:
    """What the database says to this statement."""
    with pytest.raises(DBAPIError) as caught, engine.connect() as connection:
        connection.execute(text(statement))
    return caught.value


def test_a_broken_rule_is_the_fault_of_the_input(engine: Engine) -> None:
    error = raised_by(engine, "INSERT INTO runtime (name) VALUES ('a')")
    assert isinstance(error, IntegrityError)
    assert not is_outage(error)
    assert not is_outage(ValueError())


def test_a_busy_sqlite_is_an_outage(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    with engine.begin(), engine.connect() as waiting:
        waiting.connection.execute("PRAGMA busy_timeout=1")
        with pytest.raises(OperationalError) as caught:
            waiting.begin()
    assert is_outage(caught.value)
    engine.dispose()


def test_a_sqlite_file_that_is_none_is_an_outage(tmp_path: Path) -> None:
    (tmp_path / "record.db").write_bytes(b"not a database" * 100)
    with pytest.raises(DBAPIError) as caught:
        open_engine(f"sqlite:///{tmp_path / 'record.db'}").connect()
    assert is_outage(caught.value)


def test_a_postgresql_that_hangs_up_is_an_outage(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    error = raised_by(engine, "SELECT pg_terminate_backend(pg_backend_pid())")
    assert is_outage(error)
    assert not is_outage(raised_by(engine, "SELECT 1 / 0"))
    assert isinstance(raised_by(engine, "SELECT nothing"), ProgrammingError)
    engine.dispose()


def test_a_store_that_is_not_there_is_an_outage() -> None:
    with pytest.raises(OperationalError) as caught:
        open_engine("postgresql://nobody@127.0.0.1:1/nothing").connect()
    assert is_outage(caught.value)


def test_a_connection_that_comes_back_after_the_store_was_closed_is_closed(store: Store) -> None:
    """A thread may still be at work when the service ends; also one that has only begun then."""
    with store.read() as work:
        first = work.connection.connection.driver_connection
        store.close()
    with store.begin() as work:
        second = work.connection.connection.driver_connection
    for link in (first, second):
        assert link is not None
        with pytest.raises((sqlite3.ProgrammingError, psycopg.OperationalError)):
            link.execute("SELECT 1")


def test_no_free_connection_is_an_outage() -> None:
    assert is_outage(PoolTimeoutError())


def test_a_closed_store_opens_again(store: Store) -> None:
    store.close()
    assert fact(store) is None
    unused: Any = store.engine.pool
    assert unused.checkedout() == 0
