"""Buttons of a question that is not on the screen any more: they never answer another one."""

from __future__ import annotations

from dialogs import phrases, side_questions
from dialogs.answers import Answer
from dialogs.copies import replace
from dialogs.inputs import Absent, AbsentReason, Back, Change, Choose, Command, Next, Toggle
from dialogs.messages import Button, plain
from dialogs.navigation import Scene, ask_again
from dialogs.questionnaire import IDENTITY, Item, ItemType
from dialogs.text import say
from dialogs.turn import Turn

Answering = Choose | Toggle | Next | Absent


def press(scene: Scene, turn: Turn, item: Item, said: Answering) -> Turn:
    """A second tap is the same answer; another option of an answered question offers to change it."""
    answer = turn.response.answers.get(item.link_id)
    decision = turn.response.decisions.get(item.link_id)
    if item.link_id == "W2" and turn.response.bound and said == Choose("W2", "yes"):
        return replace(turn, toast=say(phrases.SAVED_TOAST))
    if (answer is None and decision is None) or not item.is_asked_on(turn.response.channel):
        return ask_again(scene, turn, say(phrases.OTHER_BUTTON))
    if _is_same(item, said, answer, decision):
        return replace(turn, toast=say(phrases.SAVED_TOAST))
    back = Back(turn.response.at) if turn.response.at else Command.RESUME
    if item.link_id in IDENTITY:
        return ask_again(scene, turn, say(phrases.OTHER_BUTTON))
    row = (Button(say(phrases.CHANGE_THIS), Change(item.link_id)), Button(say(phrases.GO_ON), back))
    asked = plain(say(item.text), say(phrases.OLD_BUTTON), rows=(row,))
    return side_questions.asking(turn.saying(asked), side_questions.Kind.OLD_BUTTON, item.link_id)


def _is_same(item: Item, said: Answering, answer: Answer | None, decision: str | None) -> bool:
    match said:
        case Choose(_, code):
            return code == decision or (answer is not None and answer.codes == (code,))
        case Toggle(_, code, on):
            return answer is not None and (code in answer.codes) == on
        case Absent(_, reason):
            after_words = reason is AbsentReason.SKIPPED and item.type is ItemType.TEXT
            return decision == reason or (answer is not None and (answer.absent == reason or after_words))
        case Next():
            return True
