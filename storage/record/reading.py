"""The record of one review as plain data, in the shape and the order that `record --format json` promises.

One query a table, whatever the number of answers. Everybody who was invited is there; what was said and decided comes from
the response that is bound to the invitation and from no other visit, the flags from all of them. What somebody else is said
to have begun with an invitation stands after it as a participant of its own, with `"doubted": true`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, select

from dialogs import leder
from dialogs.answers import NOTE
from dialogs.invitation import Invitation, status
from dialogs.questionnaire import CONSENT_SECTION, IDENTITY
from storage.engine.unit_of_work import UnitOfWork
from storage.keys.sealing import Sealer
from storage.record.attachments import ByPlace, rows_of, told
from storage.repositories.consents import opened
from storage.repositories.invitations import invitations_of
from storage.repositories.responses import answer_place
from storage.repositories.reviews import review
from storage.schema.tables import answers, consents, flags, invitations, responses

Json = dict[str, Any]
ByResponse = Mapping[int, list[Row[Any]]]


def record(work: UnitOfWork, reference: str, now: datetime) -> Json:
    """Everything that is known of a review; NotFound if there is none with this reference."""
    found = review(work, reference)
    rows = _rows(work, found.id)
    invited = invitations_of(work, [found.reference])
    return {
        "reference": found.reference,
        "person": found.person,
        "participants": [p for one in invited for p in _participants(work, one, rows, now)],
    }


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of one review: its visits in order, and by response what belongs to each."""

    visits: list[Row[Any]]
    flags: ByResponse
    consents: ByResponse
    answers: ByResponse
    attachments: ByPlace


def _participants(work: UnitOfWork, invited: Invitation, rows: _Rows, now: datetime) -> Iterator[Json]:
    visits = [visit for visit in rows.visits if visit.invitation_id == invited.id]
    yield _participant(work, invited, [visit for visit in visits if visit.doubted_at is None], rows, now)
    doubted = [visit for visit in visits if visit.doubted_at is not None]
    yield from (_doubted(work, invited, visit, rows) for visit in doubted if _holds_anything(visit, rows))


def _participant(work: UnitOfWork, invited: Invitation, visits: list[Row[Any]], rows: _Rows, now: datetime) -> Json:
    bound = next((visit for visit in visits if visit.bound), None)
    return {
        "invitation": invited.id,
        "to": invited.to,
        "relationship": invited.relationship,
        "language": bound.language if bound else invited.language,
        "channel": bound.channel if bound else None,
        "status": str(status(invited, now)),
        **_said(work, bound, rows),
        "flags": [_flag(row) for visit in visits for row in rows.flags[visit.id]],
        **_support(work, bound, rows),
    }


def _doubted(work: UnitOfWork, invited: Invitation, visit: Row[Any], rows: _Rows) -> Json:
    """Return a response that is set aside, whole; the invitation was to somebody other than its writer."""
    return {
        "invitation": invited.id,
        "to": invited.to,
        "relationship": invited.relationship,
        "language": visit.language,
        "channel": visit.channel,
        "status": visit.status,
        "doubted": True,
        **_said(work, visit, rows),
        "flags": [_flag(row) for row in rows.flags[visit.id]],
        **_support(work, visit, rows),
    }


def _holds_anything(visit: Row[Any], rows: _Rows) -> bool:
    return bool(rows.answers[visit.id] or rows.consents[visit.id] or rows.flags[visit.id])


def _said(work: UnitOfWork, bound: Row[Any] | None, rows: _Rows) -> Json:
    if bound is None:
        return {"consents": [], "answers": []}
    sealer = work.vault.participant(bound.invitation_id, bound.data_key)
    return {
        "consents": [_consent(sealer, row) for row in rows.consents[bound.id]],
        "answers": _answers(sealer, bound, rows),
    }


def _support(work: UnitOfWork, bound: Row[Any] | None, rows: _Rows) -> Json:
    """Return the codes for the person who helps the invitee and for whose words the answers are; nothing if nobody helps."""
    told = {} if bound is None else {row.link_id: row for row in rows.answers[bound.id] if row.link_id in IDENTITY}
    if bound is None or "W2" not in told:
        return {}
    sealer = work.vault.participant(bound.invitation_id, bound.data_key)
    codes = {link_id: _answer(sealer, "", row)["value"].get("codes", [None])[0] for link_id, row in told.items()}
    return {"support": {"helper": True, "who": codes.get("W2-who"), "whose_words": codes.get("W2-what")}}


def _consent(sealer: Sealer, row: Row[Any]) -> Json:
    decision = opened(sealer, row)
    return {**asdict(decision), "decided_at": decision.decided_at.isoformat()}


def _answers(sealer: Sealer, bound: Row[Any], rows: _Rows) -> list[Json]:
    """In the order of the questionnaire, a note last, each with its revisions; what has no value is left out."""
    sections = {**{item.link_id: item.section for item in leder.load(bound.questionnaire).items.values()}, NOTE: NOTE}
    rank = {link_id: place for place, link_id in enumerate(sections)}
    kept = [
        row
        for row in rows.answers[bound.id]
        if row.link_id not in IDENTITY and sections.get(row.link_id) != CONSENT_SECTION
    ]
    kept.sort(key=lambda row: (rank.get(row.link_id, len(rank)), row.link_id, row.revision))
    opened = []
    for row in kept:
        answer = _answer(sealer, sections.get(row.link_id, ""), row)
        recordings = answer["value"].pop("recordings", ())
        answer["attachments"] = told(sealer, rows.attachments, row, recordings, _named(bound))
        opened.append(answer)
    return [answer for answer in opened if answer["value"] or answer["attachments"]]


def _named(visit: Row[Any]) -> str:
    """Return what the files of a response are called by: no two of one invitation have the same name."""
    aside = "" if visit.doubted_at is None else f"-doubted-{visit.id}"
    return f"{visit.invitation_id}{aside}"


def _answer(sealer: Sealer, section: str, row: Row[Any]) -> Json:
    def opened(column: str, sealed: bytes) -> str:
        return sealer.open(answer_place(row.response_id, row.link_id, row.revision, column), sealed)

    return {
        "link_id": row.link_id,
        "section": section,
        "question": opened("question", row.question),
        "value": json.loads(opened("value", row.value)),
        "attachments": [],
        "language": row.language,
        "channel": row.channel,
        "revision": row.revision,
        "superseded": row.superseded,
        "answered_at": row.answered_at.isoformat(),
    }


def _flag(row: Row[Any]) -> Json:
    closed_at = row.closed_at.isoformat() if row.closed_at else None
    return {"kind": row.kind, "raised_at": row.raised_at.isoformat(), "closed_at": closed_at}


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
