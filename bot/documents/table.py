"""The record as a table: one row for each answer, and as CSV that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping

from dialogs.record import Participant, Record, RecordedAnswer

COLUMNS = (
    "reference", "invitation", "to", "relationship", "link_id", "section", "question", "codes", "text", "dates",
    "absent", "attachments", "language", "channel", "revision", "superseded", "answered_at", "doubted",
)  # fmt: skip
# What a spreadsheet may take for the beginning of a formula (OWASP, "CSV Injection"), also in their wide and small forms,
# and what it may skip on the way there: spaces, controls, marks without a width.
_SKIPPED = r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*"
_STARTS = r"[=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212]"
_FORMULA = re.compile(rf"{_SKIPPED}{_STARTS}|[\t\r\n\0]")
# Where a list is read with semicolons or tabs between, a cell begins after each of them.
_INNER = re.compile(rf"([;\t]{_SKIPPED}[\"']*{_SKIPPED})({_STARTS})")


def rows(record: Record) -> list[dict[str, str]]:
    """The answers of a record, each with whose it is; the messages of one answer stand a blank line apart."""
    return [_row(record, participant, answer) for participant in record.participants for answer in participant.answers]


def as_csv(record: Record) -> str:
    """The table as CSV (RFC 4180), every cell quoted; what could be a formula begins with an apostrophe."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_cells(row) for row in rows(record))
    return written.getvalue()


def harmless(cell: str) -> str:
    """Return the cell as text, whatever it begins with, and whatever it is divided by."""
    cell = _INNER.sub(r"\1'\2", cell)
    return f"'{cell}" if _FORMULA.match(cell) else cell


def messages(answer: RecordedAnswer) -> list[str]:
    """Return the messages of an answer; what was forwarded says so."""
    return [f"[forwarded] {one}" if place in answer.forwarded else one for place, one in enumerate(answer.text)]


def _row(record: Record, participant: Participant, answer: RecordedAnswer) -> dict[str, str]:
    cells = {
        "reference": record.reference,
        "invitation": participant.invitation,
        "to": participant.to or "",
        "relationship": participant.relationship,
        "link_id": answer.link_id,
        "section": answer.section,
        "question": answer.question,
        "codes": ", ".join(answer.codes),
        "text": "\n\n".join(messages(answer)),
        "dates": ", ".join(day.isoformat() for day in answer.dates),
        "absent": answer.absent or "",
        "attachments": ", ".join(one.file or f"{one.kind} ({one.state})" for one in answer.attachments),
        "language": answer.language,
        "channel": answer.channel,
        "revision": str(answer.revision),
        "superseded": "yes" if answer.superseded else "no",
        "answered_at": answer.answered_at.isoformat(),
        "doubted": "yes" if participant.doubted else "no",
    }
    return {name: cells[name] for name in COLUMNS}


def _cells(row: Mapping[str, str]) -> Iterator[str]:
    return (harmless(row[name]) for name in COLUMNS)
