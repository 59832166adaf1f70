"""Read everything that people type in one way: words that look alike are alike.

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
# Control signs that are no space.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_JOINERS = "\u200c\u200d"
# What shows nothing, besides marks of format and marks that enclose: fillers, vowels that are not written, kinds of a sign,
# and what dictation leaves behind.
_UNSEEN = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0\ufffc"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
    + "".join(map(chr, range(0xE0100, 0xE01F0)))
)
_SIGNS = {
    **dict.fromkeys(
        "`\u00b4\u02b9\u02bb\u02bc\u02bd\u02c8\u02ca\u02cb\u2018\u2019\u201a\u201b\u2032\u2035\u275b\u275c\u275f"
        "\ua78c\u055a\u05f3\u07f4\u07f5\u1fbd\u1fbf\u1fef\u1ffd",
        "'",
    ),
    **dict.fromkeys(
        "\u00ab\u00bb\u2039\u203a\u201c\u201d\u201e\u201f\u2033\u2036\u275d\u275e\u2760\u2e42\u301d\u301e\u301f"
        "\u02ba\u02dd\u02ee\u05f4",
        '"',
    ),
    **dict.fromkeys("\u00af\u02c9\u02d7\u203e\u2043\u2212\u2500\u2501\u2796\u30fc", "-"),
    **dict.fromkeys("\u060d\u2044\u2215\u29f8", "/"),
    **dict.fromkeys("\u2800", " "),
    **dict.fromkeys(_UNSEEN, ""),
    "\U0001f51f": "10",
    "\U0001f198": " SOS ",
}
_FIRST = str.maketrans(_SIGNS)
_AROUND = frozenset("<>*_~|^'")
_NEVER_AROUND = frozenset("#%&@/\\\u066a")
# Pictures that say something of what they stand beside: thumbs down, crosses, no entry, shrugs, doubt. And tones of skin.
_SAYING = frozenset(
    "\U0001f44e\u274c\u274e\u2716\u2715\u2717\u2718\U0001f6ab\u26d4\U0001f6d1\U0001f645\U0001f937\U0001f914\u2753\u2754"
    "\U0001f610\U0001f611\U0001f615\U0001f644\u2642\u2640"
)
_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_PUNCTUATION = frozenset({"Ps", "Pe", "Pi", "Pf", "Po", "Zs"})
_WRAPPED = re.compile(r"(?:\((?=.*\)$)|\[(?=.*\]$)|'(?=.*'$)|\u300c(?=.*\u300d$))(.+).")
# Signs up to here are those of letters and numbers: degrees, trade marks, circles.
_LAST_LETTERLIKE = 0x25FF
_QUOTES = '"*_\u2022\u00b7 '
_ENDED = re.compile("[.!?,;:\u2026\u3002\uff61\u06d4\u061f\u060c\u061b\u0589\u0964\u0965 ]+$")
_INITIAL = re.compile(r"(?<!\w)\w\.$")
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
    if words.isascii():
        words = _CONTROL.sub("", words).replace("`", "'")
    else:
        seen = "".join(map(_seen, words.translate(_FIRST)))
        words = "".join(map(_sign, unicodedata.normalize("NFKC", seen)))
    return " ".join(words.split())


def bare(words: str) -> str:
    """Return words as they are kept, without the quotes, brackets, bullets and full stops that stand around them."""
    kept = usual(words)
    begin, end = 0, len(kept)
    while begin < end and (_is_around(kept[begin]) or kept.startswith("- ", begin, end)):
        begin += 1
    while begin < end and _is_around(kept[end - 1]):
        end -= 1
    return kept[begin:end]


def name_in(words: str) -> str:
    """Return a name as it is kept, without what was put around it, or after it but for the full stop of an initial."""
    kept = usual(words).strip(_QUOTES).removeprefix("- ")
    while wrapped := _WRAPPED.fullmatch(kept):
        kept = wrapped[1].strip(_QUOTES)
    ended = _ENDED.sub("", kept)
    return kept if ended == kept or _INITIAL.search(kept) else name_in(ended)


def plain_words(words: str) -> str:
    """Return words as they are compared with what can be chosen: lower case, nothing around them, no full stop, no smile."""
    kept = bare(_lower(words).translate(_NO_JOINERS))
    while (less := bare(without_pictures(kept))) != kept:
        kept = less
    return kept


def folded(words: str) -> str:
    """Return words without accents, vowel signs that may be left out, or signs: letters and digits, single spaces."""
    lower = _lower(words)
    if lower.isascii():
        return " ".join(_ASCII_ELSE.sub(" ", lower.replace("'", "")).split())
    lower = lower.translate(_NO_JOINERS)
    lower = _MARKS.sub("", unicodedata.normalize("NFKD", lower)).translate(_LETTERS)
    lettered = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in lower.replace("'", ""))
    return " ".join(lettered.split())


def without_pictures(words: str) -> str:
    """Return words without the pictures at their ends that change nothing; where there is nothing else, the words."""
    begin, end = 0, len(words)
    while begin < end and _is_picture(words[begin]):
        begin += 1
    while begin < end and _is_picture(words[end - 1]):
        end -= 1
    return words[begin:end].strip() or words


def aligned(words: str) -> tuple[str, list[int]]:
    """Return the beginning of the words sign by sign in their usual form, and for each sign where it ends in what was typed."""
    shown = ["" if sign in _JOINERS else usual(f"x{sign}x")[1:-1] for sign in words[:LONGEST]]
    return "".join(shown), [n for n, usually in enumerate(shown, 1) for _ in usually]


def digits(words: str) -> str:
    """Return the digits of the words and no other sign, in whatever script they are written."""
    return "".join(c for c in usual(words[:LONGEST]) if c.isdecimal())


_NO_JOINERS = dict.fromkeys(map(ord, _JOINERS))


def _lower(words: str) -> str:
    """Return the beginning of the words in their usual form and in lower case: some letters have one only in that form."""
    kept = usual(words[:LONGEST])[:LONGEST]
    return kept.lower() if kept.isascii() else usual(kept.casefold())


@lru_cache(maxsize=4096)
def _is_picture(sign: str) -> bool:
    """Return whether a sign is a picture beside words that says nothing of them, or a space before one."""
    is_one = unicodedata.category(sign) == "So" and ord(sign) > _LAST_LETTERLIKE
    return sign in _TONES or sign == " " or (is_one and sign not in _SAYING)


@lru_cache(maxsize=4096)
def _is_around(sign: str) -> bool:
    """Return whether a sign that stands around words says nothing."""
    return sign in _AROUND or (sign not in _NEVER_AROUND and unicodedata.category(sign) in _PUNCTUATION)


@lru_cache(maxsize=4096)
def _seen(sign: str) -> str:
    """Return the sign, or nothing where it shows nothing of its own."""
    kind = unicodedata.category(sign)
    is_unseen = (kind == "Cf" and sign not in _JOINERS) or kind == "Me" or (kind == "Cc" and not sign.isspace())
    return "" if is_unseen else sign


@lru_cache(maxsize=4096)
def _sign(sign: str) -> str:
    """Return the usual form of one sign."""
    if sign in _SIGNS:
        return _SIGNS[sign]
    match unicodedata.category(sign):
        case "Nd":
            return str(unicodedata.decimal(sign))
        case "No" if (number := unicodedata.numeric(sign)).is_integer():
            return str(int(number))
        case "Pd":
            return "-"
        case "Zs" | "Zl" | "Zp":
            return " "
        case _:
            return sign
