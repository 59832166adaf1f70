"""An update that a framework can't read is kept as it came; its sender hears of it if a chat can be made out."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from bot.rounds.arrivals import Arrival, Unreadable
from dialogs.inputs import Channel
from storage.schema.vocabulary import Bot

BODIES = ("message", "edited_message", "callback_query")
LARGEST = 2**53
DEEPEST = 50


def unreadable(bot: Bot, channel: Channel, update: dict[str, Any]) -> Arrival:
    """The arrival that stands for it."""
    body: dict[str, Any] = next((update[k] for k in BODIES if isinstance(update.get(k), dict)), {})
    address = _id(body.get("chat")) or _id(_part(body, "message").get("chat"))
    user = _id(body.get("from")) or address
    return Arrival(
        bot=bot,
        channel=channel,
        update_id=number_of(update) or _made_up(update),
        user=str(user or ""),
        address=str(address or ""),
        said=Unreadable(_written(update)),
    )


def is_somewhere(arrival: Arrival) -> bool:
    """Tell whether a chat can have this address: Telegram's ids have 52 bits at most, and no more can be sent."""
    digits = arrival.address.removeprefix("-") or "0"
    return digits.isdecimal() and len(digits) <= len(str(LARGEST)) and int(digits) < LARGEST


def number_of(update: dict[str, Any]) -> int | None:
    """The update_id, if it is one."""
    return _positive(update.get("update_id"))


def is_text(words: str) -> bool:
    """Tell whether words can be sent: half a character can't."""
    try:
        words.encode()
    except UnicodeEncodeError:
        return False
    return True


def _written(update: dict[str, Any]) -> str:
    """Return an update as JSON, in one order; what lies too deep in it to be written is left out."""
    try:
        return json.dumps(update, sort_keys=True)
    except RecursionError:
        return json.dumps(_cut(update, DEEPEST), sort_keys=True)


def _cut(value: Any, depth: int) -> Any:
    if not isinstance(value, (dict, list)):
        return value
    if not depth:
        return None
    if isinstance(value, list):
        return [_cut(one, depth - 1) for one in value]
    return {name: _cut(one, depth - 1) for name, one in value.items()}


def _made_up(update: dict[str, Any]) -> int:
    """A number that no other update has; the same one when this update comes again."""
    digest = hashlib.sha256(_written(update).encode()).digest()
    return -int.from_bytes(digest[:6], "big")


def _id(who: object) -> int | None:
    """A person's id: those of groups are negative, and a group is not told anything."""
    return _positive(who.get("id")) if isinstance(who, dict) else None


def _positive(number: object) -> int | None:
    return number if type(number) is int and 0 < number < LARGEST else None


def _part(body: dict[str, Any], name: str) -> dict[str, Any]:
    part = body.get(name)
    return part if isinstance(part, dict) else {}
