"""By whom something is done, when, and in which transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.casework.access import Actor, Deed, allow
from bot.participants.turns import Turns
from dialogs.review import Review
from storage.engine.unit_of_work import UnitOfWork
from storage.record import audit
from storage.record.audit import Code, Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Somebody who acts, in an open transaction. `turns` makes what tells a participant of it, where one has to be told."""

    actor: Actor
    work: UnitOfWork
    now: datetime
    turns: Callable[[], Turns]

    def does(self, deed: Deed, review: Review | None = None, invitation: str | None = None, **detail: Code) -> None:
        """Allow the deed, or raise Refused; its entry in the audit log goes with the transaction."""
        allow(self.actor, deed, review)
        where = review.id if review else None
        entry = Entry(at=self.now, actor=str(self.actor), deed=deed, review=where, invitation=invitation, detail=detail)
        audit.note(self.work, entry)
