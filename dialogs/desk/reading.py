"""Read typed words at a desk: a value, or a Rejection that says why not. What must never be typed is refused here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping

from dialogs.answers import Rejection
from dialogs.desk import phrases
from dialogs.desk.state import Age
from dialogs.inputs import Absent, AbsentReason, Choose, Input, No, Say, Yes
from dialogs.typed import digits, plain_words, usual

OLDEST = 120
NAME_LENGTH, NAME_WORDS = 30, 2
YES, NO = frozenset({"yes", "y", "1"}), frozenset({"no", "n", "2"})
UNKNOWN = frozenset({"not known", "unknown", "i do not know", "i don't know", "do not know", "don't know", "?"})
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_/.-]{0,63}")
_YEARS = re.compile(r"(\d{1,3})(?: ?(?:years?|yrs?|y)(?: old)?)?")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_NUMERIC_DATE = r"\d{1,2}[./ -]\d{1,2}[./ -](?:\d{4}|\d{2})|(?:1[89]|20)\d{2}[./ -]\d{1,2}[./ -]\d{1,2}"
_DATE = re.compile(
    rf"\b(?:{_NUMERIC_DATE}|(?:1[89]|20)\d{{2}}|\d{{8}}|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}|{_MONTH} \d{{1,4}})\b",
    re.IGNORECASE,
)
_JOINERS = frozenset("\u200c\u200d")
_IN_NAMES = frozenset(" -'’.") | _JOINERS


def reference(words: str, taken: Collection[str]) -> str | Rejection:
    """A reference that can be used."""
    written = usual(words)
    if re.fullmatch(_NUMERIC_DATE, written):
        return Rejection(phrases.REFERENCE_DATE)
    if _is_nhs_number(written):
        return Rejection(phrases.REFERENCE_NHS)
    if not _REFERENCE.fullmatch(written):
        return Rejection(phrases.REFERENCE_FORM)
    return Rejection(phrases.REFERENCE_TAKEN) if written in taken else written


def first_name(words: str) -> str | Rejection:
    """A first name: not a full one, and no date."""
    written = usual(words)
    if any(c.isdigit() for c in written):
        return Rejection(phrases.NAME_DATE)
    if len(written) > NAME_LENGTH or len(written.split()) > NAME_WORDS:
        return Rejection(phrases.NAME_TOO_LONG)
    letters = [c for c in written if c not in _IN_NAMES]
    if not letters or any(unicodedata.category(c)[0] not in "LM" for c in letters):
        return Rejection(phrases.NAME_LETTERS)
    return written


def age(said: Input) -> Age | Rejection:
    """An age in whole years, or that it is not known."""
    match said:
        case Absent("age", AbsentReason.UNKNOWN):
            return Age(None)
        case Say(words=words):
            return _age(plain_words(words) or usual(words))
        case _:
            return Rejection(phrases.OLD_BUTTON)


def decision(said: Input, step: str) -> bool | None:
    """Yes or no to the step that is asked now; None if something else was said."""
    match said:
        case Yes(screen) if screen == step:
            return True
        case No(screen) if screen == step:
            return False
        case Say(words=words):
            word = plain_words(words)
            return True if word in YES else False if word in NO else None
        case _:
            return None


def choice(said: Input, step: str, labels: Mapping[str, str]) -> str | None:
    """The code that was chosen at this step: pressed, or typed by its number or its label."""
    match said:
        case Choose(link_id, code) if link_id == step and code in labels:
            return code
        case Say(words=words):
            return _typed(plain_words(words), labels)
        case _:
            return None


def _typed(word: str, labels: Mapping[str, str]) -> str | None:
    numbered = dict(zip(map(str, range(1, len(labels) + 1)), labels, strict=True))
    shown = {f"{number}. {plain_words(labels[code])}": code for number, code in numbered.items()}
    named = {plain_words(label): code for code, label in labels.items()}
    return numbered.get(word) or named.get(word) or shown.get(word)


def _age(written: str) -> Age | Rejection:
    if written in UNKNOWN:
        return Age(None)
    if found := _YEARS.fullmatch(written):
        years = int(found[1])
        return Age(years) if years <= OLDEST else Rejection(phrases.AGE_FORM)
    return Rejection(phrases.AGE_DATE if _DATE.search(written) else phrases.AGE_FORM)


def _is_nhs_number(written: str) -> bool:
    """Ten digits whose last one is the check digit (modulus 11)."""
    if not re.fullmatch(r"\d{3}[- ]?\d{3}[- ]?\d{4}", written):
        return False
    return (sum(int(d) * w for d, w in zip(digits(written), range(10, 0, -1), strict=True))) % 11 == 0
