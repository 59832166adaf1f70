"""Read the record of one review: one query a table, whatever the number of answers.

Everybody who was invited is there; what was said and decided comes from the response that is bound to the invitation and
from no other visit, the flags from all of them. What somebody else is said to have begun with an invitation stands after it
as a participant of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from dialogs import leder
from dialogs.answers import NOTE, Answer
from dialogs.invitation import Invitation, status
from dialogs.questionnaire import CONSENT_SECTION, IDENTITY
from dialogs.record import Participant, Record, RecordedAnswer, RecordedFlag, Support
from dialogs.response import Decision
from storage.engine.unit_of_work import UnitOfWork
from storage.keys.sealing import Sealer
from storage.record.attachments import ByPlace, recorded, rows_of
from storage.repositories import flags, history
from storage.repositories.flags import Facts
from storage.repositories.invitations import invitations_of
from storage.repositories.responses import peeked
from storage.repositories.reviews import review
from storage.schema.codec import dump_value, load_value
from storage.schema.tables import invitations, responses


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
    flags: Mapping[int, list[Facts]]
    kept: Mapping[int, _Kept]
    attachments: ByPlace


@dataclass(frozen=True, slots=True)
class _Kept:
    """All that was ever answered and decided in one visit."""

    answers: Sequence[Answer] = ()
    decisions: Sequence[Decision] = ()


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
        questionnaire=told.questionnaire if told else None,
        doubted=bool(told and told.doubted_at),
        flags=tuple(_flag(row) for visit in visits for row in rows.flags[visit.id]),
        **(_said(work.vault.participant(told.invitation_id, told.data_key), told, rows) if told else {}),
    )


def _holds_anything(visit: Row[Any], rows: _Rows) -> bool:
    return bool(rows.kept[visit.id].answers or rows.kept[visit.id].decisions or rows.flags[visit.id])


def _said(sealer: Sealer, told: Row[Any], rows: _Rows) -> dict[str, Any]:
    kept = rows.kept[told.id]
    return {
        "consents": tuple(kept.decisions),
        "answers": _answers(sealer, told, rows),
        "support": _support(kept.answers),
    }


def _support(said: Sequence[Answer]) -> Support | None:
    """Return the codes for the person who helps the invitee and for whose words the answers are; None if nobody helps."""
    codes = {answer.link_id: answer.codes for answer in said if answer.link_id in IDENTITY}
    if "W2" not in codes:
        return None
    who, whose_words = (next(iter(codes.get(item, ())), None) for item in ("W2-who", "W2-what"))
    return Support(who=who, whose_words=whose_words)


def _answers(sealer: Sealer, told: Row[Any], rows: _Rows) -> tuple[RecordedAnswer, ...]:
    """In the order of the questionnaire, a note last, each with its revisions; what has no value is left out."""
    sections = {**{item.link_id: item.section for item in leder.load(told.questionnaire).items.values()}, NOTE: NOTE}
    rank = {link_id: place for place, link_id in enumerate(sections)}
    kept = [
        answer
        for answer in rows.kept[told.id].answers
        if answer.link_id not in IDENTITY and sections.get(answer.link_id) != CONSENT_SECTION
    ]
    kept.sort(key=lambda answer: (rank.get(answer.link_id, len(rank)), answer.link_id, answer.revision))
    found = (_answer(sealer, told, answer, sections.get(answer.link_id, ""), rows.attachments) for answer in kept)
    return tuple(answer for answer in found if answer.holds_anything)


def _named(visit: Row[Any]) -> str:
    """Return what the files of a response are called by: no two of one invitation have the same name."""
    aside = "" if visit.doubted_at is None else f"-doubted-{visit.id}"
    return f"{visit.invitation_id}{aside}"


def _answer(sealer: Sealer, told: Row[Any], answer: Answer, section: str, attachments: ByPlace) -> RecordedAnswer:
    value = load_value(dump_value(answer))
    named = f"{_named(told)}-{answer.link_id}-{answer.revision}"
    return RecordedAnswer(
        link_id=answer.link_id,
        section=section,
        question=answer.question,
        codes=value.codes,
        text=value.text,
        forwarded=value.forwarded,
        dates=value.dates,
        absent=value.absent,
        attachments=recorded(sealer, attachments.get(told.id, {}), value.recordings, named),
        language=answer.language,
        channel=answer.channel,
        revision=answer.revision,
        superseded=answer.superseded,
        answered_at=answer.answered_at,
    )


def _flag(flag: Facts) -> RecordedFlag:
    return RecordedFlag(kind=flag.kind, raised_at=flag.raised_at, closed_at=flag.closed_at)


def _kept(work: UnitOfWork, visit: Row[Any]) -> _Kept:
    """Open the state and the history of a visit; of one that is erased nothing is left."""
    if visit.data_key is None:
        return _Kept()
    sealer = work.vault.participant(visit.invitation_id, visit.data_key)
    said = peeked(work, sealer, visit.id, visit.state) if visit.state is not None else None
    before = history.opened(sealer, visit.id, visit.history)
    return _Kept([*before.answers, *(said.answers.values() if said else ())], before.decisions)


def _rows(work: UnitOfWork, review_id: str) -> _Rows:
    ours = invitations.c.review_id == review_id
    visits = (
        select(responses, invitations.c.data_key)
        .join_from(responses, invitations, responses.c.invitation_id == invitations.c.id)
        .where(ours)
        .order_by(responses.c.id)
    )
    known = list(work.execute(visits))
    raised: defaultdict[int, list[Facts]] = defaultdict(list)
    for flag in flags.of_responses(work, [visit.id for visit in known]):
        raised[flag.response_id].append(flag)
    return _Rows(
        visits=known,
        flags=raised,
        kept={visit.id: _kept(work, visit) for visit in known},
        attachments=rows_of(work, ours),
    )
