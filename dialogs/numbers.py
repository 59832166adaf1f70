"""The telephone numbers of the programme, and where they stand in a text: each channel makes them something to press."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dialogs.leder.facts import Facts, in_force
from dialogs.typed import digits

# How a number of this country begins, and how many digits it has.
NATIONAL, FEWEST, MOST = "0", 10, 11
# With so many digits or fewer it is no number to call.
LEAST = 2
LTR, POP = "\u2066", "\u2069"


@dataclass(frozen=True, slots=True)
class Number:
    """A number by the name of its fact. `who`: whose it is, on a button; `word`: what to send there as a text message."""

    name: str
    shown: str
    who: str = ""
    word: str = ""

    @property
    def dial(self) -> str:
        """The number as a telephone takes it."""
        return self.shown.replace(" ", "")

    @property
    def link(self) -> str:
        """The address that calls it, or that begins a text message."""
        return f"sms:{self.dial}?body={self.word}" if self.word else f"tel:{self.dial}"

    @property
    def abroad(self) -> str:
        """The number as it is dialled from anywhere, if it can be; Telegram knows no other form."""
        is_national = self.dial.startswith(NATIONAL) and FEWEST <= len(self.dial) <= MOST
        return f"+44{self.dial.removeprefix(NATIONAL)}" if is_national else self.dial

    @property
    def named(self) -> str:
        """Return the number with its owner's name, in one direction whatever the text around it."""
        return f"{LTR}{f'{self.who} {self.shown}'.strip()}{POP}"


def numbers() -> dict[str, Number]:
    """Every confirmed number that can be called or written to, by the name of its fact."""
    return _numbers(in_force())


def is_too_short(words: str) -> bool:
    """Return whether words are a telephone number that lacks digits; a time or the number of a house is none."""
    return LEAST < len(digits(words)) < FEWEST


def pieces(text: str) -> Iterator[tuple[str, Number | None]]:
    """A text cut at its numbers: each piece, and the number that it is, if it is one."""
    end = 0
    for found in _pattern(in_force()).finditer(text) if any(c.isdecimal() for c in text) else ():
        if found.start() > end:
            yield text[end : found.start()], None
        yield found[0], _by_shown(in_force())[found[0]]
        end = found.end()
    if end < len(text):
        yield text[end:], None


@lru_cache(maxsize=4)
def _numbers(of: Facts) -> dict[str, Number]:
    found = [(e["name"], str(e["value"]), e.get("who", ""), e.get("word", "")) for e in of.telephones]
    return {name: Number(name, shown, who, word) for name, shown, who, word in found}


@lru_cache(maxsize=4)
def _by_shown(of: Facts) -> dict[str, Number]:
    return {n.shown: n for n in _numbers(of).values()}


@lru_cache(maxsize=4)
def _pattern(of: Facts) -> re.Pattern[str]:
    longest_first = sorted(_by_shown(of), key=len, reverse=True)
    return re.compile(rf"(?<![\d+])(?:{'|'.join(map(re.escape, longest_first))})(?!\d)")
