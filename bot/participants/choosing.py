"""Choose the conversation that an arrival is for, where an account has several, and make that the current one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.participants import several
from bot.participants.addressing import (
    CHOICE,
    ENDING,
    answers_deletion,
    chosen,
    is_alive,
    is_own_words,
    meant,
)
from bot.participants.claiming import Claiming
from bot.rounds.arrivals import Arrival, Opening, Said
from dialogs import courtesy, phrases
from dialogs.copies import replace
from dialogs.inputs import Begin, Channel, Command, Open, Say, Unkept, Unseen
from dialogs.response import OVER
from dialogs.typed import folded
from locales import speech
from storage.engine.unit_of_work import UnitOfWork
from storage.outbox import prompts
from storage.repositories import browsers
from storage.repositories.browsers import Visit
from storage.repositories.conversations import Conversation

# What was asked last, while it is asked which invitation shall go on.
WHICH = "invitation"
NAMED_BY = (phrases.ABOUT_LABEL, phrases.GO_ON_WITH)


@dataclass(slots=True)
class Choosing:
    """The choices of one round. `led_here`: the conversations that words came to because the one before has ended."""

    work: UnitOfWork
    claiming: Claiming
    now: datetime
    led_here: set[int] = field(default_factory=set)

    def choose(self, arrival: Arrival, lookup: bytes, mine: Sequence[Conversation]) -> Conversation | None:
        """A press belongs to the response whose message carried the button; words to the one last opened, while that is open."""
        if (picked := next((c for c in mine if c.response_id == chosen(arrival.said)), None)) is not None:
            return several.turn_to(self.work, picked, mine)
        current = next((c for c in mine if c.current), mine[-1] if mine else None)
        carrier = arrival.said.reply_to if isinstance(arrival.said, Say) else arrival.pressed
        if carrier is not None and len(mine) > 1:
            owner = prompts.response_of(self.work, [c.response_id for c in mine], carrier)
            current = (
                several.turn_to(self.work, next((c for c in mine if c.response_id == owner), None), mine) or current
            )
        if carrier is not None:
            return None if self.claiming.is_closed(lookup, carrier, mine) else current
        if meant(arrival.said) in ENDING and current is not None and not current.response.bound:
            return next((c for c in mine if c.response.bound and is_alive(c)), current)
        return self._open_instead(arrival.said, current, mine) or current

    def led(self, arrival: Arrival, conversation: Conversation) -> Arrival:
        """Return words that came here because another invitation has ended as words to a question that is out of sight."""
        if conversation.response_id not in self.led_here or not isinstance(arrival.said, Say):
            return arrival
        return replace(arrival, said=replace(arrival.said, unseen=Unseen.SILENCE))

    def _open_instead(
        self, said: Said, current: Conversation | None, mine: Sequence[Conversation]
    ) -> Conversation | None:
        """Return another conversation that is open, where the current one has ended and this is not for that one."""
        if current is None or is_open(current) or self._is_for_ended(said, current):
            return None
        others = [c for c in mine if c is not current and is_open(c)]
        best = max(others, key=lambda c: (is_alive(c), c.response.bound, c.last_activity), default=None)
        if best is not None:
            self.led_here.add(best.response_id)
        return several.turn_to(self.work, best, mine)

    def _is_for_ended(self, said: Said, current: Conversation) -> bool:
        """Tell whether this is still for an invitation that has ended: thanks, deleting its answers, an edited message."""
        if not isinstance(said, Say | Opening | Begin | Unkept | Command):
            return True
        if meant(said) is Command.WITHDRAW or answers_deletion(current, said, self.now):
            return True
        return isinstance(said, Say) and courtesy.is_thanks(current.response, said)


def is_open(conversation: Conversation) -> bool:
    """Tell whether words are still kept there."""
    return conversation.available and conversation.response.status not in OVER


def picked_by_name(arrival: Arrival, mine: Sequence[Conversation]) -> Arrival:
    """Return a name that answers "Which one?" as the press of its button."""
    here = () if arrival.channel == Channel.PAGE else mine
    asked = next((c for c in here if c.current and c.response.aside == WHICH), None)
    found = named(arrival.said, filter(is_alive, mine)) if asked else []
    return replace(arrival, said=Open(f"{CHOICE}{found[0].response_id}")) if len(found) == 1 else arrival


def named(said: Said, among: Iterable[Conversation]) -> list[Conversation]:
    """Return the conversations whose person these words name, and say nothing else."""
    if not isinstance(said, Say) or not is_own_words(said) or said.attachment or said.reply_to is not None:
        return []
    words = folded(said.words)
    return [c for c in among if c.response.bound and words and words in _names(c)]


def _names(conversation: Conversation) -> set[str]:
    people, translate = conversation.response.people, speech(conversation.response.language).translate
    known = {people.person, people.person.partition(" ")[0], people.called} - {""}
    shown = (translate(p) for p in NAMED_BY), NAMED_BY
    around = ["{name}", *(p.replace("{choice}", "{name}") for patterns in shown for p in patterns)]
    return {folded(pattern.replace("{name}", name)) for pattern in around for name in known}


def visits(work: UnitOfWork, users: set[str], now: datetime) -> dict[str, Visit]:
    """Load the visits of these browsers; somebody who sends something is there."""
    if not users:
        return {}
    found = browsers.visits(work, [bytes.fromhex(user) for user in users], now)
    browsers.touch(work, found.values(), now)
    return {cookie.hex(): visit for cookie, visit in found.items()}
