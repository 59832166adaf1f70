"""The many ways in which keyboards, phones, letters and other programs write the same words."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable


def digits_from(zero: int) -> Callable[[str], str]:
    """The digits of another script, which begin at this sign."""
    return lambda w: w.translate({48 + n: zero + n for n in range(10)})


def moved(begin: str, end: str, to: int) -> Callable[[str], str]:
    """The signs between these two as those that begin at another place."""
    return lambda w: "".join(chr(to + ord(c) - ord(begin)) if begin <= c <= end else c for c in w)


RAISED = {48: 0x2070, 49: 0xB9, 50: 0xB2, 51: 0xB3, **{48 + n: 0x2070 + n for n in range(4, 10)}}
LOOK_ALIKES: dict[str, Callable[[str], str]] = {
    "as it is": lambda w: w,
    "capitals": str.upper,
    "a capital first": str.capitalize,
    "taken apart": lambda w: unicodedata.normalize("NFD", w),
    "full width": moved("!", "~", 0xFF01),
    "letters of mathematics": moved("a", "z", 0x1D5BA),
    "bold capitals of mathematics": lambda w: moved("A", "Z", 0x1D5D4)(w.upper()),
    "no-break spaces": lambda w: w.replace(" ", "\u00a0"),
    "narrow spaces": lambda w: w.replace(" ", "\u202f"),
    "wide spaces": lambda w: w.replace(" ", "\u3000"),
    "blanks of Braille": lambda w: w.replace(" ", "\u2800"),
    "a new line": lambda w: w.replace(" ", "\n"),
    "long dashes": lambda w: w.replace("-", "\u2013"),
    "longer dashes": lambda w: w.replace("-", "\u2014"),
    "no-break dashes": lambda w: w.replace("-", "\u2011"),
    "minus signs": lambda w: w.replace("-", "\u2212"),
    "raised minus signs": lambda w: w.replace("-", "\u207b"),
    "heavy minus signs": lambda w: w.replace("-", "\u2796"),
    "curly quotes": lambda w: w.replace("'", "\u2019"),
    "primes": lambda w: w.replace("'", "\u2032"),
    "modifier letters": lambda w: w.replace("'", "\u02bc"),
    "backticks": lambda w: w.replace("'", "`"),
    "acute accents": lambda w: w.replace("'", "\u00b4"),
    "in quotes": lambda w: f"\u201c{w}\u201d",
    "in straight quotes": lambda w: f'"{w}"',
    "in guillemets": lambda w: f"\u00ab{w}\u00bb",
    "in low quotes": lambda w: f"\u201e{w}\u201c",
    "in ornamental quotes": lambda w: f"\u275d{w}\u275e",
    "in corner brackets": lambda w: f"\u300c{w}\u300d",
    "in backticks": lambda w: f"`{w}`",
    "in brackets": lambda w: f"({w})",
    "in square brackets": lambda w: f"[{w}]",
    "with a bullet": lambda w: f"\u2022 {w}",
    "with a dash": lambda w: f"- {w}",
    "bold": lambda w: f"*{w}*",
    "marks of direction": lambda w: f"\u200e{w}\u200f",
    "an Arabic mark": lambda w: f"\u061c{w}",
    "isolates": lambda w: f"\u2068{w}\u2069",
    "embedded": lambda w: f"\u202b{w}\u202c",
    "nothing to see": "\u200b".join,
    "joined words": "\u2060".join,
    "soft hyphens": "\u00ad".join,
    "a byte order mark": lambda w: f"\ufeff{w}",
    "what dictation leaves": lambda w: f"{w}\ufffc",
    "a bell": lambda w: f"\x07{w}",
    "kinds of a sign": lambda w: "".join(f"{c}\ufe0f" for c in w),
    "rare kinds of a sign": lambda w: "".join(f"{c}\U000e0100" for c in w),
    "a full stop": lambda w: f"{w}.",
    "dots": lambda w: f"{w}...",
    "an ellipsis": lambda w: f"{w}\u2026",
    "an exclamation": lambda w: f"{w} !",
    "a full stop of Urdu": lambda w: f"{w}\u06d4",
    "a danda": lambda w: f"{w}\u0964",
    "a full stop of Chinese": lambda w: f"{w}\u3002",
    "a full stop of Armenian": lambda w: f"{w}\u0589",
    "a full stop in quotes": lambda w: f"\u201c{w}.\u201d",
    "spaces around": lambda w: f"  {w}\t",
    "Arabic digits": digits_from(0x660),
    "Urdu digits": digits_from(0x6F0),
    "Bangla digits": digits_from(0x9E6),
    "Gujarati digits": digits_from(0xAE6),
    "Panjabi digits": digits_from(0xA66),
    "Hindi digits": digits_from(0x966),
    "digits of mathematics": digits_from(0x1D7CE),
    "keycaps": lambda w: "".join(f"{c}\ufe0f\u20e3" if c.isdecimal() else c for c in w),
    "raised digits": lambda w: w.translate(RAISED),
    "digits in circles": moved("1", "9", 0x2460),
    "digits in black circles": moved("1", "9", 0x2776),
}  # fmt: skip
# What changes capitals, which say something in a link.
CAPITALS = frozenset({"capitals", "a capital first", "bold capitals of mathematics"})
