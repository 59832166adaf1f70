"""`interview audit …`: who did what with the record. There is no word of anybody in it."""

from __future__ import annotations

from typing import Annotated, Any

from typer import Argument, Exit, Option, Typer

from bot.cli import arguments
from bot.cli.errors import TROUBLE
from bot.cli.output import as_table
from bot.cli.session import reading
from bot.cli.visible import as_json
from storage.record import audit
from storage.repositories import reviews

HEADS = ("Entry", "When", "Who", "What", "Review", "Invitation", "Detail")
TO_THE_MINUTE = 16

app = Typer(add_completion=False, rich_markup_mode=None, help="See who did what with the record.")


@app.callback()
def log() -> None:
    """See who did what with the record."""


@app.command("list")
def list_(
    reference: Annotated[str | None, Argument(metavar="[REFERENCE]", help="Only the entries of this review.")] = None,
    json: Annotated[bool, Option("--json", help="Print one JSON array.")] = False,
) -> None:
    """List what was done, and who looked, the oldest first."""
    with reading() as (_desk, work):
        wanted = None if reference is None else reviews.review(work, arguments.reference(reference)).id
        found = [entry for entry in audit.entries(work) if wanted in {None, entry["review"]}]
        known = reviews.references(work)
    if json:
        print(as_json(found))
    else:
        rows = [_as_row(entry, known.get(entry["review"], entry["review"])) for entry in found]
        print(as_table(HEADS, rows) if found else "The audit log is empty.")


@app.command()
def verify() -> None:
    """Compute the chain of entries again, and say whether it holds."""
    with reading() as (_desk, work):
        verdict = audit.verify(work)
    if verdict.broken is not None:
        print(
            f"The audit log is broken at entry {verdict.broken}: {verdict.reason}. Entries before it: {verdict.count}."
        )
        raise Exit(TROUBLE)
    print(f"The audit log holds. Entries: {verdict.count}. Head: {verdict.head}")


def _as_row(entry: dict[str, Any], reference: str | None) -> tuple[object, ...]:
    detail = " ".join(f"{name}={value}" for name, value in entry["detail"].items() if value is not None)
    when = f"{entry['at'][:TO_THE_MINUTE].replace('T', ' ')} UTC"
    return (entry["n"], when, entry["actor"], entry["deed"], reference, entry["invitation"], detail)
