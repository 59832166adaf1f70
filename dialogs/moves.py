"""How a turn moves through the questionnaire: ask a place, ask it again, go on to the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from dialogs.messages import Paragraph
from dialogs.questionnaire import CONSENT_SECTION, Questionnaire
from dialogs.response import AMENDED, Response, Status
from dialogs.route import place_after
from dialogs.screens import message_at
from dialogs.text import Text
from dialogs.turn import Turn

WHEN = "C3-when"


@dataclass(frozen=True, slots=True)
class Scene:
    """What a turn may know besides the response: the questionnaire and the time."""

    questionnaire: Questionnaire
    now: datetime


def go_on(scene: Scene, turn: Turn, *intro: Text) -> Turn:
    """Ask the first place that is not behind the person."""
    settled = turn.now(changing=None)
    return ask(scene, settled, place_after(scene.questionnaire, settled.response), *intro)


def ask(scene: Scene, turn: Turn, place: str, *intro: Text) -> Turn:
    """Put `place` before the person, with `intro` above it."""
    turn = turn.now(at=place, left_open=_left_open(turn.response, place), asked=_asked(scene, turn.response, place))
    waits = Status.PAUSED if place == WHEN else natural_status(scene.questionnaire, turn.response)
    turn = turn.now(status=waits)
    message = message_at(scene.questionnaire, turn.response, place)
    return turn.saying(message.after(*map(Paragraph, intro)))


def ask_again(scene: Scene, turn: Turn, *intro: Text) -> Turn:
    """Put the current place before the person once more; on another channel what must be said there comes first."""
    first = place_after(scene.questionnaire, turn.response)
    unready = first in scene.questionnaire.setup and turn.response.at not in (*scene.questionnaire.setup, WHEN)
    return ask(scene, turn, first if unready or not turn.response.at else turn.response.at, *intro)


def repaint(scene: Scene, turn: Turn) -> Turn:
    """Show the question on the screen with its options as they are now."""
    message = message_at(scene.questionnaire, turn.response, turn.response.at)
    return replace(turn, repaint=message)


def natural_status(questionnaire: Questionnaire, response: Response) -> Status:
    """The status of a response that is neither paused nor over."""
    if response.finished:
        return Status.AMENDED if AMENDED in response.passed else Status.COMPLETED
    if not response.consented:
        return Status.OPENED
    shown = any(i.link_id in response.asked for i in questionnaire.questions if i.link_id not in questionnaire.setup)
    return Status.IN_PROGRESS if shown else Status.CONSENTED


def _left_open(response: Response, place: str) -> dict[str, str]:
    """The wordings of the questions that have been shown and have no answer yet, without the one that is shown now."""
    shown = {**response.left_open, response.at: response.wording} if response.at else response.left_open
    return {
        at: wording
        for at, wording in shown.items()
        if at in response.asked and at not in response.answers and at != place
    }


def _asked(scene: Scene, response: Response, place: str) -> tuple[str, ...]:
    item = scene.questionnaire.items.get(place)
    if item is None or item.section == CONSENT_SECTION or place == "W2" or place in response.asked:
        return response.asked
    return (*response.asked, place)
