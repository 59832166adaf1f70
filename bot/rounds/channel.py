"""Define what a channel has to give: messages in its own wire form. No Telegram in here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from dialogs.inputs import Channel
from dialogs.messages import Message
from dialogs.text import Speech
from storage.outbox.live_buttons import Live

Wire = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the channel: a method and its body. `place` is the question it asks, `live` what its buttons belong to."""

    method: str
    wire: Wire
    place: str | None = None
    live: Live | None = None


class ChannelPort(Protocol):
    """A way to reach a participant. Rendering is pure; `delivery` does the sending. `numbered`: options have numbers."""

    name: Channel
    numbered: bool

    def send(self, message: Message, speech: Speech, names: Mapping[str, str], address: str) -> list[Call]:
        """The calls that show a message."""
        ...

    def repaint(
        self, message: Message, speech: Speech, names: Mapping[str, str], address: str, message_id: int | None
    ) -> list[Call]:
        """The calls that show the question on the screen with its options as they are now."""
        return self.send(message, speech, names, address)

    def retire(self, address: str, message_id: int) -> list[Call]:
        """Return the calls that take the buttons off a message; none where it is not shown any more, or stays printed."""
        return []

    def react(self, address: str, message_id: int) -> list[Call]:
        """Return the calls that show on a message of theirs that it is kept, without a word; none where words say it."""
        return []
