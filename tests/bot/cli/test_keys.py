"""`interview keys rotate`, as an operator types it: with a key file, with INTERVIEW_KEYS, ended in the middle, twice at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.findings import FAIL
from storage.keys import key_file
from storage.keys.sealing import KeyRing
from storage.schema.tables import data_keys, invitations
from tests.bot.cli.conftest import Interview
from tests.bot.cli.test_processes import REPOSITORY
from tests.storage.people import STORY, TOLD, rows

# Dies when so many batches were written; the second one is of the invitations.
DYING = """
import os, sys
from functools import partial
from bot.__main__ import main
from storage.maintenance import rotation

rotation.rewrap = partial(rotation.rewrap, size=2)
left, write = [int(sys.argv[1])], rotation._write

def dying(*given):
    left[0] -= 1
    if left[0] < 0:
        os._exit(9)
    write(*given)

rotation._write = dying
sys.exit(main(["keys", "rotate"]))
"""


@pytest.fixture
def filed(bare: Interview, monkeypatch: pytest.MonkeyPatch, empty_url: str) -> Interview:
    """A record store on each database in turn, with a key file."""
    monkeypatch.setenv("INTERVIEW_DATABASE_URL", empty_url)
    bare.says("migrate")
    return bare


def key_ids(interview: Interview) -> list[str]:
    """The keys of the file, in their order."""
    return [*KeyRing.read(interview.folder / "data" / "keys").keys]


def wrapping(interview: Interview) -> set[str]:
    """The keys that wrap anything."""
    store = interview.store()
    found = [row.wrapped for row in rows(store, data_keys)] + [row.data_key for row in rows(store, invitations)]
    store.close()
    return {key.partition(b":")[0].decode() for key in found}


def test_with_a_key_file(filed: Interview) -> None:
    filed.consenting(filed.invited(), *TOLD)
    said = filed.says("keys", "rotate")
    new, old = key_ids(filed)
    assert old == "k1"
    assert wrapping(filed) == {new}
    assert said == (
        f"Everything is protected with the key {new}: 3 data keys.\n"
        f"No longer needed, except for backups from before: k1 in data/keys.\n"
    )
    path = filed.folder / "data" / "keys"
    path.write_text(path.read_text().splitlines()[0])
    assert STORY in filed.says("record", "R-1")


@pytest.mark.parametrize("batches", range(4))
def test_ended_in_the_middle_and_run_again(filed: Interview, batches: int) -> None:
    told = filed.invited()
    filed.consenting(told, *TOLD)
    for _ in range(4):
        filed.invite()
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    program = [sys.executable, "-c", DYING, str(batches)]
    assert subprocess.run(program, env=environment, timeout=60, check=False).returncode == 9
    new, old = key_ids(filed)
    assert STORY in filed.says("record", "R-1")
    filed.says("keys", "rotate")
    assert (key_ids(filed), wrapping(filed)) == ([new, old], {new})
    assert STORY in filed.says("record", "R-1")


def test_with_keys_in_the_environment(anywhere: Interview, monkeypatch: pytest.MonkeyPatch, ring: str) -> None:
    """A line to put first, and once that is done, everything is protected with it."""
    anywhere.consenting(anywhere.invited(), *TOLD)
    said = anywhere.says("keys", "rotate").splitlines()
    assert wrapping(anywhere) == {"test"}
    new = next(line for line in said if line.startswith("k"))
    monkeypatch.setenv("INTERVIEW_KEYS", f"{new},{ring}")
    assert "No longer needed, except for backups from before: test in INTERVIEW_KEYS." in anywhere.says(
        "keys", "rotate"
    )
    assert wrapping(anywhere) == {new.partition(":")[0]}
    monkeypatch.setenv("INTERVIEW_KEYS", new)
    assert STORY in anywhere.says("record", "R-1")
    assert not (anywhere.folder / "data").exists()


def test_a_second_one_at_the_same_time(filed: Interview) -> None:
    path = filed.folder / "data" / "keys"
    with key_file.held(path):
        assert "Another process" in filed.refuses("keys", "rotate")
    assert key_ids(filed) == ["k1"]


def test_a_key_that_was_taken_out_too_early_is_found(filed: Interview) -> None:
    filed.invited()
    path: Path = filed.folder / "data" / "keys"
    filed.says("keys", "rotate")
    store = filed.store()
    with store.begin() as work:
        stray = KeyRing.read(path).keys[key_ids(filed)[1]]
        old = KeyRing({"k1": stray})
        (row,) = work.execute(invitations.select()).all()
        again = old.wrap(row.id, store.vault.ring.unwrap(row.id, row.data_key))
        work.execute(invitations.update().values(data_key=again))
        work.commit()
    store.close()
    path.write_text(path.read_text().splitlines()[0])
    done = filed("doctor")
    assert done.status == 1
    assert f"{FAIL}  record store: 1 of its data keys are wrapped with a key that is not there" in done.out
