"""Check that texts are plain, kind and say one thing at a time: English and Easy Read, sentence by sentence.

Reading age by the Flesch-Kincaid grade of `textstat`, where that is installed; lengths, the list of words to avoid and
joined questions without it. Labels and sentences of a few words are too short for a grade: their long words stand in a list.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any

SCREEN_WORDS, SCREEN_GRADE, SENTENCE_WORDS, SENTENCE_GRADE, LABEL_SYLLABLES = 30, 6.0, 5, 8.0, 2
PLAIN_WORDS, EASY_READ_WORDS = 20, 12
_SENTENCE = re.compile(r"(?<=[.?!])\s+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_FILLED = re.compile(r"\{[a-z_]+\}")
_JOINED = re.compile(r"\b(?:and|or)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """The texts that are read at once: the place, its paragraphs as a person sees them, and the msgids they come from."""

    where: str
    paragraphs: tuple[str, ...]
    msgids: tuple[str, ...]
    is_label: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """Words to avoid, why, and what may hold them."""

    pattern: re.Pattern[str]
    reason: str
    but: tuple[str, ...]


def faults(screens: Sequence[Screen], longest: int, *, whole: bool = False) -> Iterator[str]:
    """Yield the faults in the wording of each screen, a line each, naming where; `longest` is the words of a sentence.

    Of a `whole` screen, whose texts are looked at by themselves, only the grade is measured.
    """
    for screen in screens:
        found = _hard_whole(screen) if whole else _faults(screen, longest)
        yield from (f"{screen.where}: {fault}" for fault in dict.fromkeys(found))


def measures() -> bool:
    """Tell whether the reading age can be measured here."""
    return _grader() is not None


def sentences(paragraph: str) -> list[str]:
    """The sentences of a paragraph."""
    return [s for s in _SENTENCE.split(paragraph) if _WORD.search(s)]


def _faults(screen: Screen, longest: int) -> Iterator[str]:
    for paragraph in screen.paragraphs:
        yield from _disrespect(paragraph)
    if screen.is_label:
        yield from (fault for paragraph in screen.paragraphs for fault in _long_words(paragraph))
        return
    for sentence in (s for p in screen.paragraphs for s in sentences(p)):
        yield from _too_long(sentence, longest)
        yield from _hard_sentence(sentence)
    yield from _joined(screen.msgids)
    yield from _hard_whole(screen)


def _hard_whole(screen: Screen) -> Iterator[str]:
    if sum(len(_words(p)) for p in screen.paragraphs) >= SCREEN_WORDS:
        yield from _too_hard(" ".join(map(_ended, screen.paragraphs)), SCREEN_GRADE, "the whole")


def _disrespect(paragraph: str) -> Iterator[str]:
    for rule in _rules():
        rest = paragraph
        for allowed in rule.but:
            rest = rest.replace(allowed, "")
        yield from (f"says {found[0]!r}: {rule.reason}" for found in rule.pattern.finditer(rest))


def _too_long(sentence: str, longest: int) -> Iterator[str]:
    if (count := len(_words(sentence))) > longest:
        yield f"a sentence of {count} words, and {longest} are the most: {sentence!r}"


def _hard_sentence(sentence: str) -> Iterator[str]:
    if len(_words(sentence)) < SENTENCE_WORDS:
        yield from _long_words(sentence)
    elif not any(exact.fullmatch(sentence) for exact in _exact()):
        yield from _too_hard(sentence, SENTENCE_GRADE, "the sentence")


def _too_hard(text: str, most: float, what: str) -> Iterator[str]:
    grader = _grader()
    if grader and (grade := grader(text)) > most:
        yield f"{what} is too hard to read (grade {grade:.1f}, and {most:.0f} is the most): {text!r}"


def _joined(msgids: Sequence[str]) -> Iterator[str]:
    for question in (s for m in msgids for s in sentences(m) if s.endswith("?")):
        rest = question
        for entry in _data()["joined"]:
            rest = rest.replace(entry["text"], "")
        if found := _JOINED.search(rest):
            yield f"a question that joins two with {found[0]!r}: {question!r}"


def _long_words(label: str) -> Iterator[str]:
    if (syllables := _syllables()) is None:
        return
    known = {*_data()["labels"]["words"]}
    for word in (w.casefold() for w in _WORD.findall(label)):
        if word not in known and syllables(word) > LABEL_SYLLABLES:
            yield f"the long word {word!r} in a short text: use a shorter one, or list it in wording.toml: {label!r}"


def _words(text: str) -> list[str]:
    return [w for w in text.split() if any(c.isalnum() for c in w)]


def _ended(paragraph: str) -> str:
    return paragraph if paragraph.rstrip().endswith((".", "?", "!")) else f"{paragraph}."


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(files("dialogs.leder").joinpath("wording.toml").read_text(encoding="utf-8"))


@cache
def _exact() -> tuple[re.Pattern[str], ...]:
    """The sentences that may be hard, whatever fills them."""
    return tuple(re.compile(".*".join(map(re.escape, _FILLED.split(e["text"])))) for e in _data()["exact"])


@cache
def _rules() -> tuple[Rule, ...]:
    return tuple(
        Rule(
            re.compile(_avoided(entry["words"], entry.get("alone", ())), re.IGNORECASE),
            entry["reason"],
            tuple(entry.get("but", ())),
        )
        for entry in _data()["avoid"]
    )


def _avoided(words: Sequence[str], alone: Sequence[str]) -> str:
    """A pattern for these words, and for those that are avoided as the whole of a text."""
    anywhere = rf"\b(?:{'|'.join(map(re.escape, words))})\b"
    return rf"{anywhere}|^\W*(?:{'|'.join(map(re.escape, alone))})\W*$" if alone else anywhere


@cache
def _grader() -> Callable[[str], float] | None:
    return _measure("flesch_kincaid_grade")


@cache
def _syllables() -> Callable[[str], int] | None:
    return _measure("syllable_count")


def _measure(name: str) -> Callable[[str], Any] | None:
    """A measure of textstat: an extra, which reads a dictionary when it is imported."""
    try:
        measure: Callable[[str], Any] = getattr(import_module("textstat"), name)
    except ModuleNotFoundError:
        return None
    return measure
