"""A message as both libraries have it, and the arrival that it is."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.rounds.arrivals import Arrival, Said
from dialogs.inputs import Channel
from storage.schema.vocabulary import Bot


class Party(Protocol):
    """A person or a chat."""

    @property
    def id(self) -> int: ...


class Sender(Party, Protocol):
    """A person who has sent something, and the language that their app is set to."""

    @property
    def language_code(self) -> str | None: ...


class Message(Protocol):
    """The parts of a Telegram message that are read here."""

    @property
    def message_id(self) -> int: ...

    @property
    def chat(self) -> Party: ...

    @property
    def date(self) -> datetime: ...

    @property
    def from_user(self) -> Sender | None: ...


def arrival(bot: Bot, update_id: int, message: Message, said: Said) -> Arrival:
    """Return the arrival of what was said in a message; one without a sender is the chat's."""
    return Arrival(
        bot=bot,
        channel=Channel.TELEGRAM,
        update_id=update_id,
        user=str((message.from_user or message.chat).id),
        address=str(message.chat.id),
        said=said,
        message_id=message.message_id,
        at=message.date,
        language=(message.from_user.language_code or "") if message.from_user else "",
    )
