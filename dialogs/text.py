"""Texts that are not yet strings: a gettext msgid and the values that fill it.

The core never renders. A channel asks a catalogue for the wording in the participant's language and fills it here, once:
a value is never read as a format string, so words that contain braces stay as they were typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, lru_cache
from unicodedata import bidirectional

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
# Between a place and a msgid, as gettext has it between a context and a msgid.
AT = "\x04"
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def with_commas(parts: Sequence[str]) -> str:
    """A list as any language can have it."""
    return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Speech:
    """The way a language says things: a msgid in its words, a day and a list in its way.

    `english` is there where the wording is a draft: what must be understood exactly is then said in English too, but for
    what somebody has `checked`. `pictured`: pictures stand beside the words.
    """

    translate: Callable[[str], str]
    day: Callable[[date], str]
    listing: Callable[[Sequence[str]], str] = with_commas
    english: Speech | None = None
    checked: frozenset[str] = frozenset()
    pictured: bool = False

    def beside(self, text: Text) -> Speech | None:
        """Return the English in which this text is said too; None where somebody has checked its wording."""
        return None if text.msgid in self.checked else self.english


@dataclass(frozen=True, slots=True)
class Text:
    """A msgid with its values; a value may be a Text itself and is then translated too, and so may each part of a list.

    `place`: the question that it answers, where a language may say it in another way: Welsh has no one word for yes.
    """

    msgid: str
    values: Mapping[str, Value] = field(default_factory=dict)
    place: str = field(default="", compare=False)

    def at(self, place: str) -> Text:
        """Return this text as an answer to the question `place`."""
        return replace(self, place=place)


Value = str | date | Text | tuple[Text, ...]


def say(msgid: str, **values: Value) -> Text:
    """The Text for `msgid`, filled with `values`."""
    return Text(msgid, values) if values else _bare(msgid)


@cache
def _bare(msgid: str) -> Text:
    """A Text without values; there are as many as sentences of ours."""
    return Text(msgid)


def N_(msgid: str) -> str:  # noqa: N802 - gettext's own name for "mark for extraction, translate later"
    """Mark `msgid` for the catalogue and give it back unchanged."""
    return msgid


def verbatim(words: str) -> Text:
    """Words that are shown exactly as they are, in no language of ours."""
    return Text("", {"words": words})


def isolate(name: str) -> str:
    """A name that keeps its own writing direction inside text of the other (Unicode FSI … PDI)."""
    return f"{FIRST_STRONG_ISOLATE}{name}{POP_ISOLATE}"


def runs_left(words: str) -> bool:
    """Tell whether most letters of a text are written from right to left: a name in another script may well stand first."""
    sides = [bidirectional(letter) for letter in words]
    return sides.count("R") + sides.count("AL") > sides.count("L")


def fill(text: Text, speech: Speech, names: Mapping[str, str]) -> str:
    """The string for `text`: translated, then each placeholder replaced once, from its values or `names`.

    A name that is not isolated is a phrase ("your reviewer") and is translated.
    A name that nobody gives is an error in a catalogue: KeyError.
    """
    if not text.msgid:
        return str(text.values["words"])
    said = _translated(text, speech)
    if "{" not in said:
        return said
    return "".join([p if isinstance(p, str) else _value(p, text, speech, names) for p in _pieces(said)])


def _translated(text: Text, speech: Speech) -> str:
    here = f"{text.place}{AT}{text.msgid}"
    said = speech.translate(here) if text.place else here
    return speech.translate(text.msgid) if said == here else said


@dataclass(frozen=True, slots=True)
class _Hole:
    """A placeholder, and whether a sentence begins with it."""

    name: str
    begins: bool


@lru_cache(maxsize=4096)
def _pieces(msgid: str) -> tuple[str | _Hole, ...]:
    """A sentence in its language, cut at its placeholders."""
    parts: list[str | _Hole] = []
    end = 0
    for found in _PLACEHOLDER.finditer(msgid):
        parts += [msgid[end : found.start()], _Hole(found[1], _begins_sentence(msgid, found.start()))]
        end = found.end()
    return (*parts, msgid[end:])


def _value(hole: _Hole, text: Text, speech: Speech, names: Mapping[str, str]) -> str:
    if hole.name in text.values:
        return _spoken(text.values[hole.name], speech, names)
    name = _called(names[hole.name], speech)
    return name[:1].upper() + name[1:] if hole.begins else name


def placeholders(msgid: str) -> frozenset[str]:
    """The names of the placeholders in `msgid`."""
    return frozenset(_PLACEHOLDER.findall(msgid))


def _begins_sentence(msgid: str, start: int) -> bool:
    return start == 0 or msgid[:start].endswith((". ", "? ", "! "))


def _called(name: str, speech: Speech) -> str:
    return name if name.startswith(FIRST_STRONG_ISOLATE) or not name else speech.translate(name)


def _spoken(value: Value, speech: Speech, names: Mapping[str, str]) -> str:
    match value:
        case str():
            return value
        case Text():
            return fill(value, speech, names)
        case tuple():
            return speech.listing([fill(part, speech, names) for part in value])
        case date():
            return speech.day(value)
