"""One reading for everything that people type: what looks alike is alike.

Keyboards, phones and letters write the same thing in many ways: full-width letters, digits of any script, curly quotes,
long dashes, spaces that do not break, marks that show nothing, keycaps. `usual` brings words that are kept to one form;
`plain_words` and `folded` are for comparing and are never kept: no cache here holds what somebody has typed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# What is compared is short. A story is longer than this, and its end changes nothing.
LONGEST = 300
_ASCII_ELSE = re.compile(r"[\x00-/:-`{-\x7f]+")
_JOINERS = "\u200c\u200d"
_KEYCAP = "\u20e3"
_SIGNS = {
    **dict.fromkeys("`\u00b4\u02b9\u02bb\u02bc\u02bd\u02c8\u2018\u2019\u201a\u201b\u2032\u2035\ua78c\u055a\u05f3", "'"),
    **dict.fromkeys("\u00ab\u00bb\u2039\u203a\u201c\u201d\u201e\u201f\u2033\u2036\u301d\u301e\u301f\u05f4", '"'),
    **dict.fromkeys("\u2212\u2043\u02d7\u30fc\u2500\u2501", "-"),
    **dict.fromkeys("\u00ad\u034f\u115f\u1160\u3164\uffa0" + _KEYCAP, ""),
}
_FIRST = str.maketrans(_SIGNS)
_AROUND = "\"'()[]{}<>*_~"
_ENDS = ".!?\u2026\u3002\uff61\u06d4\u061f\u0964\u0965,;:\u060c\u061b"
# Letters that are written in two ways: l with a stroke, i without a dot; yeh, kaf and heh of Arabic and of Urdu.
_LETTERS = str.maketrans(
    "\u0142\u0131\u00f8\u0111\u064a\u0649\u0643\u06c1\u0629\u06be", "liod\u06cc\u06cc\u06a9\u0647\u0647\u0647"
)
# Marks that are left out when people type: Latin accents, Arabic vowels and hamza, the nukta of three scripts.
_MARKS = re.compile("[\u0300-\u036f\u0640\u064b-\u065f\u0670\u093c\u09bc\u0a3c\u0abc]")


def usual(words: str) -> str:
    """Return words as they are kept where they name something: one form of each sign, single spaces, none at the ends.

    Letters stay what they are, and so do the joiners that some scripts need.
    """
    if not words.isascii():
        words = "".join(map(_sign, unicodedata.normalize("NFKC", words.translate(_FIRST))))
    return " ".join(words.split())


def plain_words(words: str) -> str:
    """Return words as they are compared with what can be chosen: lower case, nothing around them, no full stop."""
    bare = usual(words[:LONGEST].casefold()).translate(_NO_JOINERS)
    return bare.strip(_AROUND + _ENDS + " ")


def folded(words: str) -> str:
    """Return words without accents, vowel signs that may be left out, or signs: letters and digits, single spaces."""
    bare = usual(words[:LONGEST].casefold())
    if bare.isascii():
        return " ".join(_ASCII_ELSE.sub(" ", bare.replace("'", "")).split())
    bare = bare.translate(_NO_JOINERS)
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", bare)).translate(_LETTERS)
    lettered = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in bare.replace("'", ""))
    return " ".join(lettered.split())


def digits(words: str) -> str:
    """Return the digits of the words and no other sign, in whatever script they are written."""
    return "".join(c for c in usual(words[:LONGEST]) if c.isdecimal())


_NO_JOINERS = dict.fromkeys(map(ord, _JOINERS))


@lru_cache(maxsize=4096)
def _sign(sign: str) -> str:
    """Return the usual form of one sign."""
    match unicodedata.category(sign):
        case "Nd":
            return str(unicodedata.decimal(sign))
        case "Pd":
            return "-"
        case "Zs" | "Zl" | "Zp":
            return " "
        case "Cf" if sign not in _JOINERS:
            return ""
        case "Mn" if "\ufe00" <= sign <= "\ufe0f":
            return ""
        case _:
            return sign
