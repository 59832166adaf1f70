"""Give all reviews of a reviewer to a colleague, for good, or let a colleague cover for them until a day."""

from __future__ import annotations

from datetime import date

from bot.casework import reviews as casework
from bot.casework.access import Deed, Refused
from bot.casework.by import By
from dialogs.london import day_in_london, end_of_day
from dialogs.review import Review
from storage.repositories import reviewers, reviews


def hand_over(by: By, name: str, to: str) -> list[Review]:
    """Give every review of the one to the other, each as `assign` does it; whoever covered for them does not any more."""
    reviewer_id, theirs = _concerned(by, name, to)
    for review in theirs:
        casework.assign(by, review.reference, to)
    reviewers.cover(by.work, reviewer_id, None, None)
    return theirs


def cover(by: By, name: str, to: str, until: date) -> list[Review]:
    """Let the one see to all reviews of the other, to the end of a day; they stay the other's."""
    if until < day_in_london(by.now):
        raise Refused("That day is over: please give today or a day to come.")
    reviewer_id, theirs = _concerned(by, name, to)
    colleague = reviews.reviewer_named(by.work, to)
    for review in theirs:
        by.does(Deed.REVIEW_COVER, review, reviewer=reviewer_id, by=colleague, until=until.isoformat())
    reviewers.cover(by.work, reviewer_id, colleague, end_of_day(until))
    return theirs


def _concerned(by: By, name: str, to: str) -> tuple[str, list[Review]]:
    """Return the id of a reviewer and their reviews; Refused where there is nothing to pass on, or nobody to pass it to."""
    reviewer_id = reviews.reviewer_named(by.work, name)
    if reviews.reviewer_named(by.work, to) == reviewer_id:
        raise Refused("Please name somebody else with --to: these reviews are theirs already.")
    theirs = reviews.reviews_of(by.work, reviewer_id, lock=True)
    if not theirs:
        raise Refused(f"{name} has no reviews.")
    return reviewer_id, theirs
