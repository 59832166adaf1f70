"""Keep voice messages: the facts about each, and its sound, sealed with the participant's own key."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, case, delete, select, update

from dialogs.response import Status
from dialogs.turn import Deposit, Keeping
from storage.engine.unit_of_work import UnitOfWork, insert_into
from storage.keys.sealing import Sealer, place
from storage.repositories.conversations import Conversation
from storage.schema.tables import attachments, invitations, responses
from storage.schema.vocabulary import SoundState

# Everything but the sound, which may be large.
FACTS = [column for column in attachments.c if column.name != "content"]


@dataclass(frozen=True, slots=True, repr=False)
class Sound:
    """A voice message taken out of the record; `sha256` is what was written down when it was kept."""

    content: bytes
    sha256: str


def save(work: UnitOfWork, conversations: Sequence[Conversation]) -> None:
    """Keep what the turns of these conversations say of voice messages; what came with its bytes is kept with them."""
    pairs = [(c, d) for c in conversations for t in c.turns for d in t.deposits]
    for conversation, deposit in pairs:
        if conversation.response.status is not Status.WITHDRAWN:
            _save(work, conversation, deposit)


def keep(work: UnitOfWork, sealer: Sealer, response_id: int, number: int, content: bytes) -> None:
    """The sound of an expected voice message; one that is kept already stays as it is."""
    sound = {"state": SoundState.KEPT, "size": len(content), **_sealed(sealer, response_id, number, content)}
    work.execute(
        update(attachments)
        .where(*_one(response_id, number), attachments.c.state == SoundState.EXPECTED)
        .values(**sound)
    )


def fail(work: UnitOfWork, response_id: int, number: int) -> None:
    """An expected voice message can't be fetched any more."""
    gone = (
        update(attachments)
        .where(*_one(response_id, number), attachments.c.state == SoundState.EXPECTED)
        .values(state=SoundState.FAILED)
    )
    work.execute(gone)


def failed(work: UnitOfWork) -> dict[int, list[int]]:
    """The voice messages that nobody was told of yet that they are lost: their numbers, by response."""
    found: dict[int, list[int]] = {}
    for row in work.execute(_FAILED):
        found.setdefault(row.response_id, []).append(row.number)
    return found


def note_told(work: UnitOfWork, response_ids: Sequence[int]) -> None:
    """Those who are concerned know of it."""
    lost = attachments.c.response_id.in_(list(response_ids)), attachments.c.state == SoundState.FAILED
    work.execute(update(attachments).where(*lost).values(state=SoundState.LOST))


def sha256(sealer: Sealer, row: Row[Any]) -> str | None:
    """The SHA-256 of a voice message; None while it is not there."""
    return (
        None if row.sha256 is None else sealer.open(attachment_place(row.response_id, row.number, "sha256"), row.sha256)
    )


def sound(work: UnitOfWork, response_id: int, number: int) -> Sound | None:
    """The sound of a kept voice message; SealError if it does not open."""
    query = (
        select(attachments, responses.c.invitation_id, invitations.c.data_key)
        .join_from(attachments, responses, attachments.c.response_id == responses.c.id)
        .join(invitations, responses.c.invitation_id == invitations.c.id)
        .where(*_one(response_id, number), attachments.c.state == SoundState.KEPT)
    )
    row = work.execute(query).first()
    if row is None or row.content is None:
        return None
    sealer = work.vault.participant(row.invitation_id, row.data_key)
    content = sealer.open_bytes(attachment_place(response_id, number, "content"), row.content)
    return Sound(content, sha256(sealer, row) or "")


def attachment_place(response_id: int, number: int, column: str) -> str:
    """Return the place for which a column of a voice message is sealed."""
    return place("attachment", f"{response_id}/{number}", column)


_FAILED = (
    select(attachments.c.response_id, attachments.c.number)
    .where(attachments.c.state == SoundState.FAILED)
    .order_by(attachments.c.response_id, attachments.c.number)
)


def _one(response_id: int, number: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return attachments.c.response_id == response_id, attachments.c.number == number


def _save(work: UnitOfWork, conversation: Conversation, deposit: Deposit) -> None:
    content = conversation.contents.get(deposit.sent)
    match deposit.keeping:
        case Keeping.REFUSED:
            work.execute(delete(attachments).where(*_one(conversation.response_id, deposit.attachment.number)))
        case Keeping.WAITS if content is not None:
            _insert(work, conversation, deposit, content, SoundState.WAITING)
        case Keeping.WANTED:
            _insert(work, conversation, deposit, content, SoundState.EXPECTED if content is None else SoundState.KEPT)
        case _:
            """What the channel still has, waits there."""


def _insert(
    work: UnitOfWork, conversation: Conversation, deposit: Deposit, content: bytes | None, state: SoundState
) -> None:
    """A new row, or the decision on one that has waited."""
    spoken, response_id = deposit.attachment, conversation.response_id
    sealed = {} if content is None else _sealed(conversation.sealer, response_id, deposit.attachment.number, content)
    row = {
        "response_id": response_id,
        "number": deposit.attachment.number,
        "kind": spoken.kind.value,
        "mime": spoken.mime,
        "seconds": spoken.seconds,
        "size": spoken.bytes if content is None else len(content),
        "state": state,
        **sealed,
    }
    decided = {"state": case((attachments.c.content.is_not(None), SoundState.KEPT), else_=state)}
    statement = insert_into(work.connection, attachments).on_conflict_do_update(
        index_elements=["response_id", "number"], set_=decided, where=attachments.c.state == SoundState.WAITING
    )
    work.execute(statement, [row])


def _sealed(sealer: Sealer, response_id: int, number: int, content: bytes) -> dict[str, bytes]:
    digest = hashlib.sha256(content).hexdigest()
    return {
        "sha256": sealer.seal(attachment_place(response_id, number, "sha256"), digest),
        "content": sealer.seal_bytes(attachment_place(response_id, number, "content"), content),
    }
