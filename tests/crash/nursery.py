"""A warmed process that forks services: importing everything takes seconds, a fork milliseconds.

It has one thread and reads a line for each wish: `{"start": {environment}, "points": file, "mark": seconds}` answers with
a process id, `{"reap": pid}` with its wait status once it is gone, `{}` with 0 once they are all gone. When the lines end,
so do they.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import pkgutil
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import bot
import bot.families.router
from bot import logs as bot_logging
from bot.cli import serving as bot_serving
from bot.clock import USUAL, Clock, Timing, utc_now
from bot.settings import Settings
from bot.web import templating
from dialogs import danger, leder
from locales import speech, spoken, spoken_by_anybody
from storage.maintenance.revision import head
from tests import disk
from tests.bot.hurry import HURRIED, hurried
from tests.crash.failpoints import watch


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

    def start(
        self,
        environment: dict[str, str],
        points: Path | None = None,
        mark: float = USUAL.mark,
        clock: tuple[float, float] | None = None,
    ) -> int:
        """A service with this environment, which counts the points that it passes in a file; gives its process id.

        `mark`: for how long the mark of what was sent waits for a round. `clock`: since when, and how many times as fast as
        the wall's, its clock goes.
        """
        return int(self._ask({"start": environment, "points": str(points or ""), "mark": mark, "clock": clock}))

    def kill(self, pid: int, sign: signal.Signals = signal.SIGKILL) -> int:
        """End it and wait until it is gone; gives its wait status."""
        assert pid > 0, "0 would be everybody"
        os.kill(pid, sign)
        return self.reap(pid)

    def reap(self, pid: int) -> int:
        """Wait until it is gone; gives its wait status."""
        return int(self._ask({"reap": pid}))

    def end_all(self) -> None:
        """Kill every child that is left."""
        self._ask({})

    def _ask(self, wish: dict[str, Any]) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(wish) + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()


# What the modules of the service import only when they are used.
LATER = ("sqlite3", "psycopg", "sqlalchemy.dialects.postgresql.psycopg", "nhsuk_frontend_jinja")


def warm() -> None:
    """Import all that any service could import, and read what each would read again."""
    every = pkgutil.walk_packages(bot.__path__, "bot.")
    for name in (*LATER, *(module.name for module in every if not module.name.endswith("__main__"))):
        import_module(name)
    leder.load()
    speech("en")
    spoken("en").asked("")
    spoken_by_anybody().asked("")
    danger.heard("")
    head()
    # Every service would read all certificates, the stylesheet and the templates again: longer than the rest of its start.
    templates = templating.Pages.made().environment
    for name in templates.list_templates():
        templates.get_template(name)
    bot.families.router.translator("1:" + "T" * 35)


def main(log: Path) -> None:
    """Answer wishes until there are no more; every child has what is made here."""
    with hurried():
        warm()
        gc.freeze()
        disk.do_not_wait()
        obey(log)


def obey(log: Path) -> None:
    """Do what each line wishes."""
    children: set[int] = set()
    for line in sys.stdin:
        wish = json.loads(line)
        if "start" in wish:
            pid = os.fork() or serve(wish, log)
            children.add(pid)
            answer = pid
        elif "reap" in wish:
            answer = os.waitpid(wish["reap"], 0)[1]
            children.discard(wish["reap"])
        else:
            answer = end(children)
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()
    end(children)


def end(children: set[int]) -> int:
    """Kill them all."""
    for pid in children:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    children.clear()
    return 0


def quick(since: float, speed: float) -> Clock:
    """A clock that goes faster since that moment."""
    return lambda: datetime.fromtimestamp(since + (utc_now().timestamp() - since) * speed, UTC)


def faster(timing: Timing, speed: float) -> Timing:
    """Everything that looks at something now and then does so more often."""
    looks = {name: getattr(timing, name) / speed for name in ("tick", "look", "first_pause")}
    return replace(timing, poll=int(timing.poll / speed), **looks)


def serve(wish: dict[str, Any], log: Path) -> int:
    """Be a service until the end; never returns."""
    status = 1
    try:
        out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(out, 1)
        os.dup2(out, 2)
        os.environ.update(wish["start"])
        bot_logging.set_up("text")
        if wish["points"]:
            watch(Path(wish["points"]))
        since, speed = wish["clock"] or (0.0, 1.0)
        timing = faster(replace(HURRIED, mark=wish["mark"]), speed)
        asyncio.run(bot_serving.serve(Settings(_env_file=None), now=quick(since, speed), timing=timing))
        status = 0
    finally:
        os._exit(status)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
