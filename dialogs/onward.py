"""A way on after every turn: where what was said does not lead on by itself, Go on stands below it, or how to come back.

A page shows the open question below whatever is said, so it needs no Go on where one is open.
"""

from __future__ import annotations

from dialogs import phrases, way_back
from dialogs.copies import replace
from dialogs.inputs import Channel
from dialogs.messages import RESUME, Message, Paragraph
from dialogs.offers import in_sight, leads_on
from dialogs.questionnaire import Questionnaire
from dialogs.response import OVER, Response, Status
from dialogs.text import placeholders
from dialogs.turn import Turn

_SAY_HOW = way_back.RETURNS | {phrases.COME_BACK_ANY}


def with_a_way_on(questionnaire: Questionnaire, turn: Turn) -> Turn:
    """Return the turn, its last message with a way on if none of them has one."""
    waits = turn.response.closed or turn.response.held
    if not turn.messages or any(is_way_on(m) or (waits and _says_how(m)) for m in turn.messages):
        return turn
    *before, last = turn.messages
    return replace(turn, messages=(*before, _led_on(questionnaire, turn.response, last)))


def is_way_on(message: Message) -> bool:
    """Tell whether the message puts something before the person, or has a button that leads on."""
    return message.prompt is not None or any(leads_on(b.press) for row in message.rows for b in row)


def _says_how(message: Message) -> bool:
    """Tell whether the message says how to come back or whom to phone."""
    return any("phone" in placeholders(p.text.msgid) or p.text.msgid in _SAY_HOW for p in message.paragraphs)


def _led_on(questionnaire: Questionnaire, response: Response, last: Message) -> Message:
    if response.closed or response.held:
        how = tuple(way_back.told(response, p, phone=questionnaire.programme["phone"]) for p in _how(response))
        return replace(last, paragraphs=(*last.paragraphs, *map(Paragraph, how)))
    if response.channel == Channel.PAGE and in_sight(questionnaire, response):
        return last
    return replace(last, rows=(*last.rows, RESUME))


def _how(response: Response) -> tuple[str, ...]:
    """The sentences that say how somebody comes back, or when."""
    if response.status is Status.WITHDRAWN:
        return (phrases.TALK_PHONE,)
    if response.ended:
        return (phrases.INVITATION_ENDED,)
    return (phrases.COME_BACK,) if response.status in OVER else (phrases.HELD, phrases.HELD_LATER)
