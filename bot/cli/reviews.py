"""`interview review …`: open a review, hold it, resume it, close it, and see to its name and its reviewer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any

from typer import Argument, Option, Typer

from bot.casework import reviews
from bot.casework.reviewers import not_enrolled
from bot.casework.reviews import Changed, Corrections, NewReview
from bot.cli import arguments, flags
from bot.cli.errors import Refused
from bot.cli.invitations import as_data as listed
from bot.cli.output import as_table, moment
from bot.cli.session import acting, reading
from bot.cli.visible import as_json
from dialogs.invitation import status
from dialogs.review import ATTESTED, IN_THE_WAY, Dates, Review, Warning_
from storage.engine.unit_of_work import UnitOfWork
from storage.repositories import reviews as kept
from storage.repositories.flags import open_flags
from storage.repositories.invitations import invitations_of
from storage.repositories.reviews import all_reviews, reviewer_named

AsJson = Annotated[bool, Option("--json", help="Print JSON and nothing else.")]
HEADS = ("Reference", "Status", "Reviewer", "Opened", "Invitations", "Flags")
Reference = Annotated[str, Argument(metavar="REFERENCE", help="The reference of the review.")]
Years = Annotated[
    int | None, Option("--age", help="The age at death, in years.", metavar="INTEGER", parser=arguments.years)
]
Confirm = Annotated[list[str] | None, Option(metavar="CODE", help="A warning that was looked into.")]
WHICH_DAY = {"born": "The day of birth", "died": "The day of death", "notified": "The day of notification"}
CHANGES = ("--reference", "--person", "--age", "--born", "--died", "--notified")

app = Typer(add_completion=False, rich_markup_mode=None, help="Open, hold, resume, close and edit reviews.")


@app.command("open")
def open_(
    reference: Reference,
    person: Annotated[str, Option(help="The first name of the person who died; - reads it from standard input.")],
    age: Years = None,
    born: Annotated[str | None, Option(metavar="DATE", help="The day of birth.")] = None,
    died: Annotated[str | None, Option(metavar="DATE", help="The day of death.")] = None,
    reviewer: Annotated[str | None, Option(metavar="NAME", help="Whose review it is.")] = None,
    confirm: Confirm = None,
    inquest: Annotated[
        bool, Option("--inquest", help="It waits for an inquest or another official process: open it on hold.")
    ] = False,
    whole_name: arguments.WholeName = False,
    json: Annotated[bool, Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Open a review. Whoever does this says that the person had a learning disability or was autistic, that England is
    responsible, that no inquest stands in the way (or --inquest), that family may be involved, that each relative is
    asked alone, and that paid carers are asked in another way.
    """
    with acting() as by:
        reference = arguments.new_reference(reference)
        person = arguments.first_name(person, "the person", whole=whole_name)
        dates = arguments.life(born, died, by.now)
        years = arguments.age(age, dates)
        new = NewReview(
            reference=reference,
            person=person,
            age=years,
            dates=dates,
            confirmed=_confirmed(years, confirm or [], held=inquest),
            held=inquest,
            reviewer_id=reviewer_named(by.work, reviewer) if reviewer is not None else None,
        )
        review_id = reviews.open_review(by, new)
        warning = not_enrolled(by.work, reviewer) if reviewer else ""
    if json:
        print(as_json({"review": review_id, "reference": reference}))
        return
    print(f"The review {reference} is {'open, on hold' if inquest else 'open'}.")
    if warning:
        print(warning)


@app.command()
def hold(reference: Reference) -> None:
    """Another official process comes first: whoever is answering is told so, once."""
    with acting() as by:
        held = reviews.hold(by, arguments.reference(reference))
    _say("on hold", held)


@app.command()
def resume(reference: Reference) -> None:
    """The hold is over: whoever was answering is told so, once."""
    with acting() as by:
        resumed = reviews.resume(by, arguments.reference(reference))
    _say("open", resumed)


@app.command()
def close(
    reference: Reference,
    anyway: Annotated[bool, Option("--anyway", help="Close it although something waits for its reviewer.")] = False,
) -> None:
    """The review is done: no invitation can be opened or answered any more. The record stays."""
    with acting() as by:
        closed = reviews.close(by, arguments.reference(reference), anyway=anyway)
    _say("closed", closed)


@app.command()
def reopen(reference: Reference) -> None:
    """It was closed too early: it takes invitations and answers again. Its reviewer is told, no family is."""
    with acting() as by:
        changed = reviews.reopen(by, arguments.reference(reference))
    already = " already" if changed.told is None else " again"
    print(
        f"The review {changed.review.reference} is {changed.review.status if already == ' already' else 'open'}{already}."
    )


@app.command("list")
def list_(json: AsJson = False) -> None:
    """List the reviews: whose each one is, how it is, what waits."""
    with reading() as (_desk, work):
        found = _as_data(work, all_reviews(work))
    if json:
        print(as_json(found))
    else:
        rows = [tuple({**one, "opened_at": one["opened_at"][:10]}.values())[1:] for one in found]
        print(as_table(HEADS, rows) if rows else "There are no reviews.")


