"""Days as families type them in every language on offer: accents or none, digits of any script, what stands around a day."""

from __future__ import annotations

import re
from datetime import date

import pytest

from dialogs.days import Days, days_in, parse_date
from dialogs.languages import NAMES
from dialogs.phrases import BAD_DATE, DAYS_UNREAD
from locales import speech
from tests.each import each

TODAY = date(2026, 11, 23)
MARCH, JUNE = date(2027, 3, 5), date(2027, 6, 20)
TYPED = [
    *("5–3–2027", "5‑3‑2027", "\u200e5 March", "5 March ’27", "5 / 3 / 27", "5March", "5. 3. 2027", "5 - 3 - 2027"),
    *(
        "５ March",
        "５／３／２０２７",
        "“5 March”",
        "5\u00a0March\u202f2027",
        "(5 March)",
        "5 MARCH",
        "5 Márch",
        "March 5 ’27",
    ),
    *("the 5th of March 2027.", "Friday the 5th March", "Friday, 5/3", "5/3/2027 (5 March)", "5\u20e3 March"),
    *("5 Mawrth", "5ed o Fawrth", "y 5ed o Fawrth", "dydd Gwener 5 Mawrth", "Gwener, 5ed Mawrth 2027", "5 mawrth 27"),
    *("5 marca", "5. marca", "5-go marca 2027 r.", "w piątek 5 marca", "piatek, 5 marca", "dnia 5 marca", "5 marzec"),
    *("5 martie", "pe 5 martie", "vineri, 5 martie 2027", "data de 5 martie"),
    *("5 ਮਾਰਚ", "੫ ਮਾਰਚ", "5 ਮਾਰਚ ਨੂੰ", "ਸ਼ੁੱਕਰਵਾਰ 5 ਮਾਰਚ"),
    *("5مارچ", "۵ مارچ", "5 مارچ کو", "بروز جمعہ 5 مارچ", "5 مارچ 2027"),
    *("5 de março", "dia 5 de março de 2027", "5 de marco", "sexta-feira, 5 de março", "5 março"),
    *("el 5 de marzo", "5 de marzo del 2027", "viernes 5 de marzo", "5 marzo"),
    *("5 مارس", "٥ مارس", "يوم 5 مارس", "يوم الجمعة 5 مارس ٢٠٢٧", "5 آذار", "5 من مارس", "٥/٣/٢٠٢٧"),
    *("৫ মার্চ", "৫ই মার্চ", "5 মার্চ", "শুক্রবার ৫ মার্চ"),
    *("5 માર્ચ", "૫ માર્ચ", "5મી માર્ચ", "તારીખ 5 માર્ચ"),
    *("il 5 marzo", "5 marzo 2027", "venerdì 5 marzo", "venerdi 5 marzo"),
]
MONTHS = [
    ("5 wrzesnia", 9), ("5 pazdziernika", 10), ("5 ابريل", 4), ("5 اغسطس", 8), ("5 اكتوبر", 10), ("5 شباط", 2),
    ("5 كانون الثاني", 1), ("5 تشرين الاول", 10), ("5 نيسان", 4), ("5 ਫਰਵਰੀ", 2), ("5 ਫ਼ਰਵਰੀ", 2), ("5 ਅਪਰੈਲ", 4),
    ("5 জানুয়ারি", 1), ("5 জানুয়ারী", 1), ("5 ফেব্রুয়ারি", 2), ("5 অগাস্ট", 8), ("5 ઓગસ્ટ", 8), ("5 ઓક્ટોબર", 10),
    ("1 Fai", 5), ("1af o Fedi", 9), ("2il o Fehefin", 6), ("9fed o Dachwedd", 11), ("10 Ragfyr", 12), ("1º de maio", 5),
    ("l'8 marzo", 3), ("l’11 luglio", 7), ("1° giugno", 6), ("primo maggio", 5), ("1. stycznia", 1), ("dydd Mawrth 5 Ebrill", 4),
    ("dydd Mawrth 2 Mawrth", 3), ("mar 2 marzo", 3), ("13 paź", 10), ("3 śr", 0), ("5 septiembre", 9), ("5 setiembre", 9),
]  # fmt: skip
MISSPELT = [("5 septiembe", "es", 9), ("5 stycznai", "pl", 1), ("5 novembrre", "it", 11), ("5 fevreiro", "pt", 2)]
RELATIVE = [
    ("yfory", 1),
    ("jutro", 1),
    ("mâine", 1),
    ("maine", 1),
    ("amanha", 1),
    ("mañana", 1),
    ("غداً", 1),
    ("domani", 1),
    ("আগামী কাল", 1),
    ("આવતી કાલે", 1),
    ("day after tomorrow", 2),
    ("drennydd", 2),
    ("pojutrze", 2),
    ("poimaine", 2),
    ("ਪਰਸੋਂ", 2),
    ("پرسوں", 2),
    ("depois de amanhã", 2),
    ("pasado mañana", 2),
    ("بعد غد", 2),
    ("পরশু", 2),
    ("પરમ દિવસે", 2),
    ("dopodomani", 2),
    ("in a week's time", 7),
    ("wythnos i heddiw", 7),
]


