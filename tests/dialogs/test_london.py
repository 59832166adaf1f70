"""London's days, beside what the time zone database says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs import interview
from dialogs.inputs import Say
from dialogs.london import day_in_london, end_of_day
from tests.dialogs.tiny import chat, choice, text

LONDON = ZoneInfo("Europe/London")
LAST = timedelta(seconds=1)


@given(st.integers(946_684_800, 4_102_444_800))
def test_the_day_is_londons(seconds: int) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    assert day_in_london(moment) == moment.astimezone(LONDON).date()


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 1, 1)))
def test_a_day_ends_at_midnight_in_london(day: date) -> None:
    end = end_of_day(day)
    assert end.astimezone(LONDON).date() == day
    assert (end + LAST).astimezone(LONDON).date() == day + timedelta(days=1)


@pytest.mark.parametrize(("hour", "year"), [(22, 2027), (23, 2028)])
def test_a_day_without_a_year_is_counted_from_londons_today(hour: int, year: int) -> None:
    """At eleven in the evening by UTC on 3 July it is the fourth in London: the third is past."""
    driver = chat({**choice("N4", "no"), "type": "date", "repeats": True}, text("LAST"))
    now = datetime(2027, 7, 3, hour, 30, tzinfo=UTC)
    turn = interview.respond(driver.questionnaire, driver.response, Say(words="3 July", sent=900, about="N4"), now=now)
    assert turn.response.answers["N4"].dates == (date(year, 7, 3),)
