"""`interview dead-letters …`: inputs that failed alone, and messages that Telegram refused. Their content is shown nowhere."""

from __future__ import annotations

from typing import Annotated, Any

from typer import Argument, Option, Typer

from bot.casework import upkeep
from bot.cli.output import as_table, minute, moment
from bot.cli.session import reading, writing
from bot.cli.visible import as_json
from storage.inbox import dead_letters
from storage.inbox.dead_letters import DeadLetter

HEADS = ("Dead letter", "Bot", "When", "Failure", "Retried")

app = Typer(add_completion=False, rich_markup_mode=None, help="See to inputs that failed.")


@app.callback()
def failures() -> None:
    """See to inputs that failed."""


@app.command("list")
def list_(json: Annotated[bool, Option("--json", help="Print one JSON array.")] = False) -> None:
    """List what failed alone: when, in which bot and how; never what was said."""
    with reading() as (_desk, work):
        found = dead_letters.kept(work)
    if json:
        print(as_json([_as_data(letter) for letter in found]))
    else:
        print(as_table(HEADS, [_as_row(letter) for letter in found]) if found else "There are no dead letters.")


@app.command()
def retry(letter: Annotated[str, Argument(metavar="ID", help="The dead letter.")]) -> None:
    """Take an input once more, as if it came now. Its sender must not have written since."""
    from bot.bootstrap import takers

    with writing() as (desk, work):
        found = upkeep.retry(desk.by(work), letter, lambda bot: takers(desk.settings, [bot])[bot])
    print(f"The dead letter {found.id} is taken: its input is in the record, and its sender is answered.")


def _as_data(letter: DeadLetter) -> dict[str, Any]:
    return {
        "dead_letter": letter.id,
        "bot": letter.bot,
        "at": moment(letter.at),
        "failure": letter.error,
        "retried_at": moment(letter.retried_at),
    }


def _as_row(letter: DeadLetter) -> tuple[object, ...]:
    return (letter.id, letter.bot, minute(letter.at), letter.error, minute(letter.retried_at))
