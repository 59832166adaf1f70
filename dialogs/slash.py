"""Commands as they are typed: `/stop`, `/STOP.`, `/stop@bot please`, `/change 3`. One reading for every channel."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from dialogs.inputs import Absent, AbsentReason, Change, Command, Language, Next, Open, Press

# `/help` explains, and has the button of I need help now. An empty target is the question on the screen.
COMMANDS: Mapping[str, Press] = {
    **{c.value: c for c in Command},
    "help": Open("help"),
    "change": Change(),
    "language": Language(),
    "lang": Language(),
    "next": Next(""),
    "skip": Absent("", AbsentReason.SKIPPED),
    "unsure": Absent("", AbsentReason.UNKNOWN),
    "decline": Absent("", AbsentReason.DECLINED),
}
# Nothing before the sign but what cannot be seen; after the word a full stop and its like, or a space.
_BEGINS = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[/\uff0f\u2044\u2215]\s?(\w+)(?:@\w+)?(?!\w)")
_LEADING = re.compile(r"^[\s.,;:!?\u2026\u3002\u06d4\u0964\u061f]+")
_NUMBER = re.compile(r"(\d{1,9})\W*")


def command_in(words: str) -> tuple[Press, str] | None:
    """The command that a message begins with, and the words behind it; None if it begins with none."""
    found = _BEGINS.match(words)
    if found is None:
        return None
    press = COMMANDS.get(unicodedata.normalize("NFKC", found[1]).casefold())
    if press is None:
        return None
    rest = _LEADING.sub("", words[found.end() :]).rstrip()
    if press == Change() and (number := _NUMBER.fullmatch(rest)):
        return Change(str(int(number[1]))), ""
    return press, rest


def at(press: Press, place: str) -> Press:
    """The press at the question on the screen, where it means that one."""
    match press:
        case Next(""):
            return Next(place)
        case Absent("", reason):
            return Absent(place, reason)
        case _:
            return press
