"""Withdraw and erase. The data key goes with the words, so that copies and backups say nothing either."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, or_, select, update

from dialogs.turn import SAFETY
from storage.engine.forgetting import forget_everywhere
from storage.engine.unit_of_work import UnitOfWork
from storage.keys.sealing import Sealer, place
from storage.maintenance import deletions
from storage.maintenance.rotation import fresh_key
from storage.maintenance.wiping import ask_to_wipe
from storage.repositories import flags, history, notices
from storage.repositories.attachments import attachment_place
from storage.repositories.conversations import Conversation
from storage.repositories.flags import handling_place
from storage.repositories.responses import STANDS
from storage.schema.tables import (
    accounts,
    attachments,
    browsers,
    claims,
    dead_letters,
    handlings,
    invitations,
    moves,
    outbox,
    reminders,
    responses,
    reviews,
    throttles,
    wrong_words,
)
from storage.schema.vocabulary import CallState, DeletionKind

_KEY = (attachments.c.response_id, attachments.c.number)


def withdraw(work: UnitOfWork, conversation: Conversation) -> None:
    """Every answer goes. The name of the invitee and the consents stay, under a new key; the old key is gone.

    What somebody else is said to have written is not theirs to delete: it stays too, under the new key.

    Of the flags those stay which say that somebody may not be safe: they hold no words, and the reviewer closes them.
    """
    invitation_id = conversation.invitation_id
    visits, theirs = _visits(work, invitation_id), _visits(work, invitation_id, STANDS)
    for table in (attachments, reminders):
        work.execute(delete(table).where(table.c.response_id.in_(theirs)))
    flags.forget(work, theirs, but_of=SAFETY)
    _forget_answers(work, conversation.sealer, theirs)
    ours = outbox.c.response_id.in_(visits)
    work.execute(delete(outbox).where(ours, outbox.c.state != CallState.SENT))
    work.execute(update(outbox).where(ours).values(payload=None))
    _forget_failures(work, invitation_id, visits)
    wrapped, fresh = fresh_key(work, invitation_id)
    _reseal(work, conversation, visits, fresh)
    _reseal_notes(work, conversation, visits, fresh)
    work.execute(update(invitations).where(invitations.c.id == invitation_id).values(data_key=wrapped))
    deletions.note(work, DeletionKind.WITHDRAWN, invitation_id)
    ask_to_wipe(work)
    forget_everywhere(work)
    conversation.sealer = fresh


def erase(work: UnitOfWork, invitation_id: str, now: datetime) -> None:
    """Everything of this participant goes: rows, name, key. The invitation stays as an empty row."""
    work.execute(select(invitations.c.id).where(invitations.c.id == invitation_id).with_for_update())
    visits = _visits(work, invitation_id)
    visitors = work.execute(select(responses.c.account_id).where(responses.c.id.in_(visits))).scalars().all()
    _forget_failures(work, invitation_id, visits)
    flags.forget(work, visits)
    notices.forget(work, invitation_id)
    for table in (attachments, reminders, browsers, moves, outbox):
        work.execute(delete(table).where(table.c.response_id.in_(visits)))
    for table in (wrong_words, claims):
        work.execute(delete(table).where(table.c.invitation_id == invitation_id))
    work.execute(delete(responses).where(responses.c.id.in_(visits)))
    _leave_accounts(work, visitors)
    gone = {"to": None, "data_key": None, "erased_at": now}
    work.execute(update(invitations).where(invitations.c.id == invitation_id).values(**gone))
    deletions.note(work, DeletionKind.ERASED, invitation_id)
    ask_to_wipe(work)
    forget_everywhere(work)


def erase_review(work: UnitOfWork, review_id: str, now: datetime) -> None:
    """Everything of a review goes: its participants, as above, then the empty rows and the review itself."""
    mine = invitations.c.review_id == review_id
    left = select(invitations.c.id).where(mine, invitations.c.erased_at.is_(None))
    for invitation_id in work.execute(left).scalars().all():
        erase(work, invitation_id, now)
    work.execute(delete(outbox).where(outbox.c.key_of.in_(select(invitations.c.id).where(mine))))
    work.execute(delete(invitations).where(mine))
    work.execute(delete(reviews).where(reviews.c.id == review_id))
    deletions.note(work, DeletionKind.ERASED, review_id)
    ask_to_wipe(work)


def _visits(work: UnitOfWork, invitation_id: str, *wanted: ColumnElement[bool]) -> Sequence[int]:
    """The responses of everybody who opened the invitation."""
    ours = responses.c.invitation_id == invitation_id
    return work.execute(select(responses.c.id).where(ours, *wanted)).scalars().all()


def _forget_answers(work: UnitOfWork, sealer: Sealer, visits: Sequence[int]) -> None:
    """Leave nothing in the history of these visits but the decisions."""
    for row in work.execute(select(responses.c.id, responses.c.history).where(responses.c.id.in_(visits))).all():
        kept = history.opened(sealer, row.id, row.history)._replace(answers=())
        mine = update(responses).where(responses.c.id == row.id, responses.c.history.is_not(None))
        work.execute(mine.values(history=history.sealed(sealer, row.id, kept)))


def _forget_failures(work: UnitOfWork, invitation_id: str, visits: Sequence[int]) -> None:
    """Delete failed inputs under this key, and those that came from these chats and browsers before there was a key."""
    chats = select(accounts.c.lookup).join_from(responses, accounts, responses.c.account_id == accounts.c.id)
    lookups = work.execute(chats.where(responses.c.id.in_(visits))).scalars().all()
    cookies = work.execute(select(browsers.c.cookie_hash).where(browsers.c.response_id.in_(visits))).scalars().all()
    theirs = _in_lanes(dead_letters, [*lookups, *cookies]), dead_letters.c.key_of == invitation_id
    work.execute(delete(dead_letters).where(or_(*theirs)))


def _in_lanes(table: Any, lookups: Sequence[bytes]) -> ColumnElement[bool]:
    """The rows of these accounts' lanes, whatever the bot."""
    return or_(False, *(table.c.lane.like(f"%:{lookup.hex()}") for lookup in lookups))


