"""The list of all answers as the page has it: a summary list a part, with a Change in each row that names its question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from dialogs.listing import Part as Listed
from dialogs.messages import Role
from dialogs.text import Text

Wire = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One answer: the question with its number, the question alone for the name of its button, what that carries."""

    asked: str
    name: str
    change: str = ""
    said: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Part:
    """The rows under one heading; the note has none."""

    title: str
    rows: list[Row] = field(default_factory=list)


def blocks(paragraphs: Iterable[Wire]) -> list[Wire | list[Part]]:
    """Return the paragraphs in order; those of a list become its parts."""
    found: list[Wire | list[Part]] = []
    for paragraph in paragraphs:
        here = found[-1] if found and isinstance(found[-1], list) else None
        match paragraph["role"]:
            case Role.HEADING | Role.LISTED:
                here = here if here is not None else _begun(found)
                _add(here, paragraph)
            case Role.WORDS if here is not None:
                here[-1].rows[-1].said.append(paragraph["text"])
            case _:
                found.append(paragraph)
    return found


def copied(listed: Sequence[Listed], filled: Callable[[Text], str]) -> list[Part]:
    """Return the list to read and to keep: nothing can be changed in it."""
    return [
        Part(
            filled(part.title) if part.title else "",
            [Row(filled(e.asked), filled(e.asked), said=[*map(filled, e.said)]) for e in part.entries],
        )
        for part in listed
    ]


def _begun(found: list[Wire | list[Part]]) -> list[Part]:
    begun: list[Part] = []
    found.append(begun)
    return begun


def _add(parts: list[Part], paragraph: Wire) -> None:
    """Begin a part, or add a row to the last part; the note is a part without a heading."""
    if paragraph["role"] == Role.HEADING:
        parts.append(Part(paragraph["text"]))
        return
    if not parts or paragraph["note"]:
        parts.append(Part(""))
    parts[-1].rows.append(Row(paragraph["text"], paragraph["name"], paragraph["press"]))
