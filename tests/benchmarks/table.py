"""What was measured, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tests.benchmarks.measure import Cell
from tests.benchmarks.subjects import SUBJECTS, Subject

HEAD = (
    "families", "subject", "turns/s", "turns/CPU s", "µs CPU/turn", "p50 ms", "p99 ms", "RSS MB", "calls/turn",
    "CPU x (a)", "known", "turns/CPU s ÷ (a)",
)  # fmt: skip
TOLERANCE = 0.25
UNSTEADY = 1.3
JUDGED = 50
Cells = Mapping[tuple[str, int], Cell]


def table(cells: Cells) -> str:
    """A line a subject and number of families, then what is to be said about them."""
    rows = [HEAD, *(_row(cell, cells) for cell in sorted(cells.values(), key=lambda c: (c.families, c.subject)))]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEAD))]
    lines = ["  ".join(_pad(text, n, widths[n]) for n, text in enumerate(row)).rstrip() for row in rows]
    return "\n".join((lines[0], "  ".join("-" * w for w in widths), *lines[1:], "", *_remarks(cells)))


def _pad(text: str, column: int, width: int) -> str:
    return text.ljust(width) if column == 1 else text.rjust(width)


def _row(cell: Cell, cells: Cells) -> tuple[str, ...]:
    subject, echo = _subject(cell.subject), cells.get(("a", cell.families))
    ratio = cell.microseconds / echo.microseconds if echo and echo.microseconds else 0.0
    return (
        str(cell.families),
        f"({subject.key}) {subject.title}",
        f"{cell.per_second:.0f}",
        f"{cell.per_cpu_second:.0f}",
        f"{cell.microseconds:.0f}",
        f"{cell.percentile(0.5):.1f}",
        f"{cell.percentile(0.99):.1f}",
        f"{cell.rss:.0f}",
        f"{cell.calls_per_turn:.2f}",
        f"{ratio:.2f}" if ratio else "",
        f"{subject.known:.2f}" if subject.known else "",
        f"{1 / ratio:.2f}" if ratio else "",
    )


def _remarks(cells: Cells) -> Iterator[str]:
    yield from _against(cells)
    yield from _not_idiomatic(cells)
    rejected = sum(c.rejected for c in cells.values())
    stuck = {c.subject: c.stuck for c in cells.values() if c.stuck}
    echo = cells.get(("a", JUDGED))
    if echo is not None and echo.spread > UNSTEADY:
        yield f"The machine was busy: (a) itself varied by {echo.spread:.1f} times. Nothing here can be trusted closely."
    yield f"Windows rejected because both sides idled: {rejected}. Families left without an answer: {stuck or 'none'}."


def _against(cells: Cells) -> Iterator[str]:
    """The product over the others, in turns per CPU second."""
    for families in sorted({c.families for c in cells.values()}):
        product = cells.get(("p", families))
        if product is None or not product.turns:
            continue
        others = [cells[key, families] for key in "abcdef" if (key, families) in cells]
        ratios = [f"{product.per_cpu_second / o.per_cpu_second:.2f} x ({o.subject})" for o in others if o.turns]
        if ratios:
            yield f"The product with {families} families, in turns per CPU second: {', '.join(ratios)}."


def _not_idiomatic(cells: Cells) -> Iterator[str]:
    """Which peers cost another multiple of (a) than they are known to."""
    echo = cells.get(("a", JUDGED))
    for subject in SUBJECTS:
        cell = cells.get((subject.key, JUDGED))
        if subject.known is None or echo is None or cell is None or not (echo.turns and cell.turns):
            continue
        ratio = cell.microseconds / echo.microseconds
        if abs(ratio / subject.known - 1) > TOLERANCE:
            yield (
                f"Not idiomatic: ({subject.key}) {subject.title} costs {ratio:.2f} times (a) with {JUDGED} families;"
                f" {subject.known:.2f} is known."
            )


def _subject(key: str) -> Subject:
    return next(s for s in SUBJECTS if s.key == key)
