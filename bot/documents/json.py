"""The record as plain data, in the shape and the order that `record --format json` promises."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from dialogs.record import (
    Participant,
    Record,
    RecordedAnswer,
    RecordedAttachment,
    RecordedFlag,
    Support,
)
from dialogs.response import Decision

Json = dict[str, Any]


def as_data(record: Record) -> Json:
    """Return the record as what JSON knows; `doubted` and `support` stand only where they are so."""
    return {
        "reference": record.reference,
        "person": record.person,
        "participants": [_participant(one) for one in record.participants],
    }


def _participant(participant: Participant) -> Json:
    return {
        "invitation": participant.invitation,
        "to": participant.to,
        "relationship": participant.relationship,
        "language": participant.language,
        "channel": participant.channel,
        "status": participant.status,
        **({"doubted": True} if participant.doubted else {}),
        "consents": [_consent(one) for one in participant.consents],
        "answers": [_answer(one) for one in participant.answers],
        "flags": [_flag(one) for one in participant.flags],
        **({"support": _support(participant.support)} if participant.support else {}),
    }


def _consent(decision: Decision) -> Json:
    return {**asdict(decision), "decided_at": decision.decided_at.isoformat()}


def _answer(answer: RecordedAnswer) -> Json:
    return {
        "link_id": answer.link_id,
        "section": answer.section,
        "question": answer.question,
        "value": _value(answer),
        "attachments": [_attachment(one) for one in answer.attachments],
        "language": answer.language,
        "channel": answer.channel,
        "revision": answer.revision,
        "superseded": answer.superseded,
        "answered_at": answer.answered_at.isoformat(),
    }


def _value(answer: RecordedAnswer) -> Json:
    """Return what was said; what was not said has no key."""
    value = {
        "codes": list(answer.codes),
        "text": list(answer.text),
        "forwarded": list(answer.forwarded),
        "dates": [day.isoformat() for day in answer.dates],
        "absent": answer.absent and answer.absent.value,
    }
    return {name: told for name, told in value.items() if told}


def _attachment(one: RecordedAttachment) -> Json:
    return {name: told for name, told in asdict(one).items() if name not in {"response_id", "number"}}


def _flag(flag: RecordedFlag) -> Json:
    closed_at = flag.closed_at.isoformat() if flag.closed_at else None
    return {"kind": flag.kind, "raised_at": flag.raised_at.isoformat(), "closed_at": closed_at}


def _support(support: Support) -> Json:
    return {"helper": True, "who": support.who, "whose_words": support.whose_words}
