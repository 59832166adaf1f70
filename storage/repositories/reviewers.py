"""Reviewers as their colleagues see them: who there is, who leads, who covers for whom, what is theirs to see to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from storage.engine.unit_of_work import UnitOfWork
from storage.keys.sealing import place
from storage.repositories.flags import open_flags
from storage.schema.tables import reviewers, reviews


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """A reviewer who has not left. `reviews` and `flags`: how many are theirs; `covered_by`: the name of who covers now."""

    id: str
    name: str
    lead: bool
    enrolled: bool
    reviews: int
    flags: int
    covered_by: str | None = None
    covered_until: datetime | None = None


def colleagues(work: UnitOfWork, now: datetime) -> list[Colleague]:
    """Everybody who has not left, by name."""
    rows = work.execute(select(reviewers).where(reviewers.c.removed_at.is_(None))).all()
    names = {row.id: work.vault.system.open(place("reviewer", row.id, "name"), row.name) for row in rows}
    theirs, waiting = _reviews(work), _flags(work)
    found = [_colleague(row, names, theirs.get(row.id, 0), waiting.get(row.id, 0), now) for row in rows]
    return sorted(found, key=lambda one: one.name.casefold())


def burden(work: UnitOfWork, reviewer_id: str) -> tuple[int, int]:
    """How many reviews a reviewer has, and how many open flags in them."""
    return _reviews(work).get(reviewer_id, 0), _flags(work).get(reviewer_id, 0)


def is_enrolled(work: UnitOfWork, reviewer_id: str) -> bool:
    """Tell whether a reviewer has an account, so that something reaches them."""
    return work.execute(select(reviewers.c.lookup).where(reviewers.c.id == reviewer_id)).scalar() is not None


def covered_by(work: UnitOfWork, reviewer_id: str, now: datetime) -> list[str]:
    """Return the names of those for whom a reviewer covers now."""
    names = {one.id: one.name for one in colleagues(work, now)}
    query = select(reviewers.c.id).where(reviewers.c.cover_id == reviewer_id, reviewers.c.cover_until > now)
    return sorted(names[one] for one in work.execute(query).scalars() if one in names)


def edit(work: UnitOfWork, reviewer_id: str, *, lead: bool | None, email: str | None) -> None:
    """Keep whether a reviewer leads, and their address; what is None stays."""
    sealed = work.vault.system.seal(place("reviewer", reviewer_id, "email"), email) if email else None
    values = {name: value for name, value in (("lead", lead), ("email", sealed)) if value is not None}
    work.execute(update(reviewers).where(reviewers.c.id == reviewer_id).values(**values))


def renew_code(work: UnitOfWork, reviewer_id: str, enrolment_code: str) -> None:
    """Another code to enrol with; the account that was enrolled is let go of at once, with what it was in the middle of."""
    hashed = work.vault.hash("enrolment", enrolment_code)
    values: dict[str, Any] = {"enrolment_hash": hashed, "lookup": None, "address": None, "desk": None}
    work.execute(update(reviewers).where(reviewers.c.id == reviewer_id).values(**values))


def cover(work: UnitOfWork, reviewer_id: str, by: str | None, until: datetime | None) -> None:
    """Let somebody cover for a reviewer until a moment; nobody any more, where none is given."""
    values = {"cover_id": by, "cover_until": until}
    work.execute(update(reviewers).where(reviewers.c.id == reviewer_id).values(**values))


def _reviews(work: UnitOfWork) -> Counter[str]:
    return Counter(work.execute(select(reviews.c.reviewer_id)).scalars())


def _flags(work: UnitOfWork) -> Counter[str]:
    """Count the open flags of each reviewer."""
    whose = {row.reference: row.reviewer_id for row in work.execute(select(reviews.c.reference, reviews.c.reviewer_id))}
    return Counter(whose[flag.review] for flag in open_flags(work))


def _colleague(row: Row[Any], names: dict[str, str], theirs: int, waiting: int, now: datetime) -> Colleague:
    covers = row.cover_id in names and row.cover_until is not None and row.cover_until > now
    return Colleague(
        id=row.id,
        name=names[row.id],
        lead=row.lead,
        enrolled=row.lookup is not None,
        reviews=theirs,
        flags=waiting,
        covered_by=names[row.cover_id] if covers else None,
        covered_until=row.cover_until if covers else None,
    )
