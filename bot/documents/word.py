"""The record as a document for a word processor (DOCX, ECMA-376): one page to read before a call, then question by question.

It is made to be heard as well as seen: a title and a language, headings in order, tables whose first row is a heading, and each
paragraph in the direction of its own words.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence

from docx import Document
from docx.document import Document as Written
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from bot.documents.before_the_call import first_page, language_of
from bot.documents.side_by_side import Cell, Column, Row, SideBySide, in_words, side_by_side
from dialogs.london import day_in_london
from dialogs.record import Record
from dialogs.text import runs_left
from locales import is_right_to_left, tag

ENGLISH = "en_GB"
# So many people stand side by side on a page; more go on in a table below.
ABREAST = 4
# What XML 1.0 cannot hold stands as the sign for a letter that is unknown.
_UNWRITABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A telephone number turns round among words that run to the left, unless it is held together (Unicode LRI … PDI).
_NUMBER = re.compile(r"\+?\d[\d ()-]{3,}\d")
_LEFT_TO_RIGHT = "\u2066\\g<0>\u2069"


def as_docx(record: Record) -> bytes:
    """Return the record as DOCX, in English but for what people wrote."""
    seen, document = side_by_side(record), _blank(record)
    document.add_heading(_title(record), 0)
    _first_page(document, seen)
    for chapter in seen.chapters:
        document.add_heading(_clean(chapter.title), 1)
        for abreast in _side_by_side(seen.columns):
            _answers(document, seen, chapter.rows, abreast)
    _annex(document, seen)
    _people(document, seen)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _title(record: Record) -> str:
    return f"{record.reference}: what family and friends say about {record.person}"


def _blank(record: Record) -> Written:
    """Return a document of wide pages with its title and its language."""
    document = Document()
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(1.8)
    known = document.core_properties
    known.title, known.language, known.author, known.comments = _clean(_title(record)), tag(ENGLISH), "", ""
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(11)
    properties = style.element.get_or_add_rPr()
    properties.rFonts.set(qn("w:cs"), style.font.name)
    _speaks(properties, ENGLISH)
    return document


def _first_page(document: Written, seen: SideBySide) -> None:
    """Add what she must know before she calls: a row for each person, a column for each matter."""
    document.add_heading("Before you call", 1)
    matters = first_page(seen)
    table = _table(document, ["Who", *(matter.title for matter in matters)])
    for place, column in enumerate(seen.columns):
        cells = table.add_row().cells
        _write(cells[0].paragraphs[0], column.name, bold=True)
        for cell, matter in zip(cells[1:], matters, strict=True):
            _fill(cell, [(line, "") for line in matter.lines[place]] or [("-", "")])
    document.add_page_break()


def _fill(cell: _Cell, said: Sequence[tuple[str, str]]) -> None:
    """Write into a cell, each in a paragraph of its own: words of somebody's with their language, quoted; others have none."""
    for number, (words, language) in enumerate(said):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        _write(
            paragraph,
            f"“{words}”" if language else words,
            language=language,
            italic=not language and words.startswith("["),
        )


def _side_by_side(columns: Sequence[Column]) -> Iterator[tuple[int, tuple[Column, ...]]]:
    """Yield the people in groups that fit on a page, each with the place of its first."""
    for first in range(0, len(columns), ABREAST):
        yield first, tuple(columns[first : first + ABREAST])


def _answers(document: Written, seen: SideBySide, rows: Sequence[Row], abreast: tuple[int, tuple[Column, ...]]) -> None:
    first, columns = abreast
    table = _table(document, ["Question", *(column.name for column in columns)])
    for row in rows:
        cells = table.add_row().cells
        _write(cells[0].paragraphs[0], row.question, bold=True)
        if row.differ:
            _write(cells[0].add_paragraph(), "[they differ]", italic=True)
        for cell, told in zip(cells[1:], row.cells[first : first + len(columns)], strict=True):
            _tell(cell, told)


def _tell(cell: _Cell, told: Cell) -> None:
    """Write what somebody said into a cell: what they chose, each message in a paragraph of its own, or why nothing."""
    said = [*((chosen, "") for chosen in told.chosen), *((words, told.language) for words in told.words)]
    said += [(f"[voice message: {voice}]", "") for voice in told.voice]
    said += [(f"[{told.silence}]", "")] if told.silence else []
    _fill(cell, said)


def _annex(document: Written, seen: SideBySide) -> None:
    """Add the answers that were changed afterwards: they do not count any more."""
    changed = [(column, answer) for column in seen.columns for answer in column.who.answers if answer.superseded]
    if not changed:
        return
    document.add_heading("Annex: answers that were changed afterwards", 1)
    table = _table(document, ["Question", "Who", "When", "What they had said"])
    for column, answer in changed:
        cells = table.add_row().cells
        _write(cells[0].paragraphs[0], seen.question(answer.link_id))
        _write(cells[1].paragraphs[0], column.name)
        _write(cells[2].paragraphs[0], in_words(day_in_london(answer.answered_at)))
        _tell(cells[3], seen.cell_of(column, answer))


def _people(document: Written, seen: SideBySide) -> None:
    document.add_heading("Who was invited", 1)
    table = _table(document, ["Who", "Language", "How", "State", "What they agreed to"])
    for column in seen.columns:
        cells, who = table.add_row().cells, column.who
        agreed = "; ".join(f"{one.statement}: {one.decision}" for one in who.consents)
        for cell, words in zip(
            cells, (column.name, language_of(column), who.channel or "", who.status, agreed), strict=True
        ):
            _write(cell.paragraphs[0], words)


def _table(document: Written, heads: Sequence[str]) -> Table:
    """Add a table whose first row is its heading, on each page where it goes on."""
    table: Table = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    properties = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no other way to its heading row
    properties.append(OxmlElement("w:tblHeader"))
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        _write(cell.paragraphs[0], head, bold=True)
    return table


def _write(
    paragraph: Paragraph, words: str, *, language: str = "", bold: bool | None = None, italic: bool | None = None
) -> None:
    """Add words to a paragraph, in the direction that most of their letters have, marked with their language."""
    is_left = runs_left(words)
    run = paragraph.add_run(_clean(_NUMBER.sub(_LEFT_TO_RIGHT, words) if is_left else words))
    run.bold, run.italic = bold, italic
    properties = run._r.get_or_add_rPr()  # noqa: SLF001 - python-docx knows no direction and no language
    if is_left:
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001
        properties.append(OxmlElement("w:rtl"))
    if language:
        _speaks(properties, language)


def _speaks(properties: BaseOxmlElement, language: str) -> None:
    """Mark with a language; it counts for letters of both directions."""
    lang = OxmlElement("w:lang")
    lang.set(qn("w:bidi" if is_right_to_left(language) else "w:val"), tag(language))
    properties.append(lang)


def _clean(words: str) -> str:
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", words)
