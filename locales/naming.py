"""Check that what a translation says to type or to press is understood and stands on the button."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from dialogs.days import days_in
from dialogs.languages import EASY_READ
from locales.checking import at_places, translations, where
from locales.texts import Marked

# The quotes around the name of a button; a script without capitals has nothing else to show where the name begins and ends.
QUOTES = {
    "cy": "‘’", "pl": "„”", "ro": "„”", "it": "«»", "es": "«»", "pt": "«»", "ur": '""', "ar": "«»", "pa": '""', "bn": "«»",
    "gu": "«»", EASY_READ: "",
}  # fmt: skip
TODAY = date(2026, 11, 23)
LONGEST = 60
_NAMED = re.compile(r"\b(?:[Pp]ress|[Cc]hoose|example|or) (?P<rest>[A-Z{][^.,:;?]*)")
_CLOSES = re.compile(r"(?P<rest>[A-Z][\w ]+?) closes ")
_END = re.compile(r" or | to | and |$")
_MONTHS = re.compile(r"\d{1,2} (?:March|June)\b(?: \d{4})?")
SHOWN = re.compile(
    r"\d{1,2}(?:[./]\d{1,2}(?:[./]\d{4})?|\.?\s+(?:de\s+)?[^\W\d_][\w\u0300-\u036f\u0900-\u0dff]*(?:\s+(?:de\s+)?\d{4})?)"
)


def faults(language: str, texts: Iterable[Marked]) -> Iterator[str]:
    """Yield the buttons that a translation names otherwise than they read, and the days that would not be understood."""
    texts, known = list(texts), {msgid: told.string for msgid, told in translations(language).items()}
    labels = {t.msgid: known.get(t.msgid, "") for t in texts if len(t.msgid) <= LONGEST and t.msgid[-1] not in ".?"}
    at = at_places(language)
    for text in (t for t in texts if t.msgid in known):
        said, there = known[text.msgid], {place.partition(":")[0] for place in text.places}
        here = {label: words for (place, label), words in at.items() if place in there}
        yield from (f"{language}: {where(text)}: {fault}" for fault in misnamed(language, text, said, labels | here))
        if _MONTHS.search(text.msgid) and days_of(said, SHOWN, language) != days_of(text.msgid, _MONTHS, "en"):
            yield f"{language}: {where(text)}: the days it names are not understood, or are others: {said!r}"


def misnamed(language: str, text: Marked, said: str, labels: Mapping[str, str]) -> Iterator[str]:
    """Yield the buttons that one translation does not name as they read, in quotes."""
    opening, closing = QUOTES[language][:1], QUOTES[language][1:]
    for name in (labels.get(label, label) for label in named_in(text.msgid, labels)):
        if f"{opening}{name}{closing}" not in said:
            yield f"names the button {opening}{name}{closing} otherwise: {said!r}"


def named_in(msgid: str, labels: Iterable[str]) -> list[str]:
    """Return the buttons that an English text names."""
    known, closes = {*labels, "{choice}"}, _CLOSES.match(msgid)
    about = msgid if re.search(r"press|choose|closes", msgid, re.IGNORECASE) else ""
    named = [closes["rest"]] if closes else []
    for match in _NAMED.finditer(about):
        candidates = [match["rest"][: end.start()] for end in _END.finditer(match["rest"])]
        named += [c for c in candidates if c in known][-1:]
    return named


def unused(texts: Iterable[Marked]) -> list[Marked]:
    """Return the facts of the programme that are translated, and stand in no text."""
    texts = list(texts)
    said = "".join(t.msgid for t in texts)
    facts = [t for t in texts if any(place.startswith("programme.toml: ") for place in t.places)]
    return [t for t in facts if not any(f"{{{p.partition(': ')[2]}}}" in said for p in t.places)]


def days_of(words: str, pattern: re.Pattern[str], language: str) -> list[date]:
    """Return the days that somebody names who types what stands in these words."""
    found = [days_in(example, today=TODAY, language=language) for example in pattern.findall(words)]
    return [day for days in found for day in (*days.days, *days.past)]
