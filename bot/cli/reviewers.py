"""`interview reviewer …`: manage the people who may open reviews."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option, Typer

from bot.casework import reviewers
from bot.cli import arguments
from bot.cli.session import acting
from bot.cli.visible import as_json

Name = Annotated[str, Argument(metavar="NAME", help="The name that families read: {reviewer} in the interview.")]

app = Typer(add_completion=False, rich_markup_mode=None, help="Add and remove reviewers.")


@app.command()
def add(name: Name, json: Annotated[bool, Option("--json", help="Print one JSON object.")] = False) -> None:
    """Add a reviewer, and print the code that enrols their Telegram account, once."""
    with acting() as by:
        name = arguments.name(name, "the reviewer")
        added = reviewers.add(by, name)
    if json:
        print(as_json({"reviewer": added.id, "enrolment_code": added.code}))
        return
    print(f"{name} is a reviewer now.\nEnrolment code: {added.code}")
    print(f"It is shown this once, and works once: {name} sends this to the reviewers' bot: /start {added.code}")


@app.command()
def remove(name: Name) -> None:
    """Remove a reviewer; reviews and records stay."""
    with acting() as by:
        reviewers.remove(by, name)
    print(f"{name} is no reviewer any more.")
