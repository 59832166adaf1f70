"""`interview flags` and `interview flag close`: list and close the flags of reviewers, without a word of any family."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from typer import Argument, Option, Typer

from bot.casework import flags as casework
from bot.cli import arguments
from bot.cli.output import as_table, minute, moment
from bot.cli.session import acting, reading
from bot.cli.visible import as_json
from bot.participants.contact_days import see_to_by
from dialogs.flags import OpenFlag
from storage.repositories.flags import open_flags
from storage.repositories.reviews import review

HEADS = ("Flag", "Review", "Invitation", "Kind", "Urgent", "Raised", "Due")

app = Typer(add_completion=False, rich_markup_mode=None, help="Close what a reviewer has seen to.")


def flags(
    reference: Annotated[str | None, Argument(metavar="[REFERENCE]", help="Only those of this review.")] = None,
    json: Annotated[bool, Option("--json", help="Print one JSON array.")] = False,
) -> None:
    """List what waits for a reviewer, the urgent first."""
    with reading() as (_desk, work):
        wanted = None if reference is None else [review(work, arguments.reference(reference)).reference]
        found = open_flags(work, wanted)
    if json:
        print(as_json([as_data(flag, see_to_by(flag.raised_at, urgent=flag.urgent)) for flag in found]))
    else:
        print(as_table(HEADS, [_as_row(flag) for flag in found]) if found else "Nothing waits for a reviewer.")


@app.callback()
def flag() -> None:
    """Close what a reviewer has seen to."""


@app.command()
def close(flag: Annotated[int, Argument(metavar="ID", help="The flag.", parser=arguments.number)]) -> None:
    """The reviewer has seen to it."""
    with acting() as by:
        closed = casework.close(by, flag)
    print(f"The flag {closed.id} ({closed.kind}) of the invitation {closed.invitation} is closed.")


@app.command()
def reopen(flag: Annotated[int, Argument(metavar="ID", help="The flag.", parser=arguments.number)]) -> None:
    """It was closed too early: it waits again, with the day on which it was raised."""
    with acting() as by:
        opened = casework.reopen(by, flag)
    print(f"The flag {opened.id} ({opened.kind}) of the invitation {opened.invitation} is open again.")


def as_data(found: OpenFlag, due: date) -> dict[str, Any]:
    return {
        "flag": found.id,
        "review": found.review,
        "invitation": found.invitation,
        "kind": found.kind,
        "urgent": found.urgent,
        "raised_at": moment(found.raised_at),
        "due": due.isoformat(),
        "withdrawn": found.withdrawn,
        **({"doubted": True} if found.doubted else {}),
    }


def _as_row(found: OpenFlag) -> tuple[object, ...]:
    due = see_to_by(found.raised_at, urgent=found.urgent)
    return (
        found.id,
        found.review,
        found.invitation,
        f"{found.kind}{' (in a doubted response)' if found.doubted else ''}",
        "yes" if found.urgent else "no",
        minute(found.raised_at),
        due.isoformat(),
    )
