"""Note in the audit log what people do with what is their own: delete it, read it again, say who began. Never an answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from dialogs.response import Status
from dialogs.turn import Turn
from storage.engine.unit_of_work import UnitOfWork
from storage.record import audit, erasure
from storage.record.audit import Entry
from storage.repositories import invitations
from storage.repositories.conversations import Conversation


class OwnDeed(StrEnum):
    """The deeds of a participant that are noted."""

    WITHDRAW = "participant.withdraw"
    COPY = "participant.copy"
    NOT_ME = "participant.not-me"
    ME_AFTER_ALL = "participant.me-after-all"


Done = tuple[OwnDeed, str]


def follow(work: UnitOfWork, conversation: Conversation, turn: Turn) -> list[Done]:
    """Delete what a turn withdraws; return the deeds of the turn that are to be noted, each with its invitation."""
    withdraws = turn.response.status is Status.WITHDRAWN and conversation.response.status is not Status.WITHDRAWN
    if withdraws:
        erasure.withdraw(work, conversation)
    deeds = (OwnDeed.WITHDRAW,) * withdraws + (OwnDeed.COPY,) * turn.copied
    return [(deed, conversation.invitation_id) for deed in deeds]


def note_all(work: UnitOfWork, done: Iterable[Done], now: datetime) -> None:
    """Note these deeds."""
    for deed, invitation_id in done:
        note(work, deed, invitation_id, now)


def note(work: UnitOfWork, deed: OwnDeed, invitation_id: str, now: datetime) -> None:
    """Have an entry written at the end of the transaction, for whoever has this invitation."""
    review_id = invitations.review_of(work, invitation_id)
    entry = Entry(at=now, actor=f"participant:{invitation_id}", deed=deed, review=review_id, invitation=invitation_id)
    audit.note(work, entry)
