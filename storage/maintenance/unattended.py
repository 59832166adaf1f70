"""Find what nobody sees to: open reviews without a reviewer, or whose reviewer has not enrolled and hears of nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from dialogs.review import ReviewStatus
from storage.engine.unit_of_work import UnitOfWork
from storage.schema.tables import reviewers, reviews


@dataclass(frozen=True, slots=True)
class Unattended:
    """The references of reviews that are not closed and that nobody is told of."""

    without: Sequence[str]
    not_enrolled: Sequence[str]


def unattended(work: UnitOfWork) -> Unattended:
    """Return the reviews that nobody sees to."""
    return Unattended(
        _references(work, reviews.c.reviewer_id.is_(None)),
        _references(work, reviews.c.reviewer_id.is_not(None) & reviewers.c.lookup.is_(None)),
    )


def _references(work: UnitOfWork, which: ColumnElement[bool]) -> Sequence[str]:
    query = (
        select(reviews.c.reference)
        .join_from(reviews, reviewers, reviews.c.reviewer_id == reviewers.c.id, isouter=True)
        .where(reviews.c.status != ReviewStatus.CLOSED, which)
        .order_by(reviews.c.reference)
    )
    return [str(row.reference) for row in work.execute(query)]
