"""`interview export`: all records as one workbook or one table, for whoever counts and compares."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

from rich.console import Console
from rich.progress import track
from typer import Option

from bot.casework import records as casework
from bot.cli.errors import Refused
from bot.cli.records import tell
from bot.cli.session import at_desk
from bot.documents.spreadsheet import TooMany, write_csv, write_xlsx
from dialogs.record import Record
from storage import private_file


def export(
    out: Annotated[Path, Option(metavar="FILE", help="Where to write it: a name that ends in .xlsx or .csv.")],
    all: Annotated[bool, Option("--all", help="The answers of all reviews; one alone is taken with `record`.")] = False,
) -> None:
    """Take away the answers of all reviews in one file, for its owner only; each taking is in the audit log."""
    if not all:
        raise Refused("Say --all, if the answers of all reviews are meant. For one review: interview record REFERENCE.")
    write = _FORMS.get(out.suffix.lower())
    if write is None:
        raise Refused("The name of the file ends in .xlsx for a workbook, or in .csv for a table.")
    with at_desk() as desk, _new(out) as file, casework.take_all(desk.looking) as (count, records):
        console = Console(stderr=True)
        shown = track(records, "Reviews", total=count, console=console, disable=not sys.stderr.isatty())
        write(file, shown)
        doubts = casework.doubts(desk.looking)
    print(f"The answers of {count} reviews are in {out}.")
    tell(doubts)


@contextmanager
def _new(out: Path) -> Iterator[BinaryIO]:
    """Give a file that is there once it is whole; Refused where it can't be, or is there already."""
    try:
        with private_file.new(out) as file:
            yield file
    except TooMany as error:
        raise Refused(str(error)) from None
    except OSError as error:
        raise Refused(f"The file {out} cannot be written: {error.strerror}.") from None


def _write_csv(file: BinaryIO, records: Iterable[Record]) -> None:
    """Write a table that Excel opens in the right letters: it begins with a byte order mark."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    write_csv(text, records)
    text.flush()
    text.detach()


_FORMS: dict[str, Callable[[BinaryIO, Iterable[Record]], None]] = {".xlsx": write_xlsx, ".csv": _write_csv}
