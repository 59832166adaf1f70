"""Tables and constraints; nothing else. Bytes are sealed by `sealing.py`, or are keyed hashes.

reviewer ── review ── invitation ── response ── attachment, reminder
                                      └── account (a chat, a browser, a terminal)
flag ── handling, notice: by a keyed hash alone, so that nobody without the key sees whose they are, or how many are whose
browser: who may see a response on the page      move: a link that takes it to Telegram or back
claim: who has opened what was begun elsewhere
outbox: what is to be sent      seen_update, dead_letter, throttle: what came in      data_key, runtime: housekeeping
deletion: of whom something was deleted for good; the same stands on a list outside of the store
audit, audit_head: who did what, in a chain (chain.py)
tally: the sums of all proofs (proved.py), so that no row is made, changed, put back or taken out unseen
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, Table, false
from sqlmodel import Field

from dialogs.flags import Outcome
from dialogs.response import Status
from dialogs.review import ReviewStatus
from storage.schema import chain
from storage.schema.columns import NEVER_AGAIN, Base, Sequence, index_where, one_of, sealed, when
from storage.schema.vocabulary import FOLDED, CallState, ClaimState, DeletionKind, SoundState


class DataKey(Base, table=True):
    """Keys of the store itself (`system`, `lookup`), wrapped by the key ring."""

    __tablename__ = "data_key"
    name: str = Field(primary_key=True)
    wrapped: bytes = sealed()


class Tally(Base, table=True):
    """The sums of all proofs there are, by what they are of: one row, sealed."""

    __tablename__ = "tally"
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    sums: bytes = sealed()


class Runtime(Base, table=True):
    """Small facts that outlive a process: a bot's username, when the last update came."""

    __tablename__ = "runtime"
    name: str = Field(primary_key=True)
    value: str


class Reviewer(Base, table=True):
    """Somebody who may open reviews. `lookup` and `address` are the Telegram account's; `desk` is its conversation.

    `lead`: they see to the reviews of all. `cover_id`: until `cover_until` that reviewer also sees to this one's reviews.
    """

    __tablename__ = "reviewer"
    id: str = Field(primary_key=True)
    name: bytes = sealed()
    name_hash: bytes = sealed(index=True)
    enrolment_hash: bytes | None = sealed(default=None, unique=True)
    lookup: bytes | None = sealed(default=None, unique=True)
    address: bytes | None = sealed(default=None)
    desk: bytes | None = sealed(default=None)
    created_at: datetime = when()
    removed_at: datetime | None = when(default=None)
    lead: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    email: bytes | None = sealed(default=None)
    cover_id: str | None = Field(default=None, index=True)
    cover_until: datetime | None = when(default=None)
    proof: bytes | None = sealed(default=None)


class Review(Base, table=True):
    """A review of one person's life and death.

    `facts`: the age at death, and what the reviewer has confirmed.

    `reference_key`: the reference without capitals and spaces. Of references that were one before that was a rule, the first
    has it, and each later one the same with its id behind it.
    """

    __tablename__ = "review"
    __table_args__ = (one_of("status", ReviewStatus),)
    id: str = Field(primary_key=True)
    reference: str = Field(unique=True)
    reference_key: str = Field(unique=True, index=True, sa_column_kwargs={"server_default": ""})
    person: bytes = sealed()
    dates: bytes | None = sealed(default=None)
    facts: bytes = sealed()
    status: str = ReviewStatus.OPEN
    reviewer_id: str | None = Field(default=None, foreign_key="reviewer.id", index=True)
    opened_at: datetime = when()
    closed_at: datetime | None = when(default=None)
    proof: bytes | None = sealed(default=None)


class Invitation(Base, table=True):
    """One invitee of one review. `data_key` seals all that this participant says; without it nothing can be read.

    `check_hash` is empty where there are no check words.
    """

    __tablename__ = "invitation"
    id: str = Field(primary_key=True)
    review_id: str = Field(foreign_key="review.id", index=True)
    to: bytes | None = sealed(default=None)
    relationship: bytes = sealed()
    language: str | None = None
    token_hash: bytes = sealed(unique=True)
    code_hash: bytes = sealed(unique=True)
    check_hash: bytes = sealed(default=b"")
    data_key: bytes | None = sealed(default=None)
    created_at: datetime = when()
    expires_at: datetime = when()
    revoked_at: datetime | None = when(default=None)
    erased_at: datetime | None = when(default=None)
    proof: bytes | None = sealed(default=None)


class Account(Base, table=True):
    """A chat, a browser or a terminal that has opened an invitation. `current` is the response last opened there."""

    __tablename__ = "account"
    id: int | None = Field(default=None, primary_key=True, sa_type=Sequence)
    lookup: bytes = sealed(unique=True)
    channel: str
    address: bytes = sealed()
    current: int | None = Field(default=None, sa_type=BigInteger)
    blocked_at: datetime | None = when(default=None)
    proof: bytes | None = sealed(default=None)


