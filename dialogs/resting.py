"""Offer to stop or to have a break to somebody who says in their own words that they want to; their words are kept."""

from __future__ import annotations

from dialogs import asides, phrases
from dialogs.copies import replace
from dialogs.inputs import Command, Next
from dialogs.messages import ALWAYS, RESUME, Button, plain
from dialogs.questionnaire import Item
from dialogs.text import Text, say
from dialogs.turn import Turn

_ROW = (Button(say(phrases.PAUSE), Command.PAUSE), Button(say(phrases.STOP), Command.STOP))


def at_open_question(turn: Turn, item: Item) -> Turn:
    """Say that the words are kept, and how to go on, to rest or to end."""
    onward = Button(say(phrases.NEXT), Next(item.link_id))
    return _offering(turn, say(phrases.HELD_SAVED), onward, receipt=True)


def at_choice(turn: Turn) -> Turn:
    """The same where Next is no way on: Go on asks the question once more."""
    return _offering(turn, say(phrases.HELD_SAVED), RESUME[0])


def beside(turn: Turn, first: str) -> Turn:
    """The same where words belong to no question; `first` says whether they are kept."""
    return _offering(turn, say(first), RESUME[0])


def _offering(turn: Turn, first: Text, onward: Button, *, receipt: bool = False) -> Turn:
    how = say(asides.TO_GO_ON, choice=onward.label)
    message = plain(first, how, say(asides.TO_REST), rows=((onward,), _ROW, ALWAYS))
    return replace(turn.saying(replace(message, once=asides.TO_REST, receipt=receipt)), unread=True)
