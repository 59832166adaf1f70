"""`interview reviewer …`: manage the people who may open reviews."""

from __future__ import annotations

from typing import Annotated, Any

from typer import Argument, Option, Typer

from bot.casework import reviewers as casework
from bot.casework.reviewers import Added
from bot.cli import arguments
from bot.cli.output import as_table, minute, moment
from bot.cli.session import acting, reading
from bot.cli.visible import as_json
from storage.repositories import reviewers
from storage.repositories.reviewers import Colleague

Name = Annotated[str, Argument(metavar="NAME", help="The name that families read: {reviewer} in the interview.")]
AsJson = Annotated[bool, Option("--json", help="Print JSON and nothing else.")]
HEADS = ("Reviewer", "Lead", "Enrolled", "Reviews", "Flags", "Covered by")

app = Typer(add_completion=False, rich_markup_mode=None, help="Add and remove reviewers.")


@app.callback()
def colleagues() -> None:
    """Add, list and remove reviewers."""


@app.command()
def add(
    name: Name,
    lead: Annotated[bool, Option("--lead", help="They also see to the reviews and the reviewers of all.")] = False,
    email: Annotated[str | None, Option(metavar="ADDRESS", help="Where they get e-mail.")] = None,
    json: AsJson = False,
) -> None:
    """Add a reviewer, and print the code that enrols their Telegram account, once."""
    with acting() as by:
        name = arguments.name(name, "the reviewer")
        added = casework.add(by, name, lead=lead, email=None if email is None else arguments.email(email))
    _show(name, added, f"{name} is a reviewer now{', and leads' if lead else ''}.", json=json)


@app.command()
def code(name: Name, json: AsJson = False) -> None:
    """Give a reviewer another code, for a lost phone: the account that they had is signed out at once."""
    with acting() as by:
        renewed = casework.code(by, name)
    _show(name, renewed, f"{name} is signed out, and comes back with this code.", json=json)


@app.command("list")
def list_(json: AsJson = False) -> None:
    """List the reviewers: who leads, who is enrolled, what is theirs, who covers."""
    with reading() as (desk, work):
        found = reviewers.colleagues(work, desk.now)
    if json:
        print(as_json([_as_data(one) for one in found]))
    else:
        print(as_table(HEADS, [_as_row(one) for one in found]) if found else "There are no reviewers.")


@app.command()
def remove(name: Name) -> None:
    """Remove a reviewer who has no reviews any more."""
    with acting() as by:
        casework.remove(by, name)
    print(f"{name} is no reviewer any more.")


def _show(name: str, added: Added, done: str, *, json: bool) -> None:
    if json:
        print(as_json({"reviewer": added.id, "enrolment_code": added.code}))
        return
    print(f"{done}\nEnrolment code: {added.code}")
    print(f"It is shown this once, and works once: {name} sends this to the reviewers' bot: /start {added.code}")


def _as_data(one: Colleague) -> dict[str, Any]:
    return {
        "reviewer": one.id,
        "name": one.name,
        "lead": one.lead,
        "enrolled": one.enrolled,
        "reviews": one.reviews,
        "flags": one.flags,
        "covered_by": one.covered_by,
        "covered_until": moment(one.covered_until),
    }


def _as_row(one: Colleague) -> tuple[object, ...]:
    covered = f"{one.covered_by} until {minute(one.covered_until)}" if one.covered_by else None
    yes = {True: "yes", False: "no"}
    return (one.name, yes[one.lead], yes[one.enrolled], one.reviews, one.flags, covered)
