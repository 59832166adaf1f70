"""The one table of who may do what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dialogs.review import Review


class Refused(Exception):  # noqa: N818 - one sentence for whoever asked
    """Nothing is done of what was asked; the message says why."""


class Role(StrEnum):
    """The part that somebody has in a review, or in the installation."""

    REVIEWER = "reviewer"
    COVER = "cover"
    LEAD = "lead"
    OPERATOR = "operator"
    CLOCK = "clock"


class Deed(StrEnum):
    """Everything that is done to a record by somebody who does not answer."""

    REVIEW_OPEN = "review.open"
    REVIEW_EDIT = "review.edit"
    REVIEW_ASSIGN = "review.assign"
    REVIEW_HOLD = "review.hold"
    REVIEW_RESUME = "review.resume"
    REVIEW_CLOSE = "review.close"
    REVIEW_REOPEN = "review.reopen"
    REVIEW_COVER = "review.cover"
    FLAG_CLOSE = "flag.close"
    FLAG_REOPEN = "flag.reopen"
    FLAG_CHASE = "flag.chase"
    FLAG_ESCALATE = "flag.escalate"
    INVITE = "invitation.make"
    RENEW = "invitation.renew"
    REVOKE = "invitation.revoke"
    INVITATION_EDIT = "invitation.edit"
    WITHDRAW = "invitation.withdraw"
    ERASE = "invitation.erase"
    RECORD_LOOK = "record.look"
    RECORD_TAKE = "record.take"
    REVIEWER_ADD = "reviewer.add"
    REVIEWER_EDIT = "reviewer.edit"
    REVIEWER_CODE = "reviewer.code"
    REVIEWER_ENROL = "reviewer.enrol"
    REVIEWER_REMOVE = "reviewer.remove"
    KEYS_ROTATE = "keys.rotate"
    DEAD_LETTER_RETRY = "dead-letter.retry"
    INVITATION_MOVE = "invitation.move"
    UNBIND = "invitation.unbind"
    REVIEW_EXPIRE = "review.expire"
    INVITATION_EXPIRE = "invitation.expire"
    BACKUP = "store.backup"
    RESTORE = "store.restore"


_REVIEWER = frozenset({Role.REVIEWER, Role.COVER, Role.OPERATOR})
_OWN = frozenset({Role.REVIEWER, Role.OPERATOR})
_LEAD = frozenset({Role.LEAD, Role.OPERATOR})
_OPERATOR = frozenset({Role.OPERATOR})
_CLOCK = frozenset({Role.CLOCK})

# A reviewer may do these with their own reviews, and, but for some, with those that they cover for somebody.
MAY: Mapping[Deed, frozenset[Role]] = {
    Deed.REVIEW_OPEN: _REVIEWER,
    Deed.REVIEW_EDIT: _REVIEWER,
    Deed.REVIEW_ASSIGN: _OWN | _LEAD,
    Deed.REVIEW_HOLD: _REVIEWER,
    Deed.REVIEW_RESUME: _REVIEWER,
    Deed.REVIEW_CLOSE: _REVIEWER,
    Deed.REVIEW_REOPEN: _REVIEWER,
    Deed.REVIEW_COVER: _OWN | _LEAD,
    Deed.FLAG_CLOSE: _REVIEWER,
    Deed.FLAG_REOPEN: _REVIEWER,
    Deed.FLAG_CHASE: _CLOCK,
    Deed.FLAG_ESCALATE: _CLOCK,
    Deed.INVITE: _REVIEWER,
    Deed.RENEW: _REVIEWER,
    Deed.REVOKE: _REVIEWER,
    Deed.INVITATION_EDIT: _REVIEWER,
    Deed.WITHDRAW: _REVIEWER,
    Deed.ERASE: _OWN,
    Deed.RECORD_LOOK: _REVIEWER | _LEAD,
    Deed.RECORD_TAKE: _REVIEWER | _LEAD,
    Deed.REVIEWER_ADD: _LEAD,
    Deed.REVIEWER_EDIT: _LEAD,
    Deed.REVIEWER_CODE: _LEAD,
    Deed.REVIEWER_ENROL: frozenset({Role.REVIEWER}),
    Deed.REVIEWER_REMOVE: _LEAD,
    Deed.KEYS_ROTATE: _OPERATOR,
    Deed.DEAD_LETTER_RETRY: _OPERATOR,
    Deed.INVITATION_MOVE: _REVIEWER,
    Deed.UNBIND: _OPERATOR,
    Deed.REVIEW_EXPIRE: _CLOCK | _OPERATOR,
    Deed.INVITATION_EXPIRE: _CLOCK | _OPERATOR,
    Deed.BACKUP: _OPERATOR,
    Deed.RESTORE: _OPERATOR,
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who does a deed: a reviewer by their id, an operator by the name they are logged in with, or the clock."""

    kind: Role
    id: str = ""
    lead: bool = False

    def __str__(self) -> str:
        """Return the actor as the audit log names them."""
        return f"{self.kind}:{self.id}" if self.id else str(self.kind)

    def roles(self, review: Review | None, now: datetime) -> frozenset[Role]:
        """Return what the actor is to this review, or to none of them."""
        if self.kind is not Role.REVIEWER:
            return frozenset({self.kind})
        mine = {
            Role.REVIEWER: review is None or review.reviewer_id == self.id,
            Role.COVER: review is not None and review.is_covered_by(self.id, now),
            Role.LEAD: self.lead,
        }
        return frozenset(role for role, is_so in mine.items() if is_so)


CLOCK = Actor(Role.CLOCK)


def allow(actor: Actor, deed: Deed, review: Review | None, now: datetime) -> None:
    """Do nothing if the actor may do this; Refused if not."""
    if not MAY[deed] & actor.roles(review, now):
        raise Refused("That is for somebody else to do: it is not your review, or not your task.")
