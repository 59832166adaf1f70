"""Look at the record of a review, take it away, and delete a participant's words from it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.casework import invitations
from bot.casework.access import Deed, Refused
from bot.casework.by import By, Looking
from dialogs import commands
from dialogs.flags import OpenFlag
from dialogs.invitation import Invitation
from dialogs.record import Record
from dialogs.response import Status
from dialogs.turn import Turn
from storage.engine.unit_of_work import UnitOfWork
from storage.maintenance import deletions
from storage.record import erasure, reading
from storage.record.doubts import Doubts
from storage.record.doubts import doubts as find_doubts
from storage.repositories import responses, reviews
from storage.repositories.flags import open_flags
from storage.schema.vocabulary import DeletionKind


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A withdrawal: whether there were answers, and the flags that stay until a reviewer has closed them."""

    invitation: Invitation
    deleted: bool
    left: list[OpenFlag]


def look(looking: Looking, reference: str) -> Record:
    """Return all that the record holds of a review."""
    with _noted(looking, Deed.RECORD_LOOK, reference) as (_work, record):
        return record


@contextmanager
def take(looking: Looking, reference: str) -> Iterator[tuple[UnitOfWork, Record]]:
    """Give the record to somebody who takes it away, with the transaction in which its voice messages are read."""
    with _noted(looking, Deed.RECORD_TAKE, reference) as taken:
        yield taken


@contextmanager
def take_all(looking: Looking) -> Iterator[tuple[int, Iterator[Record]]]:
    """Give every record, one after the other, to somebody who takes all away, and how many there are.

    Each is noted for good first. All are as they were at one moment.
    """
    with looking.store.begin() as work:
        for review in (found := reviews.all_reviews(work)):
            looking.does(work, Deed.RECORD_TAKE, review)
        work.commit()
    with looking.store.read() as work:
        yield len(found), (reading.record(work, review.reference, looking.now) for review in found)


def doubts(looking: Looking) -> Doubts:
    """Return what somebody without the keys has done to the rows of the store; nobody's words are shown."""
    with looking.store.read() as work:
        return find_doubts(work)


def withdraw(by: By, invitation_id: str) -> Withdrawn:
    """Do for a participant what they can do themselves: all their answers are deleted, and they are told so."""
    found, review = invitations.present(by.work, invitation_id)
    if found.response is Status.WITHDRAWN:
        raise Refused(f"The invitation {found.id} was withdrawn from before.")
    conversation = responses.of_invitation(by.work, found.id, by.turns().around(by.now))
    if conversation is None and found.revoked:
        raise Refused(f"The invitation {found.id} was revoked before, and it holds no answers.")
    by.does(Deed.WITHDRAW, review, found.id)
    if conversation is None:
        invitations.end(by.work, found, by.now)
        deletions.note(by.work, DeletionKind.WITHDRAWN, found.id)
    else:
        by.turns().act(by.work, [conversation], [commands.withdraw(Turn(response=conversation.response))], by.now)
    left = [flag for flag in open_flags(by.work, [found.review]) if flag.invitation == found.id]
    return Withdrawn(found, conversation is not None, left)


def erase(by: By, invitation_id: str) -> Invitation:
    """Delete all that is known of a participant: words, consents, name, and the key to every copy of them."""
    found, review = invitations.present(by.work, invitation_id)
    by.does(Deed.ERASE, review, found.id)
    erasure.erase(by.work, found.id, by.now)
    return found


@contextmanager
def _noted(looking: Looking, deed: Deed, reference: str) -> Iterator[tuple[UnitOfWork, Record]]:
    """Note a look for good, then read: reading holds up nobody."""
    with looking.store.begin() as work:
        review = reviews.review(work, reference)
        looking.does(work, deed, review)
        work.commit()
    with looking.store.read() as work:
        yield work, reading.record(work, review.reference, looking.now)
