"""Commands as they are typed: `/stop`, `/STOP.`, `/stop@bot please`, `/change 3`. One reading for every channel."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping

from dialogs.inputs import Absent, AbsentReason, Change, Command, Language, Next, Open, Press
from dialogs.typed import LONGEST, aligned, bare, folded, plain_words

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
START = "start"
# Nothing before the sign but spaces, or what may stand around a message that says nothing else.
_BEGINS = re.compile(r"(?P<around>[^\w/\\]*)(?P<sign>[/\\]{1,2})(?P<gap> ?)(?P<name>\w+)(?:@\w+)?(?!\w)")
_SLASH = re.compile(r"[/\uff0f\u2044\u2215\u29f8\u060d\\\uff3c]")
_LEADING = re.compile(r"^[\s.,;:!?\u2026\u3002\u06d4\u0964\u061f]+")
_NUMBER = re.compile(r"\W*(?:(?:no|nr|num|number|question|answer)\W*)?(\d{1,9})\W*", re.IGNORECASE)
# The number is written on to it: "/change3", "/change_3".
_WITH_NUMBER = re.compile(r"(change)_?(\d{1,9})")


def slashed(words: str, known: Container[str] = COMMANDS) -> tuple[str, str] | None:
    """The name of the command that a message begins with, known or not, and the words behind it; None if it begins with none.

    One in quotes or brackets is a command only if the message says nothing else (a number, or what /start is given): it may
    be somebody's story. There may be a
    space after the sign only before a command that is known.
    """
    if not _SLASH.search(words, 0, LONGEST):
        return None
    shown, ends = aligned(words)
    found = _BEGINS.match(shown)
    if found is None:
        return None
    rest = _LEADING.sub("", words[ends[found.end() - 1] :]).rstrip()
    says = bare(rest)
    name = folded(found["name"]).replace(" ", "_")
    if number := _WITH_NUMBER.fullmatch(name):
        name, rest, says = number[1], number[2], number[2]
    is_whole = not says or says.isdecimal() or (name == START and " " not in says)
    if found["around"].strip() and not is_whole:
        return None
    is_odd = found["gap"] or found["sign"] != "/"
    return None if is_odd and name not in known else (name, rest if says else "")


def command_in(words: str) -> tuple[Press, str] | None:
    """The command that a message begins with, and the words behind it; None if it begins with none that we know."""
    name, rest = slashed(words) or ("", "")
    press = COMMANDS.get(name)
    if press is None:
        return None
    if press == Change() and (number := number_in(rest)):
        return Change(number), ""
    return press, rest


def number_in(words: str) -> str:
    """Return the number of an answer that the words are: "3", "#3", "no. 3"; "" if they are something else."""
    found = _NUMBER.fullmatch(bare(plain_words(words[:LONGEST])))
    return str(int(found[1])) if found else ""


def at(press: Press, place: str) -> Press:
    """The press at the question on the screen, where it means that one."""
    match press:
        case Next(""):
            return Next(place)
        case Absent("", reason):
            return Absent(place, reason)
        case _:
            return press
