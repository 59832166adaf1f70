"""Texts that are not yet strings: a gettext msgid and the values that fill it.

The core never renders. A channel asks a catalogue for the wording in the participant's language and fills it here, once:
a value is never read as a format string, so words that contain braces stay as they were typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Speech:
    """How a language says things: a msgid in its words, a day in its way."""

    translate: Callable[[str], str]
    day: Callable[[date], str]


@dataclass(frozen=True, slots=True)
class Text:
    """A msgid with its values; a value may be a Text itself and is then translated too."""

    msgid: str
    values: Mapping[str, str | date | Text] = field(default_factory=dict)


def say(msgid: str, **values: str | date | Text) -> Text:
    """The Text for `msgid`, filled with `values`."""
    return Text(msgid, values)


def N_(msgid: str) -> str:  # noqa: N802 - gettext's own name for "mark for extraction, translate later"
    """Mark `msgid` for the catalogue and give it back unchanged."""
    return msgid


def verbatim(words: str) -> Text:
    """Words that are shown exactly as they are, in no language of ours."""
    return Text("", {"words": words})


def isolate(name: str) -> str:
    """A name that keeps its own writing direction inside text of the other (Unicode FSI … PDI)."""
    return f"{FIRST_STRONG_ISOLATE}{name}{POP_ISOLATE}"


def fill(text: Text, speech: Speech, names: Mapping[str, str]) -> str:
    """The string for `text`: translated, then each placeholder replaced once, from its values or `names`.

    A name that nobody gives is an error in a catalogue: KeyError.
    """
    if not text.msgid:
        return str(text.values["words"])
    known = {**names, **{k: _spoken(v, speech, names) for k, v in text.values.items()}}
    msgid = speech.translate(text.msgid)

    def value(found: re.Match[str]) -> str:
        begins = found[1] in names and _begins_sentence(msgid, found.start())
        return known[found[1]][:1].upper() + known[found[1]][1:] if begins else known[found[1]]

    return _PLACEHOLDER.sub(value, msgid)


def placeholders(msgid: str) -> frozenset[str]:
    """The names of the placeholders in `msgid`."""
    return frozenset(_PLACEHOLDER.findall(msgid))


def _begins_sentence(msgid: str, start: int) -> bool:
    return start == 0 or msgid[:start].endswith((". ", "? ", "! "))


def _spoken(value: str | date | Text, speech: Speech, names: Mapping[str, str]) -> str:
    match value:
        case Text():
            return fill(value, speech, names)
        case date():
            return speech.day(value)
        case str():
            return value
