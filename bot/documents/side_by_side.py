"""A record as a reviewer reads it: by question, with the people side by side, in English where it was chosen from a list.

What was written stays word for word in its language. Who said nothing to a question did one of several things, and each is told
apart: they skipped it, do not know, would rather not say, asked us to leave the part out, were not asked, or have not come to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache

from babel.dates import format_date

from bot.documents.table import messages
from dialogs import leder
from dialogs.answers import NOTE, Answer, Words
from dialogs.inputs import AbsentReason, Channel
from dialogs.questionnaire import Item, Questionnaire
from dialogs.record import Participant, Record, RecordedAnswer
from dialogs.response import People, Response
from dialogs.route import enabled, holds
from dialogs.text import FIRST_STRONG_ISOLATE, POP_ISOLATE, Text, fill
from locales import SOURCE, speech

REVIEWER = "the reviewer"
_ISOLATES = str.maketrans("", "", FIRST_STRONG_ISOLATE + POP_ISOLATE)


class Silence(StrEnum):
    """Why a person has said nothing to a question, as a reviewer reads it."""

    SKIPPED = "skipped"
    UNKNOWN = "does not know"
    DECLINED = "would rather not say"
    LEFT_OUT = "asked us to leave this out"
    NOT_ASKED = "not asked"
    NOT_REACHED = "not reached"


_ABSENT = {
    AbsentReason.SKIPPED: Silence.SKIPPED,
    AbsentReason.UNKNOWN: Silence.UNKNOWN,
    AbsentReason.DECLINED: Silence.DECLINED,
}


@dataclass(frozen=True, slots=True)
class Column:
    """One person who was invited, with the answers that count and the questions that apply to them."""

    who: Participant
    version: str
    answers: Mapping[str, RecordedAnswer]
    asked: frozenset[str]
    left_out: frozenset[str]

    @property
    def name(self) -> str:
        """Return their first name with what they were to the person; one that somebody else began is marked."""
        item = leder.load(self.version).items["R1"].option(self.who.relationship)
        name = f"{self.who.to or 'No name'}, {item.text.lower() if item else self.who.relationship}"
        return f"{name} (doubted)" if self.who.doubted else name

    def says(self, link_id: str, *codes: str) -> RecordedAnswer | None:
        """Return the answer that counts, if it has a value and, where codes are named, one of them."""
        answer = self.answers.get(link_id)
        told = answer is not None and answer.absent is None and (not codes or not {*codes}.isdisjoint(answer.codes))
        return answer if told else None


@dataclass(frozen=True, slots=True)
class Cell:
    """What one person said to one question: what they chose in English, days, and their words; or why nothing."""

    chosen: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    voice: tuple[str, ...] = ()
    language: str = SOURCE
    silence: Silence | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One question in English, and a cell for each person. `differ`: two of them chose otherwise; words are never compared."""

    link_id: str
    question: str
    cells: tuple[Cell, ...]
    differ: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """The questions of one part that anybody has said anything to, in order."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A record by question; `columns` are the people, in the order in which they were invited."""

    record: Record
    columns: tuple[Column, ...]
    questionnaire: Questionnaire = field(repr=False)

    @property
    def chapters(self) -> Iterator[Chapter]:
        """Yield the parts that anybody has answered in, and last the notes that belong to no question."""
        yield from _chapters(self)
        yield from _notes(self)

    def question(self, link_id: str) -> str:
        """Return the question in English with the names in it; the id of one that is not in the questionnaire."""
        item = self.questionnaire.items.get(link_id)
        return "Not in answer to a question" if item is None else _english(item.text, self.record.person)

    def cell_of(self, column: Column, answer: RecordedAnswer) -> Cell:
        """Return what one answer of this person says."""
        return Cell(
            chosen=english(answer, column.version, self.record),
            words=tuple(messages(answer)),
            voice=tuple(one.file or f"{one.kind}, {one.state}" for one in answer.attachments),
            language=answer.language,
            silence=_ABSENT[answer.absent] if answer.absent else None,
        )


