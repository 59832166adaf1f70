"""A warmed process that forks services: importing everything takes seconds, a fork milliseconds.

It has one thread and reads a line for each wish: `{"start": {environment}}` answers with a process id,
`{"reap": pid}` with its wait status once it is gone. When the lines end, so do its children.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiogram  # noqa: F401 - warm
import telegram.ext  # noqa: F401 - warm

from bot import bootstrap
from bot import logging as bot_logging
from bot.settings import Settings
from dialogs import leder
from locales import speech
from storage.migrate import head


class Nursery:
    """The nursery as its parent sees it."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "tests.crash.nursery", str(folder / "service.log")]
        self.log = folder / "service.log"
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()

    def start(self, environment: dict[str, str]) -> int:
        """A service with this environment; gives its process id."""
        return int(self._ask({"start": environment}))

    def kill(self, pid: int, sign: signal.Signals = signal.SIGKILL) -> int:
        """End it and wait until it is gone; gives its wait status."""
        os.kill(pid, sign)
        return int(self._ask({"reap": pid}))

    def _ask(self, wish: dict[str, Any]) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(wish) + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()


def main(log: Path) -> None:
    """Answer wishes until there are no more."""
    leder.load()
    speech("en")
    head()
    children: set[int] = set()
    for line in sys.stdin:
        wish = json.loads(line)
        if "start" in wish:
            pid = os.fork() or serve(wish["start"], log)
            children.add(pid)
            answer = pid
        else:
            answer = os.waitpid(wish["reap"], 0)[1]
            children.discard(wish["reap"])
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()
    for pid in children:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def serve(environment: dict[str, str], log: Path) -> int:
    """Be a service until the end; never returns."""
    status = 1
    try:
        out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(out, 1)
        os.dup2(out, 2)
        os.environ.update(environment)
        bot_logging.set_up("text")
        asyncio.run(bootstrap.run(Settings(_env_file=None)))
        status = 0
    finally:
        os._exit(status)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
