"""`interview review …`: open a review, hold it, resume it, close it, and see to its name and its reviewer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from typer import Argument, Option, Typer

from bot.cli import arguments, holding
from bot.cli.errors import Refused
from bot.cli.session import Desk, writing
from bot.cli.visible import as_json
from dialogs import leder
from dialogs.review import ATTESTED, Review, ReviewStatus, TooYoung, Warning_, warnings
from storage.engine.unit_of_work import UnitOfWork
from storage.repositories import flags, reviews

Reference = Annotated[str, Argument(metavar="REFERENCE", help="The reference of the review.")]
UNCONFIRMED = {
    Warning_.UNDER_18: "The person was under 18, and child death review may be the right route",
    Warning_.AGE_UNKNOWN: "The age at death is not known, so please check that the review is in scope",
}

app = Typer(add_completion=False, rich_markup_mode=None, help="Open, hold, resume, close and edit reviews.")


@app.command("open")
def open_(
    reference: Reference,
    person: Annotated[str, Option(help="The first name of the person who died; - reads it from standard input.")],
    age: Annotated[
        int | None, Option(help="The age at death, in years.", metavar="INTEGER", parser=arguments.number)
    ] = None,
    born: Annotated[str | None, Option(metavar="DATE", help="The day of birth.")] = None,
    died: Annotated[str | None, Option(metavar="DATE", help="The day of death.")] = None,
    reviewer: Annotated[str | None, Option(metavar="NAME", help="Whose review it is.")] = None,
    confirm: Annotated[list[str] | None, Option(metavar="CODE", help="A warning that was looked into.")] = None,
    json: Annotated[bool, Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Open a review. This attests the rules E2-E5, E9 and E10."""
    with writing() as (desk, work):
        reference, person = arguments.reference(reference), arguments.name(person, "the person")
        dates = arguments.life(born, died, desk.now)
        years = arguments.age(age, dates)
        confirmed = _confirmed(years, confirm or [])
        review_id = reviews.open_review(
            work,
            reference,
            person=person,
            age=years,
            dates=dates,
            confirmed=confirmed,
            reviewer_id=reviews.reviewer_named(work, reviewer) if reviewer is not None else None,
            now=desk.now,
        )
    print(as_json({"review": review_id, "reference": reference}) if json else f"The review {reference} is open.")


@app.command()
def hold(reference: Reference) -> None:
    """Another official process comes first: whoever is answering is told so, once."""
    _held(reference, "on hold", ReviewStatus.OPEN, holding.hold)


@app.command()
def resume(reference: Reference) -> None:
    """The hold is over: whoever was answering is told so, once."""
    _held(reference, "open", ReviewStatus.HELD, holding.resume)


@app.command()
def close(
    reference: Reference,
    anyway: Annotated[bool, Option("--anyway", help="Close it although something waits for its reviewer.")] = False,
) -> None:
    """The review is done: no invitation can be opened or answered any more. The record stays."""
    with writing() as (desk, work):
        review = reviews.review(work, arguments.reference(reference), lock=True)
        told = None
        if review.status is not ReviewStatus.CLOSED:
            _refuse_open_flags(len(flags.open_flags(work, [review.reference])), review.reference, anyway=anyway)
            told = holding.close(desk, work, review)
    print(f"The review {review.reference} is closed{_already(told)}.")


@app.command()
def assign(reference: Reference, reviewer: Annotated[str, Option(metavar="NAME", help="Whose it is now.")]) -> None:
    """Give the review to another reviewer."""
    with writing() as (_desk, work):
        review = reviews.review(work, arguments.reference(reference), lock=True)
        reviews.assign_review(work, review.id, reviews.reviewer_named(work, reviewer))
    print(f"The review {review.reference} has another reviewer now.")


@app.command()
def edit(
    reference: Reference, person: Annotated[str | None, Option(help="The right first name of the person.")] = None
) -> None:
    """Mend what was typed wrong."""
    with writing() as (_desk, work):
        review = reviews.review(work, arguments.reference(reference), lock=True)
        if person is None:
            raise Refused("There is nothing to change: please give --person.")
        reviews.edit_review(work, review.id, arguments.name(person, "the person"))
    print(f"The review {review.reference} has another name now.")


def _confirmed(age: int | None, typed: list[str]) -> list[str]:
    """Return the codes that were confirmed and attested; Refused while a warning is not."""
    known = {*Warning_, *ATTESTED}
    codes = arguments.codes(typed, known)
    if unknown := sorted(codes - known):
        raise Refused(f"There is no warning with the code {', '.join(unknown)}.")
    raised = warnings(age, int(leder.programme()["minimum_age"]))
    if isinstance(raised, TooYoung):
        raise Refused(f"The person died below the age of {raised.minimum}, so there can be no review here.")
    if missing := [warning for warning in raised if warning not in codes]:
        raise Refused(f"{UNCONFIRMED[missing[0]]}: to go on, add --confirm {missing[0]}.")
    return [*raised, *ATTESTED]


def _refuse_open_flags(waiting: int, reference: str, *, anyway: bool) -> None:
    if waiting and not anyway:
        number = "1 open flag" if waiting == 1 else f"{waiting} open flags"
        raise Refused(f"The review {reference} has {number}: see interview flags {reference}, or add --anyway.")


def _refuse_closed(status: ReviewStatus, reference: str) -> None:
    if status is ReviewStatus.CLOSED:
        raise Refused(f"The review {reference} is closed.")


def _held(reference: str, state: str, before: ReviewStatus, deed: Callable[[Desk, UnitOfWork, Review], int]) -> None:
    """Do this to a review that is as it must be before, and say how it is now; nothing is done twice."""
    with writing() as (desk, work):
        review = reviews.review(work, arguments.reference(reference), lock=True)
        _refuse_closed(review.status, review.reference)
        told = deed(desk, work, review) if review.status is before else None
    print(f"The review {review.reference} is {state}{_already(told)}.")


def _already(told: int | None) -> str:
    """Return the end of the sentence: whether anything changed, and how many people were told."""
    if told is None:
        return " already"
    return f" now; people told of it: {told}"
