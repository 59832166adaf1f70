"""The updates that wait for a bot: numbered, in lanes, kept for a while, and gone once confirmed."""

from __future__ import annotations

import copy
import random
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from tests.fakes.bot_api_clock import WEEK, Clock

Lane = tuple[str | int, ...]

KNOWN_TYPES = frozenset(
    {
        "business_connection",
        "business_message",
        "callback_query",
        "channel_post",
        "chat_boost",
        "chat_join_request",
        "chat_member",
        "chosen_inline_result",
        "deleted_business_messages",
        "edited_business_message",
        "edited_channel_post",
        "edited_message",
        "inline_query",
        "message",
        "message_reaction",
        "message_reaction_count",
        "my_chat_member",
        "poll",
        "poll_answer",
        "pre_checkout_query",
        "purchased_paid_media",
        "removed_chat_boost",
        "shipping_query",
    }
)
_UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_LARGEST_ID = 1 << 30
_FORGOTTEN_PAST = 100_000


@dataclass(frozen=True, slots=True)
class Event:
    """One update on its way to the bot."""

    update_id: int
    kind: str
    owner: int
    lane: Lane
    body: dict[str, Any]
    expires_at: float

    def update(self) -> dict[str, Any]:
        """The update as the bot receives it."""
        return {"update_id": self.update_id, **self.body}


@dataclass(frozen=True, slots=True)
class _Held:
    kind: str
    owner: int
    body: dict[str, Any]
    expires_at: float


class UpdateQueue:
    """Everything one bot has not confirmed yet. A lane is what a webhook receives one after the other."""

    def __init__(self, clock: Clock, seed: str, parallel_lanes: bool) -> None:
        self._clock = clock
        self._random = random.Random(seed)
        self._parallel_lanes = parallel_lanes
        self._events: OrderedDict[int, Event] = OrderedDict()
        self._again: OrderedDict[Lane, Event] = OrderedDict()
        self._lanes: dict[Lane, OrderedDict[int, Event]] = {}
        self._history: dict[int, Event] = {}
        self._holding: set[tuple[str, int]] = set()
        self._paused: set[tuple[str, int]] = set()
        self._held: list[_Held] = []
        self._last_push = clock.now()
        self._serial = 0
        self.next_id = self._random_id()
        self.allowed: frozenset[str] | None = None

    def push(self, kind: str, owner: int, body: dict[str, Any], lifetime: float) -> Event | None:
        """Adds an update; None when the bot has not asked for its type, or it is held back."""
        if not self._is_allowed(body):
            return None
        held = _Held(kind, owner, copy.deepcopy(body), self._clock.now() + lifetime)
        if (kind, owner) in self._holding:
            self._held.append(held)
            return None
        return self._add(held)

    def hold(self, kind: str, owner: int, numbered: bool) -> None:
        """Keeps back what comes; numbered: it has its update_id already and only its delivery waits."""
        (self._paused if numbered else self._holding).add((kind, owner))

    def release(self, owner: int) -> list[Lane]:
        """Lets everything go that was held back for this owner; the lanes that have something to deliver."""
        self._paused = {(kind, one) for kind, one in self._paused if one != owner}
        self._holding = {(kind, one) for kind, one in self._holding if one != owner}
        freed = [held for held in self._held if held.owner == owner]
        self._held = [held for held in self._held if held.owner != owner]
        for held in freed:
            self._add(held)
        return self.lanes()

    def redeliver(self, update_id: int) -> Lane:
        """Delivers an update once more, confirmed or not."""
        old = self._history[update_id]
        self._serial += 1
        again = Event(old.update_id, old.kind, old.owner, ("again", self._serial), old.body, float("inf"))
        self._again[again.lane] = again
        self._lanes[again.lane] = OrderedDict({update_id: again})
        return again.lane

    def knows(self, update_id: int) -> bool:
        """Whether such an update was ever there."""
        return update_id in self._history

    def take(self, offset: int, limit: int) -> list[Event]:
        """What getUpdates gives: everything before the offset is confirmed and forgotten."""
        if offset < 0:
            self.clear(keep=-offset)
        head = next(iter(self._events), self.next_id)
        # An offset from the far future or past is no offset: identifiers have started anew since.
        if head - _FORGOTTEN_PAST <= offset <= self.next_id + 10:
            self._forget_before(offset)
        taken = [self._again.popitem(last=False)[1] for _ in range(min(limit, len(self._again)))]
        for event in taken:
            self._lanes.pop(event.lane, None)
        return [*taken, *islice(self._waiting(), limit - len(taken))]

    def head(self, lane: Lane) -> Event | None:
        """The next update of a lane that may be delivered."""
        now = self._clock.now()
        expired = []
        found = None
        for event in self._lanes.get(lane, {}).values():
            if event.expires_at <= now:
                expired.append(event)
            elif (event.kind, event.owner) not in self._paused:
                found = event
                break
        for event in expired:
            self.forget(event)
        return found

    def lanes(self) -> list[Lane]:
        """The lanes that have updates."""
        return list(self._lanes)

    def forget(self, event: Event) -> None:
        """The bot has it."""
        if self._again.pop(event.lane, None) is None:
            self._events.pop(event.update_id, None)
        lane = self._lanes.get(event.lane, OrderedDict())
        lane.pop(event.update_id, None)
        if not lane:
            self._lanes.pop(event.lane, None)

    def clear(self, keep: int = 0) -> None:
        """Forgets all but the newest few."""
        for event in list(self._events.values())[: max(len(self._events) - keep, 0)]:
            self.forget(event)

    def pending(self) -> list[Event]:
        """What waits, oldest first."""
        return [*self._again.values(), *self._waiting()]

    def jump(self, update_id: int | None) -> None:
        """Goes on counting from elsewhere, as Telegram does after a quiet week; nothing may be waiting."""
        if self.pending():
            raise RuntimeError("update identifiers start anew only when nothing waits")
        self._events.clear()
        self._lanes.clear()
        self.next_id = self._random_id() if update_id is None else update_id

    def _add(self, held: _Held) -> Event:
        self._restart_after_quiet_week()
        lane = self._lane(held.kind, held.owner)
        event = Event(self.next_id, held.kind, held.owner, lane, held.body, held.expires_at)
        self.next_id += 1
        self._events[event.update_id] = event
        self._history[event.update_id] = event
        self._lanes.setdefault(lane, OrderedDict())[event.update_id] = event
        return event

    def _lane(self, kind: str, owner: int) -> Lane:
        self._serial += 1
        if kind == "raw":
            return (kind, self._serial)
        return (kind, owner) if self._parallel_lanes else (owner,)

    def _restart_after_quiet_week(self) -> None:
        now = self._clock.now()
        if now - self._last_push >= WEEK and not self.pending():
            self.jump(None)
        self._last_push = now

    def _random_id(self) -> int:
        return self._random.randrange(2_000_001, _LARGEST_ID)

    def _is_allowed(self, body: dict[str, Any]) -> bool:
        kinds = body.keys() - {"update_id"}
        return not kinds & _UNASKED if self.allowed is None else bool(kinds & self.allowed) or not kinds & KNOWN_TYPES

    def _waiting(self) -> Iterator[Event]:
        now = self._clock.now()
        return (event for event in self._events.values() if event.expires_at > now)

    def _forget_before(self, offset: int) -> None:
        while self._events and (first := next(iter(self._events.values()))).update_id < offset:
            self.forget(first)
