"""Clocks, processors and memory of the process that is measured."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from time import monotonic, process_time

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
WINDOW = 0.25
BUSY = 0.1


def cpu_seconds(pid: int) -> float:
    """What a process has used of processors so far, in user code and in the system."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def main_thread_seconds(pid: int) -> float:
    """What the main thread of a process has used so far."""
    return int(Path(f"/proc/{pid}/task/{pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9


def rss_megabytes(pid: int) -> float:
    """What a process holds in memory now."""
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * PAGE / 1e6


@dataclass(frozen=True, slots=True)
class Look:
    """A moment on the monotonic clock and what both sides have used until then."""

    at: float
    subject: float
    load: float
    calls: int

    @classmethod
    def take(cls, pid: int, calls: int) -> Look:
        return cls(monotonic(), cpu_seconds(pid), process_time(), calls)


@dataclass(slots=True)
class Cell:
    """What was measured of one subject with so many families; several passes are added up."""

    subject: str
    families: int
    seconds: float = 0.0
    cpu: float = 0.0
    turns: int = 0
    calls: int = 0
    rss: float = 0.0
    rejected: int = 0
    stuck: int = 0
    latencies: list[float] = field(default_factory=list)
    each: list[float] = field(default_factory=list)

    def add(self, looks: list[Look], turns: list[tuple[float, float]]) -> None:
        """Take the windows in which anybody did anything; where both sides idled, the machine was away."""
        awake, cpu, counted = 0.0, self.cpu, self.turns
        for before, after in pairwise(looks):
            wall = after.at - before.at
            if (after.subject - before.subject) + (after.load - before.load) < BUSY * wall:
                self.rejected += 1
                awake = after.at
                continue
            mine = [(end, took) for end, took in turns if before.at < end <= after.at]
            self.seconds += wall
            self.cpu += after.subject - before.subject
            self.calls += after.calls - before.calls
            self.turns += len(mine)
            self.latencies += [took for end, took in mine if end - took >= awake]
        if self.turns > counted:
            self.each.append((self.cpu - cpu) / (self.turns - counted) * 1e6)

    @property
    def spread(self) -> float:
        """The dearest time over the cheapest: how unsteady the machine was."""
        return max(self.each) / min(self.each) if self.each and min(self.each) > 0 else 1.0

    @property
    def per_second(self) -> float:
        return self.turns / self.seconds if self.seconds else 0.0

    @property
    def per_cpu_second(self) -> float:
        return self.turns / self.cpu if self.cpu else 0.0

    @property
    def microseconds(self) -> float:
        """Processor time a turn."""
        return self.cpu / self.turns * 1e6 if self.turns else 0.0

    @property
    def calls_per_turn(self) -> float:
        return self.calls / self.turns if self.turns else 0.0

    def percentile(self, share: float) -> float:
        """In milliseconds."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1e3 if ordered else 0.0