class Response(Base, table=True):
    """One participant's run through a questionnaire. `state` is the core's Response; the columns are for queries.

    `history`: the answers that count no more, and every decision. `chat`: which of our messages asked what. `version`: any
    number, another one after each turn.
    `doubted_at`: since then it is set aside, because the invitee has said that somebody else began it; nobody can go on with it.
    """

    __tablename__ = "response"
    __table_args__ = (
        one_of("status", Status),
        index_where("doubted_at IS NULL", "uq_response_visit", "invitation_id", "account_id", unique=True),
        index_where("bound AND doubted_at IS NULL", "uq_response_bound", "invitation_id", unique=True),
        NEVER_AGAIN,
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Sequence)
    invitation_id: str = Field(foreign_key="invitation.id")
    account_id: int = Field(foreign_key="account.id", sa_type=BigInteger, index=True)
    bound: bool = False
    status: str = Status.OPENED
    channel: str
    language: str
    questionnaire: str
    version: int = 0
    state: bytes | None = sealed(default=None)
    history: bytes | None = sealed(default=None)
    chat: bytes | None = sealed(default=None)
    opened_at: datetime = when()
    last_activity: datetime = when(index=True)
    doubted_at: datetime | None = when(default=None)
    proof: bytes | None = sealed(default=None)
    history_proof: bytes | None = sealed(default=None)


class Browser(Base, table=True):
    """A browser that is known for a response, by a keyed hash of its cookie. Its visit ends soon; that it is known does not.

    `device`: that of the first cookie that this browser ever had here; what replaced one another has the same.
    `joined_at`: since then another device answers here too, and nobody has said on this one that they know.
    """

    __tablename__ = "browser"
    cookie_hash: bytes = sealed(primary_key=True)
    response_id: int = Field(foreign_key="response.id", primary_key=True, sa_type=BigInteger, index=True)
    opened_at: datetime = when()
    used_at: datetime = when(index=True)
    device: bytes | None = sealed(default=None, index=True)
    joined_at: datetime | None = when(default=None)
    proof: bytes | None = sealed(default=None)


class Claim(Base, table=True):
    """Somebody has opened what was begun elsewhere: a browser by the keyed hash of its cookie, an account by its lookup.

    `state`: the check words are wanted; they fit, and it is asked who began; the account may go on with the response; or
    somebody else had begun, and `response_id` is set aside.
    """

    __tablename__ = "claim"
    __table_args__ = (one_of("state", ClaimState),)
    who: bytes = sealed(primary_key=True)
    invitation_id: str = Field(foreign_key="invitation.id", primary_key=True, index=True)
    response_id: int | None = Field(default=None, foreign_key="response.id", sa_type=BigInteger)
    state: str
    since: datetime = when()
    proof: bytes | None = sealed(default=None)


class WrongWords(Base, table=True):
    """The number of times an invitation's check words did not fit, and until when they are not looked at because of that."""

    __tablename__ = "wrong_words"
    invitation_id: str = Field(foreign_key="invitation.id", primary_key=True)
    tries: int
    until: datetime | None = when(default=None)
    proof: bytes | None = sealed(default=None)


class Move(Base, table=True):
    """A link that takes a response from the page to Telegram, or back to the page, once and soon."""

    __tablename__ = "move"
    token_hash: bytes = sealed(primary_key=True)
    response_id: int = Field(foreign_key="response.id", sa_type=BigInteger, index=True)
    expires_at: datetime = when()
    proof: bytes | None = sealed(default=None)


class Attachment(Base, table=True):
    """A voice message, by its number among those of the response. `content` is its sound, once that is there."""

    __tablename__ = "attachment"
    __table_args__ = (
        one_of("state", SoundState),
        index_where(f"state = '{SoundState.FAILED}'", "ix_attachment_failed", "response_id"),
    )
    response_id: int = Field(foreign_key="response.id", primary_key=True, sa_type=BigInteger)
    number: int = Field(primary_key=True, sa_type=Integer)
    kind: str
    mime: str
    seconds: int
    size: int
    state: str
    sha256: bytes | None = sealed(default=None)
    content: bytes | None = sealed(default=None)
    proof: bytes | None = sealed(default=None)


class Flag(Base, table=True):
    """Something a reviewer must see to; one of a kind is open at a time. `facts` say of which response it is, and all else.

    `mark`: a keyed hash of the response and the kind.
    """

    __tablename__ = "flag"
    __table_args__ = (index_where("is_open", "uq_flag_open", "mark", unique=True),)
    id: int | None = Field(default=None, primary_key=True, sa_type=Sequence)
    mark: bytes = sealed(index=True)
    facts: bytes = sealed()
    is_open: bool = True
    proof: bytes | None = sealed(default=None)


