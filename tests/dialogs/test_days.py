"""Days are typed in any common form, the day before the month; `YYYY-MM-DD` always works."""

from __future__ import annotations

import re
from datetime import date
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.days import Days, days_in, parse_date
from tests.each import each

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
    "10 maybe",
    "20 marbles",
    "3 decisions",
    "2 marriages",
    "4 octopuses",
    "6 seppuku",
    "7 junior",
    "1 m",
    "8 ma",
    "5 march" + "h" * 9,
]
MISSPELT = [
    ("5 Febuary", date(2027, 2, 5)),
    ("5 Janurary", date(2027, 1, 5)),
    ("6 Aprill", date(2027, 4, 6)),
    ("1 Septemeber", date(2027, 9, 1)),
    ("Decemebr 5", date(2026, 12, 5)),
    ("5 Marh", MARCH),
    ("5 Jully 2027", date(2027, 7, 5)),
]


@each(("words", "day"), FORMS)
def test_a_day_in_a_common_form(words: str, day: date) -> None:
    assert parse_date(words, today=TODAY) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [("Fri 5 March", MARCH), ("5 March 27", MARCH), ("2027/03/05", MARCH), ("29 February", date(2028, 2, 29))],
)
def test_a_day_in_another_common_form(words: str, day: date) -> None:
    assert parse_date(words, today=TODAY) == day


@each("words", NO_DAYS)
def test_what_is_no_day(words: str) -> None:
    assert parse_date(words, today=TODAY) is None


@each(("words", "day"), MISSPELT)
def test_a_month_that_is_nearly_spelt_right_is_that_month(words: str, day: date) -> None:
    assert parse_date(words, today=TODAY) == day


@each("number", range(1, 13))
def test_a_month_by_its_name_or_its_first_letters(number: int) -> None:
    name = f"{date(2027, number, 1):%B}"
    for short in (name, name[:3], name[:4], f"{name[:3]}.", name.upper()):
        assert parse_date(f"5 {short} 2027", today=TODAY) == date(2027, number, 5)


@each(
    ("words", "guessed"),
    [
        ("5-6", True),
        ("5 6", True),
        ("5 March, 5-6", True),
        ("on Friday 5-6.", True),
        ("5/6", False),
        ("5.6", False),
        ("5-6-2027", False),
        ("5-6-27", False),
        ("5 June", False),
        ("2027-06-05", False),
    ],
)
def test_two_numbers_alone_are_read_and_may_mean_something_else(words: str, guessed: bool) -> None:
    found = days_in(words, today=TODAY)
    assert (date(2027, 6, 5) in found.days, found.whole) == (True, True)
    assert (found.guessed, found.certain) == (guessed, not guessed)


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


