"""Records as a workbook (XLSX): a row an answer, with the people, their consents and flags, and what every column means.

The table of answers can be had as CSV too.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import BinaryIO, TextIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bot.documents.before_the_call import language_of
from bot.documents.side_by_side import Column, SideBySide, side_by_side
from bot.documents.table import harmless
from dialogs import leder
from dialogs.record import Record, RecordedAnswer

# A cell of Excel holds so many characters, and no more (Excel specifications and limits).
FULL = 32_767
# So many rows go on a sheet, with its head (the same).
ROWS = 1_048_576
Cells = tuple[str, ...]

ANSWERS = {
    "Reference": "The review.",
    "Person": "Who died.",
    "Invitation": "The id of the invitation.",
    "Invited": "The first name of whoever was invited.",
    "Relationship": "What they were to the person, as a code.",
    "Item": "The id of the question.",
    "Part": "The part of the interview.",
    "Question": "The question in English.",
    "Question as shown": "The question with its options, in the language in which it was read.",
    "Codes": "What was chosen, as codes.",
    "Chosen": "What was chosen, in English.",
    "Words": "What was written, word for word. Messages stand a blank line apart.",
    "Continued": "The words go on from the row above: a cell can hold 32,767 characters.",
    "Days": "Days that were named.",
    "Absent": "Why there is no answer: skipped, unknown or declined.",
    "Voice messages": "The names of their files, or what became of them.",
    "Language": "The language of the answer.",
    "Channel": "Where it was answered.",
    "Revision": "1 is the first answer to this question.",
    "Superseded": "yes: it was changed afterwards, and does not count any more.",
    "Answered at": "When, in UTC.",
    "Doubted": "yes: somebody else is said to have begun this.",
}
PEOPLE = {
    "Reference": "The review.",
    "Invitation": "The id of the invitation.",
    "Invited": "Their first name.",
    "Relationship": "What they were to the person, as a code.",
    "Language": "The language that they answer in.",
    "Channel": "Where they answer.",
    "State": "How far they have come.",
    "Helped by": "Who helps them to answer, as a code.",
    "Whose words": "Whose words the answers are, as a code.",
    "Doubted": "yes: somebody else is said to have begun this.",
}
CONSENTS = {
    "Reference": "The review.",
    "Invitation": "The id of the invitation.",
    "Statement": "The id of the statement that was decided on.",
    "Version": "The version of its wording.",
    "Decision": "What was decided, as a code.",
    "Wording": "The statement as it was shown.",
    "SHA-256": "The hash of that wording.",
    "Language": "The language in which it was shown.",
    "Channel": "Where it was decided.",
    "Decided at": "When, in UTC.",
}
FLAGS = {
    "Reference": "The review.",
    "Invitation": "The id of the invitation.",
    "Kind": "What a reviewer has to see to, as a code.",
    "Raised at": "When it was raised, in UTC.",
    "Closed at": "When it was closed, in UTC; empty while it is open.",
}
SHEETS = {"Answers": ANSWERS, "People": PEOPLE, "Consents": CONSENTS, "Flags": FLAGS}
HOW = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "in_memory": False,
}


def as_xlsx(record: Record) -> bytes:
    """Return the record as a workbook."""
    written = io.BytesIO()
    write_xlsx(written, [record])
    return written.getvalue()


def write_xlsx(file: BinaryIO, records: Iterable[Record]) -> None:
    """Write records as one workbook whose cells are text alone: none is a formula, a number or a link.

    They are taken one after the other, and none is held in memory. TooMany where a sheet is full.
    """
    with Workbook(file, HOW) as book:
        book.set_properties({"title": "Answers of family and friends"})
        bold, versions = book.add_format({"bold": True}), set[str]()
        pages = {name: _Page(book.add_worksheet(name), bold, tuple(heads)) for name, heads in SHEETS.items()}
        for record in records:
            seen = side_by_side(record)
            versions |= {column.version for column in seen.columns}
            for name, rows in _sheets(seen).items():
                pages[name].add(rows)
        meaning = _Page(book.add_worksheet("What it means"), bold, ("Sheet", "Column or code", "What it means"))
        meaning.add(_dictionary(versions))


def write_csv(file: TextIO, records: Iterable[Record]) -> None:
    """Write the answers of records as one table (RFC 4180), with the columns of the workbook; no cell can be a formula."""
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(ANSWERS)
    for record in records:
        writer.writerows(map(harmless, cells) for cells in _sheets(side_by_side(record))["Answers"])


class TooMany(Exception):  # noqa: N818 - one sentence for whoever asked
    """A sheet can hold no more rows; the message says what to do."""


class _Page:
    """A sheet that is filled row by row."""

    def __init__(self, sheet: Worksheet, bold: Format, heads: Sequence[str]) -> None:
        self._sheet, self._next = sheet, 1
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(heads) - 1, 18)
        for place, head in enumerate(heads):
            sheet.write_string(0, place, head, bold)

    def add(self, rows: Iterator[Cells]) -> None:
        """Write these rows below the others."""
        for cells in rows:
            if self._next == ROWS:
                raise TooMany("A workbook has no room for so many answers. Take them as CSV.")
            for place, cell in enumerate(cells):
                self._sheet.write_string(self._next, place, cell)
            self._next += 1


def _sheets(seen: SideBySide) -> dict[str, Iterator[Cells]]:
    columns, reference = seen.columns, seen.record.reference
    return {
        "Answers": (
            cells for column in columns for answer in column.who.answers for cells in _answer(seen, column, answer)
        ),
        "People": ((reference, *_person(column)) for column in columns),
        "Consents": ((reference, *cells) for column in columns for cells in _consents(column)),
        "Flags": ((reference, *cells) for column in columns for cells in _flags(column)),
    }


def _answer(seen: SideBySide, column: Column, answer: RecordedAnswer) -> Iterator[Cells]:
    """Yield a row for an answer, and one more for each cellful of words that it has above the first."""
    who, told = column.who, seen.cell_of(column, answer)
    words = "\n\n".join(told.words)
    for start in range(0, max(len(words), 1), FULL):
        yield (
            seen.record.reference,
            seen.record.person,
            who.invitation,
            who.to or "",
            who.relationship,
            answer.link_id,
            answer.section,
            seen.question(answer.link_id),
            answer.question[:FULL],
            ", ".join(answer.codes),
            "; ".join(told.chosen),
            words[start : start + FULL],
            "yes" if start else "",
            ", ".join(day.isoformat() for day in answer.dates),
            answer.absent or "",
            ", ".join(told.voice),
            answer.language,
            answer.channel,
            str(answer.revision),
            _yes(answer.superseded),
            answer.answered_at.isoformat(),
            _yes(who.doubted),
        )


def _person(column: Column) -> Cells:
    who, support = column.who, column.who.support
    helped = (support.who or "", support.whose_words or "") if support else ("", "")
    known = (who.invitation, who.to or "", who.relationship, language_of(column), who.channel or "", who.status)
    return (*known, *helped, _yes(who.doubted))


def _consents(column: Column) -> Iterator[Cells]:
    for one in column.who.consents:
        said = (one.statement, one.version, one.decision, one.wording[:FULL], one.wording_sha256, one.language)
        yield (column.who.invitation, *said, one.channel, one.decided_at.isoformat())


def _flags(column: Column) -> Iterator[Cells]:
    for flag in column.who.flags:
        closed = flag.closed_at.isoformat() if flag.closed_at else ""
        yield column.who.invitation, flag.kind, flag.raised_at.isoformat(), closed


def _dictionary(versions: Collection[str]) -> Iterator[Cells]:
    """Yield what each column means, then every question with its codes."""
    for sheet, columns in SHEETS.items():
        yield from ((sheet, name, meaning) for name, meaning in columns.items())
    for version in sorted(versions):
        for item in leder.load(version).items.values():
            yield f"Item {item.link_id}", "", item.text
            yield from ((f"Item {item.link_id}", option.code, option.text) for option in item.options)


def _yes(is_so: bool) -> str:
    return "yes" if is_so else ""
