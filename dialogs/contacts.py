"""Read a contact that was shared: a telephone number where one is asked for, and elsewhere what is not kept."""

from __future__ import annotations

from dialogs.copies import replace
from dialogs.inputs import Input, Media, Say, Unkept
from dialogs.questionnaire import Questionnaire
from dialogs.response import Response


def read(questionnaire: Questionnaire, response: Response, said: Input) -> Input:
    """Return a shared contact as the words of its number, or as something that carries none."""
    if not isinstance(said, Say) or said.media is not Media.CONTACT:
        return said
    item = questionnaire.items.get(said.about or response.at)
    return replace(said, media=None) if item and item.number else Unkept(Media.CONTACT)
