"""Find what is open to a person at any moment: the question, and the buttons that do something now."""

from __future__ import annotations

from dialogs.commands import REMINDERS
from dialogs.inputs import Change, Command, Language, No, Open, Press, Yes
from dialogs.messages import Message
from dialogs.questionnaire import Questionnaire
from dialogs.response import Response, Status
from dialogs.screens import message_at

ASIDE = frozenset(Command) - {Command.RESUME}


def in_sight(questionnaire: Questionnaire, response: Response) -> Message | None:
    """The message that asks what is open now; None while nothing is asked: before the opening, in a pause, at the end."""
    return None if response.status is Status.PAUSED else asks(questionnaire, response)


def asks(questionnaire: Questionnaire, response: Response) -> Message | None:
    """The same, in a pause too, which any answer ends."""
    waits = response.held or response.halted or response.closed
    return None if waits or not response.at else message_at(questionnaire, response, response.at)


def leads_on(press: Press | None) -> bool:
    """Tell whether a button is a way on: not if it only opens something beside the questions, or ends them."""
    match press:
        case None | Change() | Open("more"):
            return False
        case Yes(screen) | No(screen):
            return screen != REMINDERS
        case _:
            return press not in ASIDE


def works(response: Response, press: Press) -> bool:
    """Tell whether one of the buttons that are always there does something now, rather than say that it can't."""
    over = response.closed
    match press:
        case Command.PAUSE:
            return not (over or response.held or response.finished)
        case Change():
            return not (over or response.held or response.halted)
        case Language():
            return not (over or response.held) and len(response.languages) > 1
        case Command.STOP:
            return not over
        case Command.WITHDRAW:
            return response.status is not Status.WITHDRAWN and (response.bound or not over)
        case _:
            return True
