"""One run: all subjects wait on one core, and in short turns one of them has a crowd in front of it, played from another core."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from itertools import repeat
from pathlib import Path
from time import monotonic

from tests.benchmarks.families import PATIENCE, Crowd
from tests.benchmarks.measure import WINDOW, Cell, Look, cpu_seconds, rss_megabytes
from tests.benchmarks.product import Installed, command, recorded
from tests.benchmarks.subjects import TOKEN, Subject, peer_command, peer_environment, running
from tests.benchmarks.telegram import IN_ANSWER, Telegram

START_SECONDS = 180.0
MOST_PER_SECOND = 2000
TURNS_AN_INTERVIEW = 50
CROWDED = 200


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run. `cores`: the subject's and the load's; `fewest`: rounds, however large the crowd is."""

    subjects: tuple[Subject, ...]
    families: tuple[int, ...]
    seconds: float
    warm: float
    rounds: int
    folder: Path
    cores: tuple[int, int]
    say: Callable[[str], None] = lambda _line: None
    fewest: int = 1

    @property
    def invitations(self) -> int:
        """More than anybody can use up."""
        played = MOST_PER_SECOND * (self.seconds + self.rounds * (self.warm + 1)) / TURNS_AN_INTERVIEW
        return int(sum(2 * f + played for f in self.families))

    def paced(self, families: int) -> Plan:
        """Fewer and longer turns for a large crowd, which takes a while until it is no longer in step."""
        if families < CROWDED:
            return self
        return replace(self, warm=families / CROWDED, rounds=max(self.fewest, self.rounds // 4))


def here() -> tuple[int, int]:
    """The first and the last core that this process may use: the same one where there is only one."""
    mine = sorted(os.sched_getaffinity(0))
    return mine[0], mine[-1]


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class Stage:
    """A subject that runs, the Telegram that it talks to, and the crowd in front of it.

    `more`: its other processes, with their ports.
    """

    process: subprocess.Popen[bytes]
    telegram: Telegram
    crowd: Crowd
    log: Path
    port: int
    more: tuple[tuple[subprocess.Popen[bytes], int], ...] = ()

    def look(self) -> Look:
        """The state of things now."""
        if any(process.poll() is not None for process in (self.process, *(p for p, _ in self.more))):
            raise RuntimeError(f"The subject has ended. It said: {self.log.read_text(errors='replace')[-2000:]}")
        calls = self.telegram.calls
        look = Look.take(self.process.pid, calls.total() - calls[IN_ANSWER])
        return replace(look, subject=look.subject + sum(cpu_seconds(process.pid) for process, _ in self.more))

    async def answered(self) -> None:
        """Wait until nobody waits any more."""
        while self.crowd.unanswered:
            self.look()
            await asyncio.sleep(0.01)

    async def watch(self, seconds: float) -> list[Look]:
        """Look at it all the time; whoever is stuck is replaced."""
        looks = [self.look()]
        end = looks[0].at + seconds
        while looks[-1].at < end:
            await asyncio.sleep(min(WINDOW, max(0.01, end - looks[-1].at)))
            self.crowd.unstick()
            looks.append(self.look())
        return looks

    async def quiet(self, *, pause: bool = False) -> None:
        """Wait until everybody has heard from the bot; whoever does not is stuck."""
        end = monotonic() + PATIENCE
        if pause:
            self.crowd.pause()
        while self.crowd.unanswered and monotonic() < end:
            self.look()
            await asyncio.sleep(0.02)
        self.crowd.unstick(everybody=True)


@asynccontextmanager
async def staged(
    subject: Subject, plan: Plan, record: Installed | None, tokens: Iterator[str], processes: int = 1
) -> AsyncIterator[Stage]:
    """The subject, started and with its webhook set; the product may be so many processes on one record."""
    port, *ports = [free_port() for _ in range(processes)]
    telegram = Telegram(TOKEN, (port, *ports))
    api = await telegram.start()
    log = plan.folder / f"{subject.key}-{port}.log"
    async with AsyncExitStack() as stack:
        stack.callback(telegram.stop)
        if record is None:
            arguments, environment = peer_command(subject), peer_environment(api, port, plan.folder)
        else:
            arguments, environment = command("run"), record.environment(api, port)
        first, *more = [
            await stack.enter_async_context(running(arguments, environment | at, plan.cores[0], log, subject.root))
            for at in ({}, *({"INTERVIEW_PORT": str(other)} for other in ports))
        ]
        stack.callback(telegram.hang_up)
        stage = Stage(first, telegram, Crowd(telegram, tokens), log, port, tuple(zip(more, ports, strict=True)))
        async with asyncio.timeout(START_SECONDS):
            while not telegram.ready.is_set():
                stage.look()
                await asyncio.sleep(0.01)
        yield stage


async def run(plan: Plan) -> dict[tuple[str, int], Cell]:
    """Every subject with every number of families, in short turns, so that a slow minute meets all alike."""
    cells = {(s.key, f): Cell(s.key, f) for s in plan.subjects for f in plan.families}
    async with AsyncExitStack() as stack:
        stages: dict[str, Stage] = {}
        for subject in plan.subjects:
            plan.say(f"starting {subject.title}")
            stages[subject.key] = await stack.enter_async_context(_prepared(subject, plan))
        for families in plan.families:
            plan.say(f"families: {families}")
            await _all_with(families, stages, cells, plan)
    return cells


@asynccontextmanager
async def _prepared(subject: Subject, plan: Plan) -> AsyncIterator[Stage]:
    record: Installed | None = None
    tokens: Iterator[str] = repeat("x" * 43)
    if subject.is_product:
        folder = plan.folder / f"product-{subject.key}"
        record, tokens = await asyncio.to_thread(recorded, subject.root, folder, plan.invitations)
    async with staged(subject, plan, record, tokens) as stage:
        yield stage


async def _all_with(families: int, stages: dict[str, Stage], cells: dict[tuple[str, int], Cell], plan: Plan) -> None:
    for stage in stages.values():
        stage.crowd.begin(families)
        await stage.quiet(pause=True)
    paced = plan.paced(families)
    for _ in range(paced.rounds):
        for key, stage in stages.items():
            await measure(stage, cells[key, families], paced)
    for stage in stages.values():
        stage.crowd.end()


async def measure(stage: Stage, cell: Cell, plan: Plan) -> None:
    """Let the crowd play, warm up, then look."""
    log, stuck = stage.crowd.log, stage.crowd.log.stuck
    stage.crowd.resume()
    await stage.watch(plan.warm)
    log.turns.clear()
    looks = await stage.watch(plan.seconds / plan.rounds)
    cell.add(looks, log.turns)
    cell.rss = max(cell.rss, rss_megabytes(stage.process.pid))
    await stage.quiet(pause=True)
    cell.stuck += log.stuck - stuck
