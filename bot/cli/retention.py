"""`interview retention`: what is to go because it has been kept for long enough, without a word of anybody."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from typer import Option

from bot.casework import retention as casework
from bot.casework.retention import AT_ONCE, Outcome
from bot.cli.errors import Refused
from bot.cli.output import as_table
from bot.cli.session import acting, reading
from bot.cli.visible import as_json
from bot.participants import programme
from dialogs import leder
from dialogs.retention import FACTS, schedule
from storage.inbox.dead_letters import KEPT
from storage.record import retention as record
from storage.record.retention import Due, Waits

HEADS = ("Day", "Rule", "Reference", "Review", "Invitation", "Waits for")
GONE_HEADS = ("Entry", "When", "Who", "What", "Rule", "Day", "Review", "Invitation", "Responses", "Voices")
WAITS = {Waits.HELD: "the end of its hold", Waits.FLAGS: "its open flags"}
TO_THE_MINUTE = 16


def retention(
    dry_run: Annotated[bool, Option("--dry-run", help="List what will go, and when; change nothing.")] = False,
    certificate: Annotated[bool, Option("--certificate", help="List what has gone, when and by which rule.")] = False,
    json: Annotated[bool, Option("--json", help="With --dry-run or --certificate: print one JSON array.")] = False,
    yes: Annotated[bool, Option("--yes", help="Do not ask whether this is meant.")] = False,
) -> None:
    """Delete what has been kept for as long as the programme's file says; the running service does so by itself every day."""
    if dry_run and certificate:
        raise Refused("Please give either --dry-run or --certificate.")
    if json and not (dry_run or certificate):
        raise Refused("Please give --json with --dry-run or --certificate.")
    if certificate:
        _certify(json=json)
    elif dry_run:
        _foretell(json=json)
    else:
        _carry_out(yes=yes)


def no_schedule() -> str:
    """Return the sentence that nothing goes; "" where there is a schedule."""
    if schedule(leder.programme()):
        return ""
    return (
        f"The programme's file has no schedule ({', '.join(FACTS.values())}), so nothing goes by itself but dead letters, "
        f"after {KEPT.days} days."
    )


def _certify(*, json: bool) -> None:
    with reading() as (_desk, work):
        gone = list(casework.certificate(work))
    if json:
        print(as_json(gone))
    else:
        print(
            as_table(GONE_HEADS, [_as_gone(entry) for entry in gone]) if gone else "Nothing has gone by the schedule."
        )


def _foretell(*, json: bool) -> None:
    with reading() as (desk, work):
        programme.require_as_served(desk.settings, work)
        found = record.find(work, schedule(leder.programme()))
    if json:
        print(as_json([_as_data(due) for due in found]))
    else:
        print(as_table(HEADS, [_as_row(due) for due in found]) if found else no_schedule() or "There is nothing to go.")


def _carry_out(*, yes: bool) -> None:
    """Let everything go that is due, some in each transaction: nobody who writes waits for all of it."""
    with reading() as (desk, work):
        number = len(casework.due_today(work, desk.now))
    if number and sys.stdin.isatty() and not yes:
        typer.confirm(f"Delete what is due, {number} in all? It cannot be undone.", abort=True, err=True)
    gone, done = 0, Outcome()
    while True:
        with acting() as by:
            due = casework.due_today(by.work, by.now)
            done = casework.let_go_of_all(by, due[:AT_ONCE])
        gone += len(done.gone)
        if not done.gone or len(due) == len(done.gone):
            break
    stays = len(done.busy) + len(done.failed)
    if stays:
        print(f"Still here, because somebody is at it or it failed: {stays}. Please run it again.")
    print(f"Gone: {gone}. See: interview retention --certificate" if gone else no_schedule() or "Nothing goes today.")


def _as_data(due: Due) -> dict[str, Any]:
    return {
        "day": due.day.isoformat(),
        "rule": due.rule,
        "review": due.review,
        "reference": due.reference,
        "invitation": due.invitation,
        "waits": due.waits,
    }


def _as_row(due: Due) -> tuple[object, ...]:
    what = due.invitation or "all of them"
    return (due.day.isoformat(), due.rule, due.reference, due.review, what, WAITS[due.waits] if due.waits else None)


def _as_gone(entry: dict[str, Any]) -> tuple[object, ...]:
    detail, when = entry["detail"], f"{entry['at'][:TO_THE_MINUTE].replace('T', ' ')} UTC"
    numbers = (detail.get("responses"), detail.get("voices"))
    return (
        *(entry["n"], when, entry["actor"], entry["deed"], detail["rule"], detail["day"]),
        *(entry["review"], entry["invitation"], *numbers),
    )
