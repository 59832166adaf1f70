"""`interview reviewer …`: manage the people who may open reviews."""

from __future__ import annotations

from typing import Annotated, Any

from typer import Argument, Option, Typer

from bot.casework import reviewers as casework
from bot.casework.reviewers import Added
from bot.cli import arguments
from bot.cli.errors import Refused
from bot.cli.output import as_table, minute, moment
from bot.cli.session import acting, reading
from bot.cli.visible import as_json
from bot.participants.links import telegram_link
from storage.repositories import facts, reviewers
from storage.repositories.reviewers import Colleague
from storage.schema.vocabulary import Bot

Name = Annotated[str, Argument(metavar="NAME", help="The name that families read: {reviewer} in the interview.")]
Email = Annotated[
    str | None, Option(metavar="ADDRESS", help="Their e-mail address. It is kept; nothing is sent to it yet.")
]
AsJson = Annotated[bool, Option("--json", help="Print JSON and nothing else.")]
KEPT = " The address is kept; nothing is sent to it yet."
HEADS = ("Reviewer", "Lead", "Enrolled", "Reviews", "Flags", "Covered by", "In the audit log")

app = Typer(add_completion=False, rich_markup_mode=None, help="Add and remove reviewers.")


@app.callback()
def colleagues() -> None:
    """Add, list and remove reviewers."""


@app.command()
def add(
    name: Name,
    lead: Annotated[bool, Option("--lead", help="They also see to the reviews and the reviewers of all.")] = False,
    email: Email = None,
    json: AsJson = False,
) -> None:
    """Add a reviewer, and print the code that enrols their Telegram account, once."""
    with acting() as by:
        name = arguments.reviewer_name(name)
        added = casework.add(by, name, lead=lead, email=_address(email))
        bot = facts.username(by.work, Bot.REVIEWERS)
    done = f"{name} is a reviewer now{', and leads' if lead else ''}.{KEPT if email else ''}"
    _show(name, added, done, bot, json=json)


@app.command()
def edit(
    name: Name,
    lead: Annotated[bool | None, Option("--lead/--no-lead", help="Whether they see to the reviews of all.")] = None,
    email: Email = None,
) -> None:
    """Let a reviewer lead, or lead no more; keep another address of theirs."""
    if lead is None and email is None:
        raise Refused("There is nothing to change: please give --lead, --no-lead or --email.")
    with acting() as by:
        casework.edit(by, name, lead=lead, email=_address(email))
    leads = "" if lead is None else f" {name} {'leads now' if lead else 'does not lead any more'}."
    print(f"{leads}{KEPT if email else ''}".strip())


@app.command()
def code(name: Name, json: AsJson = False) -> None:
    """Give a reviewer another code, for a lost phone: the account that they had is signed out at once."""
    with acting() as by:
        renewed = casework.code(by, name)
        bot = facts.username(by.work, Bot.REVIEWERS)
    _show(name, renewed, f"{name} is signed out, and comes back with this code.", bot, json=json)


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


def _address(email: str | None) -> str | None:
    return None if email is None else arguments.email(email)


def _show(name: str, added: Added, done: str, bot: str | None, *, json: bool) -> None:
    if json:
        print(as_json({"reviewer": added.id, "enrolment_code": added.code}))
        return
    print(f"{done}\nEnrolment code: {added.code}")
    which = f"the reviewers' bot, @{bot}" if bot else "the reviewers' bot"
    print(f"It is shown this once, and works once: {name} sends this to {which}: /start {added.code}")
    if link := telegram_link(bot, added.code):
        print(f"Or {name} opens this link on their phone: {link}")


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
    return (one.name, yes[one.lead], yes[one.enrolled], one.reviews, one.flags, covered, f"reviewer:{one.id}")
