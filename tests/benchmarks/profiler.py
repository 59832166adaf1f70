"""Where the product's processor time goes: py-spy looks at its stacks while a crowd plays, and each look is put to a part."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from shutil import which

from tests.benchmarks.measure import Cell, cpu_seconds, main_thread_seconds
from tests.benchmarks.product import Record
from tests.benchmarks.rig import Plan, Stage, measure, staged

RATE = 250
# The first line that fits any frame of a stack, from the innermost outwards, names the part.
PARTS = (
    ("sealing", ("storage/keys/sealing.py", "cryptography/")),
    ("commit and fsync", ("commit (storage/engine/unit_of_work.py", "do_commit (sqlalchemy")),
    ("SQL: SQLite itself", ("do_execute (sqlalchemy", "do_executemany (sqlalchemy", "_begin_sqlite")),
    ("SQL: SQLAlchemy", ("sqlalchemy/",)),
    ("codec", ("storage/schema/codec.py",)),
    (
        "render: words and buttons",
        ("bot/telegram/rendering.py", "bot/telegram/channel.py", "dialogs/text.py", "locales/"),
    ),
    ("respond", ("dialogs/",)),
    ("SQL: our statements", ("storage/",)),
    ("HTTP out", ("bot/telegram/client.py", "bot/telegram/delivery.py", "aiohttp/client", "aiohttp/connector")),
    ("translate: aiogram", ("aiogram/", "bot/families/router.py")),
    ("edge and HTTP in", ("aiohttp/", "bot/web/", "bot/telegram/edge.py")),
    ("event loop: uvloop", ("asyncio/runners.py",)),
    ("rounds and turns", ("bot/",)),
    ("logging", ("structlog/", "logging/")),
)
REST = "event loop and the rest"
IDLE = ("_worker (concurrent/futures/thread.py", "wait (threading.py")


def part_of(stack: str) -> str | None:
    """The part that a collapsed stack belongs to; None when the thread only waits."""
    frames = stack.split(";")
    if frames[-1].startswith(IDLE):
        return None
    for frame in reversed(frames):
        for name, marks in PARTS:
            if any(mark in frame for mark in marks):
                return name
    return REST


def tally(collapsed: str, main: float) -> tuple[dict[str, float], dict[str, float]]:
    """Shares by part and by innermost function. `main` is the main thread's share by the system's own count: how often
    a thread is looked at says little of how it stands to another one."""
    looks: dict[bool, Counter[tuple[str, str]]] = {True: Counter(), False: Counter()}
    for line in collapsed.splitlines():
        stack, _, number = line.rpartition(" ")
        if (part := part_of(stack)) is not None:
            looks["MainThread" in stack][part, stack.rpartition(";")[2]] += int(number)
    parts: defaultdict[str, float] = defaultdict(float)
    functions: defaultdict[str, float] = defaultdict(float)
    for is_main, found in looks.items():
        weight = (main if is_main else 1 - main) / (found.total() or 1)
        for (part, function), count in found.items():
            parts[part] += count * weight
            functions[f"{part}: {function}"] += count * weight
    return parts, functions


def breakdown(collapsed: str, main: float, cell: Cell) -> str:
    """Microseconds a turn, by part and by function."""
    parts, functions = tally(collapsed, main)
    return "\n".join(
        (
            f"The product with {cell.families} families: {cell.microseconds:.0f} microseconds of processor time a turn,",
            f"{main:.0%} of it in the main thread, the rest in the thread that takes the rounds",
            "",
            *_lines(parts, cell.microseconds, len(parts)),
            "",
            "By innermost function:",
            *_lines(functions, cell.microseconds, 40),
        )
    )


def _lines(shares: Mapping[str, float], microseconds: float, most: int) -> Iterator[str]:
    for name, share in sorted(shares.items(), key=lambda s: -s[1])[:most]:
        yield f"{share * microseconds:7.0f} µs  {share:6.1%}  {name}"


async def profile(plan: Plan) -> str:
    """Run the product with the first number of families under py-spy."""
    spy = which("py-spy", path=str(Path(sys.executable).parent))
    if spy is None:
        raise SystemExit("py-spy is not installed: make bench installs it")
    record = await asyncio.to_thread(Record.fresh, plan.folder / "product")
    tokens = await asyncio.to_thread(record.invite, plan.invitations)
    product = next(s for s in plan.subjects if s.is_product)
    cell, raw = Cell(product.key, plan.families[0]), plan.folder / "stacks.txt"
    async with staged(product, plan, record, tokens) as stage:
        stage.crowd.begin(cell.families)
        await stage.quiet(pause=True)
        main = await _spied(spy, raw, stage, cell, replace(plan, rounds=1))
    return breakdown(raw.read_text(encoding="utf-8"), main, cell)


async def _spied(spy: str, raw: Path, stage: Stage, cell: Cell, plan: Plan) -> float:
    """Look while the crowd plays; gives the main thread's share."""
    pid = stage.process.pid
    arguments = ["record", "--format", "raw", "--rate", str(RATE), "--duration", str(int(plan.seconds))]
    arguments += ["--output", str(raw), "--pid", str(pid), "--threads"]
    looking = await asyncio.create_subprocess_exec(spy, *arguments, stdout=-3, stderr=-3)
    main, all_threads = main_thread_seconds(pid), cpu_seconds(pid)
    await measure(stage, cell, plan)
    main, all_threads = main_thread_seconds(pid) - main, cpu_seconds(pid) - all_threads
    await looking.wait()
    return main / all_threads
