"""Offer to stop or to have a break to somebody who says in their own words that they want to; their words are a note."""

from __future__ import annotations

from dialogs import asides, phrases
from dialogs.changing import grows
from dialogs.copies import replace
from dialogs.inputs import Channel, Command, Next, Yes
from dialogs.messages import ALWAYS, RESUME, Button, Row, plain
from dialogs.questionnaire import Item, ItemType
from dialogs.response import Response
from dialogs.screens import WORDS
from dialogs.text import Text, say
from dialogs.turn import Turn

_ROW = (Button(say(phrases.PAUSE), Command.PAUSE), Button(say(phrases.STOP), Command.STOP))
PUT: Row = (Button(say(phrases.PUT_WORDS), Yes(WORDS)),)


def offer(turn: Turn, item: Item) -> Turn:
    """Say that the words are a note, how they become an answer, and how to go on, to rest or to end."""
    ends = item.type is ItemType.TEXT and grows(turn.response, item)
    onward = Button(say(phrases.NEXT), Next(item.link_id)) if ends else RESUME[0]
    return _offering(turn, to_put(turn.response), onward, *((PUT,) if is_put_here(turn.response) else ()))


def beside(turn: Turn, first: str) -> Turn:
    """The same where words belong to no question; `first` says whether they are kept."""
    return _offering(turn, (say(first),), RESUME[0])


def to_put(response: Response) -> tuple[Text, ...]:
    """Offer to put words of a note with the question; a page shows that with the question itself."""
    return (say(phrases.OFFER_WORDS),) if is_put_here(response) else ()


def is_put_here(response: Response) -> bool:
    """Tell whether the offer is to stand below what is said now."""
    return response.channel != Channel.PAGE and response.offered is not None


def _offering(turn: Turn, first: tuple[Text, ...], onward: Button, *put: Row) -> Turn:
    how = say(asides.TO_GO_ON, choice=onward.label)
    message = plain(*first, how, say(asides.TO_REST), rows=(*put, (onward,), _ROW, ALWAYS))
    return replace(turn.saying(replace(message, once=asides.TO_REST)), unread=True)
