"""List what somebody was asked to agree to and what they decided, with a way to change each decision."""

from __future__ import annotations

from dialogs import asides, phrases
from dialogs.inputs import Change, Open
from dialogs.messages import Button, Message, Paragraph, Role, Row, plain
from dialogs.questionnaire import Questionnaire
from dialogs.response import Response
from dialogs.text import say

CONSENTS = "consents"
BUTTON = Button(say(asides.CONSENTS), Open(CONSENTS))


def agreed(questionnaire: Questionnaire, response: Response, *ways: Row) -> Message:
    """Return the statements in the order of asking, each with its decision; `ways`: the way on from there."""
    decided = [i for i in questionnaire.items.values() if i.link_id in response.decisions and response.bound]
    if not decided:
        return plain(say(asides.CONSENTS_NONE), rows=ways)
    lines, rows = [Paragraph(say(asides.CONSENTS), Role.HEADING)], list[Row]()
    changeable = not (response.closed or response.held or response.halted)
    for number, item in enumerate(decided, 1):
        option = item.option(response.decisions[item.link_id])
        press = Change(item.link_id) if changeable and item.is_asked_on(response.channel) else None
        lines.append(Paragraph(say(item.text), Role.LISTED, number=number, press=press))
        lines += [Paragraph(say(option.text), Role.WORDS)] if option else []
        label = say(phrases.OPTION, number=str(number), choice=say(phrases.CHANGE_THIS))
        rows += [(Button(label, press),)] if press else []
    return Message(paragraphs=tuple(lines), rows=(*rows, *ways))
