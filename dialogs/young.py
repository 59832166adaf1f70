"""Hear that the writer is under 18 although they said that they are not: lines for children, and a note for the reviewer.

Whoever has said it once, by the button or in words, finds the line for children on every card from then on.
"""

from __future__ import annotations

from dialogs import helplines
from dialogs.inputs import Amend, Input, Say
from dialogs.meaning import YES, says_under_18
from dialogs.messages import PERSON, Message
from dialogs.navigation import Scene
from dialogs.response import ADULT, Response
from dialogs.turn import FlagKind, Turn


def is_told(response: Response, said: Input) -> bool:
    """Tell whether they have said that they are under 18; words of an age below 18 count once they said that they are not."""
    if response.young or not isinstance(said, Say | Amend) or response.decisions.get(ADULT) != YES:
        return response.young
    return says_under_18(said.words, response.language)


def beside(scene: Scene, turn: Turn) -> Turn:
    """Add a word of comfort and whom to call where it is said for the first time, and have the reviewer ask; nothing stops."""
    if turn.response.young or not scene.young:
        return turn
    lines = helplines.for_a_child(scene.questionnaire.programme)
    told = turn.saying(Message(paragraphs=lines, rows=(PERSON,), beside=True))
    return told.flagging(FlagKind.AGE).now(young=True)