@app.command()
def show(reference: Reference, json: AsJson = False) -> None:
    """Show a review: whose it is, who is invited, what waits. No word of any family."""
    with reading() as (desk, work):
        review = kept.review(work, arguments.reference(reference))
        (data,) = _as_data(work, [review])
        people = invitations_of(work, [review.reference])
        waiting = open_flags(work, [review.reference])
        days = {name: day for name, day in asdict(kept.dates_of(work, review.id)).items() if day}
    if json:
        due = [flags.as_data(one) for one in waiting]
        known = {"person": review.person, "age": review.age, **{name: day.isoformat() for name, day in days.items()}}
        print(as_json({**data, **known, "invitations": [listed(i, desk.now) for i in people], "flags": due}))
        return
    age = "not known" if review.age is None else review.age
    print(
        f"{review.reference}: {review.person}, age at death {age}; opened on {data['opened_at'][:10]}, {review.status}."
    )
    for name, day in days.items():
        print(f"{name.capitalize():<12}{day.isoformat()}")
    print(f"Reviewer    {review.reviewer or 'nobody'}")
    for one in people:
        print(f"Invitation  {one.id}  {one.to or 'erased'}, {one.relationship}: {status(one, desk.now)}")
    for flag in waiting:
        print(f"Flag        {flag.id}  {flag.kind}, invitation {flag.invitation}")


@app.command()
def assign(reference: Reference, reviewer: Annotated[str, Option(metavar="NAME", help="Whose it is now.")]) -> None:
    """Give the review to another reviewer."""
    with acting() as by:
        review = reviews.assign(by, arguments.reference(reference), reviewer)
        warning = not_enrolled(by.work, reviewer)
    print(f"The review {review.reference} has another reviewer now.")
    if warning:
        print(warning)


@app.command()
def edit(
    reference: Reference,
    new_reference: Annotated[
        str | None, Option("--reference", metavar="REFERENCE", help="The right reference.")
    ] = None,
    person: Annotated[str | None, Option(help="The right first name of the person.")] = None,
    whole_name: arguments.WholeName = False,
    age: Years = None,
    born: Annotated[str | None, Option(metavar="DATE", help="The day of birth.")] = None,
    died: Annotated[str | None, Option(metavar="DATE", help="The day of death.")] = None,
    notified: Annotated[str | None, Option(metavar="DATE", help="The day on which the programme heard of it.")] = None,
    confirm: Confirm = None,
) -> None:
    """Mend what was told wrong, or add what was not known."""
    with acting() as by:
        days = {"born": born, "died": died, "notified": notified}
        right = Corrections(
            reference=None if new_reference is None else arguments.new_reference(new_reference),
            person=None if person is None else arguments.first_name(person, "the person", whole=whole_name),
            age=age,
            dates=Dates(**{n: arguments.day(d, WHICH_DAY[n], by.now) for n, d in days.items() if d is not None}),
            confirmed=_codes(confirm or []),
        )
        if not right.named:
            raise Refused(f"There is nothing to change: please give {' or '.join(CHANGES)}.")
        review = reviews.edit(by, arguments.reference(reference), right)
    print(f"The review {review.reference} is changed: {', '.join(right.named)}.")


def _confirmed(age: int | None, typed: list[str], *, held: bool) -> list[str]:
    """Return the codes that were confirmed and attested; Refused while a warning is not."""
    raised = reviews.warned(age, _codes(typed))
    return [*raised, *(code for code in ATTESTED if not (held and code == IN_THE_WAY))]


def _codes(typed: list[str]) -> list[str]:
    known = {*Warning_, *ATTESTED}
    codes = arguments.codes(typed, known)
    if unknown := sorted(codes - known):
        raise Refused(f"There is no warning with the code {', '.join(unknown)}.")
    return sorted(codes)


def _say(state: str, changed: Changed) -> None:
    """Say how the review is now, whether anything changed, and how many people were told."""
    end = " already" if changed.told is None else f" now; people told of it: {changed.told}"
    print(f"The review {changed.review.reference} is {state}{end}.")


def _as_data(work: UnitOfWork, reviews: Sequence[Review]) -> list[dict[str, Any]]:
    """Return what is told of each review, with how many are invited and how much waits."""
    references = [review.reference for review in reviews]
    invited = Counter(one.review for one in invitations_of(work, references))
    waiting = Counter(flag.review for flag in open_flags(work, references))
    return [
        {
            "review": review.id,
            "reference": review.reference,
            "status": str(review.status),
            "reviewer": review.reviewer or None,
            "opened_at": moment(review.opened_at),
            "invitations": invited[review.reference],
            "flags": waiting[review.reference],
        }
        for review in reviews
    ]
