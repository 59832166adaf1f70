"""`interview handover`: pass all reviews of a reviewer on to a colleague."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from bot.casework import handover as casework
from bot.casework.reviewers import not_enrolled
from bot.cli import arguments
from bot.cli.session import acting


def handover(
    name: Annotated[str, Argument(metavar="NAME", help="Whose reviews they are.")],
    to: Annotated[str, Option(metavar="NAME", help="Who sees to them from now on.")],
    until: Annotated[
        str | None, Option(metavar="DAY", help="Only to the end of this day; they stay the other's.")
    ] = None,
) -> None:
    """Give all reviews of a reviewer to another one, for good or until a day."""
    with acting() as by:
        if until is None:
            passed, how = casework.hand_over(by, name, to), f"{to} has the reviews of {name} now"
        else:
            day = arguments.coming_day(until, by.now)
            passed, how = casework.cover(by, name, to, day), f"{to} covers for {name} to the end of {day.isoformat()}"
        warning = not_enrolled(by.work, to)
    print(f"{how}: {', '.join(review.reference for review in passed)}.")
    if warning:
        print(warning)
