"""Days are typed in any common form, the day before the month; `YYYY-MM-DD` always works."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.answers import parse_date

TODAY = date(2026, 11, 23)
MARCH = date(2027, 3, 5)

FORMS = [
    ("2027-03-05", MARCH),
    ("2027-3-5", MARCH),
    ("5/3/2027", MARCH),
    ("05.03.2027", MARCH),
    ("5-3-27", MARCH),
    ("5 3 27", MARCH),
    ("5/3", MARCH),
    ("5 March", MARCH),
    ("5 March 2027", MARCH),
    ("5th of March, 2027", MARCH),
    ("the 5th of March", MARCH),
    ("on Friday 5 March", MARCH),
    ("Friday, 5 March.", MARCH),
    ("March 5", MARCH),
    ("MARCH 5th, 2027!", MARCH),
    ("5 Mar", MARCH),
    ("1 sept 2027", date(2027, 9, 1)),
    ("  5\n March ", MARCH),
    ("today", TODAY),
    ("Tomorrow", date(2026, 11, 24)),
    ("in two weeks", date(2026, 12, 7)),
    ("22 November", date(2027, 11, 22)),
    ("23 November", TODAY),
    ("24 November", date(2026, 11, 24)),
    ("1 March 2020", date(2020, 3, 1)),
    ("29 February 2028", date(2028, 2, 29)),
]
NO_DAYS = [
    "",
    "soon",
    "March",
    "5",
    "31 February 2027",
    "29 February 2027",
    "2027-13-01",
    "0000-01-01",
    "5/3/20277",
    "5 Marchember 2027 or so",
    "99999999999999999999 March",
    "next year",
    "between 5 March and 6 March",
]


@pytest.mark.parametrize(("words", "day"), FORMS)
def test_a_day_in_a_common_form(words: str, day: date) -> None:
    assert parse_date(words, today=TODAY) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [("Fri 5 March", MARCH), ("5 March 27", MARCH), ("2027/03/05", MARCH), ("29 February", date(2028, 2, 29))],
)
def test_a_day_in_another_common_form(words: str, day: date) -> None:
    assert parse_date(words, today=TODAY) == day


@pytest.mark.parametrize("words", NO_DAYS)
def test_what_is_no_day(words: str) -> None:
    assert parse_date(words, today=TODAY) is None


days = st.dates(min_value=date(1000, 1, 1))


@given(days, days)
def test_every_day_can_be_typed_in_full(day: date, today: date) -> None:
    forms = (day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day} {day:%B %Y}", f"{day:%B} {day.day}, {day.year}")
    assert {parse_date(form, today=today) for form in forms} == {day}


@given(st.dates(max_value=date(2900, 1, 1)), st.integers(1, 12), st.integers(1, 28))
def test_a_day_without_a_year_is_the_next_such_day(today: date, month: int, day: int) -> None:
    found = parse_date(f"{day}/{month}", today=today)
    assert found is not None
    assert (found.day, found.month) == (day, month)
    assert 0 <= (found - today).days <= 366


@given(st.text())
def test_no_words_break_it(words: str) -> None:
    found = parse_date(words, today=TODAY)
    assert found is None or isinstance(found, date)
