"""The building blocks of what a desk asks: words, a yes or no, a choice, what is shown once a step was answered."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.answers import Rejection
from dialogs.inputs import Choose, No, Press, Yes
from dialogs.messages import Button, Message, Paragraph, Role, Row
from dialogs.phrases import NO, OPTION, YES, YOU_CHOSE
from dialogs.reviewer_bot import phrases
from dialogs.reviewer_bot.particulars import TELLING
from dialogs.text import Text, say

MOST_BUTTONS = 90


def question(step: str, asked: Text, *hints: Text, rows: tuple[Row, ...] = ()) -> Message:
    """A question that is answered in words, or by a button beside them."""
    return Message(paragraphs=_paragraphs(asked, *hints), rows=rows, prompt=step)


def yes_or_no(step: str, asked: Text, *hints: Text, more: Mapping[str, Text] | None = None) -> Message:
    """A question with two answers, and more by their codes, numbered so that they can be typed."""
    others = more or {}
    options = (say(YES), say(NO), *others.values())
    rows = _rows((Yes(step), No(step), *(Choose(step, code) for code in others)), options)
    return Message(paragraphs=_paragraphs(asked, *hints), options=options, rows=rows, prompt=step)


def unnumbered(step: str, asked: Text, labels: Mapping[str, Text], *hints: Text) -> Message:
    """A question with one option to choose, by its button or its words: a number would be taken for a part of them."""
    lines = (Paragraph(label) for label in labels.values())
    rows = tuple((Button(label, Choose(step, code)),) for code, label in labels.items())[:MOST_BUTTONS]
    return Message(paragraphs=(*_paragraphs(asked, *hints), *lines), rows=rows, prompt=step)


def whole_name() -> Message:
    """Ask about a name of two words, which may be a full one."""
    return yes_or_no("whole", say(phrases.NAME_WHOLE), say(phrases.NAME_WHOLE_HINT))


def refused(why: Rejection) -> tuple[Paragraph, ...]:
    """Say why something is not taken; what tells too much of a person is best deleted from the chat too."""
    delete = (Paragraph(say(phrases.DELETE_IT)),) if why.reason in TELLING else ()
    return (Paragraph(why.said), *delete)


def choice(step: str, asked: Text, labels: Mapping[str, Text], *hints: Text) -> Message:
    """A question with one option to choose; beyond what a keyboard holds, by its number."""
    options = tuple(labels.values())
    presses = tuple(Choose(step, code) for code in labels)
    rows = _rows(presses, options)[:MOST_BUTTONS]
    return Message(paragraphs=_paragraphs(asked, *hints), options=options, rows=rows, prompt=step)


def chose(label: str | Text) -> Paragraph:
    """Repeat what was chosen, so that the chat reads as a transcript."""
    return Paragraph(say(YOU_CHOSE, choice=say(label) if isinstance(label, str) else label))


def _paragraphs(asked: Text, *hints: Text) -> tuple[Paragraph, ...]:
    return (Paragraph(asked, Role.QUESTION), *(Paragraph(h, Role.HINT) for h in hints))


def _rows(presses: tuple[Press, ...], options: tuple[Text, ...]) -> tuple[Row, ...]:
    labels = (say(OPTION, number=str(n), choice=o) for n, o in enumerate(options, 1))
    return tuple((Button(label, press),) for label, press in zip(labels, presses, strict=True))
