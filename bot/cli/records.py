"""`interview record`, and the two ways in which a participant's words leave it: `withdraw` and `erase`."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, assert_never

import typer
from typer import Argument, Option

from bot.casework import records as casework
from bot.casework.invitations import present
from bot.cli import arguments
from bot.cli.errors import TROUBLE, Refused
from bot.cli.invitations import Id
from bot.cli.output import write_bytes
from bot.cli.session import acting, at_desk, reading
from bot.cli.visible import as_json
from bot.documents.json import as_data
from bot.documents.table import as_csv
from dialogs.record import Record
from storage.engine.unit_of_work import UnitOfWork
from storage.record.attachments import expected, files
from storage.record.doubts import Doubts

# Without it Excel takes a file of UTF-8 for one in another alphabet.
BYTE_ORDER_MARK = "\ufeff"


class Format(StrEnum):
    """The forms in which the record can be taken away."""

    JSON = "json"
    CSV = "csv"
    DOCX = "docx"
    XLSX = "xlsx"


_TEXTS = frozenset({Format.JSON, Format.CSV})


def record(
    reference: Annotated[str, Argument(metavar="REFERENCE", help="The reference of the review.")],
    format: Annotated[Format, Option(help="What to make of it.")] = Format.JSON,
    out: Annotated[Path | None, Option(metavar="FILE", help="Write it to this file, for its owner only.")] = None,
    attachments: Annotated[Path | None, Option(metavar="DIR", help="Put the voice messages here, as files.")] = None,
) -> None:
    """Print all that the record holds of a review, or make a file of it: every word exactly as it was sent."""
    reference = arguments.reference(reference)
    if out is None and format not in _TEXTS:
        raise Refused(f"A {format} is a file and no text to print. Say where to write it, with --out FILE.")
    with at_desk() as desk:
        if out is None and attachments is None:
            found = casework.look(desk.looking, reference)
        else:
            with casework.take(desk.looking, reference) as (work, found):
                if attachments is not None:
                    _take_out(work, found, attachments)
        doubts = casework.doubts(desk.looking)
    made = _made(format, found)
    if out is None:
        sys.stdout.write(made.decode("utf-8-sig"))
    else:
        write_bytes(out, made)
        print(f"The record is in {out}.")
    tell(doubts)


def tell(doubts: Doubts) -> None:
    """Say what somebody without the keys has done to what was taken, and end so; nothing where nobody has."""
    if doubts:
        about = f"Do not rely on what is in it: somebody without the keys {', and '.join(doubts.told)}"
        print(f"{about}, here or in another review. See: interview doctor", file=sys.stderr)
        raise typer.Exit(TROUBLE)


def _made(format: Format, found: Record) -> bytes:
    """Return the record in one of its forms; what makes files for an office takes a while to load, so it is loaded here."""
    match format:
        case Format.JSON:
            return f"{as_json(as_data(found))}\n".encode()
        case Format.CSV:
            return (BYTE_ORDER_MARK + as_csv(found)).encode()
        case Format.DOCX:
            from bot.documents.word import as_docx

            return as_docx(found)
        case Format.XLSX:
            from bot.documents.spreadsheet import as_xlsx

            return as_xlsx(found)
    assert_never(format)


def _take_out(work: UnitOfWork, found: Record, folder: Path) -> None:
    """Each voice message as a file of its own, under the name that the record gives it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"The folder {folder} cannot be made: {error.strerror}.") from None
    count = 0
    for count, file in enumerate(files(work, found), 1):  # noqa: B007 - how many there were is told below
        write_bytes(folder / file.name, file.content)
    print(f"Voice messages in {folder}: {count}. Still to be fetched: {expected(found)}.", file=sys.stderr)


def withdraw(invitation: Id) -> None:
    """Do for a participant what they can do themselves: all their answers are deleted, and they are told so."""
    with acting() as by:
        done = casework.withdraw(by, invitation)
    found = done.invitation
    what = "withdrew: the answers are deleted" if done.deleted else "held no answers: it is revoked"
    print(f"The invitation {found.id} {what}.")
    if done.left:
        print(f"What may be about somebody's safety stays until it is closed: see interview flags {found.review}.")


def erase(
    invitation: Id, yes: Annotated[bool, Option("--yes", help="Do not ask whether this is meant.")] = False
) -> None:
    """Delete all that is known of a participant: words, consents, name, and the key to every copy of them."""
    with reading() as (_desk, work):
        found, _ = present(work, invitation)
    if sys.stdin.isatty() and not yes:
        typer.confirm(f"Delete everything of the invitation {found.id}? It cannot be undone.", abort=True, err=True)
    with acting() as by:
        casework.erase(by, invitation)
    print(f"Everything of the invitation {found.id} is erased.")
