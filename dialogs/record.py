"""The record of a review as values: everything that every document, table and page about it is made from.

Storage reads it (`storage/record/reading.py`), `bot/documents` renders it. Words stand in it exactly as they were sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from dialogs.inputs import AbsentReason
from dialogs.response import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """All that is known of one review."""

    reference: str
    person: str
    participants: tuple[Participant, ...]

    @property
    def attachments(self) -> Iterator[RecordedAttachment]:
        """Yield every voice message of the record, in its order."""
        return (one for p in self.participants for answer in p.answers for one in answer.attachments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """All that one invitation brought; `doubted`: somebody else is said to have begun it.

    `answers` stand in the order of the questionnaire with a note last, `support` is None where nobody helps.
    `questionnaire`: the version that was answered, None before anything was.
    """

    invitation: str
    to: str | None
    relationship: str
    language: str | None
    channel: str | None
    status: str
    questionnaire: str | None = None
    doubted: bool = False
    consents: tuple[Decision, ...] = ()
    answers: tuple[RecordedAnswer, ...] = ()
    flags: tuple[RecordedFlag, ...] = ()
    support: Support | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedAnswer:
    """One revision of an answer; `question` as it was shown, `text` its messages, `forwarded` their places that were.

    `absent` excludes `codes` and `dates`; words that were written before it stay in `text`.
    """

    link_id: str
    section: str
    question: str
    codes: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    forwarded: tuple[int, ...] = ()
    dates: tuple[date, ...] = ()
    absent: AbsentReason | None = None
    attachments: tuple[RecordedAttachment, ...] = ()
    language: str
    channel: str
    revision: int
    superseded: bool
    answered_at: datetime

    @property
    def holds_anything(self) -> bool:
        """Tell whether anything was said, or a reason was given why not."""
        return bool(self.codes or self.text or self.dates or self.absent or self.attachments)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedAttachment:
    """A voice message of an answer. Response and number are its id; `after` counts the answer's messages before it.

    What has not been fetched has no SHA-256 and no file name: its `state` is `expected`, or `lost` when it never will be.
    """

    response_id: int
    number: int
    kind: str
    sha256: str | None
    bytes: int
    state: str
    seconds: int
    mime: str
    after: int
    file: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedFlag:
    """Something that a person must see to; `closed_at` is None while it is open."""

    kind: str
    raised_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """Somebody helps the participant: the codes of who it is and whose words the answers are."""

    who: str | None
    whose_words: str | None