MORE = [
    ("2027 March 5", "en"), ("5 March this year", "en"), ("ar y 5ed o Fawrth", "cy"), ("5 marca 27", "pl"),
    ("w dniu 5 marca", "pl"), ("5 III 2027", "pl"), ("5.III.2027 r.", "pl"), ("5 iii", "ro"), ("la 5 martie", "ro"),
    ("no dia 5 de março", "pt"), ("a 5 de março", "pt"), ("em 5 de março", "pt"), ("na sexta-feira, 5 de março", "pt"),
    ("il 5 di marzo", "it"), ("nel giorno 5 marzo", "it"), ("5/3/2027م", "ar"), ("يوم الجمعة الموافق 5 مارس", "ar"),
    ("5 مارچ 2027ء", "ur"), ("৫ই মার্চে", "bn"), ("তারিখ ৫ মার্চ ২০২৭ সালে", "bn"), ("તા. ૫/૩/૨૦૨૭", "gu"), ("5 માર્ચે", "gu"),
]  # fmt: skip


@each(("words", "language"), MORE)
def test_a_day_as_it_is_said_in_a_language(words: str, language: str) -> None:
    assert parse_date(words, today=TODAY, language=language) == MARCH


@each(
    "words",
    ["13 15 martie", "13 la 15 martie", "de 13 a 15 de março", "13-15 March", "13–15 Mawrth", "od 13 do 15 marca"],
)
def test_from_one_day_to_another_is_no_year(words: str) -> None:
    assert [parse_date(words, today=TODAY, language=code) for code in NAMES] == [None] * len(NAMES)


@each("words", TYPED)
def test_a_day_however_it_is_typed(words: str) -> None:
    assert parse_date(words, today=TODAY) == MARCH


@each(("words", "month"), MONTHS)
def test_a_month_with_accents_or_without_them(words: str, month: int) -> None:
    found = parse_date(words, today=TODAY)
    assert (found.month if found else 0) == month


@pytest.mark.parametrize(("words", "language", "month"), MISSPELT)
def test_a_slip_is_read_in_the_language_of_the_chat(words: str, language: str, month: int) -> None:
    found = parse_date(words, today=TODAY, language=language)
    assert found is not None
    assert found.month == month


@each(("words", "ahead"), RELATIVE)
def test_a_day_that_is_near(words: str, ahead: int) -> None:
    assert parse_date(words, today=TODAY) == date(2026, 11, 23 + ahead)


@each(
    "words",
    ["5 marbles", "5 March 6 April", "5 March or 6 March", "March", "marzec", "5 5 March", "my 5 dogs in March"],
)
def test_what_may_mean_something_else_is_no_day(words: str) -> None:
    assert parse_date(words, today=TODAY) is None


@each("language", sorted(NAMES))
def test_an_example_is_understood_as_it_is_shown(language: str) -> None:
    """Every example of a day, in every text that has one: it is read when it is typed back."""
    for text in (BAD_DATE, DAYS_UNREAD):
        shown = whole(speech(language).translate(text))
        assert days_in(shown, today=TODAY, language=language) == Days(days=(MARCH,))


HINTS = (
    "Write a day, for example 5 March. You can skip this and come back when you like.",
    "Write each day, for example 5 March and 20 June. You can also choose No.",
)


@each("language", sorted(NAMES))
@each(("hint", "days"), [(HINTS[0], (MARCH,)), (HINTS[1], (MARCH, JUNE))])
def test_the_example_of_a_hint_is_understood(language: str, hint: str, days: tuple[date, ...]) -> None:
    assert days_in(whole(speech(language).translate(hint)), today=TODAY, language=language) == Days(days=days)


def whole(text: str) -> str:
    """The example in a text: from its first digit to the end of that sentence."""
    found = re.search(r"\d.*?(?=(?:\.|।|۔)(?:\s|$))", text)
    assert found is not None, text
    return found[0]
