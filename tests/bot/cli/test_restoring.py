"""The restore drill of the README: a backup from the middle of the work is read in another place, with the key ring only."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from dialogs.inputs import Say
from storage.keys.sealing import new_ring_entry
from tests.bot.cli.conftest import Interview
from tests.databases import Postgres
from tests.storage.people import TOLD


@contextmanager
def restored(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """The address of a copy of the record store, made by the database's own tools."""
    url = os.environ["INTERVIEW_DATABASE_URL"]
    if url.startswith("sqlite"):
        with (
            closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as store,
            closing(sqlite3.connect(folder / "copy.db")) as copy,
        ):
            store.backup(copy)
        yield f"sqlite:///{folder / 'copy.db'}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    tools = postgres._server.bin_path
    subprocess.run([tools / "pg_dump", "--format", "custom", "--file", folder / "copy", "--dbname", url], check=True)
    with postgres.fresh() as copy_url:
        subprocess.run([tools / "pg_restore", "--exit-on-error", "--dbname", copy_url, folder / "copy"], check=True)
        yield copy_url


def participants(interview: Interview) -> Any:
    """What the record holds of everybody."""
    return json.loads(interview.says("record", "R-1"))["participants"]


def test_a_backup_is_read_elsewhere(
    anywhere: Interview, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    told = anywhere.invited()
    anywhere.consenting(told, *TOLD)
    before = participants(anywhere)
    store = anywhere.store()
    with store.begin() as work:
        work.connection.exec_driver_sql("UPDATE response SET status = 'stopped'")
        with restored(request, tmp_path) as url:
            work.connection.rollback()
            monkeypatch.setenv("INTERVIEW_DATABASE_URL", url)
            assert participants(anywhere) == before
            assert "She sang in the kitchen" in str(before)
            anywhere.family(told, Say(words="And she danced.", sent=9000))
            assert "And she danced." in str(participants(anywhere))
            monkeypatch.setenv("INTERVIEW_KEYS", new_ring_entry("test"))
            assert "keys do not open" in anywhere.refuses("record", "R-1")
    store.close()
