"""The command line as processes of its own: started as people start it, several at once, on one record store."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dialogs.inputs import Say
from tests.bot.cli.conftest import INVITED, Interview
from tests.bot.world import free_port
from tests.fakes.bot_api import FakeBotApi
from tests.programme import usual

REPOSITORY = Path(__file__).parents[3]
SLOW = (
    "aiogram", "aiohttp", "alembic", "babel", "bot.bootstrap", "dialogs.reviewer_bot", "holidays", "jinja2",
    "prometheus_client", "psycopg", "rich", "segno", "structlog", "telegram", "uvloop",
)  # fmt: skip
LOADED = f"""
import sys
from bot.__main__ import main
status = main(sys.argv[1:])
print([name for name in {SLOW!r} if name in sys.modules], file=sys.stderr)
sys.exit(status)
"""


def run(*arguments: str, code: Sequence[str] = ("-m", "bot")) -> subprocess.CompletedProcess[str]:
    """One command in a process of its own, with the environment of the test."""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    return subprocess.run(
        [sys.executable, *code, *arguments], env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_the_module_is_a_program(interview: Interview) -> None:
    done = run("invitations", "--json")
    assert (done.returncode, json.loads(done.stdout), done.stderr) == (0, [], "")
    done = run("invitations", "R-1")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "There is no review with the reference R-1.\n"


def test_what_takes_long_to_import_is_not(interview: Interview) -> None:
    done = run("invitations", code=("-c", LOADED))
    assert (done.returncode, done.stderr) == (0, "[]\n")


def test_a_reader_may_leave_early(interview: Interview) -> None:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    script = f"{sys.executable} -m bot questionnaire --format json | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", script], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() in {"0", "1"}
    assert done.stderr == ""


def test_several_processes_lose_nothing(anywhere: Interview) -> None:
    """Families write while reviewers invite, hold nothing up, and everything is there afterwards."""
    told = anywhere.invited()
    anywhere.consenting(told)
    with ThreadPoolExecutor(4) as pool:
        inviting = [pool.submit(run, "invite", "R-1", *INVITED, "--json") for _ in range(3)]
        for number in range(30):
            anywhere.family(told, Say(words=f"words {number}", sent=1000 + number))
        done = [one.result() for one in inviting]
    assert [(d.returncode, d.stderr) for d in done] == [(0, "")] * 3
    made = {json.loads(d.stdout)["invitation"] for d in done} | {told["invitation"]}
    assert {i["invitation"] for i in anywhere.listed()} == made
    assert len(made) == 4
    record = anywhere.says("record", "R-1")
    assert all(f'"words {number}"' in record for number in range(30))


def test_one_of_two_who_hold_at_once_tells_the_family(anywhere: Interview) -> None:
    anywhere.consenting(anywhere.invited())
    anywhere.sent()
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _: run("review", "hold", "R-1"), range(2)))
    assert [d.returncode for d in done] == [0, 0]
    assert sum("already" in d.stdout for d in done) == 1
    assert len(anywhere.texts()) == 1


def test_two_who_open_the_same_review(anywhere: Interview) -> None:
    opening = ("review", "open", "R-1", "--person", "Margaret", "--age", "50")
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _: run(*opening), range(2)))
    assert sum(d.returncode == 0 for d in done) == 1
    assert all(d.stderr.count("\n") == (d.returncode != 0) for d in done)


def test_migrating_twice_at_once(bare: Interview) -> None:
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _: run("migrate"), range(2)))
    assert [(d.returncode, d.stderr) for d in done] == [(0, "")] * 2
    assert bare.listed() == []


async def test_running_until_it_is_told_to_stop(interview: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    port, token = free_port(), "111111:" + "F" * 35
    async with FakeBotApi() as api:
        api.add_bot(token, username="family_bot")
        monkeypatch.setenv("INTERVIEW_TELEGRAM_API", api.url)
        monkeypatch.setenv("INTERVIEW_FAMILIES_TOKEN", token)
        monkeypatch.setenv("INTERVIEW_PORT", str(port))
        monkeypatch.setenv("INTERVIEW_PROGRAMME", str(usual(interview.folder)))
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=environment, stderr=subprocess.PIPE
        )
        await asyncio.to_thread(_wait_until_ready, port)
        process.send_signal(signal.SIGTERM)
        _, errors = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 0, errors
    assert b"stopping" in errors
    assert b"Traceback" not in errors
    assert token.encode() not in errors


def _wait_until_ready(port: int) -> None:
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as reply:
                if reply.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("not ready")


def test_a_process_that_dies_leaves_no_memory_behind() -> None:
    """Words and keys would stand in it."""
    limit = "print(resource.getrlimit(resource.RLIMIT_CORE))"
    script = f"import resource; from bot.__main__ import main; main(['--version']); {limit}"
    assert run(code=("-c", script)).stdout.splitlines()[-1] == "(0, 0)"
