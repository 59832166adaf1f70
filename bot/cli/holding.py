"""What a hold, its end and the close of a review mean for those who were invited. All inside an open transaction."""

from __future__ import annotations

from bot.bootstrap import participants
from bot.cli.desk import Desk
from dialogs import leder, phrases
from dialogs.invitation import ACTIVE
from dialogs.messages import RESUME, Message, plain
from dialogs.review import Review, ReviewStatus
from dialogs.text import say
from dialogs.turn import Turn
from storage.repositories import invitations, responses, reviews
from storage.unit_of_work import UnitOfWork


def hold(desk: Desk, work: UnitOfWork, review: Review) -> int:
    """Everybody who is answering is told, once, and hears nothing more. Gives how many were told."""
    reviews.set_review_status(work, review.id, ReviewStatus.HELD)
    phone = leder.programme()["phone"]
    return _tell(desk, work, review, plain(say(phrases.HELD), say(phrases.HELD_LATER, phone=phone)))


def resume(desk: Desk, work: UnitOfWork, review: Review) -> int:
    """Everybody who was answering is told that they can go on. Gives how many were told."""
    reviews.set_review_status(work, review.id, ReviewStatus.OPEN)
    return _tell(desk, work, review, plain(say(phrases.HELD_OVER), rows=(RESUME,)))


def close(desk: Desk, work: UnitOfWork, review: Review) -> None:
    """Links that nobody used yet stop to work, and nobody is reminded. Conversations end by themselves."""
    reviews.set_review_status(work, review.id, ReviewStatus.CLOSED)
    unused = [i.id for i in invitations.invitations_of(work, [review.reference]) if not i.bound]
    invitations.revoke(work, unused, desk.now)
    around = participants(desk.settings).around(desk.now)
    responses.forget(work, [c.response_id for c in responses.of_review(work, review.id, around)])


def _tell(desk: Desk, work: UnitOfWork, review: Review, message: Message) -> int:
    turns = participants(desk.settings)
    conversations = responses.of_review(work, review.id, turns.around(desk.now))
    answering = [c for c in conversations if c.available and c.response.status in ACTIVE]
    turns.act(work, answering, [Turn(response=c.response).saying(message) for c in answering], desk.now)
    responses.forget(work, [c.response_id for c in conversations])
    return len(answering)
