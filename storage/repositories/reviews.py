"""Reviewers and reviews."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from itertools import chain
from typing import Any

from sqlalchemy import Row, false, select, update

from dialogs.review import Dates, Review, ReviewStatus, reference_key
from dialogs.typed import folded, name_in, usual
from storage.engine.unit_of_work import UnitOfWork
from storage.keys.credentials import new_id
from storage.keys.sealing import place
from storage.schema.tables import reviewers, reviews


class NotFound(Exception):  # noqa: N818 - the caller asked for something that is not there; the message is one sentence
    """There is no such review, invitation or reviewer; the message names what was asked for."""


class AlreadyThere(Exception):  # noqa: N818 - likewise
    """Something of that name exists; the message says so in one sentence."""


def open_review(  # noqa: PLR0913 - a review has these parts, passed by name
    work: UnitOfWork,
    reference: str,
    *,
    person: str,
    age: int | None,
    dates: Dates | None = None,
    confirmed: Sequence[str],
    reviewer_id: str | None,
    now: datetime,
) -> str:
    """Keep a new review and give its id; AlreadyThere if the reference is taken."""
    _refuse_taken(work, reference)
    review_id = new_id()
    system = work.vault.system
    row = {
        "id": review_id,
        "reference": reference,
        "reference_key": reference_key(reference),
        "person": system.seal(place("review", review_id, "person"), person),
        "dates": _sealed_dates(work, review_id, dates) if dates else None,
        "facts": _sealed_facts(work, review_id, age, confirmed),
        "status": ReviewStatus.OPEN,
        "reviewer_id": reviewer_id,
        "opened_at": now,
    }
    work.execute(reviews.insert(), [row])
    return review_id


def review(work: UnitOfWork, reference: str, *, lock: bool = False) -> Review:
    """The review with this reference, locked if it is to be changed or relied on; NotFound if there is none."""
    for wanted in chain([reference], _written_alike(work, reference)):
        query = _SELECT.where(reviews.c.reference == wanted)
        if found := work.execute(query.with_for_update(of=reviews) if lock else query).first():
            return _review(work, found)
    raise NotFound(f"There is no review with the reference {reference}.")


def _written_alike(work: UnitOfWork, reference: str) -> Iterator[str]:
    """The reference that differs in capitals and spaces alone, else in signs; asked for where none fits exactly.

    Older versions took references that are one by that rule: each of them is found as it is written, and only so.
    """
    known = list(work.execute(select(reviews.c.reference).order_by(reviews.c.reference)).scalars())
    for form in (reference_key, folded):
        alike = [r for r in known if form(r) == form(reference)]
        if len(alike) > 1:
            raise NotFound(f"More than one review is called so: {', '.join(alike)}. Please write it exactly like that.")
        yield from alike


def taken(work: UnitOfWork, references: Collection[str]) -> frozenset[str]:
    """The references that there are already, of these or of such as are one with them."""
    keys = {reference_key(reference) for reference in references}
    return frozenset(work.execute(select(reviews.c.reference).where(reviews.c.reference_key.in_(keys))).scalars())


def _refuse_taken(work: UnitOfWork, reference: str, but: str = "") -> None:
    same = (reviews.c.reference_key == reference_key(reference)) & (reviews.c.id != but)
    for there in work.execute(select(reviews.c.reference).where(same)).scalars():
        raise AlreadyThere(f"There is already a review with the reference {there}.")


def reviews_of(
    work: UnitOfWork, reviewer_id: str, *, lock: bool = False, covering: datetime | None = None
) -> list[Review]:
    """The reviews of one reviewer, oldest first; locked if what they allow is to be relied on.

    `covering`: those too that they cover for somebody at this moment.
    """
    covered = (reviewers.c.cover_id == reviewer_id) & (reviewers.c.cover_until > covering) if covering else false()
    theirs = (reviews.c.reviewer_id == reviewer_id) | covered
    query = _SELECT.where(theirs).order_by(reviews.c.opened_at, reviews.c.id)
    rows = work.execute(query.with_for_update(of=reviews) if lock else query)
    return [_review(work, row) for row in rows]


def all_reviews(work: UnitOfWork) -> list[Review]:
    """Every review, oldest first."""
    return [_review(work, row) for row in work.execute(_SELECT.order_by(reviews.c.opened_at, reviews.c.id))]


def references(work: UnitOfWork) -> dict[str, str]:
    """The reference of every review, by its id."""
    return {row.id: row.reference for row in work.execute(select(reviews.c.id, reviews.c.reference))}


def set_review_status(
    work: UnitOfWork, review_id: str, status: ReviewStatus, closed_at: datetime | None = None
) -> None:
    """Hold, resume, close at this moment, or open again."""
    work.execute(update(reviews).where(reviews.c.id == review_id).values(status=status, closed_at=closed_at))


def edit_review(
    work: UnitOfWork,
    review_id: str,
    person: str | None = None,
    *,
    reference: str | None = None,
    age: int | None = None,
    dates: Dates | None = None,
) -> None:
    """Another first name, reference, age, other days: what is given; AlreadyThere if the reference is another one's."""
    values: dict[str, Any] = {}
    if age is not None:
        values["facts"] = _sealed_facts(work, review_id, age, _facts_of(work, review_id)["confirmed"])
    if person is not None:
        values["person"] = work.vault.system.seal(place("review", review_id, "person"), person)
    if dates is not None:
        values["dates"] = _sealed_dates(work, review_id, dates)
    if reference is not None:
        _refuse_taken(work, reference, but=review_id)
        values |= {"reference": reference, "reference_key": reference_key(reference)}
    work.execute(update(reviews).where(reviews.c.id == review_id).values(**values))


