"""Real updates, and what becomes of them when anything in them is lost, doubled, swapped or replaced by nonsense."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

Update = dict[str, Any]

CANARY = "Zilpzalp"
PERSON = {"id": 7001, "is_bot": False, "first_name": CANARY, "username": CANARY}
PRIVATE = {"id": 7001, "type": "private", "first_name": CANARY}
GROUP = {"id": -1005, "type": "supergroup", "title": CANARY}
PHOTO = [{"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9, "file_size": 3}]
VOICE = {"file_id": "a", "file_unique_id": "b", "duration": 7, "mime_type": "audio/ogg"}
COMMAND = [{"type": "bot_command", "offset": 0, "length": 6}]
NONSENSE: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2**31, 2**53, 2**63, 10**30, -(10**30), 0.5, 1e308, float("nan"), float("inf"),
    "", " ", "0", "private", CANARY, CANARY * 2000, "\ud800", "\x00", "\u202e", "{name}", "%s %(a)s", "/start " + CANARY,
    "choose:R1:sibling", "yes:" + "x" * 70, "toggle:a:-", [], {}, [[]], [None], [{}], {"id": None}, {"a": {"b": []}},
)  # fmt: skip


def _message(number: int, chat: Update = PRIVATE, **content: Any) -> Update:
    return {"message_id": number, "from": PERSON, "chat": chat, "date": 1_790_000_000, **content}


def _press(data: str) -> Update:
    below = _message(41, text=CANARY, reply_markup={"inline_keyboard": [[{"text": "1", "callback_data": data}]]})
    return {"id": "q1", "from": PERSON, "chat_instance": "1", "data": data, "message": below}


REAL: tuple[Update, ...] = (
    {"message": _message(51, text=f"She sang like a {CANARY}.")},
    {"message": _message(52, text="/start", entities=COMMAND)},
    {"message": _message(53, text=f"/start {CANARY}", entities=COMMAND)},
    {"message": _message(54, text="/change 2", entities=[{"type": "bot_command", "offset": 0, "length": 7}])},
    {"message": _message(55, photo=PHOTO, caption=CANARY, reply_to_message=_message(51, text=CANARY))},
    {"message": _message(56, voice=VOICE)},
    {"message": _message(57, location={"latitude": 51.5, "longitude": -0.1})},
    {"message": _message(58, contact={"phone_number": "+447700900123", "first_name": CANARY})},
    {"message": _message(59, GROUP, text="/start@families_bot", entities=COMMAND)},
    {"message": _message(60, GROUP, text=CANARY)},
    {"edited_message": _message(51, text=f"She danced like a {CANARY}.", edit_date=1_790_000_009)},
    {"message": {**_message(61, text=CANARY), "from": {**PERSON, "id": "\ud800"}}},
    {"callback_query": _press("choose:R1:sibling")},
    {"callback_query": _press("next:P2")},
    {"callback_query": _press("open:more")},
)


def mutated(random: Random, numbers: range) -> Iterator[Update]:
    """An update for each number, with one to four things wrong with it; `random` picks what."""
    for update_id in numbers:
        update = {"update_id": update_id, **_apart(random.choice(REAL))}
        for _ in range(random.choice((1, 1, 2, 4))):
            _spoil(update, random)
        yield update


def _apart(value: Any) -> Any:
    """The same value, sharing nothing with others."""
    return json.loads(json.dumps(value))


def _spoil(update: Update, random: Random) -> None:
    if not (places := [*_places(update)]):
        return
    holder, key = random.choice(places)
    match random.randrange(6):
        case 0 if isinstance(holder, dict):
            del holder[key]
        case 1:
            other, there = random.choice(places)
            holder[key] = _apart(other[there])
        case 2:
            holder[key] = [holder[key]]
        case 3 if isinstance(holder, dict):
            holder[random.choice(("text", "chat", "from", "data", "message", "id", CANARY))] = _apart(
                random.choice(NONSENSE)
            )
        case _:
            holder[key] = _apart(random.choice(NONSENSE))


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in an update that holds something."""
    keys: Any = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in [*keys]:
        yield value, key
        yield from _places(value[key])
