"""Days that are called by a name: read where they can be known exactly, and nowhere else."""

from __future__ import annotations

from datetime import date

from dateutil.easter import easter as known_easter

from dialogs.days import days_in, parse_date
from dialogs.festivals import easter
from tests.each import each

TODAY = date(2026, 11, 23)
CHRISTMAS, EASTER = date(2026, 12, 25), date(2027, 3, 28)


def test_easter_is_that_of_the_calendar() -> None:
    assert [easter(year) for year in range(1990, 2200)] == [known_easter(year) for year in range(1990, 2200)]


READ = [
    ("en", "Christmas", CHRISTMAS),
    ("en", "at xmas", CHRISTMAS),
    ("en", "Christmas Day 2027", date(2027, 12, 25)),
    ("en", "New Year's Eve", date(2026, 12, 31)),
    ("en", "New Year\u2019s Day", date(2027, 1, 1)),
    ("en", "the new year", date(2027, 1, 1)),
    ("en", "Easter", EASTER),
    ("en", "Good Friday", date(2027, 3, 26)),
    ("en", "Easter Monday", date(2027, 3, 29)),
    ("en_GB@easyread", "Boxing Day", date(2026, 12, 26)),
    ("pl", "Wigilia", date(2026, 12, 24)),
    ("pl", "Wielkanoc", EASTER),
    ("cy", "Nadolig", CHRISTMAS),
    ("ro", "de Crăciun", CHRISTMAS),
    ("ur", "کرسمس", CHRISTMAS),
    ("pa", "ਕ੍ਰਿਸਮਸ", CHRISTMAS),
    ("bn", "বড়দিন", CHRISTMAS),
    ("gu", "નાતાલ", CHRISTMAS),
    ("ar", "الكريسماس", CHRISTMAS),
    ("es", "Nochebuena", date(2026, 12, 24)),
    ("pt", "Natal", CHRISTMAS),
    ("it", "Pasquetta", date(2027, 3, 29)),
    ("ur", "Christmas", CHRISTMAS),
]


@each(("language", "words", "day"), READ)
def test_a_day_with_a_name_is_the_next_of_that_name(language: str, words: str, day: date) -> None:
    assert parse_date(words, today=TODAY, language=language) == day
    assert (days_in(words, today=TODAY, language=language).certain, days_in(words, today=day).past) == (False, ())


UNREAD = [
    "after Christmas",
    "before Easter",
    "Christmas was awful",
    "Eid",
    "after eid",
    "Diwali",
    "Rosh Hashanah",
    "his birthday",
]


@each(("words",), [*UNREAD, "Christmas 1999", "عيد الميلاد", "new", "day", ""])
def test_what_is_not_exact_is_not_read(words: str) -> None:
    assert parse_date(words, today=TODAY, language="ar") is None
