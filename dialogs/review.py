"""Decide what may be done with a review: who is in scope, what a reviewer has to confirm, what a hold means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dialogs.text import N_
from dialogs.typed import usual

ADULT = 18


class ReviewStatus(StrEnum):
    OPEN = "open"
    HELD = "held"
    CLOSED = "closed"


class Warning_(StrEnum):  # noqa: N801 - `Warning` is a built-in
    """The warnings that a reviewer must confirm before a review is opened."""

    UNDER_18 = "under-18"
    AGE_UNKNOWN = "age-unknown"


@dataclass(frozen=True, slots=True)
class TooYoung:
    """Below the programme's minimum age there is no review here, whatever is confirmed."""

    minimum: int


WARNINGS = {
    Warning_.UNDER_18: N_("The person was under 18. Child death review may be the right route."),
    Warning_.AGE_UNKNOWN: N_("The age at death is not known. Please check that the review is in scope."),
}
# What opening a review at the command line attests, and the reviewers' bot asks one by one (rules E2-E5, E9, E10).
ATTESTED = {
    "E2": N_("The person had a learning disability, or was an autistic adult."),
    "E3": N_("The person died in England, or a board in England is responsible."),
    "E4": N_("No inquest, safeguarding review or other official process stands in the way."),
    "E5": N_("The person had not said that family must not be involved, and had not opted out."),
    "E9": N_("Each invitation goes to one person. Answers are not shown to other relatives."),
    "E10": N_("Paid carers are asked in another way, not by invitation."),
}
# Without it a review is opened as held.
IN_THE_WAY = "E4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The days of a review, as far as they are known. `notified`: the programme heard of the death."""

    born: date | None = None
    died: date | None = None
    notified: date | None = None

    @property
    def age(self) -> int | None:
        """Return the age at death; None while a day is missing."""
        return age_between(self.born, self.died) if self.born and self.died else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A review of one person's life and death, as its reviewer sees it. Until `cover_until` somebody covers for the reviewer."""

    id: str
    reference: str
    person: str
    status: ReviewStatus
    age: int | None = None
    reviewer_id: str | None = None
    reviewer: str = ""
    cover_id: str | None = None
    cover_until: datetime | None = None
    opened_at: datetime | None = None

    def is_covered_by(self, reviewer_id: str, now: datetime) -> bool:
        """Tell whether this reviewer covers for whose review it is."""
        return self.cover_id == reviewer_id and self.cover_until is not None and now <= self.cover_until


def warnings(age: int | None, minimum: int) -> list[Warning_] | TooYoung:
    """Return the warnings to confirm for somebody who died at `age` (years; None: not known)."""
    if age is None:
        return [Warning_.AGE_UNKNOWN]
    if age < minimum:
        return TooYoung(minimum)
    return [Warning_.UNDER_18] if age < ADULT else []


def reference_key(written: str) -> str:
    """Return what two references have in common that are one: capitals and spaces make no difference."""
    return "".join(usual(written).casefold().split())


def age_between(born: date, died: date) -> int:
    """Whole years between two days; negative when they are the wrong way round."""
    return died.year - born.year - ((died.month, died.day) < (born.month, born.day))
