"""The screens before somebody goes on with what was begun elsewhere: the check words, and whether it was they who began."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dialogs import phrases
from dialogs.copies import replace
from dialogs.inputs import Back, Input, No, Open, Say, Yes
from dialogs.meaning import YES, yes_or_no
from dialogs.messages import Button, Message, Role, Row, plain
from dialogs.text import say
from dialogs.whose import phrases as ours

SCREEN = "began"
NO_WORDS = "no-words"
WITHOUT: Row = (Button(say(ours.NO_WORDS), Open(NO_WORDS)),)
UNDO: Row = (Button(say(ours.TAKE_BACK), Back(SCREEN)),)


def words_wanted(facts: Mapping[str, str], *, wrong: bool = False) -> Message:
    """Ask for the check words; `wrong`: those that were given do not fit."""
    first = ours.CHECK_WRONG if wrong else ours.CHECK_ABOUT
    told = say(first), say(ours.CHECK_HINT), say(ours.CHECK_NONE, phone=facts["phone"])
    return plain(*told, rows=(WITHOUT,))


def no_words(facts: Mapping[str, str]) -> Message:
    """Say whom to phone for the words."""
    return plain(say(ours.NO_WORDS_TOLD, phone=facts["phone"]))


def who_began(day: date) -> Message:
    """Ask whether it was they who began, and say what follows from each answer."""
    yes, no = Button(say(phrases.YES), Yes(SCREEN)), Button(say(phrases.NO), No(SCREEN))
    told = say(ours.YES_MEANS), say(ours.NO_MEANS)
    asked = plain(say(ours.WHO_BEGAN, day=day), *told, rows=((yes, no),))
    first, *rest = asked.paragraphs
    return replace(asked, paragraphs=(replace(first, role=Role.QUESTION), *rest))


def another_device(facts: Mapping[str, str]) -> Message:
    """Tell whoever was in already that somebody with the check words goes on elsewhere."""
    return plain(say(ours.ANOTHER_DEVICE, phone=facts["phone"]))


def set_aside() -> Message:
    """Say that somebody else is out, and how to take that back."""
    return plain(say(ours.SET_ASIDE), say(ours.TAKE_BACK_ABOUT), rows=(UNDO,))


def decides(said: Input, language: str) -> bool | None:
    """Tell whether it was they who began, by a button or in plain words; None if this says neither."""
    match said:
        case Yes(screen) if screen == SCREEN:
            return True
        case No(screen) if screen == SCREEN:
            return False
        case Say(words=words, forwarded=False) if (guess := yes_or_no(words, language)) and guess.sure and guess.whole:
            return guess.code == YES
        case _:
            return None
