"""The names of the drawings that Easy Read shows: beside a question, an option and a button. No other wording has any."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.inputs import Choose, No, Open, Press, Toggle, Yes, data
from dialogs.languages import EASY_READ
from dialogs.leder.pictures import pictures
from dialogs.route import NAME


def beside(place: str, language: str) -> str:
    """Return the drawings beside a question or a screen."""
    return pictures().question.get(place, "") if language == EASY_READ else ""


def by_line(paragraph: Mapping[str, Any], language: str) -> str:
    """Return the drawing beside a line of whom to call, by whose number stands in it."""
    return pictures().service.get(str(paragraph.get("line", "")), "") if language == EASY_READ else ""


def on(press: Press | None, language: str, *, onward: bool = False) -> str:
    """Return the drawing beside an option or on a button, by what it does; `onward`: it is the way on."""
    if language != EASY_READ or press is None:
        return ""
    return _of(press) or (pictures().button["next"] if onward else "")


def _of(press: Press) -> str:
    match press:
        case Choose(link_id, code) | Toggle(link_id, code):
            return pictures().of_option(link_id, code)
        case Open(part) if part in pictures().part:
            return pictures().part[part]
        case Yes(screen) | No(screen) if screen == NAME:
            return pictures().option["yes" if isinstance(press, Yes) else "no"]
        case _:
            return pictures().button.get(data(press).partition(":")[0], "")
