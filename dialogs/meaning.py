"""Read words that mean a yes, a no or an option, but are not written as its button is.

Only the plain yes and no of the chat's language, or of English, count at once. Everything else is only guessed: the person is
asked "Did you mean Yes?", and a second one answers that. The words are data (`leder/yes_no.toml`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from dialogs.leder import yes_no
from dialogs.typed import folded, usual

YES, NO = "yes", "no"
ENGLISH = "en"
NAME, AGE = "{name}", "{age}"
SHORTEST_LABEL = 4
# What decides anything stands at the beginning; one sign may stand for eighteen.
LONGEST = 500
ADULT, YOUNGEST, OLDEST, MOST_WORDS_OF_AGE = 18, 5, 120, 6
_NUMBER = re.compile(r"\d+")
_PARTS = re.compile(r"[.,;:!?()\n]| - ")
# Where neither age nor years need be named, what may follow: years, and the next thought. Not "16 stone", "10 minutes away".
_BARE_AGE = frozenset({ENGLISH, "cy"})
_AFTER_AGE = (
    r"(?: (?:years?|yrs?|yr|y)(?: old| of age)?| oed| old)?(?= (?:and|but|so|now|too|cos|because|not|my|i|im|a|ond) |$)"
)


@dataclass(frozen=True, slots=True)
class Guess:
    """The code that is meant. `sure`: it counts at once. `whole`: the message says nothing else."""

    code: str
    sure: bool = False
    whole: bool = True


def yes_or_no(words: str, language: str) -> Guess | None:
    """Guess whether the words are a yes or a no; None if that can't be told."""
    said, own = plain(words), base(language)
    if not said:
        return None
    if guess := _said(said, own):
        return guess
    guess = _said(_without_pictures(said), own)
    return guess and replace(guess, sure=False)


def _said(said: str, own: str) -> Guess | None:
    if code := _first_code(said, own, YES, NO):
        return Guess(code, sure=True)
    if code := _whole(said, own):
        return Guess(code)
    if code := _first_code(said, ENGLISH, YES, NO):
        return Guess(code, sure=True)
    others = (ENGLISH, *(known for known in yes_no() if known not in {own, ENGLISH}))
    if code := next((c for known in others if (c := _whole(said, known))), ""):
        return Guess(code)
    return next((guess for known in dict.fromkeys((own, ENGLISH)) if (guess := _leading(said, known))), None)


def is_yes_or_no(words: str, language: str) -> bool:
    """Return whether the whole message is a way of saying yes or no in this language or in English."""
    said = plain(words)
    return any(
        _first_code(said, known, YES, NO, "like_yes", "like_no", "alone_no") for known in (base(language), ENGLISH)
    )


def is_plain_yes(words: str, language: str) -> bool:
    """Return whether the whole message is a bare yes: "yes", "ok", not "I would like to"."""
    said = without_polite(words, language)
    bare = {yes for known in yes_no() for yes in _lists(known)[YES]}
    short = len(said.split()) == 1 or not bare.isdisjoint(said.split())
    return said in bare or (short and any(said in _lists(known)["like_yes"] for known in yes_no()))


def is_named(words: str, name: str, language: str) -> Guess | None:
    """A yes, where the words say that the writer has this name."""
    said, own = plain(words), base(language)
    names = {n for n in (plain(name), *plain(name).split()) if len(n) > 1}
    after = [rest for known in dict.fromkeys((own, ENGLISH)) for rest in _after_yes(said, known)]
    for known in dict.fromkeys((own, ENGLISH)):
        begun = (f"{_with(p, NAME, n)} " for p in yes_no()[known]["i_am"] for n in names)
        doubts = _lists(known)["doubt"]
        found = [(rest, begin) for begin in begun for rest in after if f"{rest} ".startswith(begin)]
        if found and not _has(said, doubts):
            return Guess(YES, whole=any(f"{rest} " == begin for rest, begin in found))
    return Guess(YES) if names.intersection(after) else None


def is_adult(words: str) -> Guess | None:
    """Guess from an age in the words whether it is that of an adult; None if there is no single age."""
    numbers = [int(n) for n in _NUMBER.findall(usual(words[:LONGEST])) if len(n) < 4]  # noqa: PLR2004 - no age has four digits
    if len(numbers) != 1 or len(words.split()) > MOST_WORDS_OF_AGE or not YOUNGEST <= numbers[0] <= OLDEST:
        return None
    return None if _has(plain(words), _lists(ENGLISH)["doubt"]) else Guess(YES if numbers[0] >= ADULT else NO)


