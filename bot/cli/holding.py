"""Tell the people who were invited that a review is held, goes on or is closed. All inside an open transaction."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cli.session import Desk
from dialogs import leder, phrases
from dialogs.invitation import ACTIVE
from dialogs.messages import RESUME, Message, plain
from dialogs.response import OVER
from dialogs.review import Review, ReviewStatus
from dialogs.text import say
from dialogs.turn import Turn
from storage.engine.unit_of_work import UnitOfWork
from storage.repositories import invitations, reminders, responses, reviews
from storage.repositories.conversations import Conversation


def hold(desk: Desk, work: UnitOfWork, review: Review) -> int:
    """Hold the review; everybody who is answering is told, once, and hears nothing more. Return how many were told."""
    reviews.set_review_status(work, review.id, ReviewStatus.HELD)
    phone = leder.programme()["phone"]
    return _tell(desk, work, review, plain(say(phrases.HELD), say(phrases.HELD_LATER, phone=phone)))


def resume(desk: Desk, work: UnitOfWork, review: Review) -> int:
    """End the hold; everybody who was answering is told that they can go on. Return how many were told."""
    reviews.set_review_status(work, review.id, ReviewStatus.OPEN)
    return _tell(desk, work, review, plain(say(phrases.HELD_OVER), rows=(RESUME,)))


def close(desk: Desk, work: UnitOfWork, review: Review) -> int:
    """Close the review: unused links stop, nobody is reminded, people taking part are told once. Return how many were told."""
    conversations = _conversations(desk, work, review)
    there = [c for c in conversations if c.available and c.response.status not in OVER]
    reviews.set_review_status(work, review.id, ReviewStatus.CLOSED)
    unused = [i.id for i in invitations.invitations_of(work, [review.reference]) if not i.bound]
    invitations.revoke(work, unused, desk.now)
    _say(desk, work, there, [_closed(c) for c in there])
    reminders.forget(work, [c.response_id for c in conversations])
    return len(there)


def _closed(conversation: Conversation) -> Message:
    kept = conversation.response.consented and conversation.response.answered
    last = (say(phrases.REVIEW_CLOSED_KEPT),) if kept else ()
    return plain(say(phrases.REVIEW_CLOSED, phone=leder.programme()["phone"]), *last)


def _tell(desk: Desk, work: UnitOfWork, review: Review, message: Message) -> int:
    conversations = _conversations(desk, work, review)
    answering = [c for c in conversations if c.available and c.response.status in ACTIVE]
    _say(desk, work, answering, [message] * len(answering))
    reminders.forget(work, [c.response_id for c in conversations])
    return len(answering)


def _conversations(desk: Desk, work: UnitOfWork, review: Review) -> list[Conversation]:
    from bot.takers import participants

    return responses.of_review(work, review.id, participants(desk.settings).around(desk.now))


def _say(desk: Desk, work: UnitOfWork, to: Sequence[Conversation], messages: Sequence[Message]) -> None:
    from bot.takers import participants

    turns = [Turn(response=c.response).saying(message) for c, message in zip(to, messages, strict=True)]
    participants(desk.settings).act(work, to, turns, desk.now)
