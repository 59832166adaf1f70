"""`record --format json`, byte for byte: a record with everything in it that a record can hold."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

from bot.documents.json import as_data
from bot.documents.table import as_csv
from dialogs.inputs import AbsentReason, Channel
from dialogs.record import Participant, Record, RecordedAnswer, RecordedAttachment, RecordedFlag, Support
from dialogs.response import Decision

AT = datetime(2026, 11, 23, 10, 17, 30, tzinfo=UTC)
ANSWER = RecordedAnswer(
    link_id="P2",
    section="P",
    question="What was Małgosia like?",
    text=("Kind.\n“Always”", "=1+1"),
    forwarded=(1,),
    attachments=(
        RecordedAttachment(
            response_id=7,
            number=2,
            kind="voice",
            sha256="ab" * 32,
            bytes=1234,
            state="kept",
            seconds=9,
            mime="audio/ogg",
            after=1,
            file="i1-P2-2.oga",
        ),
    ),
    language="pl",
    channel="telegram",
    revision=2,
    superseded=False,
    answered_at=AT,
)
ABSENT = replace(
    ANSWER,
    link_id="H1",
    section="H",
    question="Q",
    text=(),
    forwarded=(),
    attachments=(),
    absent=AbsentReason.DECLINED,
    superseded=True,
)
DAYS = replace(ABSENT, link_id="N4", absent=None, codes=("days",), dates=(date(2027, 3, 5), date(2027, 3, 7)))
CONSENT = Decision(
    statement="C3",
    version="1",
    wording="Do you agree?",
    wording_sha256="cd" * 32,
    language="en",
    channel=Channel.TELEGRAM,
    decision="yes",
    decided_at=AT,
)
WHOLE = Record(
    reference="LDR-1",
    person="Margaret",
    participants=(
        Participant(
            invitation="i1",
            to="Ann",
            relationship="sister",
            language="pl",
            channel="telegram",
            status="amended",
            doubted=True,
            consents=(CONSENT,),
            answers=(ANSWER, ABSENT, DAYS),
            flags=(
                RecordedFlag(kind="talk", raised_at=AT, closed_at=None),
                RecordedFlag(kind="call", raised_at=AT, closed_at=AT),
            ),
            support=Support(who="family", whose_words=None),
        ),
        Participant(invitation="i2", to=None, relationship="friend", language=None, channel=None, status="issued"),
    ),
)
AS_JSON = """\
{
  "reference": "LDR-1",
  "person": "Margaret",
  "participants": [
    {
      "invitation": "i1",
      "to": "Ann",
      "relationship": "sister",
      "language": "pl",
      "channel": "telegram",
      "status": "amended",
      "doubted": true,
      "consents": [
        {
          "statement": "C3",
          "version": "1",
          "wording": "Do you agree?",
          "wording_sha256": "CD",
          "language": "en",
          "channel": "telegram",
          "decision": "yes",
          "decided_at": "2026-11-23T10:17:30+00:00"
        }
      ],
      "answers": [
        {
          "link_id": "P2",
          "section": "P",
          "question": "What was Małgosia like?",
          "value": {"text": ["Kind.\\n“Always”", "=1+1"], "forwarded": [1]},
          "attachments": [
            {
              "kind": "voice",
              "sha256": "AB",
              "bytes": 1234,
              "state": "kept",
              "seconds": 9,
              "mime": "audio/ogg",
              "after": 1,
              "file": "i1-P2-2.oga"
            }
          ],
          "language": "pl",
          "channel": "telegram",
          "revision": 2,
          "superseded": false,
          "answered_at": "2026-11-23T10:17:30+00:00"
        },
        {
          "link_id": "H1",
          "section": "H",
          "question": "Q",
          "value": {"absent": "asked-declined"},
          "attachments": [],
          "language": "pl",
          "channel": "telegram",
          "revision": 2,
          "superseded": true,
          "answered_at": "2026-11-23T10:17:30+00:00"
        },
        {
          "link_id": "N4",
          "section": "H",
          "question": "Q",
          "value": {"codes": ["days"], "dates": ["2027-03-05", "2027-03-07"]},
          "attachments": [],
          "language": "pl",
          "channel": "telegram",
          "revision": 2,
          "superseded": true,
          "answered_at": "2026-11-23T10:17:30+00:00"
        }
      ],
      "flags": [
        {"kind": "talk", "raised_at": "2026-11-23T10:17:30+00:00", "closed_at": null},
        {"kind": "call", "raised_at": "2026-11-23T10:17:30+00:00", "closed_at": "2026-11-23T10:17:30+00:00"}
      ],
      "support": {"helper": true, "who": "family", "whose_words": null}
    },
    {
      "invitation": "i2",
      "to": null,
      "relationship": "friend",
      "language": null,
      "channel": null,
      "status": "issued",
      "consents": [],
      "answers": [],
      "flags": []
    }
  ]
}"""


def test_a_whole_record_has_these_names_in_this_order() -> None:
    wanted = AS_JSON.replace('"AB"', f'"{"ab" * 32}"').replace('"CD"', f'"{"cd" * 32}"')
    assert json.dumps(as_data(WHOLE), ensure_ascii=False) == json.dumps(json.loads(wanted), ensure_ascii=False)


def test_the_same_record_as_a_table() -> None:
    start = '"LDR-1","i1","Ann","sister"'
    end = '"pl","telegram","2"'
    assert as_csv(WHOLE).split("\r\n") == [
        (
            '"reference","invitation","to","relationship","link_id","section","question","codes","text","dates","absent",'
            '"attachments","language","channel","revision","superseded","answered_at","doubted"'
        ),
        (
            f'{start},"P2","P","What was Małgosia like?","","Kind.\n“Always”\n\n[forwarded] =1+1","","","i1-P2-2.oga",{end},"no",'
            '"2026-11-23T10:17:30+00:00","yes"'
        ),
        f'{start},"H1","H","Q","","","","asked-declined","",{end},"yes","2026-11-23T10:17:30+00:00","yes"',
        f'{start},"N4","H","Q","days","","2027-03-05, 2027-03-07","","",{end},"yes","2026-11-23T10:17:30+00:00","yes"',
        "",
    ]