def says_under_18(words: str, language: str) -> bool:
    """Tell whether the words say of the writer, in the language of the chat or English, an age below 18."""
    parts = [plain(part) for part in _PARTS.split(usual(words[:LONGEST]))]
    known = dict.fromkeys((base(language), ENGLISH))
    ages = (found for lang in known for pattern in _ages(lang) for part in parts for found in pattern.findall(part))
    return any(YOUNGEST <= int(age) < ADULT for age in ages)


def near_option(words: str, labels: Mapping[str, Collection[str]]) -> Guess | None:
    """The one code with a label that stands in the words, or in which they stand."""
    said = plain(words)
    found = [code for code, known in labels.items() if _is_near(said, map(plain, known))]
    return Guess(found[0], whole=False) if len(found) == 1 else None


def without_polite(words: str, language: str) -> str:
    """Return the words without what is only polite at their end or beginning: "yes please" is "yes"."""
    said = plain(words)
    for polite in (p for known in (base(language), ENGLISH) for p in _lists(known)["polite"]):
        said = said.removesuffix(f" {polite}").removeprefix(f"{polite} ")
    return said


def goes_on(words: str, language: str) -> bool:
    """Tell whether the words are the way on from something to read, in this language or English."""
    said = plain(words)
    return said == "1" or any(said in _lists(known)["go_on"] for known in (base(language), ENGLISH))


def base(language: str) -> str:
    """The language of a wording: that of Easy Read is English. English, where we know no words of it."""
    spoken = language.partition("_")[0].partition("@")[0]
    return spoken if spoken in yes_no() else ENGLISH


def plain(words: str) -> str:
    """Return words in the form in which they are compared: lower case, letters, numbers and pictures, single spaces."""
    apart = "".join(f" {sign} " if _is_picture(sign) else sign for sign in usual(words[:LONGEST])[:LONGEST])
    return " ".join(kept for part in apart.split() if (kept := part if _is_picture(part) else folded(part)))


def _without_pictures(said: str) -> str:
    """Return words without the pictures before them."""
    first, _, rest = said.partition(" ")
    return _without_pictures(rest) if rest and _is_picture(first) else said


def _is_picture(sign: str) -> bool:
    return len(sign) == 1 and unicodedata.category(sign) == "So"


def _first_code(said: str, language: str, *kinds: str) -> str:
    return next((kind for kind in kinds if said in _lists(language)[kind]), "")


def _whole(said: str, language: str) -> str:
    """The code of which these words are one way of saying it."""
    ways = {YES: ("like_yes", "alone_yes", YES), NO: ("like_no", "alone_no", NO)}
    known = _lists(language)
    return next((code for code, kinds in ways.items() if any(said in known[kind] for kind in kinds)), "")


def _leading(said: str, language: str) -> Guess | None:
    """Guess from the yes or no that the words begin with; None if the rest casts doubt on it."""
    known = _lists(language)
    for code, kind, doubts in ((NO, "like_no", ()), (YES, "like_yes", known["negations"])):
        if rests := [*_rests(said, known[kind])]:
            doubted = any(_has(rest, (*known["doubt"], *doubts)) for rest in rests)
            nothing_more = any(rest in known["polite"] or _whole(rest, language) == code for rest in rests)
            return None if doubted else Guess(code, whole=nothing_more)
    return None


def _after_yes(said: str, language: str) -> Iterator[str]:
    """The words, and what is left of them after a yes at their beginning."""
    yield said
    yield from _rests(said, _lists(language)["like_yes"])


def _rests(said: str, phrases: Iterable[str]) -> Iterator[str]:
    return (said.removeprefix(f"{phrase} ") for phrase in phrases if said.startswith(f"{phrase} "))


def _with(pattern: str, hole: str, filled: str) -> str:
    return " ".join(filled if word == hole else plain(word) for word in pattern.split())


def _has(said: str, phrases: Iterable[str]) -> bool:
    return any(f" {phrase} " in f" {said} " for phrase in phrases)


def _is_near(said: str, labels: Iterable[str]) -> bool:
    return any(
        len(part) >= SHORTEST_LABEL and _has(longer, (part,))
        for label in labels
        for part, longer in ((label, said), (said, label))
    )


@cache
def _lists(language: str) -> Mapping[str, tuple[str, ...]]:
    return {kind: tuple(map(plain, said)) for kind, said in yes_no()[language].items() if kind not in {"i_am", "age"}}


@cache
def _ages(language: str) -> tuple[re.Pattern[str], ...]:
    """Return how the writer's age is said in a language; where neither age nor years are named, little may follow."""
    after = _AFTER_AGE if language in _BARE_AGE else "(?= |$)"
    ways = (_with(pattern, AGE, r"(\d{1,2})") for pattern in yes_no()[language].get("age", ()))
    return tuple(re.compile(f"(?:^| ){way}{after}") for way in ways)
