"""What is measured: the product as an operator runs it, and what else one could have built. Each a process of its own."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOKEN = "111111:" + "F" * 35
PATIENCE = 40


@dataclass(frozen=True, slots=True)
class Subject:
    """One of the processes. `known` is its processor time a turn over that of (a), from an independent run.

    `root`: the checkout that it is started in.
    """

    key: str
    title: str
    module: str
    known: float | None = None
    needs: tuple[str, ...] = ()
    root: Path = ROOT

    @property
    def is_product(self) -> bool:
        return self.module == "bot"

    @property
    def missing(self) -> list[str]:
        """What must be installed first."""
        return [name for name in self.needs if find_spec(name) is None]


SUBJECTS = (
    Subject("a", "aiogram echo", "aiogram_echo", 1.0),
    Subject("b", "PTB echo", "ptb_echo", 1.75, ("tornado",)),
    Subject("c", "aiogram FSM, memory", "aiogram_fsm", 2.0),
    Subject("d", "aiogram FSM, SQLModel", "aiogram_sqlmodel", 3.4, ("aiosqlite", "greenlet")),
    Subject("e", "aiogram-dialog", "dialog_windows", 2.75, ("aiogram_dialog",)),
    Subject("f", "PTB conversation, pickle", "ptb_conversation", 2.8, ("tornado",)),
    Subject("p", "the product", "bot"),
)
PRODUCT = next(s for s in SUBJECTS if s.is_product)


@asynccontextmanager
async def running(
    command: Sequence[str], environment: dict[str, str], core: int, log: Path, root: Path = ROOT
) -> AsyncIterator[subprocess.Popen[bytes]]:
    """A process alone on its core, until the context closes; what it writes goes to `log`."""
    mine = os.sched_getaffinity(0)
    with log.open("wb") as out:
        os.sched_setaffinity(0, {core})
        try:
            process = subprocess.Popen(  # noqa: ASYNC220 - it must inherit the core of this very thread
                command, cwd=root, env={**plain(root), **environment}, stdout=out, stderr=subprocess.STDOUT
            )
        finally:
            os.sched_setaffinity(0, mine)
        try:
            yield process
        finally:
            await asyncio.to_thread(_stop, process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """As a deploy would; what does not stop is killed."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def plain(root: Path) -> dict[str, str]:
    """This environment without any settings of the product, for the modules of a checkout."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("INTERVIEW_", "BENCH_"))}
    return {**kept, "PYTHONPATH": str(root)}


def peer_command(subject: Subject) -> list[str]:
    """How a peer is started; it is told the rest by its environment."""
    return [sys.executable, "-m", f"tests.benchmarks.peers.{subject.module}"]


def peer_environment(api: str, port: int, folder: Path) -> dict[str, str]:
    return {"BENCH_API": api, "BENCH_PORT": str(port), "BENCH_FOLDER": str(folder), "BENCH_TOKEN": TOKEN}
