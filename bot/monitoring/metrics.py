"""Numbers for Prometheus: a Watch with a registry of its own. Counts and times only; nothing in a label that people wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from time import monotonic, perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from bot import version
from bot.clock import Clock
from bot.monitoring.telemetry import Part
from storage.maintenance.lateness import Sweep
from storage.schema.vocabulary import Bot

SIZES = (1, 2, 5, 10, 20, 50, 100)
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


class Metrics:
    """Keep the numbers that an operator watches."""

    def __init__(self, now: Clock, elapsed: Callable[[], float] = monotonic) -> None:
        self._now, self._elapsed = now, elapsed
        self._beats: dict[Part, float] = {}
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._rounds = self._counter("rounds", "Rounds with at least one input, by how they ended.", "result")
        self._turns = self._counter("turns", "Inputs that were committed.", "bot")
        self._sizes = self._histogram("round_size", "Inputs in a round.", SIZES)
        self._round_seconds = self._histogram("round_seconds", "From taking a round to its commit.", SECONDS)
        self._commit_seconds = self._histogram("commit_seconds", "How long a commit takes.", SECONDS)
        calls = self._counter("calls", "Calls to Telegram, by what became of them.", "result")
        self._of_calls: Callable[[str], Counter] = cache(calls.labels)
        self._buried = self._counter("buried", "Inputs that became dead letters.", "bot")
        self._last_update = self._gauge("last_update_timestamp_seconds", "When the last input was committed.", "bot")
        self._waiting = self._gauge("outbox_waiting", "Calls that wait.")
        self._oldest = self._gauge("outbox_oldest_due_seconds", "How long the oldest of those that are due waits.")
        self._overdue = self._gauge("outbox_overdue", "Calls that have been due for over 15 minutes.")
        self._unanswered = self._gauge("responses_unanswered", "Responses whose last input has no reply.")
        self._dead = self._gauge("dead_letters", "Dead letters that were not taken again.")
        self._late = self._gauge("flags_overdue", "Open flags whose day is over.")
        self._late_urgent = self._gauge("urgent_flags_overdue", "Those of them that are urgent.")
        self._gauge("build_info", "Always 1; the version of the program is its label.", "version").labels(
            version()
        ).set(1)

    def text(self) -> bytes:
        """All of it, as Prometheus reads it."""
        return generate_latest(self.registry)

    def silent(self, part: Part) -> float | None:
        """For how many seconds nothing was heard of a part; None if there never was a beat."""
        last = self._beats.get(part)
        return None if last is None else self._elapsed() - last

    def beat(self, part: Part) -> None:
        """Note that this part of the service is alive."""
        self._beats[part] = self._elapsed()

    @contextmanager
    def round(self, bots: Sequence[Bot]) -> Iterator[None]:
        """A round is taken; one that raises was not."""
        began = perf_counter()
        try:
            yield
        except BaseException:
            self._rounds.labels("failed").inc()
            raise
        if bots:
            self._took(bots, perf_counter() - began)

    @contextmanager
    def commit(self) -> Iterator[None]:
        """A round is committed."""
        with self._commit_seconds.time():
            yield

    def marked(self, state: str) -> None:
        """A call was made: sent, due again, or failed."""
        self._of_calls(state).inc()

    def buried(self, bot: Bot) -> None:
        """An input became a dead letter."""
        self._buried.labels(bot).inc()

    def swept(self, found: Sweep) -> None:
        """The sweepers have looked."""
        self._waiting.set(found.waiting)
        self._oldest.set((self._now() - found.oldest_due).total_seconds() if found.oldest_due else 0)
        self._overdue.set(found.overdue)
        self._unanswered.set(found.unanswered)
        self._dead.set(found.dead_letters)

    def flags_overdue(self, number: int, urgent: int) -> None:
        """So many flags are overdue, so many of them urgent."""
        self._late.set(number)
        self._late_urgent.set(urgent)

    def _took(self, bots: Sequence[Bot], seconds: float) -> None:
        self._rounds.labels("committed").inc()
        self._sizes.observe(len(bots))
        self._round_seconds.observe(seconds)
        for bot in set(bots):
            self._turns.labels(bot).inc(bots.count(bot))
            self._last_update.labels(bot).set(self._now().timestamp())

    def _counter(self, name: str, about: str, label: str) -> Counter:
        return Counter(f"interview_{name}", about, [label], registry=self.registry)

    def _gauge(self, name: str, about: str, *labels: str) -> Gauge:
        return Gauge(f"interview_{name}", about, labels, registry=self.registry)

    def _histogram(self, name: str, about: str, buckets: Sequence[float]) -> Histogram:
        return Histogram(f"interview_{name}", about, buckets=buckets, registry=self.registry)
