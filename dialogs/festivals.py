"""Days that are called by a name and can be known exactly: Christmas, New Year, Easter and those that hang on it.

What moves by the moon as somebody sees it (Eid, Diwali, Rosh Hashanah), and a birthday, can't be known here and is not read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from dialogs.months import WITH_A_DAY
from dialogs.typed import folded

# After Easter Sunday, in days.
_GOOD_FRIDAY, _EASTER_MONDAY = -2, 1
_LONGEST = 60
# By language, each in several ways: Christmas Eve, Christmas, Boxing Day, New Year's Eve, New Year, Good Friday, Easter and
# Easter Monday of the Western churches.
_NAMES = {
    "en": (
        "christmas eve|xmas eve; christmas|christmas day|xmas|xmas day|christmas time; boxing day|st stephens day;"
        "new years eve|new year eve|nye; new year|new years|new years day|new year day; good friday;"
        "easter|easter sunday|easter day; easter monday"
    ),
    "cy": (
        "noswyl nadolig|noswyl y nadolig; nadolig|y nadolig|dydd nadolig; gŵyl san steffan|dydd san steffan; nos galan;"
        "dydd calan|blwyddyn newydd|y flwyddyn newydd; dydd gwener y groglith|gwener y groglith; pasg|y pasg|sul y pasg;"
        "llun y pasg|dydd llun y pasg"
    ),
    "pl": (
        "wigilia|wigilię|wigilia bożego narodzenia; boże narodzenie|pierwszy dzień świąt; drugi dzień świąt;"
        "sylwester|sylwestra; nowy rok; wielki piątek; wielkanoc|niedziela wielkanocna; poniedziałek wielkanocny"
    ),
    "ro": (
        "ajunul crăciunului|ajun; crăciun|crăciunul|de crăciun; a doua zi de crăciun; revelion|revelionul;"
        "anul nou; ; ; "
    ),
    "pa": "; ਕ੍ਰਿਸਮਸ; ; ; ਨਵਾਂ ਸਾਲ; ; ਈਸਟਰ; ",
    "ur": "; کرسمس; ; ; نیا سال; ; ایسٹر; ",
    "pt": (
        "véspera de natal; natal|dia de natal; ; véspera de ano novo; ano novo|dia de ano novo; sexta feira santa;"
        "páscoa|domingo de páscoa; "
    ),
    "es": (
        "nochebuena; navidad|día de navidad; ; nochevieja; año nuevo; viernes santo; pascua|domingo de pascua;"
        "lunes de pascua"
    ),
    "ar": "; الكريسماس|كريسماس; ; ; رأس السنة; ; ; ",
    "bn": "; বড়দিন|ক্রিসমাস; ; ; ; ; ইস্টার; ",
    "gu": "; નાતાલ|ક્રિસમસ; ; ; ; ; ઇસ્ટર; ",
    "it": (
        "vigilia di natale; natale|giorno di natale; santo stefano; san silvestro; capodanno;"
        "venerdì santo; pasqua|domenica di pasqua; pasquetta|lunedì di pasqua"
    ),
}
_BESIDE = WITH_A_DAY | {"this", "next", "at", "over", "around", "coming"}


def easter(year: int) -> date:
    """Return Easter Sunday of the Western churches, by Gauss's rule in the form of Meeus, Jones and Butcher."""
    century, in_century = divmod(year, 100)
    leap, rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * (year % 19) + century - leap - correction + 15) % 30
    four, left = divmod(in_century, 4)
    to_sunday = (32 + 2 * rest + 2 * four - moon - left) % 7
    late = (year % 19 + 11 * moon + 22 * to_sunday) // 451
    month, day = divmod(moon + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def festival(words: str, today: date, language: str) -> date | None:
    """Return the next day that is called so in English or in this language; None if that is not all that the words say."""
    said = folded(words).split() if len(words) <= _LONGEST else []
    years = [int(w) for w in said if len(w) == 4 and w.isdecimal()]  # noqa: PLR2004 - a year
    said = [w for w in said if not (len(w) == 4 and w.isdecimal())]  # noqa: PLR2004 - a year
    known = {**_KNOWN.get(language.partition("@")[0], {}), **_KNOWN["en"]}
    day = next((known[name] for name in _without_what_stands_beside(said) if name in known), None)
    if day is None or len(years) > 1 or any(not today.year <= year < date.max.year for year in years):
        return None
    return next((d for d in map(day, years or (today.year, today.year + 1)) if years or d >= today), None)


def _without_what_stands_beside(said: list[str]) -> list[str]:
    """Return the words, whole and without one or more at either end that say nothing."""
    starts = [i for i in range(len(said)) if all(w in _BESIDE for w in said[:i])]
    ends = [i for i in range(len(said), 0, -1) if all(w in _BESIDE for w in said[i:])]
    return [" ".join(said[start:end]) for start in starts for end in ends if start < end]


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _after_easter(days: int) -> Callable[[int], date]:
    return lambda year: easter(year) + timedelta(days=days)


_DAYS = (
    *(_fixed(12, 24), _fixed(12, 25), _fixed(12, 26), _fixed(12, 31), _fixed(1, 1)),
    *(_after_easter(days) for days in (_GOOD_FRIDAY, 0, _EASTER_MONDAY)),
)
_KNOWN: Mapping[str, Mapping[str, Callable[[int], date]]] = {
    language: {
        folded(way): day
        for ways, day in zip(names.split(";"), _DAYS, strict=True)
        for way in ways.split("|")
        if way.strip()
    }
    for language, names in _NAMES.items()
}
