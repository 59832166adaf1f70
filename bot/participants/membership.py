"""Note who can be written to: not somebody who has blocked the bot, until they write or let it write again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.rounds.arrivals import Membership, Said
from storage.engine.unit_of_work import UnitOfWork
from storage.repositories import reachable
from storage.repositories.conversations import Conversation


def note(work: UnitOfWork, said: Said, lookup: bytes, theirs: Sequence[Conversation], now: datetime) -> None:
    """Note what an arrival tells of that: nothing is sent to somebody who has blocked us, and nobody reminds them."""
    if not (isinstance(said, Membership) and said.blocked):
        reachable.is_here(work, theirs)
        return
    reachable.block(work, lookup, now)
    for conversation in theirs:
        conversation.blocked = True
