"""Build outbox rows from a channel's calls; a lane keeps the order in each chat."""

from __future__ import annotations

from collections.abc import Iterable

from bot.rounds.channel import Call
from dialogs.inputs import Channel
from storage.engine.unit_of_work import UnitOfWork
from storage.outbox.queue import Letter
from storage.repositories.conversations import Conversation
from storage.schema.vocabulary import Bot


def letter(conversation: Conversation, bot: Bot, whose: str, call: Call) -> Letter:
    """A call of a conversation as the outbox takes it, in the lane `whose`."""
    return Letter(
        bot=bot,
        lane=whose,
        method=call.method,
        wire=call.wire,
        response_id=conversation.response_id,
        key_of=conversation.invitation_id,
        sealer=conversation.sealer,
        place=call.place,
        on_page=bot == Bot.PAGE,
        live=call.live,
    )


def letters(bot: Bot, whose: str, calls: Iterable[Call]) -> list[Letter]:
    """Calls as the outbox takes them that belong to no response."""
    return [Letter(bot=bot, lane=whose, method=c.method, wire=c.wire, place=c.place) for c in calls]


def lane(bot: str, lookup: bytes) -> str:
    """The lane of a chat in the outbox."""
    return f"{bot}:{lookup.hex()}"


def lookup_in(lane: str, bot: Bot) -> bytes | None:
    """Return the lookup of the person whose chat with this bot a lane is of; None for a lane of another bot."""
    owner, _, rest = lane.partition(":")
    lookup = rest.partition(":")[0]
    return bytes.fromhex(lookup) if owner == bot else None


def lookup_of(work: UnitOfWork, channel: Channel, user: str) -> bytes:
    """The keyed hash by which an account is found."""
    return work.vault.hash(channel, user)
