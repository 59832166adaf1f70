"""Days whose number is spelt out, and days of the week alone, in every language."""

from __future__ import annotations

from datetime import date

import pytest

from dialogs.days import Days, days_in, parse_date
from dialogs.languages import EASY_READ, NAMES
from dialogs.spelt import SPELT_OUT
from tests.dialogs.look_alikes import LOOK_ALIKES
from tests.each import each

TODAY = date(2026, 11, 23)  # a Monday
DAYS = [
    ("en", "the third of July", (3, 7)), ("en", "July the third", (3, 7)), ("en", "Third July 2027.", (3, 7)),
    ("en", "Saturday the third of July", (3, 7)), ("en", "twenty-first May", (21, 5)), ("en", "twenty first of May", (21, 5)),
    ("en", "the thirty-first of December", (31, 12)), ("en", "May the fourth", (4, 5)), ("en", "second of May", (2, 5)),
    ("cy", "y trydydd o Orffennaf", (3, 7)), ("cy", "yr unfed ar hugain o Fai", (21, 5)), ("cy", "yr ail o Fai", (2, 5)),
    ("pl", "trzeciego lipca", (3, 7)), ("pl", "w sobotę trzeciego lipca", (3, 7)),
    ("pl", "dwudziestego pierwszego maja", (21, 5)),
    ("pl", "trzydziestego pierwszego grudnia", (31, 12)), ("pl", "drugiego maja", (2, 5)), ("pl", "piatego wrzesnia", (5, 9)),
    ("ro", "trei iulie", (3, 7)), ("ro", "douăzeci și unu mai", (21, 5)), ("ro", "doi mai", (2, 5)), ("ro", "sapte mai", (7, 5)),
    ("pa", "ਤਿੰਨ ਜੁਲਾਈ", (3, 7)), ("pa", "ਪੰਜਵੀਂ ਮਾਰਚ ਨੂੰ", (5, 3)), ("pa", "ਇੱਕੀ ਮਈ", (21, 5)),
    ("ur", "تین جولائی", (3, 7)), ("ur", "پانچویں مارچ کو", (5, 3)), ("ur", "اکیس مئی", (21, 5)), ("ur", "یکم مئی", (1, 5)),
    ("pt", "três de julho", (3, 7)), ("pt", "dia vinte e um de maio", (21, 5)),
    ("pt", "trinta e um de dezembro de 2026", (31, 12)),
    ("pt", "dez de maio", (10, 5)), ("pt", "5 dez", (5, 12)),
    ("es", "el tres de julio", (3, 7)), ("es", "cinco de marzo", (5, 3)), ("es", "treinta y uno de diciembre", (31, 12)),
    ("es", "veintiun de mayo", (21, 5)), ("es", "el once de mayo", (11, 5)),
    ("ar", "الثالث من يوليو", (3, 7)), ("ar", "الخامس من مارس", (5, 3)), ("ar", "الحادي والعشرين من مايو", (21, 5)),
    ("ar", "الخامس من كانون الثاني", (5, 1)), ("ar", "الثاني من كانون الثاني", (2, 1)), ("ar", "5 كانون الثاني", (5, 1)),
    ("bn", "তিন জুলাই", (3, 7)), ("bn", "পাঁচই মার্চ", (5, 3)), ("bn", "একুশে ফেব্রুয়ারি", (21, 2)),
    ("gu", "ત્રણ જુલાઈ", (3, 7)), ("gu", "પાંચમી માર્ચ", (5, 3)), ("gu", "એકવીસ મે", (21, 5)),
    ("it", "il tre luglio", (3, 7)), ("it", "ventuno maggio", (21, 5)), ("it", "nove maggio", (9, 5)),
]  # fmt: skip


@each(("language", "words", "day"), DAYS)
def test_a_number_that_is_spelt_out(language: str, words: str, day: tuple[int, int]) -> None:
    """Alone, and among the days of a message, where "and" inside a number is no "and" between days."""
    found = parse_date(words, today=TODAY, language=language)
    assert (found.day if found else 0, found.month if found else 0) == day
    assert found is not None
    assert days_in(words, today=TODAY, language=language) == Days(days=(found,))
    several = days_in(f"{words}, 1/2/2028", today=TODAY, language=language)
    assert several == Days(days=(found, date(2028, 2, 1)))


@each("language", sorted(SPELT_OUT))
def test_every_number_in_every_way(language: str) -> None:
    spelt, _ = SPELT_OUT[language]
    missed = [
        (number, way)
        for number, ways in enumerate(spelt.split(), 1)
        for way in ways.split("|")
        if parse_date(f"{way.replace('_', ' ')} july", today=TODAY) != date(2027, 7, number)
    ]
    assert missed == []


@each("how", LOOK_ALIKES)
def test_a_number_however_it_is_typed(how: str) -> None:
    for words in ("the twenty-first of july", "july the third"):
        expected = date(2027, 7, 21 if "twenty" in words else 3)
        assert parse_date(LOOK_ALIKES[how](words), today=TODAY) == expected


