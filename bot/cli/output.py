"""Print aligned lines for people, moments and codes; write files that only their owner can read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.cli.errors import Refused
from storage import private_file

GAP = "  "


def as_table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return the rows under their heads, each column as wide as it must be."""
    lines = [list(heads), *([_cell(value) for value in row] for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(heads))]
    return "\n".join(GAP.join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines)


def moment(at: datetime | None) -> str | None:
    """Return a moment as ISO 8601 in UTC."""
    return at.astimezone(UTC).isoformat() if at else None


def minute(at: datetime | None) -> str:
    """Return a moment for people to read."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if at else "-"


def in_fours(code: str) -> str:
    """Return a code as people read it out: in groups of four."""
    return " ".join(code[n : n + 4] for n in range(0, len(code), 4))


def write(path: Path, text: str) -> None:
    """Put the text into a file of the owner's own, at once and whole; Refused if that can't be."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Put the bytes into a file of the owner's own, at once and whole; Refused if that can't be."""
    try:
        private_file.write(path, content)
    except OSError as error:
        raise Refused(f"The file {path} cannot be written: {error.strerror}.") from None


def _cell(value: object) -> str:
    return "-" if value is None or value == "" else " ".join(str(value).split())
