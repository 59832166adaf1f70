"""The rules for what a review and an invitation are called: a reference, a first name, an age, a day.

They hold wherever such a thing is typed: in the reviewers' bot and at the command line. What must never be typed is refused
with what to do instead, and is never repeated.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import islice

from dialogs.answers import Rejection
from dialogs.days import parse_date
from dialogs.review import reference_key
from dialogs.reviewer_bot import phrases
from dialogs.reviewer_bot.instead import is_no_answer
from dialogs.reviewer_bot.look_alikes import as_latin, looks_like, strangers
from dialogs.text import isolate
from dialogs.typed import bare, digits, name_in, plain_words, usual

OLDEST, FIRST_YEAR = 120, 1880
NAME_LENGTH, NAME_WORDS = 30, 2
# A day inside a reference is taken for one of birth before this year; later ones may be part of how references are made.
BORN_BEFORE = 2022
MOST_SIGNS = 3
UNKNOWN = frozenset({"not known", "unknown", "i do not know", "i don't know", "do not know", "don't know", "?"})
# Refused because it says too much of a person: in a chat it should be deleted.
TELLING = frozenset(
    {
        phrases.REFERENCE_DATE,
        phrases.REFERENCE_NAME,
        phrases.REFERENCE_NHS,
        phrases.NAME_TOO_LONG,
        phrases.NAME_DATE,
        phrases.NAME_NHS,
        phrases.AGE_DATE,
        phrases.AGE_NHS,
    }
)
_IN_REFERENCES = re.compile(r"[A-Za-z0-9_/.-]")
_REFERENCE = re.compile(r"(?!.*(?:\.\.|//))[A-Za-z0-9](?:[A-Za-z0-9_/.-]{0,62}[A-Za-z0-9])?")
# A sign that stood between spaces, once these are hyphens.
_SIGNS = re.compile(r"-([_/.-])-")
# Words without a number, one of them with a small letter: a name, hardly ever a reference.
_NAME = re.compile(r"(?=.*[^\W\d_A-Z])(?=(?:.*?[^\W\d_]){3})(?!.{65})[^\W\d_]+(?:[-'’._/ ]+[^\W\d_]+)*\.?")
_YEARS = re.compile(r"(\d{1,3})(?: ?(?:years?|yrs?|y)(?: old)?)?")
_WHOLE_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]*"
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[./ _-](\d{1,2})[./ _-](\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[./ _-](\d{1,2})[./ _-](\d{1,2})(?!\d)")
_EIGHT = re.compile(r"(?<!\d)\d{8}(?!\d)")
_IN_WORDS = re.compile(rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?[./ _-]*({_MONTH})[./ _-]*(\d{{4}})(?!\d)", re.IGNORECASE)
_NUMERIC_DATE = r"\d{1,2}[./ _-]\d{1,2}[./ _-](?:\d{4}|\d{2})|(?:1[89]|20)\d{2}[./ _-]\d{1,2}[./ _-]\d{1,2}"
_DATE = re.compile(
    rf"\b(?:{_NUMERIC_DATE}|(?:1[89]|20)\d{{2}}|\d{{8}}|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}|{_MONTH} \d{{1,4}})\b",
    re.IGNORECASE,
)
_NHS_WHOLE = re.compile(r"\d(?:[- ./]{0,3}\d){9}")
_NHS_INSIDE = re.compile(r"(?<!\d)(?=([4679]\d{2}([- ./]?)\d{3}\2\d{4})(?!\d))")
# As one is written, mistyped or not: three groups. Ten digits in a row that fail the check may be anything.
_NHS_IN_GROUPS = re.compile(r"(?<!\d)[4679]\d{2}([- ./])\d{3}\1\d{4}(?!\d)")
_JOINERS = frozenset("\u200c\u200d")
_IN_NAMES = frozenset(" -'’.") | _JOINERS
# The second half of a first name that has two words, and hardly ever a family name.
_SECOND = re.compile(
    "ann|anna|anne|annie|beth|claire|elizabeth|ellen|jane|jayne|jo|joanne|kate|lou|louise|luc|lynne|mae|maria|marie|mary|"
    "michel|pierre|sue"
)
_TITLES = re.compile("mr|mrs|ms|miss|mx|dr|doctor|sir|lady|lord|rev|reverend|prof|professor|pan|pani|madam")


def reference(words: str, taken: Collection[str]) -> str | Rejection:
    """Return a reference for a new review; `taken`: those that there are."""
    written = reference_in(words)
    if reason := _telling(written):
        return Rejection(reason)
    if " " in written and _REFERENCE.fullmatch(joined := _SIGNS.sub(r"\1", "-".join(written.split()))):
        return Rejection(phrases.REFERENCE_SPACE, joined)
    if odd := [c for c in written if not _IN_REFERENCES.fullmatch(c)]:
        return Rejection(phrases.REFERENCE_SIGN, _named(odd))
    if not _REFERENCE.fullmatch(written):
        return Rejection(phrases.REFERENCE_FORM)
    same = next((other for other in taken if reference_key(other) == reference_key(written)), None)
    return Rejection(phrases.REFERENCE_TAKEN, same) if same else written


def reference_in(words: str) -> str:
    """Return the reference that words are, without what stands around it; what may end an old reference stays."""
    written = usual(words)
    inside = bare(words)
    return inside + "_" * (len(written) - len(written.rstrip("_"))) if written.endswith("_") else inside


def first_name(words: str) -> str | Rejection:
    """Return a first name: not a full one, no title, no number. One of two words may still be a full name: `may_be_full`."""
    written = name_in(words)
    if _is_nhs_number(written):
        return Rejection(phrases.NAME_NHS)
    if any(c.isdigit() for c in written):
        return Rejection(phrases.NAME_DATE)
    if is_no_answer(written):
        return Rejection(phrases.NAME_WORD)
    parts = _words(written)
    if len(written) > NAME_LENGTH or len(parts) > NAME_WORDS:
        return Rejection(phrases.NAME_TOO_LONG)
    if parts and _is_title(parts[0]):
        return Rejection(phrases.NAME_TITLE)
    others = [c for c in written if c not in _IN_NAMES]
    if odd := [c for c in others if unicodedata.category(c)[0] not in "LM"] or strangers(written):
        return Rejection(phrases.NAME_SIGN, _named(odd))
    return written if others else Rejection(phrases.NAME_LETTERS)


def reviewer_name(words: str) -> str | Rejection:
    """Return the name of a reviewer, which families read: as long as it is, but without a number, and no word of a chat."""
    written = name_in(words)
    if any(c.isdigit() for c in written):
        return Rejection(phrases.REVIEWER_NUMBER)
    return Rejection(phrases.REVIEWER_WORD) if is_no_answer(written) else written


def may_be_full(name: str) -> bool:
    """Tell whether a name of two words may be a first name and a family name: Margaret Thompson, but not Mary Ann."""
    parts = _words(name)
    return len(parts) > 1 and _SECOND.fullmatch(plain_words(parts[-1])) is None


def first_name_of(kept: str) -> str:
    """Return the first name to show of one that was kept under older rules: its first word, with a title the next one too."""
    if isinstance(first_name(kept), str) and not may_be_full(kept):
        return kept
    words = kept.split()
    return " ".join(words[: 2 if words and _is_title(words[0]) else 1])


def age(words: str) -> int | Rejection | None:
    """Return an age in whole years, or None where it says that it is not known."""
    written = plain_words(words) or usual(words)
    if written in UNKNOWN:
        return None
    if _is_nhs_number(written):
        return Rejection(phrases.AGE_NHS)
    if found := _YEARS.fullmatch(written):
        return years if (years := int(found[1])) <= OLDEST else Rejection(phrases.AGE_FORM)
    return Rejection(phrases.AGE_DATE if _DATE.search(written) else phrases.AGE_FORM)


def whole_day(words: str, today: date) -> date | None:
    """A day with its whole year; None for anything else."""
    return parse_date(words, today=today) if _WHOLE_YEAR.search(usual(words)) else None


def past_day(words: str, today: date) -> date | Rejection:
    """Return a day up to today that is written with its whole year."""
    found = whole_day(words, today)
    if found is None:
        return Rejection(phrases.DAY_FORM)
    return Rejection(phrases.DAY_TO_COME) if found > today else found


def _telling(written: str) -> str:
    """Return why these words are no reference: they say who somebody is, or are no answer at all; "" if neither is so."""
    inside = _NHS_IN_GROUPS.search(written) or any(_is_checked(found[1]) for found in _NHS_INSIDE.finditer(written))
    if inside or _is_nhs_number(written):
        return phrases.REFERENCE_NHS
    if is_no_answer(written):
        return phrases.REFERENCE_WORD
    if _NAME.fullmatch(as_latin(written)):
        return phrases.REFERENCE_NAME
    is_day = re.fullmatch(_NUMERIC_DATE, written) or any(
        day.year < BORN_BEFORE or bare(written) == text for day, text in _days_in(written)
    )
    return phrases.REFERENCE_DATE if is_day else ""


def _days_in(written: str) -> Iterator[tuple[date, str]]:
    """Yield the days that stand in these words with a whole year, each with how it stands there."""
    for found in _DAY_FIRST.finditer(written):
        yield from _calendar(found[0], found[3], found[2], found[1])
    for found in _YEAR_FIRST.finditer(written):
        yield from _calendar(found[0], *found.groups())
    for found in _IN_WORDS.finditer(written):
        month = _MONTHS.index(found[2][:3].lower()) + 1
        yield from _calendar(found[0], found[3], str(month), found[1])
    for found in _EIGHT.finditer(written):
        eight = found[0]
        yield from _calendar(eight, eight[4:], eight[2:4], eight[:2])
        yield from _calendar(eight, eight[:4], eight[4:6], eight[6:])


def _calendar(text: str, year: str, month: str, day: str) -> Iterator[tuple[date, str]]:
    """Yield the day, if there is one, the American way round too."""
    for one, other in ((month, day), (day, month)):
        try:
            found = date(int(year), int(one), int(other))
        except ValueError:
            continue
        if found.year >= FIRST_YEAR:
            yield found, text


def _is_nhs_number(written: str) -> bool:
    """Tell whether this is an NHS number and nothing else, however its ten digits stand apart."""
    inside = re.sub(r"^nhs(?: (?:no|number))?\W*", "", plain_words(written))
    return _NHS_WHOLE.fullmatch(inside) is not None and (_is_checked(inside) or bool(_NHS_IN_GROUPS.fullmatch(inside)))


def _is_checked(written: str) -> bool:
    """Tell whether the last of ten digits is the check digit of the others (modulus 11)."""
    return sum(int(d) * w for d, w in zip(digits(written), range(10, 0, -1), strict=True)) % 11 == 0


def _is_title(word: str) -> bool:
    return _TITLES.fullmatch(plain_words(word)) is not None


def _words(name: str) -> list[str]:
    """Return the words of a name; a full stop between letters parts them too."""
    return re.sub(r"\.(?=\w)", " ", name).split()


def _named(signs: Iterable[str]) -> str:
    """Name signs so that each can be found in what was typed: as it stands there, or in a word where it cannot be seen."""
    return " or ".join(islice(dict.fromkeys(map(_name_of_a_sign, signs)), MOST_SIGNS))


def _name_of_a_sign(sign: str) -> str:
    if sign == " ":
        return "a space"
    if latin := looks_like(sign):
        return "a letter of another alphabet that looks like " + isolate(f"\u201c{latin}\u201d")
    if sign in _JOINERS:
        return "a sign that cannot be seen"
    return "a sign that cannot be shown" if unicodedata.category(sign)[0] == "C" else isolate(f"\u201c{sign}\u201d")
