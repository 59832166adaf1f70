"""Telegram as the machine has it: what stands in a chat, what waits to be delivered, and what became of each call."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from bot.rounds.arrivals import Arrival
from storage.outbox.queue import Claimed

PRESSES_LIVE = timedelta(seconds=150)
FIRST_UPDATE = 500


@dataclass(slots=True)
class Standing:
    """One message of the bot in the chat: of which row it is a copy, and its buttons as they are and as they ever were."""

    message_id: int
    row: int
    place: str | None
    text: str
    live: list[str]
    ever: list[str]


@dataclass(slots=True)
class Underway:
    """An update that is not confirmed yet."""

    arrival: Arrival
    at: datetime


@dataclass(slots=True)
class Chat:
    """One person's chat. Words and presses wait in lanes of their own; each lane is delivered in order."""

    user: str
    entries: list[Standing] = field(default_factory=list)
    words: deque[Underway] = field(default_factory=deque)
    presses: deque[Underway] = field(default_factory=deque)
    confirmed: list[Arrival] = field(default_factory=list)
    places: count[int] = field(default_factory=lambda: count(1))
    said: dict[int, str] = field(default_factory=dict)
    marked: dict[int, int | None] = field(default_factory=dict)
    doubts: dict[int, int] = field(default_factory=dict)
    tried: dict[int, str | None] = field(default_factory=dict)

    @property
    def lanes(self) -> tuple[deque[Underway], deque[Underway]]:
        """Both lanes."""
        return self.words, self.presses

    def shows(self, row: Claimed) -> int | None:
        """A call takes effect; gives the id of the message that it made."""
        keyboard = row.wire.get("reply_markup", {}).get("inline_keyboard", [])
        buttons = [b["callback_data"] for line in keyboard for b in line if "callback_data" in b]
        if row.method == "sendMessage":
            self._keep_order(row)
            made = Standing(next(self.places), row.id, row.place, row.wire["text"], buttons, [*buttons])
            self.entries.append(made)
            return made.message_id
        edited = row.target or row.wire.get("message_id")
        for entry in self.entries:
            if entry.message_id == edited:
                entry.live = buttons
                entry.ever += buttons
        return None

    def _keep_order(self, row: Claimed) -> None:
        """Nothing comes after what was enqueued later, and a copy only directly after its like."""
        last = self.entries[-1].row if self.entries else 0
        assert row.id >= last, f"row {row.id} is sent after row {last}"
        assert self.copies(row.id) <= self.doubts.get(row.id, 0), f"row {row.id} is sent again for no reason"

    def copies(self, row: int) -> int:
        """How often a row stands in the chat."""
        return sum(entry.row == row for entry in self.entries)

    def doubt(self, row: int) -> None:
        """A row was sent and nobody heard of it."""
        self.doubts[row] = self.doubts.get(row, 0) + 1

    def forget_old_presses(self, now: datetime) -> None:
        """Presses die young."""
        while self.presses and now - self.presses[0].at > PRESSES_LIVE:
            self.presses.popleft()

    def above(self, message_id: int) -> str | None:
        """The question that really stands above a message."""
        return next((e.place for e in reversed(self.entries) if e.place and e.message_id < message_id), None)

    def uncertain(self) -> set[str | None]:
        """The questions of which the record store can't know where they stand: not noted, sent twice, or tried in vain."""
        doubted = {e.place for e in self.entries if e.row not in self.marked or e.row in self.doubts}
        return doubted | set(self.tried.values())
