"""Updates that Telegram never sends, whoever may have sent them."""

from __future__ import annotations

from typing import Any

PRIVATE = "private"


def is_of_another(update: dict[str, Any]) -> bool:
    """Tell whether somebody speaks or presses in the private chat of somebody else."""
    return any(_differs(event, within) for event, within in _events(update))


def _events(update: dict[str, Any]) -> list[tuple[Any, Any]]:
    """Each event with the message whose chat it is in."""
    press = update.get("callback_query")
    spoken = [update.get("message"), update.get("edited_message"), update.get("my_chat_member")]
    under = press.get("message") if isinstance(press, dict) else None
    return [*((message, message) for message in spoken), (press, under)]


def _differs(event: Any, within: Any) -> bool:
    if not (isinstance(event, dict) and isinstance(within, dict)):
        return False
    chat, sender = within.get("chat"), event.get("from")
    if not (isinstance(chat, dict) and isinstance(sender, dict)) or chat.get("type") != PRIVATE:
        return False
    ids = chat.get("id"), sender.get("id")
    return all(type(number) is int for number in ids) and ids[0] != ids[1]
