"""Bring all words to one form, however they are typed: those of messages and those of the lists.

A text becomes words, with `.` where a sentence ends, `,` where a clause may begin and `/` where a line ends. Latin accents,
Arabic vowel signs, hamza and nukta are left out, since many people leave them out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from dialogs.typed import folded, usual

# Longer than any channel lets a message be. Of more, the beginning and the end are read.
LONGEST, LAST = 20_000, 4_000
# A single character that stands for a whole phrase is no word of anybody's.
_MOST_LETTERS = 4
_ENDS = ".!?;\u061b\u061f\u06d4\u0964\u0965\u2047\u2048\u2049"
_PAUSES = ',:()[]{}"<>|\u060c\u2012\u2013\u2014\u2015'
_LINES = "\n\r\x0b\x0c\x85\u2028\u2029"
# What a typed word may lack or have besides what `folded` leaves out: hamza; teh with a goal, noon without its dot.
_LETTERS = str.maketrans("\u06c3\u06ba", "\u0647\u0646", "\u0621")
_DOUBLED = re.compile(r"([a-z])\1+")
# Three dots, or two, are a breath within a sentence.
_TRAILING = re.compile(r"\.\.+|\u2026")
_MARKS = (".", ",", "/")


@dataclass(frozen=True, slots=True)
class Spelling:
    """How words are spelt: `same`, what a word stands for; `near`, words in which one letter may be wrong; `endings`.

    `near` holds each word under itself and under itself without any one of its letters; `begins` and `ends` are the first
    and the last two letters of these words. `known` are the words of the lists, `starts` those after which a clause begins.
    """

    same: Mapping[str, str] = field(default_factory=dict)
    near: Mapping[str, str] = field(default_factory=dict)
    endings: tuple[tuple[str, str], ...] = ()
    begins: Collection[str] = ()
    ends: Collection[str] = ()
    known: Collection[str] = ()
    starts: Collection[str] = ()

    def read(self, word: str) -> str:
        """Return the word, or the words, that `word` stands for."""
        if word in self.known and word not in self.same:
            return word
        if word.endswith("'s") and word not in self.same and (owner := squeezed(word[:-2])) in self.known:
            return owner
        once = self.exact(word)
        return once if once in self.known or " " in once else self._near(once)

    def exact(self, word: str) -> str:
        """Return what `word` stands for, if nothing in it is a slip."""
        once = squeezed(word)
        if "'" in word:
            return self.same.get(word) or self.same.get(once) or squeezed(word.replace("'", ""))
        return self.same.get(word) or self.same.get(once) or once

    def _near(self, word: str) -> str:
        for ending, whole in self.endings:
            if word.endswith(ending) and (longer := word.removesuffix(ending) + whole) in self.known:
                return longer
        if not _SHORTEST <= len(word) <= _LONGEST_WORD or (word[:2] not in self.begins and word[-2:] not in self.ends):
            return word
        shared = (self.near[w] for w in without_one_letter(word) if w in self.near)
        return next((near for near in shared if _is_a_slip(word, near)), word)


_SHORTEST, _LONGEST_WORD = 6, 16


def squeezed(word: str) -> str:
    """The word with every letter that stands twice, or more often, once."""
    return _DOUBLED.sub(r"\1", word)


def _is_a_slip(one: str, other: str) -> bool:
    """Tell whether two words differ by one letter: another one, one too many or too few, or two in the wrong order."""
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return max(len(one), len(other)) <= 1 or (len(one) == len(other) == _TWO and one == other[::-1])


_TWO = 2


def without_one_letter(word: str) -> Iterator[str]:
    """The word itself, and without any one of its letters: two words that share one of these differ by a slip."""
    yield word
    for n in range(len(word)):
        yield word[:n] + word[n + 1 :]


def tokens(words: str, spelling: Spelling) -> list[str]:
    """The words of a text in the form in which they are compared, and the marks among them."""
    read = {mark: mark for mark in _MARKS}
    found: list[str] = []
    for token in letters(words).split():
        if token not in read:
            meant = spelling.read(token)
            read[token] = f"{meant} /" if meant in spelling.starts else meant
        found += read[token].split()
    return found


def letters(text: str) -> str:
    """The text with every sign in its one form: lower case, no accents, apostrophes alike, marks by themselves."""
    return _TRAILING.sub(" / ", _cut(text)).translate(_SIGNS)


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[: LONGEST - LAST]} . {words[-LAST:]}"


class _Signs(dict[int, str]):
    """The characters that each character becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = known = _sign(chr(code))
        return known


def _sign(sign: str) -> str:
    shown = usual(sign)
    for signs, mark in ((_LINES, " / "), ("'", "'"), (_ENDS, " . "), (_PAUSES, " , "), ("&", " and ")):
        if sign in signs or shown[:1] in tuple(signs):
            return mark
    plain = folded(sign).translate(_LETTERS)
    if 0 < len(plain) <= _MOST_LETTERS:
        return plain
    is_letter = unicodedata.category(sign)[0] in "LM" or unicodedata.category(sign) == "Cf"
    return "" if is_letter and not plain else " "


_SIGNS = _Signs()
