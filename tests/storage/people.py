"""Who appears in the tests of the record: a reviewer with a review, invitees, and visitors who talk to the core."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, Table, select

from dialogs import leder
from dialogs.inputs import Absent, AbsentReason, Begin, Channel, Choose, Input, Next, Say, Yes
from dialogs.interview import respond, shown
from dialogs.messages import wording
from dialogs.phrases import YOUR_REVIEWER
from dialogs.response import Status
from dialogs.review import Dates
from dialogs.turn import Turn
from storage.engine.unit_of_work import Store, UnitOfWork
from storage.keys.credentials import Credentials
from storage.record import erasure
from storage.repositories import openings, responses
from storage.repositories.conversations import Conversation, Surroundings
from storage.repositories.invitations import invite
from storage.repositories.reviews import add_reviewer, open_review
from storage.schema.tables import reviewers
from tests.dialogs.core import ENGLISH

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
EXPIRES = NOW + timedelta(days=28)
REFERENCE = "LR-2026-0042"
PERSON, INVITEE, REVIEWER = "Margaret", "Ann Example", "Jo Carter"

CONSENT: tuple[Input, ...] = (
    Begin(),
    Choose("W2", "yes"),
    Choose("C1", "yes"),
    Yes("about"),
    *(Choose(statement, "yes") for statement in ("C2", "C3", "C4")),
    Choose("C5", "no"),
    Absent("W3", AbsentReason.SKIPPED),
)
STORY = "She sang in the kitchen, every morning."
TOLD: tuple[Input, ...] = (
    Choose("R1", "sibling"),
    *(Absent(question, AbsentReason.SKIPPED) for question in ("R2", "R3", "R4", "P1")),
    Say(words=STORY, sent=100),
    Say(words="=1+1 was her favourite sum", sent=101),
    Next("P2"),
)


def around(now: datetime = NOW) -> Surroundings:
    """The settings of every load."""
    return Surroundings(now=now, questionnaire=leder.CURRENT, language="en", languages=("en",))


@dataclass(frozen=True, slots=True)
class Invited:
    """One invitation as the reviewer holds it in the hand."""

    id: str
    credentials: Credentials


def a_review(work: UnitOfWork, reference: str = REFERENCE) -> str:
    """A review with a reviewer; gives its id."""
    reviewer_id = add_reviewer(work, f"{REVIEWER} {reference}", f"CODE {reference}", NOW)
    return open_review(
        work,
        reference,
        person=PERSON,
        age=52,
        dates=Dates(born=date(1974, 3, 5)),
        confirmed=["E4"],
        reviewer_id=reviewer_id,
        now=NOW,
    )


def enrolled(work: UnitOfWork, reviewer_id: str) -> str:
    """Let a reviewer have an account, so that families hear that they are told; nothing is sent there. Gives the id."""
    work.execute(reviewers.update().where(reviewers.c.id == reviewer_id).values(lookup=reviewer_id.encode()))
    return reviewer_id


def an_invitation(
    work: UnitOfWork,
    review_id: str,
    *,
    to: str = INVITEE,
    language: str | None = "en",
    now: datetime = NOW,
    expires_at: datetime = EXPIRES,
) -> Invited:
    """One invitation to this review. With a language, W1 is not asked."""
    credentials = Credentials.fresh(check_word=True)
    made = invite(
        work,
        review_id,
        credentials,
        to=to,
        relationship="sister",
        language=language,
        now=now,
        expires_at=expires_at,
    )
    return Invited(made, credentials)


def invited(store: Store, language: str | None = "en") -> Invited:
    """A committed review with one committed invitation."""
    with store.begin() as work:
        made = an_invitation(work, a_review(work), language=language)
        work.commit()
    return made


@dataclass(slots=True)
class Visitor:
    """Somebody at one account. Each input is a turn, a minute after the one before."""

    store: Store
    user: str = "7001"
    channel: Channel = Channel.TELEGRAM
    now: datetime = NOW

    @property
    def lookup(self) -> bytes:
        """The keyed hash of the account."""
        return self.store.vault.hash(self.channel, self.user)

    def opens(self, invitation: Invited) -> bool:
        """Open the invitation by its link; whether it could be opened."""
        with self.store.begin() as work:
            given = work.vault.link(invitation.credentials.token)
            found = openings.openable(work, openings.TOKEN, given, self.lookup, self.now)
            if found is not None:
                openings.open_visit(work, found, self.lookup, self.channel, self.user, around(self.now))
            work.commit()
        return found is not None

    def does(self, *inputs: Input) -> Conversation:
        """Take these inputs in one round, in the conversation last opened; gives it as it is on record afterwards."""
        with self.store.begin() as work:
            conversation = self.current(work)
            for said in inputs:
                turn = taken(conversation, said, self.now)
                conversation.last_activity = self.now
                self.now += timedelta(minutes=1)
                if turn.response.status is Status.WITHDRAWN:
                    erasure.withdraw(work, conversation)
            responses.save(work, [conversation], conversation.last_activity)
            work.commit()
        return self.sees()

    def skips_to(self, link_id: str) -> Conversation:
        """Skip every question up to this one."""
        while (at := self.sees().response.at) != link_id:
            is_question = at in leder.load().items
            self.does(Absent(at, AbsentReason.SKIPPED) if is_question else Yes(at))
        return self.sees()

    def sees(self) -> Conversation:
        """The conversation as it is on record."""
        with self.store.begin() as work:
            return self.current(work)

    def current(self, work: UnitOfWork) -> Conversation:
        """The conversation that words go to, loaded and locked."""
        return next(c for c in responses.load(work, [self.lookup], around(self.now)) if c.current)


def rows(store: Store, table: Table) -> list[Row[Any]]:
    """All rows of a table, in the order of their keys."""
    with store.read() as work:
        return list(work.execute(select(table).order_by(*table.primary_key)))


def taken(conversation: Conversation, said: Input, now: datetime = NOW) -> Turn:
    """One turn, taken; its last question counts as shown."""
    before = conversation.response
    turn = respond(leder.load(before.version), before, said, now=now)
    names = turn.response.people.names(YOUR_REVIEWER)
    for message in turn.messages:
        if message.prompt == turn.response.at:
            asked = shown(turn.response, wording(message, ENGLISH, names))
            turn = replace(turn, response=asked)
    conversation.take(turn)
    return turn


def consenting(store: Store, invitation: Invited, user: str = "7001") -> Visitor:
    """A visitor who has opened the invitation and consented to everything but C5."""
    visitor = Visitor(store, user)
    assert visitor.opens(invitation)
    visitor.does(*CONSENT)
    return visitor
