"""Hold every translation to what a careful reader would find again: a table of patterns, each with its reason.

The table is patterns.toml. A pattern says which English it looks at, and what the translation must hold or must not say.
What needs more than a pattern (days that are understood, the names of buttons) is in locales/naming.py.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from dialogs.languages import EASY_READ, NAMES
from locales import SOURCE
from locales.checking import translations, where
from locales.filling import as_shown
from locales.texts import Marked

# Every language that is translated into; Easy Read is English, and is named where it is meant.
EVERY = "*"
NEVER = r"(?!)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Something a translation must hold, or must not say, where its English and its place are such; `most`: so many in 100 may.

    `shown`: it is looked at with names and days in it, and not as it stands in the catalogue. `was`: what it has to find.
    """

    reason: str
    holds: Mapping[str, re.Pattern[str]]
    refuses: Mapping[str, re.Pattern[str]]
    english: re.Pattern[str]
    unless: re.Pattern[str]
    place: re.Pattern[str]
    same: bool
    shown: bool
    most: Mapping[str, int]
    was: tuple[Mapping[str, str], ...]

    def concerns(self, text: Marked) -> bool:
        """Tell whether the pattern looks at this text."""
        at = any(self.place.search(place) for place in text.places or [""])
        return at and bool(self.english.search(text.msgid)) and not self.unless.search(text.msgid)

    def finds(self, language: str, msgid: str, said: str) -> bool:
        """Tell whether the translation is not as it has to be."""
        if self.same and language in self.languages() and said != msgid:
            return True
        read = [*as_shown(said, language)] if self.shown else [said]
        holds, refuses = _of(self.holds, language), _of(self.refuses, language)
        return any(bool(holds and not holds.search(r)) or bool(refuses and refuses.search(r)) for r in read)

    def languages(self) -> frozenset[str]:
        """Return the languages that the pattern is about."""
        named = {*self.holds, *self.refuses} or {EASY_READ}
        return frozenset(named - {EVERY} | ({*NAMES} - {SOURCE, EASY_READ} if EVERY in named else set()))


def faults(language: str, texts: Iterable[Marked]) -> Iterator[str]:
    """Yield what the patterns find in the catalogue of `language`."""
    texts, known = list(texts), translations(language)
    for pattern in (p for p in patterns() if language in p.languages()):
        of = [t for t in texts if t.msgid in known and pattern.concerns(t)]
        found = [t for t in of if pattern.finds(language, t.msgid, known[t.msgid].string)]
        if (most := pattern.most.get(language)) is None:
            yield from (f"{language}: {where(t)}: {pattern.reason}: {known[t.msgid].string!r}" for t in found)
        elif len(found) * 100 > most * len(of):
            yield f"{language}: {len(found)} of {len(of)} texts, and {most} in 100 are the most: {pattern.reason}"


@cache
def patterns() -> tuple[Pattern, ...]:
    """Return the table."""
    table = tomllib.loads(files("locales").joinpath("patterns.toml").read_text(encoding="utf-8"))
    return tuple(map(_pattern, table["pattern"]))


def _pattern(entry: Mapping[str, Any]) -> Pattern:
    return Pattern(
        reason=entry["reason"],
        holds=_compiled(entry.get("holds", {})),
        refuses=_compiled(entry.get("refuses", {})),
        english=re.compile(entry.get("english", "")),
        unless=re.compile(entry.get("unless", NEVER)),
        place=re.compile(entry.get("place", "")),
        same=entry.get("same", False),
        shown=entry.get("shown", False),
        most=entry.get("most", {}),
        was=tuple(entry.get("was", ())),
    )


def _compiled(words: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    return {language: re.compile(pattern, re.IGNORECASE) for language, pattern in words.items()}


def _of(words: Mapping[str, re.Pattern[str]], language: str) -> re.Pattern[str] | None:
    return words.get(language) or (words.get(EVERY) if language != EASY_READ else None)
