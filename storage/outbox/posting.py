"""One round's way into the outbox: what can be sent at once is claimed as it is put there, so that nothing asks for it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from storage.engine.prepared import Query
from storage.engine.unit_of_work import UnitOfWork
from storage.outbox import queue
from storage.outbox.lanes import beside, urgent
from storage.outbox.queue import AT_ONCE, WAITING, Claimed, Letter, goes_along
from storage.schema.tables import outbox
from storage.schema.vocabulary import Bot


@dataclass(frozen=True, slots=True)
class Sender:
    """A process that sends, by its name, and the bots for which it does."""

    name: str
    bots: tuple[Bot, ...]


@dataclass(slots=True)
class Posting:
    """Puts letters in the outbox, and claims what its sender sends now; without a sender everything waits.

    `lanes`: those in which something was left behind.
    """

    work: UnitOfWork
    sender: Sender | None = None
    lanes: set[str] = field(default_factory=set)
    _taken: dict[str, tuple[Letter, bool]] = field(default_factory=dict)

    def enqueue(self, letters: Sequence[Letter], now: datetime) -> None:
        """Put these calls in their lanes, in this order. Calls that can go at once are claimed as they are put there."""
        if self.sender is None:
            queue.enqueue(self.work, letters, now)
            return
        at_once = self._at_once(self.sender, letters, now)
        uids = queue.enqueue(self.work, letters, now, owner=self.sender.name, at_once=at_once)
        self._taken.update({uids[n]: (letters[n], more) for n, more in at_once.items()})

    def claim(self, now: datetime, limit: int) -> list[Claimed]:
        """Claim what its sender can send now, and give it with what was claimed before."""
        if self.sender is None:
            return []
        return queue.claim(self.work, self.sender.name, self.sender.bots, now, limit, self._taken)

    def _at_once(self, sender: Sender, letters: Sequence[Letter], now: datetime) -> dict[int, bool]:
        """Return the calls, by number, that can go now (heads of idle lanes, with edits behind): True if more waits behind."""
        lanes: dict[str, list[int]] = {}
        for number, letter in enumerate(letters):
            if not letter.on_page:
                lanes.setdefault(letter.lane, []).append(number)
        busy = {row.lane for row in self.work.find(_BUSY, beside(lanes))} | {x for x in lanes if urgent(x) in lanes}
        at_once: dict[int, bool] = {}
        for lane, numbers in lanes.items():
            calls = [letters[n] for n in numbers]
            together = 0 if lane in busy or urgent(lane) in busy else _how_many_go(sender, calls, now)
            at_once |= {n: rank < len(numbers) for rank, n in enumerate(numbers[:together], 1)}
            if together < len(numbers):
                self.lanes.add(lane)
        return at_once


def _how_many_go(sender: Sender, calls: Sequence[Letter], now: datetime) -> int:
    """Return how many calls, from the first one on, can be made one after the other without asking again."""
    head = calls[0]
    for rank, call in enumerate(calls[:AT_ONCE]):
        is_ours = call.bot in sender.bots and (call.due_at or now) <= now
        if not is_ours or (rank and not goes_along(head.method, call.method, call.wire)):
            return rank
    return min(len(calls), AT_ONCE)


_BUSY = Query(
    lambda lanes: select(outbox.c.lane).where(outbox.c.lane.in_(lanes), WAITING).distinct(), outbox.c.lane.type
)
