"""Hear that the writer is under 18 although they said that they are not: lines for children, and a note for the reviewer.

Whoever has said it once, by the button or in words, finds the line for children on every card from then on.
"""

from __future__ import annotations

from dialogs import helplines
from dialogs.answers import named
from dialogs.inputs import Amend, Input, Say
from dialogs.meaning import NO, YES, Guess, is_adult, says_under_18
from dialogs.messages import PERSON, Message
from dialogs.navigation import Scene
from dialogs.questionnaire import Item
from dialogs.response import ADULT, Response
from dialogs.turn import FlagKind, Turn


def is_told(response: Response, said: Input) -> bool:
    """Tell whether they have said that they are under 18; words of an age below 18 count from that question on."""
    if response.young or not isinstance(said, Say | Amend):
        return response.young
    if response.decisions.get(ADULT) == YES:
        return says_under_18(said.words, response.language)
    age = is_adult(said.words)
    below = says_under_18(said.words, response.language) or (age is not None and age.code == NO)
    return below and _is_asked(response)


def remembered(scene: Scene, turn: Turn) -> Turn:
    """Return the turn with an age below 18 that was said at the question itself, whose No tells the reviewer."""
    asked = _is_asked(turn.response) and turn.response.decisions.get(ADULT) != YES
    return turn.now(young=True) if scene.young and asked else turn


def doubts(scene: Scene, response: Response, item: Item, said: Say, guess: Guess | None) -> bool:
    """Tell whether words that say yes to being 18 are not enough: an age below 18 was said, and none above it since."""
    if item.link_id != ADULT or not response.young:
        return False
    says_yes = guess is not None and guess.code == YES
    if says_yes and scene.meant == YES:
        return False
    return says_yes or named(item, said.words, response.wording) == (YES,)


def beside(scene: Scene, turn: Turn) -> Turn:
    """Add a word of comfort and whom to call where it is said for the first time, and have the reviewer ask; nothing stops."""
    if turn.response.young or not scene.young:
        return turn
    lines = helplines.for_a_child(scene.questionnaire.programme)
    told = turn.saying(Message(paragraphs=lines, rows=(PERSON,), beside=True))
    return told.flagging(FlagKind.AGE).now(young=True)


def _is_asked(response: Response) -> bool:
    return response.bound and response.at == ADULT
