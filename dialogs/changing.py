"""To change an answer begins with what was said: the options that are chosen, the words and the days as a box can hold them.

What is sent then is the new answer, whole. An answer that still grows is shown as kept instead, and what is sent joins it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from dialogs import phrases
from dialogs.answers import Answer
from dialogs.inputs import Channel
from dialogs.listing import ABSENT_PHRASES, days, told
from dialogs.messages import Paragraph, Role
from dialogs.questionnaire import Item, ItemType
from dialogs.response import Response
from dialogs.text import Text, say

GAP = "\n\n"


def is_changed(response: Response, item: Item) -> bool:
    """Return whether this question is asked to change an answer or a decision, and nothing new was said to it yet."""
    answer = response.answers.get(item.link_id)
    return response.changing == item.link_id and not (answer and answer.growing)


def has_words_beside(response: Response, item: Item) -> bool:
    """Return whether this is a choice that is changed, with words beside it."""
    answer = response.answers.get(item.link_id)
    is_choice = item.type in {ItemType.CHOICE, ItemType.MULTIPLE}
    return is_choice and is_changed(response, item) and answer is not None and bool(answer.text)


def grows(response: Response, item: Item) -> bool:
    """Return whether there are words, voice messages or days to which more can be said."""
    answer = response.answers.get(item.link_id)
    return answer is not None and not is_changed(response, item) and bool(answer.is_told or answer.dates)


def chosen(response: Response, item: Item) -> frozenset[str]:
    """Return the options that are chosen now; of a decision only while it is changed."""
    answer = response.answers.get(item.link_id)
    decided = response.decisions.get(item.link_id) if is_changed(response, item) else None
    return frozenset(answer.codes if answer else (decided,) if decided else ())


def in_box(response: Response, item: Item, day: Callable[[date], str]) -> str:
    """Return what the box of this question begins with; nothing unless it holds the whole of what was written there."""
    answer = response.answers.get(item.link_id)
    if answer is None or not is_changed(response, item):
        return ""
    if item.type is ItemType.TEXT:
        return _written(answer)
    return "\n".join(map(day, answer.dates)) if item.repeats and not answer.text else ""


def is_same(response: Response, item: Item, words: str) -> bool:
    """Return whether these words are the answer as it is, sent again unchanged."""
    answer = response.answers.get(item.link_id)
    if answer is None or not answer.text or not is_changed(response, item):
        return False
    return " ".join(words.split()) == " ".join(_written(answer).split())


def so_far(response: Response, item: Item) -> tuple[Paragraph, ...]:
    """Return what stands above the question: the answer that is changed, or what was said and is kept."""
    answer = response.answers.get(item.link_id)
    if answer is None or not (answer.has_value or answer.absent):
        return ()
    if is_changed(response, item):
        return tuple(_to_change(response, item, answer))
    return tuple(_kept(item, answer)) if grows(response, item) else ()


def _kept(item: Item, answer: Answer) -> Iterator[Paragraph]:
    yield Paragraph(say(phrases.ANSWER_SO_FAR))
    yield from (Paragraph(t, Role.WORDS) for t in (*told(answer), *days(answer)))
    if item.type is ItemType.TEXT or (item.type is ItemType.DATE and answer.dates):
        yield Paragraph(say(phrases.WRITE_ON))


def _to_change(response: Response, item: Item, answer: Answer) -> Iterator[Paragraph]:
    boxed = response.channel == Channel.PAGE and bool(in_box(response, item, str))
    lines = _lines(item, answer, boxed=boxed)
    yield from ([Paragraph(say(phrases.YOUR_ANSWER_NOW))] if lines else [])
    yield from (Paragraph(t, Role.WORDS) for t in lines)
    writes = item.type in {ItemType.TEXT, ItemType.DATE}
    how = phrases.CHANGING_IN_BOX if boxed else phrases.CHANGING_WORDS if writes else phrases.CHANGING_CHOICE
    yield Paragraph(say(how))
    if answer.recordings and item.type is ItemType.TEXT:
        yield Paragraph(say(phrases.CHANGING_VOICE))


def _lines(item: Item, answer: Answer, *, boxed: bool) -> list[Text]:
    """Return the lines of an answer, without those that the box holds."""
    labels = [say(o.text) for o in map(item.option, answer.codes) if o]
    absent = [say(ABSENT_PHRASES[answer.absent])] if answer.absent else []
    spoken = told(answer, spoken_alone=boxed)
    return [*labels, *absent, *spoken, *([] if boxed else days(answer))]


def _written(answer: Answer) -> str:
    return GAP.join(w.text.replace("\r\n", "\n") for w in answer.text)
