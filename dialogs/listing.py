"""List all answers, part by part in the order of the interview: each question, its answer, and how to change it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby

from dialogs import phrases
from dialogs.answers import NOTE, Answer, Recording, Words
from dialogs.inputs import AbsentReason, Change
from dialogs.messages import Button, Paragraph, Role, Row
from dialogs.questionnaire import CONSENT_SECTION, IDENTITY, Item, Questionnaire
from dialogs.response import Response
from dialogs.text import Text, say, verbatim

ABSENT_PHRASES = {
    AbsentReason.SKIPPED: phrases.ABSENT_SKIPPED,
    AbsentReason.UNKNOWN: phrases.ABSENT_UNKNOWN,
    AbsentReason.DECLINED: phrases.ABSENT_DECLINED,
}
CHANGES_A_ROW = 3
# More digits than any list has lines; a number of thousands of them is not even read.
DIGITS = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list: its number, the answer, the question in full, what was said. The note has no item."""

    number: int
    answer: Answer
    item: Item | None
    asked: Text
    said: tuple[Text, ...]

    @property
    def press(self) -> Change | None:
        """Return the press that changes this answer; a note has one if there are words in it to take away."""
        return Change(self.answer.link_id) if self.item or self.answer.text else None


@dataclass(frozen=True, slots=True)
class Part:
    """The answers of one section; the note is in none, and has no title."""

    title: Text | None
    entries: tuple[Entry, ...]


def parts(questionnaire: Questionnaire, response: Response, *, identity: bool = False) -> tuple[Part, ...]:
    """Return the answers that a person may look through, by section; the note stands last. `identity`: who helps, too."""
    hidden = {"W1"} if identity else {"W1", *IDENTITY}
    by_section = groupby(_entries(questionnaire, response, hidden), key=lambda e: e.item.section if e.item else "")
    return tuple(Part(_title(questionnaire, code), tuple(entries)) for code, entries in by_section)


def lines(listed: tuple[Part, ...], *, fixed: bool = False) -> tuple[Paragraph, ...]:
    """Return the list as paragraphs: a heading a part, each question and what was said; `fixed`: nothing can be changed."""
    found: list[Paragraph] = []
    for part in listed:
        found += [Paragraph(part.title, Role.HEADING)] if part.title else []
        for entry in part.entries:
            press = None if fixed else entry.press
            found.append(Paragraph(entry.asked, Role.LISTED, number=entry.number, press=press))
            found += [Paragraph(t, Role.WORDS) for t in entry.said]
    return tuple(found)


def change_rows(listed: tuple[Part, ...]) -> tuple[Row, ...]:
    """Return the buttons that change an answer, by its number."""
    buttons = [
        Button(say(phrases.CHANGE_NUMBER, number=str(entry.number)), entry.press)
        for part in listed
        for entry in part.entries
        if entry.press
    ]
    return tuple(tuple(buttons[i : i + CHANGES_A_ROW]) for i in range(0, len(buttons), CHANGES_A_ROW))


def numbered_answer(questionnaire: Questionnaire, response: Response, number: str) -> str | None:
    """Return the link_id behind a number of the list; None for what is no such number."""
    if not number.isdecimal() or len(number) > DIGITS:
        return None
    entries = _entries(questionnaire, response, {"W1", *IDENTITY})
    return next((entry.answer.link_id for entry in entries if entry.number == int(number)), None)


def answer_text(questionnaire: Questionnaire, answer: Answer) -> tuple[Text, ...]:
    """Return what was answered, as paragraphs: each message verbatim, options by their labels."""
    item = questionnaire.items.get(answer.link_id)
    labels = [item.option(c) for c in answer.codes] if item else []
    chosen = [say(o.text).at(answer.link_id) for o in labels if o]
    absent = [say(ABSENT_PHRASES[answer.absent])] if answer.absent else []
    return (*chosen, *told(answer), *days(answer), *absent) or (say(phrases.NO_WORDS),)


def days(answer: Answer) -> list[Text]:
    """Return each day of the answer."""
    return [say("{day}", day=d) for d in answer.dates]


def told(answer: Answer, *, spoken_alone: bool = False) -> list[Text]:
    """Return each message verbatim, a voice message by its length; or the voice messages alone."""
    shown = answer.recordings if spoken_alone else answer.messages
    return [verbatim(m.text) if isinstance(m, Words) else _spoken(m) for m in shown]


def _spoken(recording: Recording) -> Text:
    length = f"{recording.seconds // 60}:{recording.seconds % 60:02}"
    return say(phrases.VOICE_MESSAGE_LOST if recording.lost else phrases.VOICE_MESSAGE, length=length)


def _entries(questionnaire: Questionnaire, response: Response, hidden: Collection[str]) -> Iterator[Entry]:
    listed = [i.link_id for i in questionnaire.items.values() if i.section != CONSENT_SECTION]
    shown = [i for i in (*listed, NOTE) if i in response.answers and i not in hidden]
    for number, link_id in enumerate(shown, 1):
        answer, item = response.answers[link_id], questionnaire.items.get(link_id)
        asked = say(item.text) if item else say(phrases.YOU_WROTE)
        yield Entry(number, answer, item, asked, answer_text(questionnaire, answer))


def _title(questionnaire: Questionnaire, code: str) -> Text | None:
    return say(questionnaire.section(code).title) if code else None
