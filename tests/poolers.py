"""Poolers in front of the PostgreSQL of the tests: one of ours, and PgBouncer itself where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from tests.bot.world import free_port
from tests.fakes.pooler import pooled

PGBOUNCER = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
SETTINGS = """
[databases]
* = host={folder} user={user}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = {mode}
default_pool_size = 20
pidfile = {pid}
"""


@contextmanager
def pgbouncer(url: str, mode: str = "transaction") -> Iterator[str]:
    """The address of a real PgBouncer in front of this server; only in continuous integration must there be one."""
    if PGBOUNCER is None:
        assert not os.environ.get("CI"), "PgBouncer is not installed"
        pytest.skip("PgBouncer is not installed")
    parts, port, folder = urlsplit(url), free_port(), Path(tempfile.mkdtemp(prefix="interview-pgbouncer-"))
    settings, pid = folder / "pgbouncer.ini", folder / "pgbouncer.pid"
    there = parse_qs(parts.query)["host"][0]
    settings.write_text(SETTINGS.format(folder=there, user=parts.username or "postgres", port=port, mode=mode, pid=pid))
    # It will not run as root; whoever runs the server may enter its folder.
    owner = ["-u", Path(there).owner()] if os.geteuid() == 0 else []
    folder.chmod(0o777)
    command = [PGBOUNCER, "-q", *owner, str(settings)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            address = f"postgresql://{parts.username or 'postgres'}@127.0.0.1:{port}{parts.path}"
            _wait(address)
            yield address
        finally:
            process.kill()
            shutil.rmtree(folder, ignore_errors=True)


def _wait(address: str) -> None:
    end = monotonic() + 20
    while True:
        try:
            psycopg.connect(address, connect_timeout=2).close()
        except psycopg.OperationalError:
            assert monotonic() < end, "PgBouncer did not start"
            sleep(0.05)
        else:
            return


@contextmanager
def pooler(kind: str, url: str, *, statements: bool = False) -> Iterator[str]:
    """The address of a pooler of this kind, which lends a connection for a transaction, or for a statement."""
    mode = "statement" if statements else "transaction"
    with pgbouncer(url, mode) if kind == "pgbouncer" else pooled(url, statements=statements) as address:
        yield address