def confirm(work: UnitOfWork, review_id: str, codes: Sequence[str]) -> None:
    """Keep that these warnings were looked into, besides those that were before."""
    before = _facts_of(work, review_id)
    facts = _sealed_facts(work, review_id, before["age"], [*dict.fromkeys([*codes, *before["confirmed"]])])
    work.execute(update(reviews).where(reviews.c.id == review_id).values(facts=facts))


def _facts_of(work: UnitOfWork, review_id: str) -> dict[str, Any]:
    """The age at death, and the codes of what a reviewer has confirmed."""
    sealed = work.execute(select(reviews.c.facts).where(reviews.c.id == review_id)).scalar_one()
    return _facts(work, review_id, sealed)


def _facts(work: UnitOfWork, review_id: str, sealed: bytes) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(work.vault.system.open(place("review", review_id, "facts"), sealed))
    return facts


def _sealed_facts(work: UnitOfWork, review_id: str, age: int | None, confirmed: Sequence[str]) -> bytes:
    facts = json.dumps({"age": age, "confirmed": list(confirmed)})
    return work.vault.system.seal(place("review", review_id, "facts"), facts)


def dates_of(work: UnitOfWork, review_id: str) -> Dates:
    """The days of a review; older versions kept a list of the first two."""
    sealed = work.execute(select(reviews.c.dates).where(reviews.c.id == review_id)).scalar()
    kept = json.loads(work.vault.system.open(place("review", review_id, "dates"), sealed)) if sealed else {}
    named = dict(zip(("born", "died"), kept, strict=False)) if isinstance(kept, list) else kept
    return Dates(**{name: date.fromisoformat(day) for name, day in named.items()})


def _sealed_dates(work: UnitOfWork, review_id: str, dates: Dates) -> bytes | None:
    known = {name: day.isoformat() for name, day in asdict(dates).items() if day is not None}
    return work.vault.system.seal(place("review", review_id, "dates"), json.dumps(known)) if known else None


def assign_review(work: UnitOfWork, review_id: str, reviewer_id: str) -> None:
    """Another reviewer for the review."""
    work.execute(update(reviews).where(reviews.c.id == review_id).values(reviewer_id=reviewer_id))


def add_reviewer(
    work: UnitOfWork, name: str, enrolment_code: str, now: datetime, *, lead: bool = False, email: str | None = None
) -> str:
    """Keep a new reviewer and give the id; AlreadyThere if an active one has the name."""
    if _reviewer_row(work, name) is not None:
        raise AlreadyThere(f"There is already a reviewer called {name}.")
    reviewer_id = new_id()
    row = {
        "id": reviewer_id,
        "name": work.vault.system.seal(place("reviewer", reviewer_id, "name"), name),
        "name_hash": _name_hash(work, name),
        "enrolment_hash": work.vault.hash("enrolment", enrolment_code),
        "created_at": now,
        "lead": lead,
        "email": work.vault.system.seal(place("reviewer", reviewer_id, "email"), email) if email else None,
    }
    work.execute(reviewers.insert(), [row])
    return reviewer_id


def reviewer_named(work: UnitOfWork, name: str) -> str:
    """The id of the active reviewer of this name; NotFound if there is none."""
    row = _reviewer_row(work, name)
    if row is None:
        raise NotFound(f"There is no reviewer called {name}.")
    return str(row.id)


def remove_reviewer(work: UnitOfWork, reviewer_id: str, now: datetime) -> None:
    """A leaver: the account, the address and any open enrolment end at once."""
    gone: dict[str, Any] = dict.fromkeys(("lookup", "address", "email", "enrolment_hash", "desk"))
    work.execute(update(reviewers).where(reviewers.c.id == reviewer_id).values(removed_at=now, **gone))


_SELECT = select(
    reviews, reviewers.c.name.label("reviewer_name"), reviewers.c.cover_id, reviewers.c.cover_until
).join_from(reviews, reviewers, reviews.c.reviewer_id == reviewers.c.id, isouter=True)


def _review(work: UnitOfWork, row: Row[Any]) -> Review:
    system = work.vault.system
    sealed = row.reviewer_name
    named = "" if sealed is None else system.open(place("reviewer", row.reviewer_id, "name"), sealed)
    return Review(
        id=row.id,
        reference=row.reference,
        person=system.open(place("review", row.id, "person"), row.person),
        status=ReviewStatus(row.status),
        age=_facts(work, row.id, row.facts)["age"],
        reviewer_id=row.reviewer_id,
        reviewer=named,
        cover_id=row.cover_id,
        cover_until=row.cover_until,
        opened_at=row.opened_at,
    )


def _reviewer_row(work: UnitOfWork, name: str) -> Row[Any] | None:
    """The active reviewer of this name; one who was kept by the name exactly as it was typed is found by that."""
    active = reviewers.c.removed_at.is_(None)
    hashes = {_name_hash(work, name), work.vault.hash("reviewer", " ".join(name.casefold().split()))}
    return work.execute(select(reviewers.c.id).where(reviewers.c.name_hash.in_(hashes), active)).first()


def _name_hash(work: UnitOfWork, name: str) -> bytes:
    return work.vault.hash("reviewer", usual(name_in(name).casefold()))
