"""The record as a workbook, opened by another library: every word as text, and nothing lost where a cell is full."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest

from bot.documents.spreadsheet import FULL, SHEETS, as_xlsx
from dialogs.record import Record
from tests.bot.documents.records import RECORD, answer, person

FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "{=1}",
    "07700 900456",
    "https://example.org",
    "&<>\"'{{7*7}}",
    "#panic()",
)


def sheets(record: Record) -> dict[str, list[dict[str, str]]]:
    """Every sheet by its name: its rows, each by the heads of its columns."""
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(record)))
    found = {}
    for sheet in book:
        heads, *rows = sheet.iter_rows()
        assert all(
            cell.data_type in {"s", "n"} and not isinstance(cell.value, int | float) for row in rows for cell in row
        )
        found[sheet.title] = [
            {str(head.value): str(cell.value or "") for head, cell in zip(heads, row, strict=True)} for row in rows
        ]
    return found


def test_an_answer_is_a_row_with_its_code_and_its_meaning() -> None:
    found = sheets(RECORD)
    assert list(found) == [*SHEETS, "What it means"]
    lived = next(row for row in found["Answers"] if row["Item"] == "L1" and row["Invited"] == "Tomasz")
    assert (lived["Codes"], lived["Chosen"]) == ("supported-living", "Supported living")
    assert lived["Question"] == "Where did Margaret live?"
    story = next(row for row in found["Answers"] if row["Item"] == "P2" and not row["Superseded"])
    assert story["Words"] == "Disco polo, pierogi, psy, basen w środy.\n\n[forwarded] =1+1"
    assert story["Question as shown"] == "Jaka była?"
    assert [row["Invited"] for row in found["People"]] == ["Maria", "Tomasz", "Ola"]
    assert [(row["Statement"], row["Decision"]) for row in found["Consents"]] == [("C5", "no")]
    assert [(row["Kind"], row["Closed at"]) for row in found["Flags"]] == [("distress", "")]


def test_every_column_and_every_code_is_explained() -> None:
    meanings = sheets(RECORD)["What it means"]
    told = {(row["Sheet"], row["Column or code"]) for row in meanings}
    assert {(sheet, column) for sheet, columns in SHEETS.items() for column in columns} <= told
    assert {("Item L1", "supported-living"), ("Item C5", "no")} <= told


@pytest.mark.parametrize("said", FORMULAS)
def test_what_looks_like_a_formula_a_number_or_a_link_is_text(said: str) -> None:
    record = replace(RECORD, participants=(person("A", answers=(answer("P2", text=(said,)),)),))
    [row] = sheets(record)["Answers"]
    assert row["Words"] == said


def test_words_that_no_cell_can_hold_go_on_in_the_next_row() -> None:
    said = tuple(f"{n} {'w' * 4000}" for n in range(20))
    record = replace(RECORD, participants=(person("A", answers=(answer("P2", text=said),)),))
    rows = sheets(record)["Answers"]
    assert [row["Continued"] for row in rows] == ["", "yes", "yes"]
    assert all(len(row["Words"]) <= FULL for row in rows)
    assert "".join(row["Words"] for row in rows) == "\n\n".join(said)
