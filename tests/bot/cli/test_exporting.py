"""`interview export`: every review in one file, and each taking in the log."""

from __future__ import annotations

import csv
import io
import json
import stat
from pathlib import Path

import openpyxl
import pytest

from tests.bot.cli.conftest import Interview
from tests.storage.people import STORY, TOLD


def told(interview: Interview) -> None:
    """Two reviews: in one somebody has told something, in the other nobody."""
    invited = interview.invited()
    interview.consenting(invited, *TOLD)
    interview.review("R-2")


def test_all_answers_are_one_workbook(anywhere: Interview, tmp_path: Path) -> None:
    told(anywhere)
    file = tmp_path / "all.xlsx"
    assert anywhere.says("export", "--all", "--out", str(file)) == f"The answers of 2 reviews are in {file}.\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    book = openpyxl.load_workbook(file, read_only=True)
    said = [[cell.value for cell in row] for row in book["Answers"].iter_rows(min_row=2)]
    assert any(STORY in str(row) for row in said)
    entries = json.loads(anywhere.says("audit", "list", "--json"))
    assert [entry["deed"] for entry in entries].count("record.take") == 2


def test_all_answers_are_one_table(interview: Interview, tmp_path: Path) -> None:
    told(interview)
    file = tmp_path / "all.CSV"
    interview.says("export", "--all", "--out", str(file))
    written = file.read_bytes()
    assert written.startswith("\ufeff".encode())
    rows = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline="")))
    assert any(row["Words"].startswith(STORY) for row in rows)
    assert {row["Reference"] for row in rows} == {"R-1"}


@pytest.mark.parametrize("name", ["all.ods", "all", "there.csv", "nowhere/all.csv"])
def test_what_cannot_be_written_is_said_and_nothing_is_taken(interview: Interview, name: str, tmp_path: Path) -> None:
    told(interview)
    (tmp_path / "there.csv").write_text("mine")
    assert interview.refuses("export", "--all", "--out", str(tmp_path / name)).endswith(".")
    assert (tmp_path / "there.csv").read_text() == "mine"
    assert "--all" in interview.refuses("export", "--out", str(tmp_path / "all.csv"))
    assert "record.take" not in interview.says("audit", "list", "--json")
