"""What becomes of the product as its record grows: cost a turn, memory, restarts, the command line."""

from __future__ import annotations

import asyncio
import http.client
import resource
import sqlite3
import subprocess
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import monotonic

from bot.clock import utc_now
from tests.benchmarks.filling import copy_record, fill
from tests.benchmarks.measure import WINDOW, Cell, cpu_seconds, rss_megabytes
from tests.benchmarks.processes import processes
from tests.benchmarks.product import Record, command
from tests.benchmarks.rig import Plan, Stage, measure, staged
from tests.benchmarks.subjects import PRODUCT, ROOT

FEW_RESPONSES, FEW_OPEN, AT_ONCE = 1_000, 100, 50
RUNS = 5
GAP = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large the large record is."""

    responses: int
    open: int


async def grow(plan: Plan, which: str, sizes: Sizes) -> str:
    """One of the growth benches, as lines to print."""
    return "\n".join(await GROWTH[which](plan, sizes))


async def _responses(plan: Plan, sizes: Sizes) -> list[str]:
    """Processor time a turn with few and with many stored responses, in turns."""
    model = await _played(plan, families=5, number=5)
    cells: dict[int, Cell] = {}
    async with AsyncExitStack() as stack:
        stages: dict[int, Stage] = {}
        for number in (FEW_RESPONSES, sizes.responses):
            folder = plan.folder / f"stored-{number}"
            plan.say(f"filling in {number} responses")
            await asyncio.to_thread(_filled, model, folder, number)
            record = Record.known(folder, model.keys)
            tokens = await asyncio.to_thread(record.invite, plan.invitations, "MORE")
            stages[number] = await stack.enter_async_context(staged(PRODUCT, plan, record, tokens))
            cells[number] = Cell("p", AT_ONCE)
            stages[number].crowd.begin(AT_ONCE)
            await stages[number].quiet(pause=True)
        for _ in range(plan.rounds):
            for number, stage in stages.items():
                await measure(stage, cells[number], plan)
    few, many = cells[FEW_RESPONSES].microseconds, cells[sizes.responses].microseconds
    lines = [f"{n:>9} stored responses: {c.microseconds:.0f} µs CPU/turn, p50 {c.percentile(0.5):.1f} ms, "
             f"p99 {c.percentile(0.99):.1f} ms, RSS {c.rss:.0f} MB" for n, c in cells.items()]  # fmt: skip
    return [*lines, f"ratio: {many / few:.2f}"]


def _filled(model: Record, folder: Path, number: int) -> None:
    copy_record(model.database, folder / model.database.name)
    fill(folder / model.database.name, number)


async def _played(plan: Plan, *, families: int, number: int) -> Record:
    """A record in which so many interviews were finished by the product itself."""
    record = await asyncio.to_thread(Record.fresh, plan.folder / "played")
    tokens = await asyncio.to_thread(record.invite, number + 2 * families)
    async with staged(PRODUCT, plan, record, tokens) as stage:
        stage.crowd.begin(families)
        while stage.crowd.finished < number:
            await stage.watch(0.2)
        await stage.quiet(pause=True)
    return record


async def _conversations(plan: Plan, sizes: Sizes) -> list[str]:
    """Memory after few and after many opened conversations, then restarts over them."""
    record = await asyncio.to_thread(Record.fresh, plan.folder / "opened")
    tokens = await asyncio.to_thread(record.invite, sizes.open + FEW_OPEN + 10 * AT_ONCE)
    empty = await asyncio.to_thread(Record.fresh, plan.folder / "empty")
    async with staged(PRODUCT, plan, record, tokens) as stage:
        stage.crowd.turns_each = 2
        stage.crowd.begin(AT_ONCE)
        few = await _rss_after(stage, FEW_OPEN)
        many = await _rss_after(stage, sizes.open)
        await stage.quiet(pause=True)
    lines = [f"RSS after {FEW_OPEN} opened conversations {few:.0f} MB, after {sizes.open} {many:.0f} MB"]
    lines += await _restarts(plan, {"nothing": empty, f"{sizes.open} open conversations": record})
    _sleep_through(record.database)
    return [*lines, await _after_gap(plan, record)]


async def _rss_after(stage: Stage, number: int) -> float:
    while stage.crowd.finished < number:
        await stage.watch(WINDOW)
    return rss_megabytes(stage.process.pid)


async def _restarts(plan: Plan, records: dict[str, Record]) -> list[str]:
    """From the start of the process until it says that it is ready: median times, the records taken in turns."""
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in records}
    for _ in range(RUNS):
        for name, record in records.items():
            begun = monotonic()
            async with staged(PRODUCT, plan, record, iter(())) as stage:
                await _ready(stage.port)
                took[name].append((monotonic() - begun, cpu_seconds(stage.process.pid)))
    middle = {name: [median(column) for column in zip(*times, strict=True)] for name, times in took.items()}
    return [f"restart over {n}: ready after {wall:.2f} s, {cpu:.2f} s of CPU" for n, (wall, cpu) in middle.items()]


async def _ready(port: int) -> None:
    while not await asyncio.to_thread(_is_ready, port):  # noqa: ASYNC110 - a process tells nobody that it is ready
        await asyncio.sleep(0.005)


def _is_ready(port: int) -> bool:
    try:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == http.client.OK
    except OSError:
        return False


def _sleep_through(database: Path) -> None:
    """As if the process had been away for longer than presses live."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        then = (utc_now() - GAP).isoformat()
        connection.execute("UPDATE runtime SET value = ? WHERE name = 'last_alive'", (then,))


async def _after_gap(plan: Plan, record: Record) -> str:
    """How long somebody new waits while everybody else is asked again."""
    tokens = await asyncio.to_thread(record.invite, 2, "AFTER")
    begun = monotonic()
    async with staged(PRODUCT, plan, record, tokens) as stage:
        await _ready(stage.port)
        ready = monotonic() - begun
        stage.crowd.turns_each = 1
        stage.crowd.patience = 600
        stage.crowd.begin(1)
        await stage.answered()
        first = monotonic() - begun
        sent = stage.telegram.calls["sendMessage"]
    return f"restart after a gap: ready after {ready:.2f} s, a newcomer answered after {first:.2f} s ({sent} messages sent)"


async def _commands(plan: Plan, _sizes: Sizes) -> list[str]:
    """The command line over a record of a few hundred invitations."""
    record = await _played(plan, families=20, number=40)
    await asyncio.to_thread(record.invite, 300, "MORE")
    environment = record.environment("http://127.0.0.1:9", 9)
    asked = (("--help",), ("invitations",), ("record", "BENCH-0"))
    return [f"interview {' '.join(a)}: {await asyncio.to_thread(_timed, a, environment)}" for a in asked]


def _timed(arguments: tuple[str, ...], environment: dict[str, str]) -> str:
    """How long it takes, and what of it is processor time: on a busy machine the rest is waiting."""
    took = []
    for _ in range(RUNS):
        begun, used = monotonic(), _of_children()
        subprocess.run(command(*arguments), cwd=ROOT, env=environment, capture_output=True, check=True)
        took.append((monotonic() - begun, _of_children() - used))
    wall, cpu = (median(column) for column in zip(*took, strict=True))
    return f"{wall:.2f} s, {cpu:.2f} s of CPU"


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


GROWTH: dict[str, Callable[[Plan, Sizes], Awaitable[list[str]]]] = {
    "responses": _responses,
    "conversations": _conversations,
    "commands": _commands,
    "processes": lambda plan, _sizes: processes(plan),
}
