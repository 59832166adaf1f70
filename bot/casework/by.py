"""By whom something is done, when, and in which transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.casework.access import Actor, Deed, allow
from dialogs.review import Review
from storage.engine.unit_of_work import Store, UnitOfWork
from storage.record import audit
from storage.record.audit import Code, Entry

if TYPE_CHECKING:  # it brings the whole conversation along, which a list at the command line need not wait for
    from bot.participants.turns import Turns


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Somebody who acts, in an open transaction. `turns` makes what tells a participant of it, where one has to be told."""

    actor: Actor
    work: UnitOfWork
    now: datetime
    turns: Callable[[], Turns]

    def does(self, deed: Deed, review: Review | None = None, invitation: str | None = None, **detail: Code) -> None:
        """Allow the deed, or raise Refused; its entry in the audit log goes with the transaction."""
        _note(self.work, self.actor, self.now, deed, review, invitation, detail)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """Somebody who looks, or does what no single transaction holds: that is noted for good before it begins."""

    actor: Actor
    store: Store
    now: datetime

    def does(self, work: UnitOfWork, deed: Deed, review: Review | None = None, **detail: Code) -> None:
        """Allow the deed, or raise Refused; its entry in the audit log goes with this transaction."""
        _note(work, self.actor, self.now, deed, review, None, detail)


def _note(  # noqa: PLR0913, PLR0917 - an entry has these parts
    work: UnitOfWork,
    actor: Actor,
    now: datetime,
    deed: Deed,
    review: Review | None,
    invitation: str | None,
    detail: dict[str, Code],
) -> None:
    allow(actor, deed, review, now)
    where = review.id if review else None
    audit.note(work, Entry(at=now, actor=str(actor), deed=deed, review=where, invitation=invitation, detail=detail))
