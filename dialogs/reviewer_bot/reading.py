"""Read typed words at a desk: a value, or a Rejection that says why not. What must never be typed is refused here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from itertools import islice

from dialogs.answers import Rejection, named
from dialogs.inputs import Absent, AbsentReason, Choose, Input, No, Say, Yes
from dialogs.phrases import NO as NO_LABEL
from dialogs.phrases import YES as YES_LABEL
from dialogs.questionnaire import AnswerOption, Item, ItemType
from dialogs.reviewer_bot import phrases
from dialogs.reviewer_bot.state import Age
from dialogs.text import isolate
from dialogs.typed import bare, digits, name_in, plain_words, usual

OLDEST = 120
NAME_LENGTH, NAME_WORDS = 30, 2
YES, NO = frozenset({"yes", "y", "1"}), frozenset({"no", "n", "2"})
UNKNOWN = frozenset({"not known", "unknown", "i do not know", "i don't know", "do not know", "don't know", "?"})
TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "rev", "sir", "lady", "lord"})
_IN_REFERENCES = re.compile(r"[A-Za-z0-9_/.-]")
MOST_SIGNS = 3
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
    written = reference_in(words)
    if re.fullmatch(_NUMERIC_DATE, written):
        return Rejection(phrases.REFERENCE_DATE)
    if _is_nhs_number(written):
        return Rejection(phrases.REFERENCE_NHS)
    if odd := [c for c in written if not _IN_REFERENCES.fullmatch(c)]:
        return Rejection(phrases.REFERENCE_SIGN, _named(odd))
    if not _REFERENCE.fullmatch(written):
        return Rejection(phrases.REFERENCE_FORM)
    return Rejection(phrases.REFERENCE_TAKEN) if written in taken else written


def reference_in(words: str) -> str:
    """The reference that words are, without what stands around it; what may end a reference stays."""
    written = usual(words)
    inside = bare(words)
    return inside + "_" * (len(written) - len(written.rstrip("_"))) if written.endswith("_") else inside


def first_name(words: str) -> str | Rejection:
    """A first name: not a full one, and no date."""
    written = name_in(words)
    if any(c.isdigit() for c in written):
        return Rejection(phrases.NAME_DATE)
    if len(written) > NAME_LENGTH or len(written.split()) > NAME_WORDS:
        return Rejection(phrases.NAME_TOO_LONG)
    others = [c for c in written if c not in _IN_NAMES]
    if odd := [c for c in others if unicodedata.category(c)[0] not in "LM"]:
        return Rejection(phrases.NAME_SIGN, _named(odd))
    return written if others else Rejection(phrases.NAME_LETTERS)


def first_name_of(name: str) -> str:
    """Return the first word of a name, with the next one where it is only a title."""
    words = name.split()
    return " ".join(words[: 2 if words and words[0].rstrip(".").casefold() in TITLES else 1])


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
            typed = _typed(words, {"y": YES_LABEL, "n": NO_LABEL})
            return True if word in YES or typed == "y" else False if word in NO or typed == "n" else None
        case _:
            return None


def choice(said: Input, step: str, labels: Mapping[str, str]) -> str | None:
    """The code that was chosen at this step: pressed, or typed by its number or its label."""
    match said:
        case Choose(link_id, code) if link_id == step and code in labels:
            return code
        case Say(words=words):
            return _typed(words, labels)
        case _:
            return None


def _typed(words: str, labels: Mapping[str, str]) -> str | None:
    """Return the one option that is typed, by its number, its label, or both as they are shown."""
    options = tuple(AnswerOption(code=code, text=label) for code, label in labels.items())
    found = named(Item(link_id="", section="", type=ItemType.CHOICE, text="", options=options), words, "")
    return found[0] if len(found) == 1 else None


def _age(written: str) -> Age | Rejection:
    if written in UNKNOWN:
        return Age(None)
    if found := _YEARS.fullmatch(written):
        years = int(found[1])
        return Age(years) if years <= OLDEST else Rejection(phrases.AGE_FORM)
    return Rejection(phrases.AGE_DATE if _DATE.search(written) else phrases.AGE_FORM)


def _named(signs: Iterable[str]) -> str:
    """Name signs so that each can be found in what was typed: as it stands there, or in a word where it cannot be seen."""
    return " or ".join(islice(dict.fromkeys(map(_name_of_a_sign, signs)), MOST_SIGNS))


def _name_of_a_sign(sign: str) -> str:
    if sign == " ":
        return "a space"
    if sign in _JOINERS:
        return "a sign that cannot be seen"
    return "a sign that cannot be shown" if unicodedata.category(sign)[0] == "C" else isolate(f"\u201c{sign}\u201d")


def _is_nhs_number(written: str) -> bool:
    """Ten digits whose last one is the check digit (modulus 11)."""
    if not re.fullmatch(r"\d{3}[- ]?\d{3}[- ]?\d{4}", written):
        return False
    return (sum(int(d) * w for d, w in zip(digits(written), range(10, 0, -1), strict=True))) % 11 == 0