def side_by_side(record: Record) -> SideBySide:
    """Return the record by question, with those side by side who were invited."""
    columns = tuple(_column(one) for one in record.participants)
    return SideBySide(record, columns, leder.load(max((column.version for column in columns), default=leder.CURRENT)))


def english(answer: RecordedAnswer, version: str, record: Record) -> tuple[str, ...]:
    """Return what was chosen, in English: the labels of the codes and the days."""
    item = leder.load(version).items.get(answer.link_id)
    return (*(_label(item, code, version, record) for code in answer.codes), *map(in_words, answer.dates))


def in_words(day: date) -> str:
    """Return a day as a reviewer writes it."""
    return format_date(day, format="long", locale="en_GB")


def _column(who: Participant) -> Column:
    version = who.questionnaire or leder.CURRENT
    questionnaire, counts = leder.load(version), {a.link_id: a for a in who.answers if not a.superseded}
    response = _response(who, version, counts)
    return Column(
        who=who,
        version=version,
        answers=counts,
        asked=frozenset(item.link_id for item in enabled(questionnaire, response)),
        left_out=frozenset(s.code for s in questionnaire.sections if any(holds(w, response) for w in s.left_out_when)),
    )


def _response(who: Participant, version: str, counts: Mapping[str, RecordedAnswer]) -> Response:
    """Return as much of the response as tells which questions apply."""
    answers = {link_id: _answer(told) for link_id, told in counts.items()}
    people = People(invitee=who.to or "", person="")
    return Response(version=version, language=SOURCE, channel=Channel.PAGE, people=people, answers=answers)


def _answer(told: RecordedAnswer) -> Answer:
    return Answer(
        link_id=told.link_id,
        revision=told.revision,
        question=told.question,
        language=told.language,
        channel=Channel(told.channel),
        answered_at=told.answered_at,
        codes=told.codes,
        text=tuple(Words(n, words) for n, words in enumerate(told.text)),
        absent=told.absent,
    )


def _chapters(seen: SideBySide) -> Iterator[Chapter]:
    """Yield each part with the questions that at least one person has been before."""
    for section in seen.questionnaire.sections:
        rows = tuple(
            _row(seen, item) for item in section.items if any(item.link_id in column.answers for column in seen.columns)
        )
        if rows:
            yield Chapter(section.title, rows)


def _notes(seen: SideBySide) -> Iterator[Chapter]:
    if any(NOTE in column.answers for column in seen.columns):
        cells = tuple(_cell(seen, column, NOTE, "") for column in seen.columns)
        yield Chapter("Notes", (Row(NOTE, seen.question(NOTE), cells, differ=False),))


def _row(seen: SideBySide, item: Item) -> Row:
    cells = tuple(_cell(seen, column, item.link_id, item.section) for column in seen.columns)
    codes = {frozenset(a.codes) for column in seen.columns if (a := column.says(item.link_id)) and a.codes}
    return Row(item.link_id, seen.question(item.link_id), cells, differ=len(codes) > 1)


def _cell(seen: SideBySide, column: Column, link_id: str, section: str) -> Cell:
    answer = column.answers.get(link_id)
    if answer is None:
        return Cell(silence=None if link_id == NOTE else _why(column, link_id, section))
    return seen.cell_of(column, answer)


def _why(column: Column, link_id: str, section: str) -> Silence:
    if section in column.left_out:
        return Silence.LEFT_OUT
    return Silence.NOT_REACHED if link_id in column.asked else Silence.NOT_ASKED


def _label(item: Item | None, code: str, version: str, record: Record) -> str:
    """Return the option's label; where an item offers what was chosen at another, it is that one's."""
    items = leder.load(version).items
    for at in (item, items.get(item.options_from) if item else None):
        if at and (option := at.option(code)):
            return _english(option.text, record.person)
    return code


@lru_cache(maxsize=4096)
def _english(msgid: str, person: str) -> str:
    names = People(invitee="the person invited", person=person, reviewer=REVIEWER).names(REVIEWER)
    said = fill(Text(msgid), speech(SOURCE), {**leder.programme(), **names}).translate(_ISOLATES)
    return said[:1].upper() + said[1:]
