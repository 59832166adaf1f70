"""The command line of the benchmark."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import uvloop

from tests.benchmarks import beside, holding, page
from tests.benchmarks.growth import GROWTH, Sizes, grow
from tests.benchmarks.profiler import profile
from tests.benchmarks.rig import Plan, here, run
from tests.benchmarks.subjects import SUBJECTS, Subject
from tests.benchmarks.table import table

FAMILIES = (1, 50, 500)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for and print it."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.beside and not beside.is_checkout(given.beside):
        parser.error(f"{given.beside} is no checkout of this project")
    with tempfile.TemporaryDirectory(prefix="bench-", dir=given.folder) as folder:
        plan = _plan(given, Path(folder).resolve())
        if given.holding:
            _print(holding.table(asyncio.run(holding.run(plan.folder))))
            return 0
        os.sched_setaffinity(0, {plan.cores[1]})
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            if given.page:
                visit = _visit(given, plan)
                _print(page.table(visit, *runner.run(page.run(visit))))
            elif given.beside:
                _print(runner.run(beside.compare(plan, given.beside)))
            elif given.profile:
                _print(runner.run(profile(plan)))
            elif given.growth:
                _print(runner.run(grow(plan, given.growth, Sizes(given.responses, given.open))))
            else:
                _print(table(runner.run(run(plan))))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--subjects", default="".join(s.key for s in SUBJECTS), help="letters, as in the table: acp")
    parser.add_argument("--families", default=",".join(map(str, FAMILIES)), help="1,50,500")
    parser.add_argument("--seconds", type=float, default=8.0, help="measured, each time")
    parser.add_argument("--rounds", type=int, default=8, help="in how many turns, one subject after the other")
    parser.add_argument("--quick", action="store_true", help="four short rounds")
    parser.add_argument("--page", action="store_true", help="the page in the browser, beside a bare aiohttp handler")
    parser.add_argument(
        "--beside", type=_resolved, metavar="PATH", help="against a second checkout of this project, in pairs"
    )
    parser.add_argument("--holding", action="store_true", help="for how long the heaviest requests hold the event loop")
    parser.add_argument("--visitors", type=int, default=200, help="open conversations, for --page")
    parser.add_argument("--every", type=float, default=4.0, help="seconds between answers on average, for --page")
    parser.add_argument(
        "--profile", action="store_true", help="the product alone, under py-spy; the first of --families"
    )
    parser.add_argument("--growth", choices=tuple(GROWTH), help="what becomes of the product as its record grows")
    parser.add_argument("--responses", type=int, default=1_000_000, help="stored, for --growth responses")
    parser.add_argument("--open", type=int, default=100_000, help="conversations, for --growth conversations")
    parser.add_argument("--folder", help="where record stores are made: a disk, not memory")
    return parser


def _resolved(path: str) -> Path:
    return Path(path).resolve()


def _plan(given: argparse.Namespace, folder: Path) -> Plan:
    if given.quick:
        given.seconds, given.rounds = 3.0, 4
    return Plan(
        subjects=() if given.page or given.beside else _subjects(given.subjects),
        families=tuple(int(n) for n in given.families.split(",")),
        seconds=given.seconds,
        warm=0.3,
        rounds=given.rounds,
        folder=folder,
        cores=here(),
        say=lambda line: print(line, file=sys.stderr, flush=True),  # noqa: T201 - a command's progress
    )


def _visit(given: argparse.Namespace, plan: Plan) -> page.Visit:
    seconds, rounds = (15.0, 1) if given.quick else (60.0, 3)
    return page.Visit(given.visitors, given.every, seconds, rounds, plan.folder, plan.cores)


def _subjects(keys: str) -> tuple[Subject, ...]:
    chosen = [s for s in SUBJECTS if s.key in keys]
    for subject in chosen:
        if subject.missing:
            _print(f"Left out: ({subject.key}) {subject.title} needs {', '.join(subject.missing)}: make bench")
    return tuple(s for s in chosen if not s.missing)


def _print(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - printing is what it is for
