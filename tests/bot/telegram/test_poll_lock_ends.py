"""The right to poll ends with its holder, whatever has become of that: killed, suspended, cut off; behind a pooler too."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep

import pytest
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import OperationalError

from bot.clock import USUAL, Timing
from bot.telegram.poll_lock import AlreadyPolling, PollLock, poll_lock
from storage.engine import advisory_lock
from storage.engine.unit_of_work import open_engine
from storage.schema.vocabulary import Bot
from tests.bot.hurry import HURRIED
from tests.bot.world import FAMILIES, make_world
from tests.fakes.bot_api import FakeBotApi
from tests.poolers import pooler

WAYS = ("sqlite", "postgres", "ours", "pgbouncer")
REMOTE = WAYS[1:]
HOLDER = """
import sys, time
from pathlib import Path
from bot.telegram import poll_lock
from storage.engine import advisory_lock
from storage.engine.unit_of_work import open_engine
advisory_lock.LAPSE_SECONDS = 2
with poll_lock.poll_lock(open_engine(sys.argv[1]), Path(sys.argv[2]), "families", "token") as held:
    print("held", flush=True)
    while True:
        held.beat()
        time.sleep(0.2)
"""
KEY = text("SELECT (classid::bigint << 32) | objid::bigint FROM pg_locks WHERE locktype = 'advisory'")
HANG_UP = text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()")


@pytest.fixture(params=WAYS)
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A record store in each way to reach one."""
    yield from reached(request)


@pytest.fixture(params=REMOTE)
def remote_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A record store on PostgreSQL, in each way to reach it."""
    yield from reached(request)


def reached(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address, as it was asked for."""
    if request.param in {"sqlite", "postgres"}:
        yield request.getfixturevalue(f"{request.param}_url")
        return
    with pooler(request.param, request.getfixturevalue("postgres_url")) as address:
        yield address


