"""Nobody is reminded on a day when they may want to be left alone; a reviewer's days are working days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.clock import see_to_by, working_days_after
from bot.participants.contact_days import Days, due_time, is_quiet

NOTHING = Days()
BORN = Days(born=date(1974, 3, 5))
LEAP = Days(born=date(1976, 2, 29))
DIED = Days(died=date(2026, 8, 31))
NAMED = Days(avoid=(date(2027, 9, 15),))
ALWAYS = Days(avoid=tuple(date(2027, 1, 1) + timedelta(days=6 * n) for n in range(62)))
BUT_JANUARY = Days(avoid=ALWAYS.avoid[5:])
DAYS: list[tuple[str, Days, bool]] = [
    ("2026-11-23", NOTHING, False),
    ("2026-11-21", NOTHING, True),
    ("2026-11-22", NOTHING, True),
    ("2027-01-01", NOTHING, True),
    ("2027-03-26", NOTHING, True),
    ("2027-03-29", NOTHING, True),
    ("2027-08-30", NOTHING, True),
    ("2026-12-21", NOTHING, False),
    ("2026-12-22", NOTHING, True),
    ("2026-12-28", NOTHING, True),
    ("2026-12-29", NOTHING, False),
    ("2027-03-03", NOTHING, False),
    ("2027-03-04", NOTHING, True),
    ("2027-03-10", NOTHING, True),
    ("2027-03-11", NOTHING, False),
    ("2027-06-16", NOTHING, False),
    ("2027-06-17", NOTHING, True),
    ("2027-06-23", NOTHING, True),
    ("2027-06-24", NOTHING, False),
    ("2029-03-01", BORN, False),
    ("2029-03-02", BORN, True),
    ("2029-03-08", BORN, True),
    ("2030-02-28", LEAP, True),
    ("2030-02-25", LEAP, True),
    ("2028-02-29", LEAP, True),
    ("2030-03-04", LEAP, False),
    ("2026-09-02", DIED, True),
    ("2026-09-30", DIED, True),
    ("2026-10-28", DIED, True),
    ("2026-11-30", DIED, True),
    ("2026-12-31", DIED, False),
    ("2027-02-26", DIED, False),
    ("2027-09-03", DIED, True),
    ("2027-09-06", DIED, False),
    ("2027-09-15", NAMED, True),
    ("2027-09-17", NAMED, True),
    ("2027-09-20", NAMED, False),
]


@pytest.mark.parametrize(("day", "days", "quiet"), DAYS)
def test_days_on_which_nobody_is_reminded(day: str, days: Days, quiet: bool) -> None:
    assert is_quiet(date.fromisoformat(day), days) is quiet


DUE: list[tuple[str, Days, str]] = [
    ("2026-11-23", NOTHING, "2026-11-23T10:00:00+00:00"),
    ("2026-11-21", NOTHING, "2026-11-23T10:00:00+00:00"),
    ("2026-12-24", NOTHING, "2026-12-29T10:00:00+00:00"),
    ("2027-07-01", NOTHING, "2027-07-01T09:00:00+00:00"),
    ("2027-03-05", BORN, "2027-03-11T10:00:00+00:00"),
    ("2027-03-05", BUT_JANUARY, "2028-01-06T10:00:00+00:00"),
    ("2027-03-05", ALWAYS, "2028-03-05T10:00:00+00:00"),
    ("2150-03-05", NOTHING, "2098-01-02T10:00:00+00:00"),
    ("9999-12-31", ALWAYS, "2099-01-02T10:00:00+00:00"),
]


@pytest.mark.promise("written-to-on-the-day")
@pytest.mark.parametrize(("day", "days", "at"), DUE)
def test_somebody_is_written_to_on_the_first_day_that_is_not_quiet(day: str, days: Days, at: str) -> None:
    """At ten in the morning in England, in summer too."""
    assert due_time(date.fromisoformat(day), days).isoformat() == at


@pytest.mark.parametrize(
    ("number", "day"), [(1, "2026-12-29"), (2, "2026-12-30"), (3, "2026-12-31"), (4, "2027-01-04")]
)
def test_working_days_leave_out_weekends_and_bank_holidays(number: int, day: str) -> None:
    assert working_days_after(datetime(2026, 12, 24, 15, tzinfo=UTC), number).isoformat() == day


def test_what_is_urgent_is_due_sooner() -> None:
    raised = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    assert see_to_by(raised, urgent=True) == date(2026, 11, 23)
    assert see_to_by(raised, urgent=False) == date(2026, 12, 4)
