"""Read the record of one review: one query a table, whatever the number of answers.

Everybody who was invited is there; what was said and decided comes from the response that is bound to the invitation and
from no other visit, the flags from all of them. What somebody else is said to have begun with an invitation stands after it
as a participant of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, select

from dialogs import leder
from dialogs.answers import NOTE
from dialogs.invitation import Invitation, status
from dialogs.questionnaire import CONSENT_SECTION, IDENTITY
from dialogs.record import Participant, Record, RecordedAnswer, RecordedFlag, Support
from storage.engine.unit_of_work import UnitOfWork
from storage.keys.sealing import Sealer
from storage.record.attachments import ByPlace, recorded, rows_of
from storage.repositories.consents import opened as opened_consent
from storage.repositories.invitations import invitations_of
from storage.repositories.responses import answer_place
from storage.repositories.reviews import review
from storage.schema.codec import load_value
from storage.schema.tables import answers, consents, flags, invitations, responses

ByResponse = Mapping[int, list[Row[Any]]]


def record(work: UnitOfWork, reference: str, now: datetime) -> Record:
    """Return everything that is known of a review; NotFound if there is none with this reference."""
    found = review(work, reference)
    rows = _rows(work, found.id)
    invited = invitations_of(work, [found.reference])
    return Record(
        reference=found.reference,
        person=found.person,
        participants=tuple(p for one in invited for p in _participants(work, one, rows, now)),
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of one review: its visits in order, and by response what belongs to each."""

    visits: list[Row[Any]]
    flags: ByResponse
    consents: ByResponse
    answers: ByResponse
    attachments: ByPlace


def _participants(work: UnitOfWork, invited: Invitation, rows: _Rows, now: datetime) -> Iterator[Participant]:
    visits = [visit for visit in rows.visits if visit.invitation_id == invited.id]
    standing = [visit for visit in visits if visit.doubted_at is None]
    bound = next((visit for visit in standing if visit.bound), None)
    yield _participant(work, invited, bound, standing, rows, str(status(invited, now)))
    for visit in visits:
        if visit.doubted_at is not None and _holds_anything(visit, rows):
            yield _participant(work, invited, visit, [visit], rows, visit.status)


def _participant(
    work: UnitOfWork, invited: Invitation, told: Row[Any] | None, visits: list[Row[Any]], rows: _Rows, state: str
) -> Participant:
    """Return what one invitation brought; `told` is the visit whose words count, the flags are of all these visits."""
    return Participant(
        invitation=invited.id,
        to=invited.to,
        relationship=invited.relationship,
        language=told.language if told else invited.language,
        channel=told.channel if told else None,
        status=state,
        doubted=bool(told and told.doubted_at),
        flags=tuple(_flag(row) for visit in visits for row in rows.flags[visit.id]),
        **(_said(work.vault.participant(told.invitation_id, told.data_key), told, rows) if told else {}),
    )


def _holds_anything(visit: Row[Any], rows: _Rows) -> bool:
    return bool(rows.answers[visit.id] or rows.consents[visit.id] or rows.flags[visit.id])


def _said(sealer: Sealer, told: Row[Any], rows: _Rows) -> dict[str, Any]:
    return {
        "consents": tuple(opened_consent(sealer, row) for row in rows.consents[told.id]),
        "answers": _answers(sealer, told, rows),
        "support": _support(sealer, rows.answers[told.id]),
    }


def _support(sealer: Sealer, said: list[Row[Any]]) -> Support | None:
    """Return the codes for the person who helps the invitee and for whose words the answers are; None if nobody helps."""
    codes = {row.link_id: _answer(sealer, row).codes for row in said if row.link_id in IDENTITY}
    if "W2" not in codes:
        return None
    who, whose_words = (next(iter(codes.get(item, ())), None) for item in ("W2-who", "W2-what"))
    return Support(who=who, whose_words=whose_words)


def _answers(sealer: Sealer, told: Row[Any], rows: _Rows) -> tuple[RecordedAnswer, ...]:
    """In the order of the questionnaire, a note last, each with its revisions; what has no value is left out."""
    sections = {**{item.link_id: item.section for item in leder.load(told.questionnaire).items.values()}, NOTE: NOTE}
    rank = {link_id: place for place, link_id in enumerate(sections)}
    kept = [
        row
        for row in rows.answers[told.id]
        if row.link_id not in IDENTITY and sections.get(row.link_id) != CONSENT_SECTION
    ]
    kept.sort(key=lambda row: (rank.get(row.link_id, len(rank)), row.link_id, row.revision))
    opened = (_answer(sealer, row, sections.get(row.link_id, ""), rows.attachments, _named(told)) for row in kept)
    return tuple(answer for answer in opened if answer.holds_anything)


def _named(visit: Row[Any]) -> str:
    """Return what the files of a response are called by: no two of one invitation have the same name."""
    aside = "" if visit.doubted_at is None else f"-doubted-{visit.id}"
    return f"{visit.invitation_id}{aside}"


def _answer(
    sealer: Sealer, row: Row[Any], section: str = "", attachments: ByPlace | None = None, of: str = ""
) -> RecordedAnswer:
    def opened(column: str, sealed: bytes) -> str:
        return sealer.open(answer_place(row.response_id, row.link_id, row.revision, column), sealed)

    value = load_value(opened("value", row.value))
    return RecordedAnswer(
        link_id=row.link_id,
        section=section,
        question=opened("question", row.question),
        codes=value.codes,
        text=value.text,
        forwarded=value.forwarded,
        dates=value.dates,
        absent=value.absent,
        attachments=recorded(sealer, attachments or {}, row, value.recordings, of),
        language=row.language,
        channel=row.channel,
        revision=row.revision,
        superseded=row.superseded,
        answered_at=row.answered_at,
    )


def _flag(row: Row[Any]) -> RecordedFlag:
    return RecordedFlag(kind=row.kind, raised_at=row.raised_at, closed_at=row.closed_at)


def _rows(work: UnitOfWork, review_id: str) -> _Rows:
    ours = invitations.c.review_id == review_id
    visits = (
        select(responses, invitations.c.data_key)
        .join_from(responses, invitations, responses.c.invitation_id == invitations.c.id)
        .where(ours)
        .order_by(responses.c.id)
    )
    return _Rows(
        visits=list(work.execute(visits)),
        flags=_by_response(work, flags, ours, flags.c.raised_at, flags.c.id),
        consents=_by_response(work, consents, ours, consents.c.id),
        answers=_by_response(work, answers, ours),
        attachments=rows_of(work, ours),
    )


def _by_response(work: UnitOfWork, table: Table, ours: ColumnElement[bool], *order: ColumnElement[Any]) -> ByResponse:
    query = (
        select(table)
        .join_from(table, responses, table.c.response_id == responses.c.id)
        .join(invitations, responses.c.invitation_id == invitations.c.id)
        .where(ours)
        .order_by(*order)
    )
    found: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for row in work.execute(query):
        found[row.response_id].append(row)
    return found
