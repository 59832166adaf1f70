"""Days as people write them: one, or several in one message. The day stands before the month; `YYYY-MM-DD` always works."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from itertools import pairwise

from dialogs.festivals import festival
from dialogs.months import (
    AND,
    FIRST,
    IN_A_MONTH,
    MONTHS,
    MONTHS_OF_TWO_WORDS,
    ORDINALS,
    RELATIVE,
    ROMAN,
    SPELT,
    WEEKDAYS,
    WITH_A_DAY,
)
from dialogs.spelt import freed, held, in_digits
from dialogs.typed import folded, usual
from dialogs.weekdays import coming

LEAP_YEARS_APART, A_WEEK = 8, 7
# A word is a month that is spelt wrong if it begins as one and is this near to it: "Febuary", but not "maybe".
NEAR_ENOUGH, LONGEST_MONTH, ALIKE = 0.8, 12, 3
_NUMERIC = re.compile(r"(?P<day>\d{1,2}) ?[/. -] ?(?P<month>\d{1,2})(?: ?[/. -] ?'?(?P<year>\d{4}|\d{2}))?")
# Other signs between them: then there is a year, for "10:30" is a time.
_ODD = re.compile(r"(?P<day>\d{1,2}) ?(?P<sign>[_|\\:,\u00b7]) ?(?P<month>\d{1,2}) ?(?P=sign) ?(?P<year>\d{4})")
_ISO = re.compile(r"(?P<year>\d{4}) ?[-/.] ?(?P<month>\d{1,2}) ?[-/.] ?(?P<day>\d{1,2})")
# Two numbers that may also be two days, or all from one to the other.
_TWO_NUMBERS = re.compile(r"\d{1,2}(?: | ?- ?)\d{1,2}")
_FIRST_NUMBER, _LAST_NUMBER = re.compile(r"\d"), re.compile(r"\d(?=\D*$)")
_TOKEN = re.compile(r"\d+|[^\d ]+")
_SAID_TWICE = re.compile(r"([^()]+)\(([^()]+)\)")
_YEAR_ALONE = re.compile(r"\d{4}\.?")
_LISTED = re.compile(r"\(?\d{1,2}[.)]\s*(.+)")
_BETWEEN = r"[\n;؛,،&+]+|(?<=\s)/(?=\s)|(?<!\S)(?:{words})(?!\S){joined}"
_SENTENCES = re.compile(r"(?<=[^\W\d_])\.\s+|(?<=\d{4})\.\s+")


@dataclass(frozen=True, slots=True)
class Days:
    """The days that a message names: `days` to come, `past` days, and each part that is `unread`, as it was written.

    `guessed`: a day was read in what may mean something else, so that the words are worth keeping.
    """

    days: tuple[date, ...] = ()
    past: tuple[date, ...] = ()
    unread: tuple[str, ...] = ()
    guessed: bool = False

    @property
    def whole(self) -> bool:
        """Tell whether every part of the message is a day to come."""
        return bool(self.days) and not self.past and not self.unread

    @property
    def certain(self) -> bool:
        """Tell whether the days say all that the words do."""
        return self.whole and not self.guessed


def parse_date(words: str, *, today: date, language: str = "en") -> date | None:
    """Return the day that `words` name, in any common form of any language (day before month), or None.

    Without a year it is the next such day, and so is a day of the week. A month may be misspelt in English and in `language`.
    """
    if twice := _SAID_TWICE.fullmatch(words.strip()):
        if _is_idle(folded(twice[2])):
            return parse_date(f"{twice[1]} {twice[2]}", today=today, language=language)
        one, other = (parse_date(half, today=today, language=language) for half in twice.groups())
        return one if one and other and (one.day, one.month) == (other.day, other.month) else None
    if (ahead := RELATIVE.get(folded(words))) is not None:
        return today + timedelta(days=ahead)
    bare = _bare(words)
    for pattern in (_ISO, _NUMERIC, _ODD):
        if found := pattern.fullmatch(bare):
            return _calendar(found["day"], int(found["month"]), found["year"], today)
    tokens = _TOKEN.findall(folded(words))
    spelt = in_digits(tokens)
    day = _in_words(tokens, today, language) or (_in_words(spelt, today, language) if spelt != tokens else None)
    return day or coming(words, today, language) or festival(words, today, language)


def _bare(words: str) -> str:
    """Return the numbers of a day with the signs between them, if what stands around them is only a weekday and the like."""
    written = usual(words)
    first, last = _FIRST_NUMBER.search(written), _LAST_NUMBER.search(written)
    if first is None or last is None:
        return ""
    around = f"{written[: first.start()]} {written[last.end() :]}"
    return written[first.start() : last.end()] if _is_idle(folded(around)) else ""


def _is_idle(words: str) -> bool:
    said = f" {words} ".replace(" no dia ", " dia ").split()
    return all(word in WEEKDAYS or word in WITH_A_DAY for word in said)


def _in_words(tokens: list[str], today: date, language: str) -> date | None:
    """Return the day of a month that is written as a word: a day and perhaps a year, a month, and nothing that matters."""
    numbers = [t for t in tokens if t.isdecimal()]
    said = _without_ordinals(tokens)
    months = _months_in(said, language)
    if len(months) != 1:
        return None
    rest = [w for w in said if w not in months[0][1]]
    if not numbers and any(w in FIRST for w in rest):
        numbers, rest = ["1"], [w for w in rest if w not in FIRST]
    day, *year = numbers or [""]
    if year and len(day) == 4:  # noqa: PLR2004 - the year first
        day, year = year[0], [day, *year[1:]]
    after = tokens[tokens.index(months[0][1][-1]) :]
    is_a_year = all(len(y) == 4 or (len(y) == 2 and y in after) for y in year)  # noqa: PLR2004 - 2027; 27 after the month
    is_a_day = 0 < len(day) <= 2 and len(year) <= 1 and is_a_year  # noqa: PLR2004 - two digits
    if not is_a_day or not _is_idle(" ".join(rest)):
        return None
    return _calendar(day, months[0][0], year[0] if year else None, today)


def _without_ordinals(tokens: list[str]) -> list[str]:
    """Return the words without numbers and without what is written on to them: "th", "ed", "ই"."""
    before = ["", *tokens]
    return [
        t for p, t in zip(before, tokens, strict=False) if not t.isdecimal() and not (p.isdecimal() and t in ORDINALS)
    ]


def _months_in(words: list[str], language: str) -> Sequence[tuple[int, tuple[str, ...]]]:
    """Return the months among the words, each with its words; a word that is a weekday too counts only if it must."""
    pairs = [(" ".join(p), p) for p in pairwise(words)]
    if two := [(MONTHS_OF_TWO_WORDS[both], p) for both, p in pairs if both in MONTHS_OF_TWO_WORDS]:
        return two
    found: list[tuple[int, tuple[str, ...]]] = [(n, (word,)) for word in words if (n := _month(word, language))]
    while len(found) > 1 and found[0][1][0] in WEEKDAYS:
        found = found[1:]
    return found


def days_in(words: str, *, today: date, language: str = "en") -> Days:
    """Every day that `words` name, apart by commas, lines or the word for "and"; "5, 6 and 7 March" are three."""
    parts = _parts(words, today, language)
    named = [parse_date(part, today=today, language=language) for part in parts]
    by_week = [coming(part, today, language) is not None for part in parts]
    near = _nearest([None if weekly else day for day, weekly in zip(named, by_week, strict=True)])
    months = zip(parts, named, near, strict=True)
    found = [(part, day or _in_month_of(part, near)) for part, day, near in months]
    days = {day for _, day in found if day is not None}
    return Days(
        days=tuple(sorted(day for day in days if day >= today)),
        past=tuple(sorted(day for day in days if day < today)),
        unread=tuple(part for part, day in found if day is None),
        guessed=any(day is not None and _is_guess(part, today, language) for part, day in found),
    )


def _is_guess(part: str, today: date, language: str) -> bool:
    """Tell whether a day was read in what may mean more: two numbers, a day of the week, "next week", a festival."""
    weeks = RELATIVE.get(folded(part), 0) >= A_WEEK or festival(part, today, language) is not None
    return weeks or coming(part, today, language) is not None or _TWO_NUMBERS.fullmatch(_bare(part)) is not None


def _parts(words: str, today: date, language: str) -> list[str]:
    """Split words at commas, lines and "and"s; a weekday and a year stay with their day."""
    parts: list[str] = []
    for piece in _pieces(words, today, language):
        before = parts[-1] if parts else ""
        of_it = _YEAR_ALONE.fullmatch(usual(piece)) or _is_day_of(before, piece, today, language)
        joins = of_it or _is_idle(folded(before))
        if before and joins and parse_date(f"{before} {piece}", today=today, language=language):
            parts[-1] = f"{before} {piece}"
        else:
            parts.append(piece)
    return parts


def _is_day_of(before: str, piece: str, today: date, language: str) -> bool:
    """Tell whether a piece is the day of the week of the day before it: "5 March, Friday"."""
    day, weekly = parse_date(before, today=today, language=language), coming(piece, today, language)
    return day is not None and weekly is not None and day.weekday() == weekly.weekday()


def _pieces(words: str, today: date, language: str) -> list[str]:
    """The parts as they are divided; one that is no day is looked at once more, for sentences and for bare dates."""
    between = _divider(language)
    pieces: list[str] = []
    for given in filter(None, (freed(p).strip() for p in between.split(held(words)))):
        piece = _without_number(given, today, language)
        tokens = piece.split()
        if parse_date(piece, today=today, language=language):
            pieces.append(piece)
        elif all(parse_date(token, today=today, language=language) for token in tokens):
            pieces += tokens
        else:
            pieces += filter(None, (p.strip() for p in _SENTENCES.split(piece)))
    return pieces


def _without_number(piece: str, today: date, language: str) -> str:
    """Return a line of a list without its number, where the rest of it is a day and the whole is none: "2. 6 March"."""
    found = _LISTED.fullmatch(piece)
    if found is None or parse_date(piece, today=today, language=language):
        return piece
    return found[1] if parse_date(found[1], today=today, language=language) else piece


def _divider(language: str) -> re.Pattern[str]:
    words, joined = AND.get(language.partition("@")[0], ((), ""))
    before_a_number = rf"|(?<!\S){joined}(?=\d)" if joined else ""
    return re.compile(_BETWEEN.format(words="|".join(("and", *words)), joined=before_a_number), re.IGNORECASE)


def _nearest(named: list[date | None]) -> list[date | None]:
    """For each part the next day that is named after it, else the last one before it."""
    after: list[date | None] = []
    for day in reversed(named):
        after.append(day or (after[-1] if after else None))
    before = next((day for day in reversed(named) if day is not None), None)
    return [day or before for day in reversed(after)]


def _in_month_of(part: str, near: date | None) -> date | None:
    """Return a day by its number alone, in the month of this day."""
    tokens = in_digits(_TOKEN.findall(folded(part)))
    numbers = [t for t in tokens if t.isdecimal()]
    alone = len(numbers) == 1 and len(numbers[0]) <= 2 and _is_idle(" ".join(_without_ordinals(tokens)))  # noqa: PLR2004
    return _day(near.year, near.month, int(numbers[0])) if alone and near else None


def _calendar(day: str, month: int, year: str | None, today: date) -> date | None:
    century = 2000 if year and len(year) == 2 else 0  # noqa: PLR2004 - two digits of a year
    years = [int(year) + century] if year else range(today.year, today.year + LEAP_YEARS_APART + 1)
    days = (_day(y, month, int(day)) for y in years)
    return next((d for d in days if d is not None and (year or d >= today)), None)


def _month(name: str, language: str) -> int:
    """Return the number of a month by its name, 0 if it is none."""
    spoken = language.partition("@")[0]
    known = MONTHS.get(name) or ROMAN.get(spoken, {}).get(name) or (name.endswith(IN_A_MONTH) and MONTHS.get(name[:-1]))
    return known or (_misspelt(name, spoken) if len(name) <= LONGEST_MONTH else 0)


def _misspelt(name: str, language: str) -> int:
    """Return the number of the month that begins like this and is spelt nearly so, else 0."""
    for spelt in dict.fromkeys(("en", language)):
        for number, month in enumerate(SPELT.get(spelt, "").split(), 1):
            if name[:ALIKE] == month[:ALIKE] and SequenceMatcher(None, name, month).ratio() >= NEAR_ENOUGH:
                return number
    return 0


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
