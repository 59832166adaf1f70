"""Days as people write them: one, or several in one message. The day stands before the month; `YYYY-MM-DD` always works."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher

from dialogs.months import AND, MONTHS

LEAP_YEARS_APART = 8
# A word is a month that is spelt wrong if it begins as one and is this near to it: "Febuary", but not "maybe".
NEAR_ENOUGH, LONGEST_MONTH = 0.8, 12
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_SHORT = {month[:letters]: number for number, month in enumerate(_MONTHS, 1) for letters in (3, 4, LONGEST_MONTH)}
_ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})")
_NUMERIC = re.compile(r"(?P<day>\d{1,2})[/. -](?P<month>\d{1,2})(?:[/. -](?P<year>\d{4}|\d{2}))?")
# Two numbers that may also be two days, or all from one to the other.
_TWO_NUMBERS = re.compile(r"\d{1,2}[ -]\d{1,2}")
_YEAR = r"(?:\s+(?P<year>\d{4}|\d{2}))?"
# A month in any script: vowels of some stand as marks of their own, which are no letters.
_MONTH = r"(?P<month>[^\W\d_][^\s\d.,،]*)"
_DAY_FIRST = re.compile(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+(?:of|de))?\s+{_MONTH}\.?[,،]?(?:\s+de)?{_YEAR}")
_MONTH_FIRST = re.compile(rf"{_MONTH}\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?{_YEAR}")
_DAY_OF_WEEK = r"(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?"
_WEEKDAY = re.compile(rf"^(?:on\s+)?(?:{_DAY_OF_WEEK}\.?,?\s+)?(?:the\s+)?")
_WEEKDAY_ALONE = re.compile(rf"(?:on\s+)?{_DAY_OF_WEEK}\.?", re.IGNORECASE)
_YEAR_ALONE = re.compile(r"\d{4}\.?")
_DAY_ALONE = re.compile(r"(?:on\s+)?(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)?", re.IGNORECASE)
_BETWEEN = r"[\n;؛,،&+]+|(?<!\S)(?:{words})(?!\S){joined}"
_SENTENCES = re.compile(r"(?<=[^\W\d_])\.\s+|(?<=\d{4})\.\s+")


@dataclass(frozen=True, slots=True)
class Days:
    """What a message names: `days` to come, days that are `past`, and each part that is `unread`, as it was written.

    `guessed`: a day was read in what may mean something else, so that the words are worth keeping.
    """

    days: tuple[date, ...] = ()
    past: tuple[date, ...] = ()
    unread: tuple[str, ...] = ()
    guessed: bool = False

    @property
    def whole(self) -> bool:
        """Whether every part of the message is a day to come."""
        return bool(self.days) and not self.past and not self.unread

    @property
    def certain(self) -> bool:
        """Whether the days say all that the words do."""
        return self.whole and not self.guessed


def parse_date(words: str, *, today: date) -> date | None:
    """The day that `words` name, in any common form (day before month); without a year, the next such day."""
    said = _bare(words)
    relative = {"today": 0, "tomorrow": 1, "next week": 7, "in a week": 7, "in two weeks": 14, "in 2 weeks": 14}
    if said in relative:
        return today + timedelta(days=relative[said])
    for pattern in (_ISO, _NUMERIC, _DAY_FIRST, _MONTH_FIRST):
        if found := pattern.fullmatch(said):
            return _calendar(found["day"], found["month"], found["year"], today)
    return None


def _bare(words: str) -> str:
    """Without the day of the week, and what ends a sentence."""
    return _WEEKDAY.sub("", " ".join(words.casefold().split()).rstrip(".!"))


def days_in(words: str, *, today: date, language: str = "en") -> Days:
    """Every day that `words` name, apart by commas, lines or the word for "and"; "5, 6 and 7 March" are three."""
    parts = _parts(words, today, language)
    named = [parse_date(part, today=today) for part in parts]
    months = zip(parts, named, _nearest(named), strict=True)
    found = [(part, day or _in_month_of(part, near)) for part, day, near in months]
    days = {day for _, day in found if day is not None}
    return Days(
        days=tuple(sorted(day for day in days if day >= today)),
        past=tuple(sorted(day for day in days if day < today)),
        unread=tuple(part for part, day in found if day is None),
        guessed=any(day is not None and _TWO_NUMBERS.fullmatch(_bare(part)) for part, day in found),
    )


def _parts(words: str, today: date, language: str) -> list[str]:
    """What stands between the commas, lines and "and"s; a weekday and a year stay with their day."""
    parts: list[str] = []
    for piece in _pieces(words, today, language):
        before = parts[-1] if parts else ""
        joins = _WEEKDAY_ALONE.fullmatch(before) or _YEAR_ALONE.fullmatch(piece)
        if joins and before and parse_date(f"{before} {piece}", today=today):
            parts[-1] = f"{before} {piece}"
        else:
            parts.append(piece)
    return parts


def _pieces(words: str, today: date, language: str) -> list[str]:
    """The parts as they are divided; one that is no day is looked at once more, for sentences and for bare dates."""
    between = _divider(language)
    pieces: list[str] = []
    for piece in filter(None, (p.strip() for p in between.split(words))):
        tokens = piece.split()
        if parse_date(piece, today=today):
            pieces.append(piece)
        elif all(parse_date(token, today=today) for token in tokens):
            pieces += tokens
        else:
            pieces += filter(None, (p.strip() for p in _SENTENCES.split(piece)))
    return pieces


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
    """A day by its number alone, in the month of this day."""
    alone = _DAY_ALONE.fullmatch(part)
    return _day(near.year, near.month, int(alone[1])) if alone and near else None


def _calendar(day: str, month: str, year: str | None, today: date) -> date | None:
    number = int(month) if month.isdecimal() else _month(month)
    century = 2000 if year and len(year) == 2 else 0  # noqa: PLR2004 - two digits of a year
    years = [int(year) + century] if year else range(today.year, today.year + LEAP_YEARS_APART + 1)
    days = (_day(y, number, int(day)) for y in years)
    return next((d for d in days if d is not None and (year or d >= today)), None)


def _month(name: str) -> int:
    """The number of a month by its name, 0 if it is none."""
    return MONTHS.get(name) or _SHORT.get(name) or (_misspelt(name) if len(name) <= LONGEST_MONTH else 0)


def _misspelt(name: str) -> int:
    """The number of the month that begins like this and is spelt nearly so, else 0."""
    alike = ((n, SequenceMatcher(None, name, m).ratio()) for n, m in enumerate(_MONTHS, 1) if name[:3] == m[:3])
    return next((number for number, ratio in alike if ratio >= NEAR_ENOUGH), 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