class Handling(Base, table=True):
    """An outcome of a flag, each time somebody did something; `passed_to` and `again_on` where that is what was done.

    The note is the reviewer's own, and may repeat what a family said: it is sealed with the participant's key.
    """

    __tablename__ = "handling"
    __table_args__ = (one_of("outcome", Outcome),)
    flag_id: int = Field(primary_key=True, sa_type=BigInteger)
    at: datetime = when(primary_key=True)
    actor: str
    outcome: str
    again_on: date | None = None
    passed_to: str | None = None
    note: bytes | None = sealed(default=None)
    proof: bytes | None = sealed(default=None)


class Notice(Base, table=True):
    """All that a reviewer was told of one kind about one invitation, or is still to be told in a sum; no words in it.

    `mark`: a keyed hash of the invitation and the kind; `facts` say which they are, and when it happened and was told.
    """

    __tablename__ = "notice"
    mark: bytes = sealed(primary_key=True)
    facts: bytes = sealed()
    waits: bool = Field(default=False, index=True)


class Reminder(Base, table=True):
    """Something that falls due for one response."""

    __tablename__ = "reminder"
    __table_args__ = (index_where("done_at IS NULL", "ix_reminder_due", "due_at"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=Sequence)
    response_id: int = Field(foreign_key="response.id", sa_type=BigInteger, index=True)
    kind: str
    due_at: datetime = when()
    done_at: datetime | None = when(default=None)


class Outbox(Base, table=True):
    """One call to make. `lane` is the chat, in which order is kept; `place` the question it asks; emptied once sent.

    `live`: it is a message whose buttons stand in the chat, and what they belong to.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        one_of("state", CallState),
        index_where(f"state IN ('{CallState.DUE}', '{CallState.CLAIMED}')", "ix_outbox_waiting", "lane", "id"),
        Index("ix_outbox_response", "response_id", "id"),
        index_where("live IS NOT NULL", "ix_outbox_live", "lane"),
        index_where(
            f"state IN ('{CallState.SENT}', '{CallState.FAILED}') AND method != '{FOLDED}'",
            "ix_outbox_loose",
            "response_id",
        ),
        NEVER_AGAIN,
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Sequence)
    uid: str
    bot: str
    lane: str
    response_id: int | None = Field(default=None, foreign_key="response.id", sa_type=BigInteger)
    key_of: str | None = Field(default=None, foreign_key="invitation.id")
    method: str
    place: bytes | None = sealed(default=None)
    payload: bytes | None = sealed(default=None)
    state: str = CallState.DUE
    due_at: datetime = when()
    claimed_by: str | None = None
    claimed_until: datetime | None = when(default=None)
    attempts: int = 0
    error: str | None = None
    message_id: int | None = Field(default=None, sa_type=BigInteger)
    live: str | None = None
    created_at: datetime = when()


class SeenUpdate(Base, table=True):
    """Updates that were taken; a set, because ids restart at random after a quiet week."""

    __tablename__ = "seen_update"
    bot: str = Field(primary_key=True)
    update_id: int = Field(primary_key=True, sa_type=BigInteger)
    seen_at: datetime = when(index=True)


class DeadLetter(Base, table=True):
    """An input that failed alone, sealed, with the kind of failure. `key_of`: whose key seals it, where one is known."""

    __tablename__ = "dead_letter"
    id: str = Field(primary_key=True)
    bot: str
    lane: str = Field(index=True)
    update_id: int = Field(sa_type=BigInteger)
    key_of: str | None = Field(default=None, index=True)
    payload: bytes = sealed()
    error: str
    at: datetime = when()
    retried_at: datetime | None = when(default=None)


class Deletion(Base, table=True):
    """Something of an invitation was deleted for good. No row goes: a backup that is put back may still hold what did."""

    __tablename__ = "deletion"
    __table_args__ = (one_of("kind", DeletionKind),)
    id: str = Field(primary_key=True)
    kind: str
    invitation_id: str


class Throttle(Base, table=True):
    """Failed guesses of one source within the hour."""

    __tablename__ = "throttle"
    source: bytes = sealed(primary_key=True)
    failures: int
    since: datetime = when()


def _table(model: Any) -> Table:
    return Base.metadata.tables[str(model.__tablename__)]


# The same tables for Core statements, as the road uses them.
data_keys, tallies, runtimes, reviewers, reviews = map(_table, (DataKey, Tally, Runtime, Reviewer, Review))
invitations, accounts, responses = map(_table, (Invitation, Account, Response))
browsers, moves, wrong_words, claims = map(_table, (Browser, Move, WrongWords, Claim))
flags, handlings, notices, reminders = map(_table, (Flag, Handling, Notice, Reminder))
attachments = _table(Attachment)
outbox, seen_updates, dead_letters, throttles = map(_table, (Outbox, SeenUpdate, DeadLetter, Throttle))
deletions = _table(Deletion)
audit, audit_head = chain.audit, chain.audit_head
