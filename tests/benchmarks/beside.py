"""The product beside itself: the same run, interleaved, against a second checkout of it. Says what a turn costs in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from statistics import median

from tests.benchmarks.measure import Cell
from tests.benchmarks.rig import Plan, run
from tests.benchmarks.subjects import PRODUCT, Subject

PAIRS = 5


def is_checkout(root: Path) -> bool:
    """Tell whether this folder is a checkout of the product that the rig can start."""
    return all((root / part).is_file() for part in ("bot/__main__.py", "tests/benchmarks/product.py"))


async def compare(plan: Plan, root: Path) -> str:
    """Run both in turn, in five pairs at least, and return what it came to."""
    other = Subject("q", f"the product in {root}", PRODUCT.module, root=root)
    fair = replace(plan, subjects=(PRODUCT, other), rounds=max(PAIRS, plan.rounds), fewest=PAIRS)
    return "\n".join(_lines(await run(fair), other))


def _lines(cells: Mapping[tuple[str, int], Cell], other: Subject) -> Iterator[str]:
    yield f"Processor time a turn here, and of {other.title}:"
    for families in sorted({families for _, families in cells}):
        yield _line(families, cells[PRODUCT.key, families], cells[other.key, families])


def _line(families: int, here: Cell, there: Cell) -> str:
    pairs = [*zip(here.each, there.each, strict=False)]
    if not pairs:
        return f"{families:>5} families: nothing was measured"
    ratios = sorted(mine / theirs for mine, theirs in pairs)
    mine, theirs = (median(costs) for costs in zip(*pairs, strict=True))
    return (
        f"{families:>5} families: {mine:.0f} µs here, {theirs:.0f} µs there; "
        f"ratio {median(ratios):.2f} by the median of {len(pairs)} pairs, from {ratios[0]:.2f} to {ratios[-1]:.2f}; "
        f"without an answer: {here.stuck} here, {there.stuck} there"
    )
