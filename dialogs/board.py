"""The list of all answers in a chat, where it is long: one short message with the parts, of which each opens in its place.

A part of many answers is cut into pieces. Everywhere else, and where it is short, the list stands whole.
"""

from __future__ import annotations

from collections.abc import Iterator

from dialogs import asides, phrases
from dialogs.copies import replace
from dialogs.inputs import Channel, Open, Send
from dialogs.listing import Part, change_rows, lines, parts
from dialogs.messages import RESUME, Button, Message, Paragraph, Row
from dialogs.questionnaire import Questionnaire
from dialogs.response import CHECK, Response
from dialogs.text import Text, say

BOARD = "answers"
# Answers that are looked through at once.
MOST = 12
_FINISHED: Row = (Button(say(phrases.FINISHED), Send()),)


def is_board(target: str) -> bool:
    """Tell whether this opens the list, or a piece of it."""
    return target.partition("-")[0] == BOARD


def rows(listed: tuple[Part, ...], channel: str) -> tuple[Row, ...]:
    """Return a button for each piece of a long list in a chat; where it is short, nothing."""
    pieces = [*_pieces(listed)]
    is_long = channel == Channel.TELEGRAM and len(pieces) > 1 and sum(len(p.entries) for p in pieces) > MOST
    return tuple((_button(piece),) for piece in pieces) if is_long else ()


def check(listed: tuple[Part, ...], channel: str, more: tuple[Text, ...], row: tuple[Row, ...]) -> Message | None:
    """Return the parts to look at before all is sent; None where the list stands whole."""
    shown = rows(listed, channel)
    if not shown:
        return None
    body = tuple(map(Paragraph, (say(asides.BOARD), *more, say(phrases.CHECK_SEND))))
    return Message(paragraphs=body, rows=(_FINISHED, *shown, *row), prompt=CHECK)


def opened(questionnaire: Questionnaire, response: Response, link_id: str) -> Message | None:
    """Return the piece of the list that holds this answer, with the way back to the list and on; None if none does."""
    listed = parts(questionnaire, response)
    pieces = _pieces(listed) if rows(listed, response.channel) else ()
    piece = next((p for p in pieces if any(e.answer.link_id == link_id for e in p.entries)), None)
    if piece is None:
        return None
    ways = (_FINISHED if response.at == CHECK else RESUME, (Button(say(phrases.ALL_PARTS), Open(BOARD)),))
    return Message(paragraphs=lines((piece,)), rows=(*change_rows((piece,)), *ways))


def _pieces(listed: tuple[Part, ...]) -> Iterator[Part]:
    for part in listed:
        for i in range(0, len(part.entries), MOST):
            yield replace(part, entries=part.entries[i : i + MOST])


def _button(piece: Part) -> Button:
    """Return the button of a piece, by its part and the numbers of its answers."""
    first, last = piece.entries[0], piece.entries[-1]
    numbers = f"{first.number}–{last.number}" if first is not last else str(first.number)
    title = say("{part}:", part=piece.title) if piece.title else say(phrases.YOU_WROTE)
    return Button(say("{part} {numbers}", part=title, numbers=numbers), Open(f"{BOARD}-{first.answer.link_id}"))
