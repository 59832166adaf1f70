"""`interview flags` and `interview flag close`: list and close the flags of reviewers, without a word of any family."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Annotated, Any

import typer
from typer import Argument, Option, Typer

from bot.casework import flags as casework
from bot.cli import arguments
from bot.cli.errors import Refused
from bot.cli.output import as_table, minute, moment
from bot.cli.session import acting, reading
from bot.cli.visible import as_json
from bot.clock import due_of
from dialogs.flags import PASSED_TO, Handled, OpenFlag, Outcome
from storage.repositories.flags import open_flag, open_flags
from storage.repositories.reviews import review

HEADS = ("Flag", "Review", "Invitation", "Kind", "Urgent", "Raised", "Due")
NOTE_LIMIT = 2000

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
        print(as_json([as_data(flag) for flag in found]))
    else:
        print(as_table(HEADS, [_as_row(flag) for flag in found]) if found else "Nothing waits for a reviewer.")


@app.callback()
def flag() -> None:
    """Close what a reviewer has seen to."""


@app.command()
def close(
    flag: Annotated[int, Argument(metavar="ID", help="The flag.", parser=arguments.number)],
    outcome: Annotated[
        str | None, Option(metavar="CODE", help="What was done: spoke, no-answer, passed or not-needed.")
    ] = None,
    again: Annotated[str | None, Option(metavar="DAY", help="After no-answer: when to try again.")] = None,
    to: Annotated[str | None, Option(metavar="CODE", help=f"After passed: {', '.join(PASSED_TO)}.")] = None,
    note: Annotated[str | None, Option(metavar="TEXT", help="A note, sealed; - reads it from standard input.")] = None,
    yes: Annotated[bool, Option("--yes", help="Do not ask whether this is meant.")] = False,
) -> None:
    """Say what was done about a flag, and close it; after no-answer it waits until a day. An urgent one asks once more."""
    said = arguments.note(note, NOTE_LIMIT) if note is not None else ""
    with reading() as (desk, work):
        done = _done(outcome, again, to, note, desk.now)
        urgent = open_flag(work, flag).urgent
    if urgent and done and sys.stdin.isatty() and not (yes or done.again_on):
        typer.confirm(f"The flag {flag} is urgent. Is everybody safe, and shall it be closed?", abort=True, err=True)
    with acting() as by:
        closed = casework.close(by, flag, done, said)
    state = f"waits until {done.again_on.isoformat()}" if done and done.again_on else "is closed"
    print(f"The flag {closed.id} ({closed.kind}) of the invitation {closed.invitation} {state}.")


@app.command()
def reopen(flag: Annotated[int, Argument(metavar="ID", help="The flag.", parser=arguments.number)]) -> None:
    """It was closed too early: it waits again, with the day on which it was raised."""
    with acting() as by:
        opened = casework.reopen(by, flag)
    print(f"The flag {opened.id} ({opened.kind}) of the invitation {opened.invitation} is open again.")


def as_data(found: OpenFlag) -> dict[str, Any]:
    """Return a flag as it is printed."""
    due = due_of(found)
    return {
        "flag": found.id,
        "review": found.review,
        "invitation": found.invitation,
        "kind": found.kind,
        "urgent": found.urgent,
        "raised_at": moment(found.raised_at),
        "due": due.isoformat() if due else None,
        "withdrawn": found.withdrawn,
        **({"doubted": True} if found.doubted else {}),
    }


def _done(outcome: str | None, again: str | None, to: str | None, note: str | None, now: datetime) -> Handled | None:
    """Return what was done, as it was typed; None where nothing was said."""
    if outcome is None:
        if again is not None or to is not None or note is not None:
            raise Refused(f"Please say what was done: --outcome {', '.join(Outcome)}.")
        return None
    return Handled(
        outcome=Outcome(arguments.one_of(outcome, [*Outcome], "outcome")),
        again_on=arguments.coming_day(again, now) if again is not None else None,
        passed_to=arguments.one_of(to, PASSED_TO, "person to pass it to") if to is not None else None,
    )


def _as_row(found: OpenFlag) -> tuple[object, ...]:
    due = due_of(found)
    return (
        found.id,
        found.review,
        found.invitation,
        f"{found.kind}{' (in a doubted response)' if found.doubted else ''}",
        "yes" if found.urgent else "no",
        minute(found.raised_at),
        due.isoformat() if due else "when it is there",
    )
