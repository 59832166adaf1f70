"""An update that a framework can't read is kept as it came; its sender hears of it if a chat can be made out."""

from __future__ import annotations

import json
from typing import Any

from bot.arrivals import Arrival, Unreadable

BODIES = ("message", "edited_message", "callback_query")


def unreadable(bot: str, channel: str, update: dict[str, Any]) -> Arrival:
    """The arrival that stands for it."""
    body: dict[str, Any] = next((update[k] for k in BODIES if isinstance(update.get(k), dict)), {})
    address = _id(body.get("chat")) or _id(_part(body, "message").get("chat"))
    user = _id(body.get("from")) or address
    return Arrival(
        bot=bot,
        channel=channel,
        update_id=int(update["update_id"]),
        user=str(user or ""),
        address=str(address or ""),
        said=Unreadable(json.dumps(update, ensure_ascii=False)),
    )


def _id(who: object) -> int | None:
    found = who.get("id") if isinstance(who, dict) else None
    return found if isinstance(found, int) else None


def _part(body: dict[str, Any], name: str) -> dict[str, Any]:
    part = body.get(name)
    return part if isinstance(part, dict) else {}
