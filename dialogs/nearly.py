"""Find the button that words mean which wish for what it does: "skip this one", "that's it", "the short one"."""

from __future__ import annotations

from collections.abc import Iterable

from dialogs import phrases
from dialogs.answers import Answer
from dialogs.hub import ALL
from dialogs.inputs import Next, Open, Press
from dialogs.messages import Row
from dialogs.questionnaire import Item, ItemType, Questionnaire
from dialogs.response import Response
from dialogs.wishes import Wish, wished


def press(questionnaire: Questionnaire, response: Response, rows: Iterable[Row], words: str) -> Press | None:
    """Return the press that a whole message wishes for, of those that the rows on the screen offer, or Next."""
    wishes = wished(words)
    if not wishes:
        return None
    buttons = {b.label.msgid: b.press for row in rows for b in row}
    return _moving(questionnaire, response, buttons, wishes) or _choosing_a_way(buttons, wishes)


def is_ticked(answer: Answer | None) -> bool:
    """Tell whether options or days have been chosen that Next has not settled yet."""
    return answer is not None and answer.growing and bool(answer.codes or answer.dates)


def _moving(
    questionnaire: Questionnaire, response: Response, buttons: dict[str, Press], wishes: frozenset[Wish]
) -> Press | None:
    at, answer = response.at, response.answers.get(response.at)
    is_question = at in questionnaire.question_ids
    if Wish.SKIP in wishes and phrases.SKIP in buttons:
        return buttons[phrases.SKIP]
    if Wish.DONE in wishes:
        return Next(at) if is_question and _may_end(questionnaire.items[at], answer) else None
    if Wish.NEXT in wishes and is_question:
        return Next(at)
    if answer is not None and answer.growing and answer.has_value:
        return None
    absent = {Wish.UNKNOWN: phrases.DO_NOT_KNOW, Wish.DECLINED: phrases.RATHER_NOT_SAY}
    return next((buttons[label] for wish, label in absent.items() if wish in wishes and label in buttons), None)


def _may_end(item: Item, answer: Answer | None) -> bool:
    """Tell whether there is something that Next is the end of."""
    is_told = item.type is ItemType.TEXT and answer is not None and answer.growing and answer.is_told
    return is_told or is_ticked(answer)


def _choosing_a_way(buttons: dict[str, Press], wishes: frozenset[Wish]) -> Press | None:
    if Wish.SHORT in wishes:
        return buttons.get(phrases.ABOUT_SO_MANY)
    if Wish.LONG in wishes:
        return buttons.get(phrases.MORE_QUESTIONS) or (Open(ALL) if phrases.ABOUT_SO_MANY in buttons else None)
    return None
