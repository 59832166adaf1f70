"""A fair share of a round: what one response sends in excess waits for later rounds, and is lost or refused in none.

Nobody is slower for being quick, and nobody waits longer because somebody else is.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from bot.rounds.arrivals import Arrival, Filled
from dialogs.inputs import Amend, Say

# Inputs of one response in one round; so many letters, or so many bytes of a recording, count as one more.
EACH = 5
LETTERS, BYTES = 20_000, 4 * 1024 * 1024
KNOWN = 4096
Whose = int | tuple[str, str, str]


class Waits(Protocol):
    """An arrival that waits for a round."""

    @property
    def arrival(self) -> Arrival:
        """Return the arrival."""
        ...


Waiting = TypeVar("Waiting", bound=Waits)


@dataclass(slots=True)
class Shares:
    """Knows which browsers and chats are at one response, once each of them has been heard."""

    _whose: OrderedDict[Whose, int] = field(default_factory=OrderedDict)

    def split(self, waiting: Sequence[Waiting]) -> tuple[list[Waiting], list[Waiting]]:
        """Return what is taken now, and what waits; both in the order in which they came."""
        now, later = list[Waiting](), list[Waiting]()
        taken, held = Counter[Whose](), set[Whose]()
        for one in waiting:
            whose = self._of(one.arrival)
            weight = _weight(one.arrival)
            if whose in held or (taken[whose] and taken[whose] + weight > EACH):
                held.add(whose)
                later.append(one)
            else:
                taken[whose] += weight
                now.append(one)
        return now, later

    def learn(self, taken: Iterable[tuple[Arrival, int | None]]) -> None:
        """Remember for which responses these were taken."""
        for arrival, response_id in taken:
            if response_id is not None:
                self._whose[_sender(arrival)] = response_id
                self._whose.move_to_end(_sender(arrival))
        while len(self._whose) > KNOWN:
            self._whose.popitem(last=False)

    def _of(self, arrival: Arrival) -> Whose:
        sender = _sender(arrival)
        return self._whose.get(sender, sender)


def _sender(arrival: Arrival) -> Whose:
    return arrival.bot, arrival.channel, arrival.user


def _weight(arrival: Arrival) -> int:
    """How many inputs an arrival counts as."""
    said = arrival.said.inputs if isinstance(arrival.said, Filled) else (arrival.said,)
    letters = sum(len(s.words) // LETTERS for s in said if isinstance(s, Say | Amend))
    return len(said) + letters + len(arrival.content or b"") // BYTES
