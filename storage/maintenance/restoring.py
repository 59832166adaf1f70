"""Put a backup back: first into a file of its own, where what was deleted since is deleted again, then whole into its place."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from storage import private_file
from storage.engine.inspection import database_file, place
from storage.engine.unit_of_work import READ_ONLY, Engine, open_engine
from storage.keys import key_file
from storage.maintenance import backup, copying
from storage.maintenance.backup import About, BackupError, Moved
from storage.maintenance.upgrade import upgrade

# What SQLite keeps beside a store; of a store that is gone it would be taken for a part of the next one.
BESIDE = ("", "-wal", "-shm", "-journal")
ROOM = ".restoring-"


def require_empty(url: str) -> None:
    """BackupError unless there is no record store yet, nor anything of one."""
    file = database_file(url)
    if file is not None:
        left = [path for end in BESIDE if (path := Path(f"{file}{end}")).exists()]
        if left:
            raise BackupError(_not_empty(str(left[0])))
        return
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            connection.execution_options(**{READ_ONLY: True})
            if not copying.is_bare(connection):
                raise BackupError(_not_empty(place(url)))
    finally:
        engine.dispose()


@contextmanager
def unpacked(path: Path, identity: Path, folder: Path, moved: Moved) -> Iterator[tuple[Engine, About]]:
    """Read a backup into a store in a file, of the revision that it is of; the file is gone afterwards."""
    with _room(folder) as room:
        engine = open_engine(f"sqlite:///{room / 'record.db'}")
        try:
            yield engine, _read(engine, path, identity, moved)
        finally:
            engine.dispose()


def put(engine: Engine, url: str, about: About) -> None:
    """Put what was unpacked, and is up to date by now, in the place of the record store, all of it or nothing."""
    file = database_file(url)
    if file is None:
        _copy(engine, url, about)
        return
    with engine.connect() as connection:
        link = connection.connection.driver_connection
        assert link is not None  # noqa: S101 - the connection is open
        link.execute("PRAGMA journal_mode=DELETE")
    source = database_file(str(engine.url))
    engine.dispose()
    assert source is not None  # noqa: S101 - it is a file
    private_file.settle(source, file)


def _read(engine: Engine, path: Path, identity: Path, moved: Moved) -> About:
    opened: list[Connection] = []

    def begin(about: About) -> copying.Loading:
        upgrade(engine, about.revision)
        connection = engine.connect()
        opened.append(connection)
        connection.begin()
        copying.empty(connection)
        return copying.Loading(connection)

    try:
        about = backup.read(path, identity, begin, moved)
        opened[0].commit()
        return about
    finally:
        for connection in opened:
            connection.close()


def _copy(engine: Engine, url: str, about: About) -> None:
    """Copy every row to a server, in one transaction."""
    target = open_engine(url)
    try:
        upgrade(target)
        with engine.connect() as source, target.connect() as connection, connection.begin():
            source.execution_options(**{READ_ONLY: True})
            if not copying.is_bare(connection):
                raise BackupError(_not_empty(place(url)))
            copying.copy(source, connection, about.given)
    finally:
        target.dispose()


@contextmanager
def _room(folder: Path) -> Iterator[Path]:
    """A folder of our own, without what a restore that was killed has left; one restore at a time."""
    with key_file.turn(folder):
        for left in folder.glob(f"{ROOM}*"):
            shutil.rmtree(left)
        room = Path(tempfile.mkdtemp(prefix=ROOM, dir=folder))
        try:
            yield room
        finally:
            shutil.rmtree(room)


def _not_empty(where: str) -> str:
    return (
        f"There is a record store at {where} already, or a part of one: a backup is put only where there is none. Move it away, "
        "or name another place."
    )
