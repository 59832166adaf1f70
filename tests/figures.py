"""Figures that tests and benchmarks leave behind, a JSON line each, and tables in the README that are written from them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
FIGURES = ROOT / "build" / "figures.jsonl"
README = ROOT / "README.md"


def leave(kind: str, name: str, **figures: Any) -> None:
    """Add a line; several processes may do so at the same time."""
    FIGURES.parent.mkdir(exist_ok=True)
    with FIGURES.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"kind": kind, "name": name, **figures}) + "\n")


def last(kind: str) -> dict[str, dict[str, Any]]:
    """The newest figures of this kind by their names."""
    written = FIGURES.read_text(encoding="utf-8").splitlines() if FIGURES.exists() else []
    lines = [json.loads(line) for line in written]
    return {line["name"]: line for line in lines if line["kind"] == kind}


def markdown(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table: the first column is text, the others are numbers."""
    ruler = ["---", *("---:" for _ in head[1:])]
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in (head, ruler, *rows))


def write_between(marker: str, text: str, page: Path = README) -> None:
    """Put the text between the two comments of this name; ValueError if they are not there."""
    before, _, after = _around(marker, page)
    page.write_text(f"{before}{text}\n{after}", encoding="utf-8")


def between(marker: str, page: Path = README) -> str:
    """Return the text between the two comments of this name; ValueError if they are not there."""
    return _around(marker, page)[1]


def _around(marker: str, page: Path) -> tuple[str, str, str]:
    """Return what stands before the text, the text, and what stands after it; the comments are outside."""
    before, begin, rest = page.read_text(encoding="utf-8").partition(f"<!-- {marker} -->\n")
    text, end, after = rest.partition(f"<!-- /{marker} -->")
    if not begin or not end:
        raise ValueError(f"{page.name} has no place for {marker}")
    return f"{before}{begin}", text, f"{end}{after}"
