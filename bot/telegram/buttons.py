"""Buttons in Telegram: rows whose labels are whole on a phone of 360 pixels, and those that call a number or copy it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

from dialogs.inputs import Choose, Command, Press, Toggle
from dialogs.numbers import Number, numbers
from dialogs.phrases import CALL, COPY, SEND_TEXT
from dialogs.text import Speech, fill, say

# How many letters of 16 pixels, medium, a button shows of a row of one, two, three buttons where a phone is 360 pixels wide:
# 33 letters of 8.8 pixels on average, and 5 pixels at each side of a button. Telegram cuts what is longer.
MOST_LETTERS = (0, 33, 16, 10)
# What stands before an option that is chosen.
TICK = "✓ "
MOST_PAIRED = MOST_LETTERS[2] - len(TICK)
# What has to be found in need never shares a row.
ALONE = (Command.HELP, Command.TALK)
SECURE = "https://"

Labelled = tuple[str, Press]


def fitting(rows: Sequence[Sequence[Labelled]]) -> Iterator[Sequence[Labelled]]:
    """The rows in their order, each button in one of its own where a label would be cut beside others."""
    for row in rows:
        for is_alone, found in groupby(row, lambda b: b[1] in ALONE):
            group = list(found)
            most = MOST_LETTERS[len(group)] if len(group) < len(MOST_LETTERS) else 0
            if not is_alone and all(letters(label) <= most for label, _ in group):
                yield group
            else:
                yield from ([b] for b in group)


def paired(rows: Iterable[Sequence[Labelled]]) -> Iterator[Sequence[Labelled]]:
    """The rows with short options two in a row, in their order; those from right to left stay one below another."""
    for is_short, found in groupby(rows, lambda row: len(row) == 1 and _is_short_option(*row[0])):
        group = list(found)
        pairs = (group[i : i + 2] for i in range(0, len(group), 2)) if is_short else ([row] for row in group)
        yield from ([b for row in pair for b in row] for pair in pairs)


def _is_short_option(label: str, press: Press) -> bool:
    """Tell whether this is an option with room beside another, ticked or not."""
    from_right = any(unicodedata.bidirectional(c) in {"R", "AL"} for c in label)
    return isinstance(press, Choose | Toggle) and not from_right and letters(label.removeprefix(TICK)) <= MOST_PAIRED


def is_whole(label: str) -> bool:
    """Tell whether a label is seen whole in a row of its own."""
    return letters(label.removeprefix(TICK)) <= MOST_LETTERS[1]


@lru_cache(maxsize=4096)
def letters(label: str) -> int:
    """Return how many letters wide a label is: marks above and below take no room, and invisible ones none."""
    return sum(1 for c in label if unicodedata.category(c) not in {"Mn", "Me", "Cf"})


def call_buttons(calls: Sequence[str], speech: Speech, page: str) -> Iterator[list[dict[str, Any]]]:
    """A row for each number: a way to our page that calls it, if that has an address; and one to copy those with spaces.

    A number is no address that Telegram takes on a button.
    """
    known = [numbers()[name] for name in calls if name in numbers()]
    if page.startswith(SECURE):
        yield from ([{"text": _call(n, speech), "url": f"{page}/call/{n.name}"}] for n in known)
    copied = [_copy(n, speech) for n in known if " " in n.shown or not page.startswith(SECURE)]
    yield from (copied[i : i + 2] for i in range(0, len(copied), 2))


def _call(number: Number, speech: Speech) -> str:
    return fill(say(SEND_TEXT if number.word else CALL, number=number.named), speech, {})


def _copy(number: Number, speech: Speech) -> dict[str, Any]:
    label = fill(say(COPY, number=number.shown), speech, {})
    return {"text": label, "copy_text": {"text": number.abroad}}
