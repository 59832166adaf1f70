"""`interview reviewer …`: manage the people who may open reviews."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option, Typer

from bot.cli import arguments
from bot.cli.session import writing
from bot.cli.visible import as_json
from storage.keys.credentials import new_code
from storage.repositories import reviews

Name = Annotated[str, Argument(metavar="NAME", help="The name that families read: {reviewer} in the interview.")]

app = Typer(add_completion=False, rich_markup_mode=None, help="Add and remove reviewers.")


@app.command()
def add(name: Name, json: Annotated[bool, Option("--json", help="Print one JSON object.")] = False) -> None:
    """Add a reviewer, and print the code that enrols their Telegram account, once."""
    code = new_code()
    with writing() as (desk, work):
        name = arguments.name(name, "the reviewer")
        reviewer_id = reviews.add_reviewer(work, name, code, desk.now)
    if json:
        print(as_json({"reviewer": reviewer_id, "enrolment_code": code}))
        return
    print(f"{name} is a reviewer now.\nEnrolment code: {code}")
    print(f"It is shown this once, and works once: {name} sends this to the reviewers' bot: /start {code}")


@app.command()
def remove(name: Name) -> None:
    """Remove a reviewer; reviews and records stay."""
    with writing() as (desk, work):
        reviews.remove_reviewer(work, reviews.reviewer_named(work, name), desk.now)
    print(f"{name} is no reviewer any more.")
