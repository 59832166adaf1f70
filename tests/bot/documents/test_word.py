"""The record for a word processor, opened by a reader of its own: the words, their order, and what a screen reader needs."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from bot.documents.word import ABREAST, as_docx
from dialogs.inputs import AbsentReason
from dialogs.record import Record, RecordedFlag
from tests.bot.documents.records import AT, MARIA, RECORD, answer, person

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEADS = ["Who", "What to know", "They ask", "May not be safe", "What they want others to learn"]
HARD = ("&<>\"'{{7*7}}", "#panic()", "*b*", "🙂", "وہ بہت مہربان تھیں", "એક નોંધ", "w" * 4000, "a\x00\x0b\x1b\ufffeb")


def body(record: Record) -> ET.Element:
    """The document's own XML, read by another than who wrote it."""
    with zipfile.ZipFile(io.BytesIO(as_docx(record))) as file:
        return ET.fromstring(file.read("word/document.xml"))  # noqa: S314 - made just now


def words(element: ET.Element) -> str:
    """All the words below an element."""
    return "".join(element.itertext())


def tables(record: Record) -> list[list[list[str]]]:
    """Every table: its rows, and their cells, with the paragraphs of a cell a line each."""
    return [
        [["\n".join(map(words, cell.iter(f"{W}p"))) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
        for table in body(record).iter(f"{W}tbl")
    ]


def row_of(record: Record, question: str) -> list[str]:
    """The cells beside a question."""
    return next(row[1:] for table in tables(record) for row in table if row[0].startswith(question))


def test_the_first_table_is_what_she_must_know_before_she_calls() -> None:
    heads, maria, tomasz, ola = tables(RECORD)[0]
    assert heads == HEADS
    assert maria[0] == "Maria, parent"
    assert (
        maria[1]
        == "Answers in Polish.\nDo not ask about: “her father”\nTheir words must not be used in reports or training."
    )
    assert maria[2] == "A call from the reviewer.\nThe number to call: “07700 900456”"
    assert "wrote words that may mean that somebody is not safe: 23 November 2026, OPEN." in maria[3]
    assert tomasz[1:] == ["Answers in English.", "-", "-", "One thing they would change for others: “Listen.”"]
    assert ola == ["Ola, friend", "Has not begun.", "-", "-", "-"]


def test_people_stand_side_by_side_with_each_silence_told_apart() -> None:
    assert row_of(RECORD, "Where did Margaret live") == ["Somewhere else", "Supported living", "[not reached]"]
    assert "[they differ]" in next(
        row[0] for table in tables(RECORD) for row in table if row[0].startswith("Where did")
    )
    assert row_of(RECORD, "Did Margaret have any of these") == [
        "Epilepsy or fits\nConstipation (hard to poo)",
        "[does not know]",
        "[not reached]",
    ]
    assert row_of(RECORD, "What number") == ["“07700 900456”", "[not asked]", "[not asked]"]


@pytest.mark.parametrize("said", HARD, ids=range(len(HARD)))
def test_words_stand_as_they_were_written(said: str) -> None:
    kept = "".join("\N{REPLACEMENT CHARACTER}" if c in "\x00\x0b\x1b\ufffe" else c for c in said)
    record = replace(RECORD, participants=(person("A", answers=(answer("P2", text=(said,), language="ur"),)),))
    assert row_of(record, "What was Margaret like") == [f"“{kept}”"]


def test_what_was_changed_stands_in_the_annex_alone() -> None:
    whole = words(body(RECORD))
    assert whole.count("Old words") == 1
    assert whole.index("Annex") < whole.index("Old words")


def test_it_has_a_title_a_language_headings_and_tables_with_a_first_row() -> None:
    with zipfile.ZipFile(io.BytesIO(as_docx(RECORD))) as file:
        core = file.read("docProps/core.xml").decode()
        styles = file.read("word/styles.xml").decode()
    assert "LDR-2026-17: what family and friends say about Margaret" in core
    assert '<w:lang w:val="en-GB"' in styles.replace("ns0:", "w:")
    document = body(RECORD)
    styled = [s.get(f"{W}val") or "" for s in document.iter(f"{W}pStyle")]
    assert [s for s in styled if s == "Title" or s.startswith("Heading")][:2] == ["Title", "Heading1"]
    for table in document.iter(f"{W}tbl"):
        assert next(table.iter(f"{W}tr")).find(f"{W}trPr/{W}tblHeader") is not None


def test_words_that_run_to_the_left_do_so_with_their_numbers_held_together() -> None:
    said = "میرا نمبر 0300 4567 123 ہے"
    record = replace(RECORD, participants=(person("A", answers=(answer("P2", text=(said,), language="ur"),)),))
    paragraph = next(p for p in body(record).iter(f"{W}p") if "0300" in words(p))
    assert paragraph.find(f"{W}pPr/{W}bidi") is not None
    assert paragraph.find(f"{W}r/{W}rPr/{W}rtl") is not None
    assert "\u20660300 4567 123\u2069" in words(paragraph)
    lang = paragraph.find(f"{W}r/{W}rPr/{W}lang")
    assert lang is not None
    assert lang.get(f"{W}bidi") == "ur"


def test_more_people_than_fit_go_on_in_a_table_below() -> None:
    many = tuple(person(f"A{n}", answers=(answer("P2", text=(f"words {n}",)),)) for n in range(ABREAST + 2))
    record = replace(RECORD, participants=many)
    found = [row[1:] for table in tables(record) for row in table if row[0].startswith("What was Margaret like")]
    assert [len(row) for row in found] == [ABREAST, 2]
    assert [cell for row in found for cell in row] == [f"“words {n}”" for n in range(ABREAST + 2)]


def test_a_review_to_which_nobody_was_invited_and_one_without_answers() -> None:
    assert tables(replace(RECORD, participants=()))[0] == [
        ["Who", "What to know", "They ask", "May not be safe", "What they want others to learn"]
    ]
    late = RecordedFlag(kind="distress", raised_at=AT, closed_at=AT)
    closed = replace(MARIA, flags=(late,), answers=(answer("L7", absent=AbsentReason.DECLINED),))
    assert "closed on 23 November 2026." in tables(replace(RECORD, participants=(closed,)))[0][1][3]
