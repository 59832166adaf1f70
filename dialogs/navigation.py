"""Move a turn through the questionnaire: ask a place, ask it again, go on to the next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from dialogs.board import opened
from dialogs.copies import replace
from dialogs.inputs import Channel
from dialogs.london import day_in_london
from dialogs.messages import Message, Paragraph, Role
from dialogs.parts import place_after
from dialogs.questionnaire import CONSENT_SECTION, IDENTITY, Item, Questionnaire
from dialogs.response import AMENDED, CHECK, Offered, Response, Status
from dialogs.route import NAME, is_settled
from dialogs.screens import message_at
from dialogs.spoken import Spoken, in_english
from dialogs.text import Text
from dialogs.turn import Turn

WHEN = "C3-when"


@dataclass(frozen=True, slots=True)
class Scene:
    """The things a turn may know besides the response: the questionnaire, the time, and the labels in the language.

    `known`: the visitor has said who they are; `young`, that they are under 18; `adult`, that they are 18 or over.
    `meant`: the code that the person was just asked about: "Did you mean it?" `covered`: a card stands before the question.
    `hurt`: they say, in words of danger, that somebody hurts them.
    """

    questionnaire: Questionnaire
    now: datetime
    spoken: Spoken = field(default_factory=in_english)
    known: bool = False
    young: bool = False
    adult: bool = False
    meant: str = ""
    covered: bool = False
    hurt: bool = False

    @property
    def is_grown(self) -> bool:
        """Tell whether they have said that they are 18 or over, and never that they are not."""
        return self.adult and not self.young

    @property
    def today(self) -> date:
        """The day by London's clock."""
        return day_in_london(self.now)


def scene_of(questionnaire: Questionnaire, response: Response, now: datetime, spoken: Spoken | None) -> Scene:
    """Return what is known before an input is read."""
    known = spoken or in_english()
    return Scene(questionnaire, now, known, known=response.bound, young=response.young, adult=response.adult)


def go_on(scene: Scene, turn: Turn, *intro: Text, applies: Sequence[Item] | None = None) -> Turn:
    """Ask the first place that is not behind the person. `applies`: the enabled items, where they are known already."""
    settled, changed = left_behind(turn), turn.response.changing
    asked = ask(scene, settled, place_after(scene.questionnaire, settled.response, applies), *intro)
    piece = opened(scene.questionnaire, asked.response, changed) if changed and asked.response.at == CHECK else None
    if piece is None:
        return asked
    return replace(asked, messages=(*turn.messages, replace(piece.after(*map(Paragraph, intro)), prompt=CHECK)))


def left_behind(turn: Turn) -> Turn:
    """Return the turn with the question on the screen behind it: nothing is being changed any more."""
    return turn.now(changing=None, offered=_still_offered(turn.response))


def ask(scene: Scene, turn: Turn, place: str, *intro: Text) -> Turn:
    """Put `place` before the person, with `intro` above it."""
    before, asked = turn.response, _asked(scene, turn.response, place)
    status = Status.PAUSED if place == WHEN else natural_status(scene.questionnaire, before, asked)
    response = replace(before, at=place, left_open=_left_open(before, place), asked=asked, status=status)
    response = replace(response, away=False, welcomed=None)
    message = message_at(scene.questionnaire, response, place).after(*map(Paragraph, intro))
    return replace(turn, response=response, messages=(*turn.messages, message))


def ask_again(scene: Scene, turn: Turn, *intro: Text) -> Turn:
    """Put the current place before the person once more; on another channel what must be said there comes first."""
    response, setup = turn.response, scene.questionnaire.setup
    first, item = place_after(scene.questionnaire, response), scene.questionnaire.items.get(response.at)
    if item and not item.is_asked_on(response.channel):
        return ask(scene, left_behind(turn), first, *intro)
    gone = response.at == NAME and first != NAME
    unready = first in setup and response.at not in (*setup, WHEN)
    return ask(scene, turn, first if gone or unready or not response.at else response.at, *intro)


def ask_in_short(scene: Scene, turn: Turn, *intro: Text) -> Turn:
    """Put the current place before the person once more with its question and its buttons alone; its wording stays as shown.

    A page has it in sight whole.
    """
    asked = ask_again(scene, turn, *intro)
    if asked.response.at != turn.response.at or turn.response.channel == Channel.PAGE:
        return asked
    whole = asked.messages[-1]
    question = (replace(p, twice=False) for p in whole.paragraphs if p.role is Role.QUESTION)
    short = Message(paragraphs=(*map(Paragraph, intro), *question), rows=whole.rows, renews=True)
    return replace(asked, messages=(*turn.messages, short))


def repaint(scene: Scene, turn: Turn) -> Turn:
    """Show the question on the screen with its options as they are now."""
    message = message_at(scene.questionnaire, turn.response, turn.response.at)
    return replace(turn, repaint=message)


def natural_status(questionnaire: Questionnaire, response: Response, asked: Collection[str] | None = None) -> Status:
    """The status of a response that is neither paused nor over; `asked`: the items shown, where that just changed."""
    if response.finished:
        return Status.AMENDED if AMENDED in response.passed else Status.COMPLETED
    if not response.agreed:
        return Status.OPENED
    nothing = questionnaire.question_ids.isdisjoint(response.asked if asked is None else asked)
    return Status.CONSENTED if nothing else Status.IN_PROGRESS


def _still_offered(response: Response) -> Offered | None:
    """The words that wait, until the question that they may belong to is done with."""
    offered = response.offered
    return None if offered and is_settled(response.answers.get(offered.link_id)) else offered


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
    if item is None or item.section == CONSENT_SECTION or place in IDENTITY or place in response.asked:
        return response.asked
    return (*response.asked, place)
