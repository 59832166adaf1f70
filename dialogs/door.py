"""The door: say who writes before anything is asked, the same for every link. Nothing here says that anybody has died."""

from __future__ import annotations

from dialogs import asides, helplines
from dialogs.questionnaire import Questionnaire
from dialogs.text import Text, say

SOURCE = "en"


def door(questionnaire: Questionnaire, language: str) -> tuple[Text, ...]:
    """Return who we are, that it is a choice, how long it takes, and how to check by phone that this is real."""
    facts = questionnaire.programme
    who = say(asides.WHO_WE_ARE, organisation=say(facts["organisation"]), programme=facts["programme"])
    check = say(asides.DOOR_CHECK, phone=facts["phone"])
    return (who, say(asides.DOOR_CHOICE), *_length(questionnaire, language), check, *helplines.hours(facts))


def _length(questionnaire: Questionnaire, language: str) -> tuple[Text, ...]:
    minutes = questionnaire.minutes.get(language) or questionnaire.minutes.get(SOURCE)
    if minutes is None:
        return ()
    few, whole = map(str, minutes.few), map(str, minutes.all)
    names = zip(("few_from", "few_to", "all_from", "all_to"), (*few, *whole), strict=True)
    return (say(asides.DOOR_MINUTES, **dict(names)),)
