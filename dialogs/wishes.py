"""Read short messages that wish to move: not to know, to skip, to go on, to have finished, to rest; and which are no name.

The words are data (`leder/wishes.toml`). A message is cut into the things that are listed; one with anything else in it is words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import product

from dialogs.leder import courtesies, wishes
from dialogs.meaning import is_yes_or_no
from dialogs.spoken import NUMBER, in_english
from dialogs.typed import folded, plain_words

# Nobody asks for a button in more words than these.
LONGEST, MOST_WORDS = 120, 16
# Thanks in fewer letters than these may be a short name as well.
SHORTEST_THANKS = 4
_ANY_NUMBER = re.compile(r"\d+")
_ONE_OF = re.compile(r"\(([^()]*)\)")


class Wish(StrEnum):
    """The things that people wish for besides answering."""

    UNKNOWN = "unknown"
    DECLINED = "declined"
    SKIP = "skip"
    NEXT = "next"
    DONE = "done"
    FINISHED = "finished"
    REST = "rest"
    WHO = "who"
    SHORT = "short"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class _List:
    """The ways of saying each wish in one language, and what may stand beside any; `vocabulary`: every word of it."""

    wishes: Mapping[Wish, frozenset[str]]
    around: frozenset[str]
    tired: frozenset[str]
    vocabulary: frozenset[str]


def wished(words: str) -> frozenset[Wish]:
    """Return what a whole message wishes for, in any language; nothing where it says anything else."""
    if len(words) > LONGEST:
        return frozenset()
    said = _ANY_NUMBER.sub(NUMBER, folded(words)).split()
    if not 0 < len(said) <= MOST_WORDS:
        return frozenset()
    known = [one for one in _lists() if one.vocabulary.issuperset(said)]
    return frozenset(wish for wish in Wish if any(_says(one.wishes[wish], _beside(one, wish), said) for one in known))


def is_no_name(words: str, language: str) -> bool:
    """Return whether words are something else than a name: a wish, yes or no, thanks, a cry for help, a button's label."""
    known = in_english()
    return bool(
        wished(words)
        or is_yes_or_no(words, language)
        or known.labels_in(words)
        or known.asked(words)
        or plain_words(words) in _thanks()
    )


def _says(listed: frozenset[str], beside: frozenset[str], said: list[str]) -> bool:
    """Return whether the words are nothing but what is listed, and what may stand beside it, with one of the first at least."""
    # For the first n words: whether they can be cut so, and whether one of those listed is among them.
    reached = {0: {False}}
    for end in range(1, len(said) + 1):
        found = set()
        for start in range(end):
            part = " ".join(said[start:end])
            is_listed = part in listed
            if start in reached and (is_listed or part in beside):
                found |= {True} if is_listed else reached[start]
        if found:
            reached[end] = found
    return True in reached.get(len(said), ())


def _beside(one: _List, wish: Wish) -> frozenset[str]:
    return one.around | one.tired if wish is Wish.REST else one.around


@cache
def _lists() -> tuple[_List, ...]:
    return tuple(map(_list, wishes()))


def _list(table: Mapping[str, Iterable[str]]) -> _List:
    read = {kind: frozenset(_forms(table[kind])) for kind in (*Wish, "around", "tired")}
    words = frozenset(word for listed in read.values() for form in listed for word in form.split())
    return _List({wish: read[wish] for wish in Wish}, read["around"], read["tired"], words)


def _forms(patterns: Iterable[str]) -> Iterator[str]:
    """Yield every message that the patterns stand for, as it is compared."""
    for pattern in patterns:
        parts = _ONE_OF.split(pattern)
        choices = [[*map(folded, part.split("|") if n % 2 else [part])] for n, part in enumerate(parts)]
        yield from filter(None, (" ".join(" ".join(chosen).split()) for chosen in product(*choices)))


@cache
def _thanks() -> frozenset[str]:
    found = {plain_words(words) for one in courtesies() for words in one["thanks"]}
    return frozenset(words for words in found if len(words) >= SHORTEST_THANKS or not words.isalpha())