@contextmanager
def holder(url: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process of its own that has the lock."""
    command = [sys.executable, "-c", HOLDER, url, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "held\n"
            yield process
        finally:
            process.kill()


def refused(url: str, folder: Path) -> str:
    """What somebody else is told who wants it; nothing if they get it."""
    engine = open_engine(url)
    try:
        with poll_lock(engine, folder, Bot.FAMILIES, "token"):
            return ""
    except AlreadyPolling as error:
        return str(error)
    finally:
        engine.dispose()


def is_free_within(seconds: float, url: str, folder: Path) -> bool:
    """Whether somebody else gets it after a while."""
    end = monotonic() + seconds
    while refused(url, folder):
        if monotonic() > end:
            return False
        sleep(0.05)
    return True


def test_it_ends_with_a_process_that_is_killed(url: str, tmp_path: Path) -> None:
    with holder(url, tmp_path) as process:
        assert refused(url, tmp_path)
        process.kill()
        process.wait()
        assert is_free_within(5, url, tmp_path)


def test_a_process_that_ends_leaves_it(url: str, tmp_path: Path) -> None:
    for _ in range(3):
        assert not refused(url, tmp_path)


def test_it_stays_as_long_as_its_process_does_its_work(remote_url: str, tmp_path: Path) -> None:
    """Longer than the server would wait for one that says nothing."""
    with holder(remote_url, tmp_path):
        assert not is_free_within(3, remote_url, tmp_path)


def test_a_process_that_is_suspended_has_it_for_a_while_only(remote_url: str, tmp_path: Path) -> None:
    """And when it goes on, and somebody else has it, it ends."""
    with holder(remote_url, tmp_path) as process:
        process.send_signal(signal.SIGSTOP)
        assert refused(remote_url, tmp_path)
        assert is_free_within(20, remote_url, tmp_path)
        engine = open_engine(remote_url)
        with poll_lock(engine, tmp_path, Bot.FAMILIES, "token"):
            process.send_signal(signal.SIGCONT)
            assert process.wait(30) != 0
        engine.dispose()


def test_a_process_that_was_suspended_takes_it_again(remote_url: str, tmp_path: Path) -> None:
    """If nobody else has taken it meanwhile."""
    with holder(remote_url, tmp_path) as process:
        process.send_signal(signal.SIGSTOP)
        assert is_free_within(20, remote_url, tmp_path)
        process.send_signal(signal.SIGCONT)
        end = monotonic() + 20
        while not refused(remote_url, tmp_path):
            assert monotonic() < end
            sleep(0.3)
        assert process.poll() is None


def test_who_is_suspended_on_this_machine_is_named(sqlite_url: str, tmp_path: Path) -> None:
    """A locked file is kept as long as the process lives; the operator is told which one it is."""
    with holder(sqlite_url, tmp_path) as process:
        assert f"(process {process.pid})" in refused(sqlite_url, tmp_path)
        process.send_signal(signal.SIGSTOP)
        sleep(0.3)
        said = refused(sqlite_url, tmp_path)
        assert f"process {process.pid}, which is suspended" in said
        assert said.startswith("Another process already runs the families bot by polling")


def test_a_file_that_was_deleted_is_taken_again(sqlite_url: str, tmp_path: Path) -> None:
    """Else a second process would have the file of that name, and both would poll."""
    engine = open_engine(sqlite_url)
    with poll_lock(engine, tmp_path, Bot.FAMILIES, "token") as held:
        [file] = tmp_path.glob("poll-*.lock")
        file.unlink()
        held.beat()
        assert refused(sqlite_url, tmp_path)
        file.unlink()
        with poll_lock(engine, tmp_path, Bot.FAMILIES, "token"), pytest.raises(AlreadyPolling):
            held.beat()
        assert not held.is_held
    engine.dispose()


def test_it_keeps_no_old_rows_alive(postgres_url: str, tmp_path: Path) -> None:
    """However long it is held: it has neither a snapshot nor a transaction's number."""
    engine = open_engine(postgres_url)
    ours = text("SELECT backend_xmin, backend_xid FROM pg_stat_activity WHERE state = 'idle in transaction'")
    with poll_lock(engine, tmp_path, Bot.FAMILIES, "token"), engine.connect() as connection:
        assert [tuple(row) for row in connection.execute(ours)] == [(None, None)]
    engine.dispose()


class Cut:
    """A hold on a server that can't be reached now."""

    def take(self) -> bool:
        """It was reached once."""
        return True

    def keep(self) -> bool:
        """Nothing comes back."""
        raise OperationalError("SELECT 1", None, Exception("timeout"))

    def drop(self) -> None:
        """Nothing is there."""

    def who(self) -> str:
        """Nobody knows."""
        return ""


def test_who_is_cut_off_asks_telegram_nothing_more() -> None:
    """Well before the server gives it to somebody else."""
    assert USUAL.doubt + 2 * USUAL.beat <= advisory_lock.LAPSE_SECONDS
    held = PollLock(Bot.FAMILIES, Cut(), Timing(doubt=0.2))
    known = [held.is_held]
    held.take()
    known.append(held.is_held)
    sleep(0.25)
    held.beat()
    known.append(held.is_held)
    assert known == [False, True, False]


async def test_a_service_whose_right_is_taken_ends(api: FakeBotApi, tmp_path: Path, postgres_url: str) -> None:
    """When only the connection was cut it has the right again at once, and goes on."""
    timing = replace(HURRIED, beat=0.2)
    world = make_world(api, tmp_path, postgres_url, families_only=True, timing=timing)
    engine = open_engine(postgres_url)
    stranger = api.person(FAMILIES, user_id=7, first_name="Sam")

    async def serve(other: Connection) -> None:
        async with world.served():
            for _ in range(2):
                await cut_off(other)
                stranger.says("Hello")
                await stranger.expects("", timeout=20)
            key = await cut_off(other)
            while not other.execute(select(func.pg_try_advisory_lock(key))).scalar():
                await cut_off(other)
            await asyncio.sleep(20)

    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as other:
        with pytest.raises(ExceptionGroup) as ended:
            await serve(other)
        assert isinstance(ended.value.exceptions[0], AlreadyPolling)
    engine.dispose()
    world.store.close()


async def cut_off(other: Connection) -> int:
    """Wait until somebody has the lock, and cut them off; gives its number."""
    while not (found := other.execute(KEY).scalar()):  # noqa: ASYNC110 - the server tells nobody
        await asyncio.sleep(0.02)
    other.execute(HANG_UP)
    return int(found)