@each(
    "words",
    ["the third", "third", "may", "one", "the second time in May", "one of the days in May", "thirty-first of June",
     "twenty twenty seven", "third July twenty twenty seven", "first or second of May", "the third week of July"],
)  # fmt: skip
def test_what_is_no_day(words: str) -> None:
    assert parse_date(words, today=TODAY) is None
    assert days_in(words, today=TODAY).days == ()


WEEKLY = [
    ("en", "on Monday", 30), ("en", "Monday.", 30), ("en", "next Monday", 30), ("en", "this Friday", 27), ("en", "Friday", 27),
    ("en", "fri", 27), ("en", "the coming Saturday", 28), ("cy", "dydd Llun", 30), ("cy", "ar ddydd Mawrth", 24),
    ("pl", "w poniedziałek", 30), ("pl", "we środę", 25), ("ro", "luni", 30), ("pa", "ਸੋਮਵਾਰ ਨੂੰ", 30), ("ur", "پیر کو", 30),
    ("pt", "na segunda-feira", 30), ("pt", "sábado", 28), ("es", "el lunes", 30), ("ar", "يوم الاثنين", 30), ("bn", "সোমবারে", 30),
    ("gu", "સોમવારે", 30), ("it", "lunedì", 30), ("pl", "on Monday", 30),
]  # fmt: skip


@each(("language", "words", "day"), WEEKLY)
def test_a_day_of_the_week_is_the_next_one_and_its_words_are_worth_keeping(language: str, words: str, day: int) -> None:
    found = date(2026, 11, day)
    assert parse_date(words, today=TODAY, language=language) == found
    assert days_in(words, today=TODAY, language=language) == Days(days=(found,), guessed=True)


EVERY = [
    ("en", "Mondays"), ("en", "every Monday"), ("en", "not Monday"), ("en", "next Friday"), ("en", "Monday or Tuesday"),
    ("en", "Monday week"), ("en", "Monday mornings"), ("it", "il lunedì"), ("es", "los lunes"), ("cy", "Mawrth"),
    ("en", "lunes"), ("ur", "ہفتہ"), ("pl", "w poniedziałki"), ("en", "Fridayish"),
]  # fmt: skip


@each(("language", "words"), EVERY)
def test_what_may_mean_more_than_one_is_kept_as_words(language: str, words: str) -> None:
    assert parse_date(words, today=TODAY, language=language) is None
    assert days_in(words, today=TODAY, language=language) == Days(unread=(words,))


@each(
    ("words", "days"),
    [
        ("Tuesday and Friday", (24, 27)),
        ("Sat Sun", (28, 29)),
        ("27 November, Friday", (27,)),
        ("Friday, 27 November", (27,)),
        ("27 November, Saturday", (27, 28)),
        ("27 November and the twenty-eighth", (27, 28)),
        ("the twenty-seventh and twenty-eighth of November", (27, 28)),
    ],
)
def test_days_of_the_week_beside_others(words: str, days: tuple[int, ...]) -> None:
    assert days_in(words, today=TODAY).days == tuple(date(2026, 11, day) for day in days)


def test_a_number_alone_takes_no_month_from_a_day_of_the_week() -> None:
    assert days_in("Monday and 5", today=TODAY) == Days(days=(date(2026, 11, 30),), unread=("5",), guessed=True)


@each("weekday", range(7))
def test_the_next_one_is_within_a_week_and_never_today(weekday: int) -> None:
    today = date(2026, 11, 23 + weekday)
    for name in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
        found = parse_date(name, today=today)
        assert found is not None
        assert (f"{found:%A}", 1 <= (found - today).days <= 7) == (name, True)


def test_every_language_is_there() -> None:
    assert NAMES.keys() - {EASY_READ} == SPELT_OUT.keys()


SIGNS = ["5·3·2027", "5,3,2027", "5, 3, 2027", "5_3_2027", "5|3|2027", "5\\3\\2027", "5:3:2027", "5 March (Friday)", "(5 March)",
         "1. 5 March", "2) 5 March", "(3) 5/3/2027"]  # fmt: skip


@each("words", SIGNS)
def test_a_day_with_other_signs(words: str) -> None:
    assert days_in(words, today=TODAY) == Days(days=(date(2027, 3, 5),))


@pytest.mark.parametrize("words", ["1. 5 March\n2. 6 March", "5 March / 6 March", "5 March (Friday) and 6,3,2027"])
def test_several_days_with_other_signs(words: str) -> None:
    assert days_in(words, today=TODAY) == Days(days=(date(2027, 3, 5), date(2027, 3, 6)))


@each("words", ["10:30", "5:30:15", "5,3", "1,2,3", "5 March (or so)", "5_3", "31,2,2027"])
def test_what_has_other_signs_and_is_no_day(words: str) -> None:
    """A time, a list of numbers; what is not read is named as it was written."""
    assert days_in(words, today=TODAY).days == ()


def test_what_is_not_read_is_named_as_it_was_written() -> None:
    assert days_in("31,2,2027; trinta e um de nada", today=TODAY, language="pt").unread == (
        "31,2,2027",
        "trinta e um de nada",
    )
