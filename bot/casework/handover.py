"""Give all reviews of a reviewer to a colleague, for good, or let a colleague cover for them until a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.casework import reviews as casework
from bot.casework.access import Deed, Refused
from bot.casework.by import By
from dialogs.london import day_in_london, end_of_day
from dialogs.review import Review
from dialogs.text import isolate
from dialogs.turn import HandoverNews
from storage.repositories import reviewers, reviews


def hand_over(by: By, name: str, to: str) -> list[Review]:
    """Give every review of the one to the other; whoever covered for them does not any more. Both are told, in one message."""
    reviewer_id, theirs = _concerned(by, name, to)
    colleague = reviews.reviewer_named(by.work, to)
    for review in theirs:
        casework.assign(by, review.reference, to, tells=False)
    reviewers.cover(by.work, reviewer_id, None, None)
    _tell(by, theirs, {reviewer_id: HandoverNews.GONE, colleague: HandoverNews.GIVEN})
    return theirs


def cover(by: By, name: str, to: str, until: date) -> list[Review]:
    """Let the one see to all reviews of the other, to the end of a day; they stay the other's. Both are told."""
    if until < day_in_london(by.now):
        raise Refused("That day is over: please give today or a day to come.")
    reviewer_id, theirs = _concerned(by, name, to)
    colleague = reviews.reviewer_named(by.work, to)
    for review in theirs:
        by.does(Deed.REVIEW_COVER, review, reviewer=reviewer_id, by=colleague, until=until.isoformat())
    reviewers.cover(by.work, reviewer_id, colleague, end_of_day(until))
    _tell(by, theirs, {reviewer_id: HandoverNews.COVERED}, day=until, reviewer=isolate(to))
    _tell(by, theirs, {colleague: HandoverNews.COVERING}, day=until, reviewer=isolate(name))
    return theirs


def _tell(by: By, theirs: list[Review], news: Mapping[str, HandoverNews], **facts: str | date) -> None:
    """Have those told whom it concerns, but for whoever does it."""
    from bot.participants.notices import tell_of_handover  # noqa: PLC0415 - mere looks need no words for reviewers

    for reviewer_id, what in news.items():
        if reviewer_id != by.actor.id:
            tell_of_handover(by.work, theirs, what, reviewer_id, by.now, facts)


def _concerned(by: By, name: str, to: str) -> tuple[str, list[Review]]:
    """Return the id of a reviewer and their reviews; Refused where there is nothing to pass on, or nobody to pass it to."""
    reviewer_id = reviews.reviewer_named(by.work, name)
    if reviews.reviewer_named(by.work, to) == reviewer_id:
        raise Refused("Please name somebody else with --to: these reviews are theirs already.")
    theirs = reviews.reviews_of(by.work, reviewer_id, lock=True)
    if not theirs:
        raise Refused(f"{name} has no reviews.")
    return reviewer_id, theirs