def _leave_accounts(work: UnitOfWork, account_ids: Sequence[int]) -> None:
    """An account without another response goes with all that came from it; any other turns to its newest response."""
    left = select(responses.c.id).where(responses.c.account_id == accounts.c.id)
    newest = left.with_only_columns(func.max(responses.c.id)).scalar_subquery()
    lost = accounts.c.current.not_in(select(responses.c.id))
    work.execute(update(accounts).where(accounts.c.id.in_(account_ids), lost).values(current=newest))
    idle = accounts.c.id.in_(account_ids) & ~left.exists()
    gone = work.execute(select(accounts.c.lookup).where(idle)).scalars().all()
    work.execute(delete(outbox).where(_in_lanes(outbox, gone)))
    work.execute(delete(throttles).where(throttles.c.source.in_(gone)))
    work.execute(delete(accounts).where(idle))


def _reseal_notes(work: UnitOfWork, conversation: Conversation, visits: Sequence[int], fresh: Sealer) -> None:
    """Seal again the notes on flags of what is set aside."""
    kept = (
        handlings.c.flag_id.in_([flag.id for flag in flags.of_responses(work, visits)]),
        handlings.c.note.is_not(None),
    )
    for row in work.execute(select(handlings).where(*kept)).all():
        at = handling_place(row.flag_id, row.at)
        note = fresh.seal_bytes(at, conversation.sealer.open_bytes(at, row.note))
        mine = handlings.c.flag_id == row.flag_id, handlings.c.at == row.at
        work.execute(update(handlings).where(*mine).values(note=note))


def _reseal(work: UnitOfWork, conversation: Conversation, visits: Sequence[int], fresh: Sealer) -> None:
    """Seal again what stays: the name, the state and the history of every visit, all that is set aside."""

    def again(column: Any, row: Row[Any], at: str) -> None:
        if (sealed := getattr(row, column.name)) is not None:
            value = fresh.seal_bytes(at, conversation.sealer.open_bytes(at, sealed))
            mine = (key == getattr(row, key.name) for key in column.table.primary_key)
            work.execute(update(column.table).where(*mine).values({column: value}))

    for row in work.execute(select(invitations).where(invitations.c.id == conversation.invitation_id)).all():
        again(invitations.c.to, row, place("invitation", row.id, "to"))
    for row in work.execute(select(responses).where(responses.c.id.in_(visits))).all():
        for column in (responses.c.state, responses.c.history, responses.c.chat):
            again(column, row, place("response", row.id, column.name))
    for key in work.execute(select(*_KEY).where(attachments.c.response_id.in_(visits))).all():
        row = work.execute(select(attachments).where(*(a == b for a, b in zip(_KEY, key, strict=True)))).one()
        for column in (attachments.c.sha256, attachments.c.content):
            again(column, row, attachment_place(row.response_id, row.number, column.name))
