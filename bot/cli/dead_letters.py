"""`interview dead-letters …`: inputs that failed alone, and messages that Telegram refused. Their content is shown nowhere."""

from __future__ import annotations

from typing import Annotated, Any

from typer import Argument, Option, Typer

from bot.cli.errors import Refused
from bot.cli.output import as_table, minute, moment
from bot.cli.session import Desk, reading, writing
from bot.cli.visible import as_json
from bot.rounds.arrivals import Arrival, from_text
from storage.engine.unit_of_work import UnitOfWork, is_outage
from storage.inbox import dead_letters
from storage.inbox.dead_letters import DeadLetter
from storage.keys.sealing import SealError
from storage.outbox import queue

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
    with writing() as (desk, work):
        found = dead_letters.find(work, letter)
        if found is None:
            raise Refused(f"There is no dead letter {letter!r}.")
        if found.retried_at:
            raise Refused(f"The dead letter {found.id} was retried before.")
        _take(desk, work, found, _arrival(work, found))
        dead_letters.note_retried(work, found.id, desk.now)
    print(f"The dead letter {found.id} is taken: its input is in the record, and its sender is answered.")


def _arrival(work: UnitOfWork, letter: DeadLetter) -> Arrival:
    try:
        return from_text(dead_letters.content(work, letter))
    except (ValueError, SealError):
        raise Refused(f"The dead letter {letter.id} is no input that can be read, so it cannot be retried.") from None


def _take(desk: Desk, work: UnitOfWork, letter: DeadLetter, arrival: Arrival) -> None:
    from bot.takers import takers

    taker = takers(desk.settings, [letter.bot])[letter.bot]
    try:
        if dead_letters.has_newer(work, letter) or taker.heard_since(work, arrival, letter.at):
            raise Refused(f"The sender of the dead letter {letter.id} has written since, so it is not taken any more.")
        _, letters = taker.take(work, [arrival], desk.now)
        queue.enqueue(work, letters, desk.now)
    except Refused:
        raise
    except Exception as error:
        if is_outage(error):
            raise
        raise Refused(
            f"The dead letter {letter.id} fails again ({type(error).__name__}): nothing is changed."
        ) from None


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
