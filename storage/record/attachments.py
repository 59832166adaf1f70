"""Voice messages in the record: what is told of each beside its answer, and how they are taken out as files."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, select

from dialogs.record import Record, RecordedAttachment
from storage.engine.unit_of_work import UnitOfWork
from storage.keys.sealing import Sealer, SealError
from storage.repositories.attachments import FACTS, sha256, sound
from storage.schema.tables import attachments, invitations, responses
from storage.schema.vocabulary import SoundState

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


def recorded(
    sealer: Sealer, known: Mapping[int, Row[Any]], recordings: Sequence[tuple[int, int]], named: str
) -> tuple[RecordedAttachment, ...]:
    """The voice messages of one answer, in the order of the chat, of those of its response; `named`: what its files are."""
    there = [(known[number], after) for number, after in recordings if number in known]
    return tuple(_recorded(sealer, row, after, f"{named}-{number}") for number, (row, after) in enumerate(there, 1))


def files(work: UnitOfWork, record: Record) -> Iterator[File]:
    """Yield the voice messages of a record, each with the name it has there; SealError if one is not what was kept."""
    for one in record.attachments:
        if one.file is None:
            continue
        found = sound(work, one.response_id, one.number)
        if found is None or hashlib.sha256(found.content).hexdigest() != one.sha256:
            raise SealError("attachment: not what was kept")
        yield File(one.file, found.content)


def expected(record: Record) -> int:
    """Return how many voice messages of a record are still to be fetched."""
    return sum(one.state == SoundState.EXPECTED for one in record.attachments)


def _recorded(sealer: Sealer, row: Row[Any], after: int, name: str) -> RecordedAttachment:
    ending = ENDINGS.get(row.mime.partition(";")[0].strip().lower(), "audio")
    return RecordedAttachment(
        response_id=row.response_id,
        number=row.number,
        kind=row.kind,
        sha256=sha256(sealer, row),
        bytes=row.size,
        state=SoundState.LOST if row.state == SoundState.FAILED else row.state,
        seconds=row.seconds,
        mime=row.mime,
        after=after,
        file=f"{name}.{ending}" if row.state == SoundState.KEPT else None,
    )
