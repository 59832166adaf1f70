"""The page beside a bare aiohttp handler: so many conversations, each answering every few seconds, in turns in one run.

An answer is a POST, measured until the server says that it is kept, and the GET of the next question that follows it. Times
are those on the server's side of the wire: over loopback, from the first byte out to the last byte in.
"""

from __future__ import annotations

import asyncio
import sys
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from random import Random
from time import monotonic
from urllib.error import URLError

from tests.benchmarks.measure import cpu_seconds, rss_megabytes
from tests.benchmarks.product import Record, command
from tests.benchmarks.rig import free_port
from tests.benchmarks.subjects import peer_environment, running
from tests.benchmarks.visitors import Kind, Visitors

START_SECONDS = 60.0
AT_THE_DOOR = 8
ENOUGH = 4
HEAD = (
    "subject", "answers", "requests/s", "kept p50 ms", "kept p99 ms", "next p50 ms", "next p99 ms", "µs CPU/request",
    "core busy", "RSS MB",
)  # fmt: skip
PRODUCT, BARE = "the product's page", "bare aiohttp handler"


@dataclass(frozen=True, slots=True)
class Visit:
    """What to run. `cores`: the subject's and the load's."""

    visitors: int
    every: float
    seconds: float
    rounds: int
    folder: Path
    cores: tuple[int, int]


@dataclass(slots=True)
class Seen:
    """What was measured of one subject, all rounds together."""

    subject: str
    seconds: float = 0.0
    cpu: float = 0.0
    rss: float = 0.0
    took: dict[Kind, list[float]] = field(default_factory=lambda: {"kept": [], "shown": []})

    @property
    def requests(self) -> int:
        """All of them."""
        return sum(map(len, self.took.values()))

    @property
    def microseconds(self) -> float:
        """Processor time a request."""
        return self.cpu / self.requests * 1e6 if self.requests else 0.0

    def percentile(self, kind: Kind, share: float) -> float:
        """In milliseconds."""
        ordered = sorted(self.took[kind])
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1e3 if ordered else 0.0

    @property
    def row(self) -> tuple[str, ...]:
        """A line of the table."""
        times = [self.percentile(kind, share) for kind in self.took for share in (0.5, 0.99)]
        return (
            self.subject,
            str(len(self.took["kept"])),
            f"{self.requests / self.seconds:.0f}",
            *(f"{ms:.2f}" for ms in times),
            f"{self.microseconds:.0f}",
            f"{self.cpu / self.seconds:.0%}",
            f"{self.rss:.0f}",
        )


async def run(plan: Visit) -> tuple[Seen, Seen]:
    """The product and the bare handler, in turns, so that a slow minute meets both."""
    seen = Seen(PRODUCT), Seen(BARE)
    async with AsyncExitStack() as stack:
        stages = [await stack.enter_async_context(opened(plan)) for opened in (_product, _bare)]
        crowds = [await stack.enter_async_context(_crowd(plan, port, tokens)) for _, port, tokens in stages]
        for _ in range(plan.rounds):
            for (pid, _, _), crowd, result in zip(stages, crowds, seen, strict=True):
                await _measure(plan, pid, crowd, result)
    return seen


def table(plan: Visit, product: Seen, bare: Seen) -> str:
    """A line each, and how many times the one is the other."""
    kinds: tuple[Kind, Kind] = ("kept", "shown")
    pairs = [(product.percentile(k, s), bare.percentile(k, s)) for k in kinds for s in (0.5, 0.99)]
    ratios = [
        f"{one / other:.1f} x" if other else "" for one, other in (*pairs, (product.microseconds, bare.microseconds))
    ]
    rows = [HEAD, product.row, bare.row, ("ratio", "", "", *ratios, "", "")]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEAD))]
    lines = [
        "  ".join(t.rjust(w) if n else t.ljust(w) for n, (t, w) in enumerate(zip(r, widths, strict=True))) for r in rows
    ]
    about = (
        f"{plan.visitors} open conversations, each answering every {plan.every:g} s on average, {plan.seconds:g} s each"
    )
    return "\n".join((about, *lines))


Stage = tuple[int, int, Iterator[str]]


@asynccontextmanager
async def _product(plan: Visit) -> AsyncIterator[Stage]:
    """`interview run` with the page alone, as an operator without Telegram runs it."""
    record, port = await asyncio.to_thread(Record.fresh, plan.folder / "page"), free_port()
    tokens = await asyncio.to_thread(record.invite, ENOUGH * plan.visitors)
    environment = {k: v for k, v in record.environment("", port).items() if "TOKEN" not in k and not k.endswith("API")}
    async with running(command("run"), environment, plan.cores[0], plan.folder / "page.log") as process:
        await _ready(port)
        yield process.pid, port, tokens
    record.store.close()


@asynccontextmanager
async def _bare(plan: Visit) -> AsyncIterator[Stage]:
    port, log = free_port(), plan.folder / "bare.log"
    arguments = [sys.executable, "-m", "tests.benchmarks.peers.page_bare"]
    async with running(arguments, peer_environment("", port, plan.folder), plan.cores[0], log) as process:
        await _ready(port)
        yield process.pid, port, repeat("x" * 43)


@asynccontextmanager
async def _crowd(plan: Visit, port: int, tokens: Iterator[str]) -> AsyncIterator[Visitors]:
    """Everybody has opened the invitation and waits."""
    crowd = Visitors(port, tokens, plan.every, Random(plan.visitors))
    entering, entered = asyncio.Semaphore(AT_THE_DOOR), asyncio.Semaphore(0)
    async with asyncio.TaskGroup() as tasks:
        there = [tasks.create_task(crowd.stay(entering, entered)) for _ in range(plan.visitors)]
        for _ in there:
            await entered.acquire()
        yield crowd
        for one in there:
            one.cancel()


async def _measure(plan: Visit, pid: int, crowd: Visitors, seen: Seen) -> None:
    """Let them answer until it is no longer felt that they began together, then look."""
    crowd.playing.set()
    await asyncio.sleep(plan.every / 2)
    crowd.log.clear()
    began, cpu = monotonic(), cpu_seconds(pid)
    await asyncio.sleep(plan.seconds / plan.rounds)
    seen.seconds += monotonic() - began
    seen.cpu += cpu_seconds(pid) - cpu
    seen.rss = max(seen.rss, rss_megabytes(pid))
    for kind, took in crowd.log:
        seen.took[kind].append(took)
    await crowd.quiet()


async def _ready(port: int) -> None:
    async with asyncio.timeout(START_SECONDS):
        while not await asyncio.to_thread(_is_ready, port):  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.05)


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as reply:
            return bool(reply.status == 200)
    except (URLError, OSError):
        return False
