"""Keys from INTERVIEW_KEY_COMMAND, as an operator meets them: at start, in doctor, rotated, read anew by a running service."""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from storage.keys.sealing import new_ring_entry
from storage.schema.tables import data_keys
from tests.bot.cli.conftest import Interview
from tests.bot.world import make_world
from tests.fakes.bot_api import FakeBotApi
from tests.storage.people import STORY, TOLD, rows

SECRET = "do-not-tell"


@dataclass(slots=True)
class Safe:
    """A program that prints what is in a file, and counts how often it was asked; without the file it fails."""

    folder: Path

    @property
    def command(self) -> str:
        """What the setting says."""
        code = (
            f"open({str(self.folder / 'asked')!r}, 'a').write('.'); "
            f"print(open({str(self.folder / 'ring')!r}).read()) # {SECRET}"
        )
        return shlex.join([sys.executable, "-c", code])

    @property
    def asked(self) -> int:
        """How often it was asked since this was asked last."""
        path = self.folder / "asked"
        count = len(path.read_text()) if path.exists() else 0
        path.unlink(missing_ok=True)
        return count

    def holds(self, *entries: str) -> None:
        """From now on it prints these."""
        (self.folder / "ring").write_text("\n".join(entries))

    def fails(self) -> None:
        """From now on it fails."""
        (self.folder / "ring").unlink()


@pytest.fixture
def safe(tmp_path: Path) -> Safe:
    """The safe, with one key."""
    found = Safe(tmp_path)
    found.holds(new_ring_entry("first"))
    return found


@pytest.fixture
def commanded(bare: Interview, safe: Safe, monkeypatch: pytest.MonkeyPatch) -> Interview:
    """A new record store whose keys a command prints."""
    monkeypatch.setenv("INTERVIEW_KEY_COMMAND", safe.command)
    bare.says("migrate", "--new")
    return bare


def test_every_command_asks_once_and_no_key_is_in_the_folder(commanded: Interview, safe: Safe) -> None:
    commanded.consenting(commanded.invited(), *TOLD)
    assert safe.asked
    assert STORY in commanded.says("record", "R-1")
    assert safe.asked == 1
    assert not (commanded.folder / "data" / "keys").exists()
    assert "ok    keys: 1 in what INTERVIEW_KEY_COMMAND prints\n" in commanded("doctor").out
    assert safe.asked == 1


def test_its_failure_is_one_sentence_and_exit_1(commanded: Interview, safe: Safe) -> None:
    safe.fails()
    failed = "The command in INTERVIEW_KEY_COMMAND failed with exit status 1."
    for arguments in (("run",), ("record", "R-1"), ("migrate",), ("keys", "rotate")):
        assert commanded.refuses(*arguments, status=1) == failed
    done = commanded("doctor")
    assert (done.status, done.out.count(failed)) == (1, 1)
    assert f"fail  keys: {failed}\n" in done.out
    assert SECRET not in done.out + done.err


def test_a_command_beside_another_source_is_refused(commanded: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEW_KEY_FILE", "elsewhere")
    both = "INTERVIEW_KEY_FILE and INTERVIEW_KEY_COMMAND are both set: set only the one that the keys are to come from."
    assert commanded.refuses("record", "R-1") == both
    monkeypatch.delenv("INTERVIEW_KEY_FILE")
    monkeypatch.setenv("INTERVIEW_KEYS", new_ring_entry("k"))
    assert commanded.refuses("record", "R-1") == both.replace("KEY_FILE", "KEYS")


def test_rotating_what_a_command_prints(commanded: Interview, safe: Safe) -> None:
    said = commanded.says("keys", "rotate").splitlines()
    assert "Let the command print this before it, on a line of its own:" in said[0]
    assert said[2] == "Then send SIGHUP to every process, and run this again."
    old = (safe.folder / "ring").read_text()
    safe.holds(said[1], old)
    new = said[1].partition(":")[0]
    assert f"Everything is protected with the key {new}: 2 data keys." in commanded.says("keys", "rotate")
    safe.holds(said[1])
    assert commanded.listed() == []


async def test_a_service_reads_them_anew_at_sighup(
    api: FakeBotApi, tmp_path: Path, sqlite_url: str, safe: Safe, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What does not open the store, or fails, leaves the keys as they are: nobody notices."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    world = make_world(api, tmp_path, sqlite_url)
    old, new = str(world.settings.pop("keys")), new_ring_entry("new")
    safe.holds(old)
    world.settings["key_command"] = safe.command
    seen: list[int | str] = []

    async def hup() -> None:
        with capture_logs() as lines:
            os.kill(os.getpid(), signal.SIGHUP)
            while not (told := [line for line in lines if "anew" in line["event"]]):  # noqa: ASYNC110 - a log tells nobody
                await asyncio.sleep(0.01)
        assert "keys" in told[0]["event"]
        assert not any(key in str(lines) for key in (SECRET, old, new, safe.command))
        seen.append(told[0].get("count") or told[0]["error"])

    try:
        async with world.served(), asyncio.timeout(30):
            safe.holds(new, old)
            await hup()
            safe.holds(new)
            await hup()
            safe.fails()
            await hup()
    finally:
        signal.signal(signal.SIGHUP, before)
    assert seen == [2, "SealError", "KeyCommandError"]
    assert len(rows(world.store, data_keys)) == 2
