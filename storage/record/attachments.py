"""Voice messages in the record: what is told of each beside its answer, and how they are taken out as files.

`after` says after how many of the answer's messages it came; `file` is the name it gets outside. What has not been fetched
has no SHA-256 and no file: its `state` is `expected`, or `lost` when it never will be.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, select

from storage.engine.unit_of_work import UnitOfWork
from storage.keys.sealing import Sealer, SealError
from storage.repositories.attachments import EXPECTED, FACTS, FAILED, KEPT, LOST, sha256, sound
from storage.repositories.reviews import review
from storage.schema.tables import attachments, invitations, responses

Json = dict[str, Any]
ByPlace = Mapping[int, Mapping[int, Row[Any]]]
ENDINGS = {
    "audio/ogg": "oga", "audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/x-m4a": "m4a", "audio/aac": "aac",
    "audio/wav": "wav", "audio/x-wav": "wav", "audio/flac": "flac", "audio/webm": "webm",
    "audio/amr": "amr", "audio/aiff": "aiff", "audio/x-caf": "caf", "audio/x-ms-wma": "wma",
    "video/mp4": "mp4", "video/webm": "webm", "video/ogg": "ogv", "application/ogg": "oga",
}  # fmt: skip


@dataclass(frozen=True, slots=True, repr=False)
class File:
    """A voice message as a file."""

    name: str
    content: bytes


def rows_of(work: UnitOfWork, ours: ColumnElement[bool]) -> ByPlace:
    """Return the rows of these invitations' voice messages, by response and place in the chat; without their sound."""
    query = (
        select(*FACTS)
        .join_from(attachments, responses, attachments.c.response_id == responses.c.id)
        .join(invitations, responses.c.invitation_id == invitations.c.id)
        .where(ours)
    )
    found: defaultdict[int, dict[int, Row[Any]]] = defaultdict(dict)
    for row in work.execute(query):
        found[row.response_id][row.number] = row
    return found


def told(sealer: Sealer, rows: ByPlace, answer: Row[Any], recordings: Sequence[Sequence[int]], of: str) -> list[Json]:
    """The voice messages of one answer, in the order of the chat; `of` is what the files of its response are called by."""
    known = rows.get(answer.response_id, {})
    named = f"{of}-{answer.link_id}-{answer.revision}"
    there = [(known[number], after) for number, after in recordings if number in known]
    return [_told(sealer, row, after, f"{named}-{number}") for number, (row, after) in enumerate(there, 1)]


def files(work: UnitOfWork, record: Mapping[str, Any]) -> Iterator[File]:
    """The voice messages of a record, each with the name it has there; SealError if one is not what was kept."""
    places = _places(work, str(record["reference"]))
    for participant in record["participants"]:
        for one in (a for answer in participant["answers"] for a in answer["attachments"] if a["file"]):
            found = sound(work, *places[participant["invitation"], one["sha256"]])
            if found is None or hashlib.sha256(found.content).hexdigest() != one["sha256"]:
                raise SealError("attachment: not what was kept")
            yield File(one["file"], found.content)


def expected(record: Mapping[str, Any]) -> int:
    """Return how many voice messages of a record are still to be fetched."""
    answers = (answer for participant in record["participants"] for answer in participant["answers"])
    return sum(one["state"] == EXPECTED for answer in answers for one in answer["attachments"])


def _told(sealer: Sealer, row: Row[Any], after: int, name: str) -> Json:
    return {
        "kind": row.kind,
        "sha256": sha256(sealer, row),
        "bytes": row.size,
        "state": LOST if row.state == FAILED else row.state,
        "seconds": row.seconds,
        "mime": row.mime,
        "after": after,
        "file": f"{name}.{ENDINGS.get(row.mime.partition(';')[0].strip().lower(), 'audio')}"
        if row.state == KEPT
        else None,
    }


def _places(work: UnitOfWork, reference: str) -> dict[tuple[str, str], tuple[int, int]]:
    """Return the response and number of each voice message kept for a review, by invitation and SHA-256."""
    query = (
        select(*FACTS, responses.c.invitation_id, invitations.c.data_key)
        .join_from(attachments, responses, attachments.c.response_id == responses.c.id)
        .join(invitations, responses.c.invitation_id == invitations.c.id)
        .where(invitations.c.review_id == review(work, reference).id, attachments.c.state == KEPT)
    )
    found = {}
    for row in work.execute(query):
        sealer = work.vault.participant(row.invitation_id, row.data_key)
        found[str(row.invitation_id), sha256(sealer, row) or ""] = row.response_id, row.number
    return found
