"""The names of the drawings that Easy Read shows: beside a question, an option and a button. No other wording has any."""

from __future__ import annotations

from dialogs.inputs import Absent, Choose, Input, Next, No, Toggle, Yes
from dialogs.languages import EASY_READ
from dialogs.leder.pictures import pictures
from dialogs.route import NAME


def beside(place: str, language: str) -> str:
    """Return the drawings beside a question or a screen."""
    return pictures().question.get(place, "") if language == EASY_READ else ""


def on(press: Input | None, language: str) -> str:
    """Return the drawing beside an option or on a button, by what it does."""
    return _of(press) if language == EASY_READ else ""


def _of(press: Input | None) -> str:
    match press:
        case Choose(link_id, code) | Toggle(link_id, code):
            return pictures().of_option(link_id, code)
        case Absent(_, reason):
            return pictures().button[reason.value]
        case Next():
            return pictures().button["next"]
        case Yes(screen) | No(screen) if screen == NAME:
            return pictures().option["yes" if isinstance(press, Yes) else "no"]
        case _:
            return ""