APRIL, MAY = date(2027, 4, 6), date(2027, 5, 7)
SEVERAL = [
    ("5 March", "en", (MARCH,)),
    ("5 March, 6 April", "en", (MARCH, APRIL)),
    ("5 March and 6 April", "en", (MARCH, APRIL)),
    ("5 March, 6 April, and 7 May.", "en", (MARCH, APRIL, MAY)),
    ("7/5\n6.4.2027\n\n2027-03-05", "en", (MARCH, APRIL, MAY)),
    ("5 March; 6 April & 7 May", "en", (MARCH, APRIL, MAY)),
    ("5 March. 6 April.", "en", (MARCH, APRIL)),
    ("5/3/2027 6/4/2027", "en", (MARCH, APRIL)),
    ("Friday, 5 March, 2027, Tuesday 6 April", "en", (MARCH, APRIL)),
    ("March 5, 2027 and April 6, 2027", "en", (MARCH, APRIL)),
    ("on the 5th of March and on 6 April", "en", (MARCH, APRIL)),
    ("5, 6 and 7 March", "en", (MARCH, date(2027, 3, 6), date(2027, 3, 7))),
    ("March 5, 6 and 7", "en", (MARCH, date(2027, 3, 6), date(2027, 3, 7))),
    ("1st and 2nd March 2028", "en", (date(2028, 3, 1), date(2028, 3, 2))),
    ("6 April, 5 March, 6 April", "en", (MARCH, APRIL)),
    ("today, tomorrow", "en", (TODAY, date(2026, 11, 24))),
    ("5 Mawrth a 6 Ebrill ac 7 Mai", "cy", (MARCH, APRIL, MAY)),
    ("5 marca i 6 kwietnia oraz 7 maja", "pl", (MARCH, APRIL, MAY)),
    ("5 martie și 6 aprilie", "ro", (MARCH, APRIL)),
    ("5 ਮਾਰਚ ਅਤੇ 6 ਅਪ੍ਰੈਲ", "pa", (MARCH, APRIL)),
    ("5 مارچ اور 6 اپریل", "ur", (MARCH, APRIL)),
    ("5 de março e 6 de abril", "pt", (MARCH, APRIL)),
    ("5 de marzo y 6 de abril de 2027", "es", (MARCH, APRIL)),
    ("5 مارس و6 أبريل، 7 مايو", "ar", (MARCH, APRIL, MAY)),
    ("5 মার্চ এবং 6 এপ্রিল", "bn", (MARCH, APRIL)),
    ("5 માર્ચ અને 6 એપ્રિલ", "gu", (MARCH, APRIL)),
    ("5 marzo e 6 aprile", "it", (MARCH, APRIL)),
    ("5 March and 6 April", "en_GB@easyread", (MARCH, APRIL)),
]
IN_PART = [
    ("5 March, and some day", Days(days=(MARCH,), unread=("some day",))),
    ("Diwali, 5 March, her birthday", Days(days=(MARCH,), unread=("Diwali", "her birthday"))),
    ("1 March 2020 and 5 March", Days(days=(MARCH,), past=(date(2020, 3, 1),))),
    ("31 and 5 April", Days(days=(date(2027, 4, 5),), unread=("31",))),
    ("between 5 March and 6 April", Days(days=(APRIL,), unread=("between 5 March",))),
    ("5, 6", Days(unread=("5", "6"))),
    ("5 March 6 April", Days(unread=("5 March 6 April",))),
    ("5 March y 6 April", Days(unread=("5 March y 6 April",))),
    ("2027", Days(unread=("2027",))),
    ("", Days()),
    (" , and \n", Days()),
]


@each(("words", "language", "days"), SEVERAL)
def test_several_days_in_one_message(words: str, language: str, days: tuple[date, ...]) -> None:
    found = days_in(words, today=TODAY, language=language)
    assert (found, found.whole) == (Days(days=days), True)


@each(("words", "found"), IN_PART)
def test_what_is_no_day_is_named_as_it_was_written(words: str, found: Days) -> None:
    assert (days_in(words, today=TODAY), found.whole) == (found, False)


@pytest.mark.parametrize("words", ["1," * 10_000, "5 March, " * 2_000, "x " * 10_000, "5. " * 6_000])
def test_a_flood_of_days_is_read_at_once(words: str) -> None:
    began = thread_time()
    days_in(words, today=TODAY)
    assert thread_time() - began < 2


@given(st.lists(days, min_size=1, max_size=6), st.sampled_from([", ", "\n", " and ", ";", ", and "]), days)
def test_days_in_full_are_all_read(some: list[date], between: str, today: date) -> None:
    found = days_in(between.join(day.isoformat() for day in some), today=today)
    assert ({*found.days, *found.past}, found.unread) == ({*some}, ())
    assert [d for d in found.days if d < today] == [d for d in found.past if d >= today] == []


@given(st.text(), st.sampled_from(["en", "ar", "pl"]))
def test_of_no_words_anything_is_dropped(words: str, language: str) -> None:
    """Either it is a day, or it is named."""
    found = days_in(words, today=TODAY, language=language)
    assert (
        found.days
        or found.past
        or found.unread
        or not any(c.isalnum() for c in re.sub("and|و|i|oraz", "", words.casefold()))
    )
