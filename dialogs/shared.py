"""Read what is shared beside words: a contact, and pictures that come as an album of several messages."""

from __future__ import annotations

from dialogs.copies import replace
from dialogs.inputs import Input, Media, Say, Unkept
from dialogs.questionnaire import Questionnaire
from dialogs.response import Response
from dialogs.turn import Turn


def read(questionnaire: Questionnaire, response: Response, said: Input) -> Input | None:
    """Return what is to be answered of an input; None for another picture of an album that was spoken of already.

    A contact is the words of its number where one is asked for, and elsewhere carries none. Words are always answered.
    """
    if isinstance(said, Say) and said.media is Media.CONTACT:
        item = questionnaire.items.get(said.about or response.at)
        return replace(said, media=None) if item and item.number else Unkept(Media.CONTACT)
    if not _album(said) or _album(said) != response.album:
        return said
    return replace(said, media=None) if isinstance(said, Say) else None


def noted(turn: Turn, said: Input) -> Turn:
    """Return the turn with the album of what was said as the one that was spoken of."""
    return turn.now(album=_album(said)) if _album(said) else turn


def _album(said: Input) -> str:
    return said.album if isinstance(said, Say | Unkept) else ""
