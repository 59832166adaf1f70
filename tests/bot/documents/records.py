"""A record for documents: a mother in Polish, a brother, and a friend who has not begun."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from dialogs.inputs import AbsentReason, Channel
from dialogs.record import Participant, Record, RecordedAnswer, RecordedFlag
from dialogs.response import Decision

AT = datetime(2026, 11, 23, 10, 17, 30, tzinfo=UTC)
POLISH = "Disco polo, pierogi, psy, basen w środy."


def answer(link_id: str, **told: Any) -> RecordedAnswer:
    """Return an answer to a question, as somebody gave it at the page."""
    given = {"question": "Jaka była?", "language": "en", "channel": "page", "revision": 1, "superseded": False}
    return RecordedAnswer(link_id=link_id, section=link_id[0], answered_at=AT, **{**given, **told})


def person(name: str, relationship: str = "friend", **known: Any) -> Participant:
    """Return somebody who was invited and has finished."""
    begun = {"language": "en", "channel": "page", "status": "completed", "questionnaire": "2026-11"}
    return Participant(invitation=f"i{name}", to=name, relationship=relationship, **{**begun, **known})


NO_QUOTES = Decision(
    statement="C5",
    version="2026-11.2",
    wording="Can we use your words?",
    wording_sha256="cd" * 32,
    language="pl",
    channel=Channel.PAGE,
    decision="no",
    decided_at=AT,
)
MARIA = person(
    "Maria",
    "parent",
    language="pl",
    consents=(NO_QUOTES,),
    flags=(RecordedFlag(kind="distress", raised_at=AT, closed_at=None),),
    answers=(
        answer("R4", text=("her father",)),
        answer("P2", text=("Old words",), superseded=True),
        answer("P2", text=(POLISH, "=1+1"), language="pl", revision=2, forwarded=(1,)),
        answer("H2", codes=("epilepsy", "constipation")),
        answer("L1", codes=("somewhere-else",)),
        answer("N1", codes=("yes",)),
        answer("N1-what", text=("07700 900456",)),
    ),
)
TOMASZ = person(
    "Tomasz",
    "sibling",
    answers=(
        answer("H2", absent=AbsentReason.UNKNOWN),
        answer("L1", codes=("supported-living",)),
        answer("G3", text=("Listen.",)),
    ),
)
OLA = person("Ola", language=None, channel=None, status="issued", questionnaire=None)
RECORD = Record(reference="LDR-2026-17", person="Margaret", participants=(MARIA, TOMASZ, OLA))
