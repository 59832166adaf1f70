"""For how long what belongs to a review is kept: the schedule of the programme's file, and the day that it makes."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MONTHS = 12


class Rule(StrEnum):
    """The reasons for which something goes; another one takes its place here and in the facts below.

    Restored: it had gone before a backup was put back.
    """

    CLOSED = "closed"
    LONGEST = "longest"
    DECLINED = "declined"
    LINK = "link"
    RESTORED = "restored"


# The fact of the programme that says how long, in the unit that its name ends with.
FACTS: Mapping[Rule, str] = {
    Rule.CLOSED: "keep_closed_months",
    Rule.LONGEST: "keep_longest_months",
    Rule.DECLINED: "keep_declined_days",
    Rule.LINK: "keep_links_days",
}


@dataclass(frozen=True, slots=True)
class Period:
    """So many months and days."""

    months: int = 0
    days: int = 0

    def after(self, day: date) -> date:
        """Return the day on which the period is over; of a month that is too short, its last day."""
        year, month = divmod(day.year * MONTHS + day.month - 1 + self.months, MONTHS)
        last = monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last)) + timedelta(days=self.days)

    def __str__(self) -> str:
        """Return the period in words, for the operator."""
        return f"{self.months} months" if self.months else f"{self.days} days"


Schedule = Mapping[Rule, Period]


def schedule(facts: Mapping[str, str]) -> Schedule:
    """Return the period of each rule that the programme has one for; facts that nobody has set are empty."""
    given = {rule: (name.rpartition("_")[2], int(facts[name])) for rule, name in FACTS.items() if facts[name]}
    return {rule: Period(**{unit: number}) for rule, (unit, number) in given.items()}
