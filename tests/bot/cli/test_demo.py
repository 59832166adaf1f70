"""`interview demo` as people start it: it prints a link, is the page until it is stopped, and leaves nothing behind."""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from dialogs.languages import NAMES
from tests.bot.web.browser import Browser
from tests.bot.web.place import AGREEING, pressed

REPOSITORY = Path(__file__).parents[3]
LINES = 11
# A terminal that is no more: no standard input at all, and nobody to whom a signal of the keyboard would come. What ends it
# ends it, also where the tests themselves were asked to outlive that (nohup).
WITHOUT_TERMINAL = ("env", "--default-signal=HUP", "bash", "-c", 'exec "$0" "$@" <&-')


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo that serves: what it printed, and the folder in which it makes its own."""

    process: subprocess.Popen[str]
    said: str
    folder: Path

    @property
    def link(self) -> str:
        """Its first line, after "open"."""
        return self.said.partition("\n")[0].removeprefix("open ")

    @property
    def base(self) -> str:
        """Where it serves."""
        return self.link.partition("/i/")[0]

    @property
    def token(self) -> str:
        """What the link carries."""
        return self.link.rpartition("/")[2]

    def stopped(self, sign: signal.Signals) -> int:
        """Its exit status, once it has heard this signal."""
        self.process.send_signal(sign)
        return self.process.wait(30)


@contextmanager
def demo(folder: Path, *arguments: str, **settings: str) -> Iterator[Demo]:
    """Started in a session of its own, without a terminal; ended whatever happens."""
    scratch = folder / "scratch"
    scratch.mkdir(exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "TMPDIR": str(scratch), "DISPLAY": "", **settings}
    command = [*WITHOUT_TERMINAL, sys.executable, "-m", "bot", "demo", "--port", "0", *arguments]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        try:
            yield Demo(process, "".join(process.stdout.readline() for _ in range(LINES)), scratch)
        finally:
            process.kill()


def run(command: Sequence[str], **settings: str) -> str:
    """What a command prints."""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), **settings}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True).stdout


async def test_the_interview_is_held_there_in_any_language_and_is_in_the_record(tmp_path: Path) -> None:
    with demo(tmp_path) as there:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/i/[\w-]{43}", there.link), there.said
        async with Browser(there.base) as ann:
            await ann.opens(f"/i/{there.token}")
            offered = {str(a.attributes["href"]) for a in ann.page.all("a") if "?lang=" in str(a.attributes["href"])}
            assert len([href for href in offered if href.startswith("/i/")]) == len(NAMES) == 13
            await ann.starts(there.token)
            wanted = {f"choose:W1:{language}" for language in NAMES}
            assert wanted <= {n.attributes["value"] for n in ann.page.all("input", type="radio")}
            await ann.sends("choose", choice="choose:W1:ur")
            assert ann.page.one("html").attributes["dir"] == "rtl"
            for press in AGREEING:
                await pressed(ann, press)
            for language in NAMES:
                await ann.sends(f"lang:{language}")
                assert ann.form["place"] == "C5", language
                assert language.startswith(str(ann.page.one("html").attributes["lang"]).replace("-", "_")), language
        assert '"channel": "page"' in reading(there)
        [keys] = there.folder.glob("*/keys")
        assert keys.stat().st_mode & 0o777 == 0o600
        assert there.stopped(signal.SIGTERM) == 0
        assert not list(there.folder.iterdir()), "the record is still there"


def reading(there: Demo) -> str:
    """The record, read as the demo says that it can be."""
    [line] = [line for line in there.said.splitlines() if line.endswith("record REHEARSAL")]
    setting, *command = shlex.split(line)
    name, _, value = setting.partition("=")
    return run(command, **{name: value})


@pytest.mark.parametrize("sign", [signal.SIGINT, pytest.param(signal.SIGHUP, marks=pytest.mark.long)])
def test_it_says_how_to_go_on_and_opens_a_browser_where_there_is_a_desktop(
    tmp_path: Path, sign: signal.Signals
) -> None:
    opener, opened = tmp_path / "opener", tmp_path / "opened"
    opener.write_text(f'#!/bin/sh\nprintf %s "$1" > {opened}.new && mv {opened}.new {opened}\n')
    opener.chmod(0o700)
    with demo(tmp_path, DISPLAY=":0", BROWSER=f"{opener} %s") as there:
        for part in (
            "INTERVIEW_FAMILIES_TOKEN=",
            "INTERVIEW_REVIEWERS_TOKEN=",
            " migrate && ",
            " run\n",
            "Check words",
        ):
            assert part in there.said
        assert re.search(r"Check words[^:]*: +[a-z]+ [a-z]+\n", there.said), there.said
        for _ in range(600):
            if opened.exists():
                break
            signal.sigtimedwait([], 0.05)
        assert opened.read_text() == there.link
        assert there.stopped(sign) == 0
        assert not list(there.folder.iterdir())


def test_a_port_that_is_taken_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "bot", "demo", "--no-browser", "--port", str(port)]
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "TMPDIR": str(tmp_path)}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"Port {port} at 127.0.0.1 cannot be used: Address already in use. Choose another")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("target", "command"), [("demo", "demo"), ("rehearse", "rehearse")])
def test_make_runs_it(target: str, command: str) -> None:
    """On a fresh machine it installs first, and only what running needs."""
    planned = run(["make", "--dry-run", "--directory", str(REPOSITORY), target, "BIN=.nowhere/bin"]).splitlines()
    assert f".nowhere/bin/interview {command}" in {line.strip() for line in planned}
    assert not [line for line in planned if "requirements/test.txt" in line]
