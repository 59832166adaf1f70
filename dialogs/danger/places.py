"""Find words in a text: their places are the bits of a number, and a line goes from place to place in steps.

All places are looked at together, so that a text costs so much for each of its words and each step, whatever it says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Protocol

END, COMMA, LINE = ".", ",", "/"


class Step(Protocol):
    """One part of a line."""

    def go(self, places: int, text: Places) -> int:
        """The places after this part, from any of these places."""


@dataclass(slots=True)
class Places:
    """The words of a text and the places of each, stems among them with a star; what is in each sentence.

    The rest is what was worked out once and is asked for again and again.
    """

    words: dict[str, int]
    sentences: list[set[str]]
    length: int
    begins: int
    ends: int
    went: dict[tuple[int, int], int] = field(default_factory=dict)
    stops: dict[frozenset[str], tuple[int, int]] = field(default_factory=dict)
    found: dict[int, int] = field(default_factory=dict)

    @property
    def all(self) -> int:
        """Every place at which something may begin."""
        return (1 << self.length) - 1

    def of(self, words: frozenset[str]) -> int:
        """Return the places of any of these words."""
        places, here = 0, self.words
        for word in words.intersection(here):
            places |= here[word]
        return places

    def ended_before(self, place: int) -> int:
        """The last place before this one at which a sentence ends, or 0."""
        before = self.words.get(END, 0) & ((1 << place) - 1)
        return max(before.bit_length() - 1, 0)

    def ends_after(self, place: int) -> int:
        """The next place from this one on at which a sentence ends."""
        after = self.words.get(END, 0) >> place
        return place + (after & -after).bit_length() if after else self.length


def places(tokens: Sequence[str], stems: Mapping[int, Collection[str]]) -> Places:
    """Find the places of the words of a text. Marks have places among them, but a line's end is only noted."""
    words: dict[str, int] = {}
    begins, ends, here, sentence = 1, 0, 1, set[str]()
    sentences = [sentence]
    for token in tokens:
        if token in _MARKS:
            ends |= here
            begins |= here if token == LINE else here << 1
            if token == LINE:
                continue
            if token == END:
                sentences.append(sentence := set())
        words[token] = words.get(token, 0) | here
        sentence.add(token)
        here <<= 1
    begun = {word: found for word in words if (found := _begun(word, stems))}
    for sentence in sentences:
        sentence.update(*(begun[word] for word in begun.keys() & sentence))
    for word, found in begun.items():
        for stem in found:
            words[stem] = words.get(stem, 0) | words[word]
    return Places(words, sentences, here.bit_length() - 1, begins, ends | here)


_MARKS = frozenset({END, COMMA, LINE})


def _begun(word: str, stems: Mapping[int, Collection[str]]) -> list[str]:
    """Return the stems, with a star, with which a word begins; `stems` are told by their length, the shortest first."""
    found: list[str] = []
    for length, known in stems.items():
        if length > len(word):
            break
        if (stem := word[:length]) in known:
            found.append(f"{stem}*")
    return found


@dataclass(frozen=True, slots=True)
class Begins:
    """A clause begins here."""

    def go(self, places: int, text: Places) -> int:
        return places & text.begins


@dataclass(frozen=True, slots=True)
class Ends:
    """A clause ends here."""

    def go(self, places: int, text: Places) -> int:
        return places & text.ends


@dataclass(frozen=True, slots=True)
class Between:
    """A gap of `least` to `most` words, none of `stop`; across a comma or not."""

    least: int
    most: int
    stop: frozenset[str]
    commas: bool

    def go(self, places: int, text: Places) -> int:
        if self.stop not in text.stops:
            crossable = text.all & ~text.of(self.stop) & ~text.words.get(END, 0)
            text.stops[self.stop] = (crossable, crossable & ~text.words.get(COMMA, 0))
        free = text.stops[self.stop][0 if self.commas else 1]
        reached = 0 if self.least else places
        for _ in range(self.most):
            places = (places & free) << 1
            reached |= places
        return reached


@dataclass(frozen=True, slots=True)
class Words:
    """These words, one after the other; a stem among them has a star."""

    words: tuple[str, ...]

    def go(self, places: int, text: Places) -> int:
        at = text.words
        for word in self.words:
            places = (places & at.get(word, 0)) << 1
        return places


@dataclass(frozen=True, slots=True, eq=False)
class Either:
    """One of these words, stems among them with a star, or one of these phrases, told by a word that each has."""

    words: frozenset[str]
    phrases: Mapping[str, Sequence[tuple[Step, ...]]]

    def go(self, places: int, text: Places) -> int:
        if not self.phrases:
            return (places & text.of(self.words)) << 1
        if (way := (id(self), places)) not in text.went:
            text.went[way] = self._go(places, text)
        return text.went[way]

    def _go(self, places: int, text: Places) -> int:
        reached = (places & text.of(self.words)) << 1
        told = self.phrases
        for word in ("", *(told.keys() & text.words.keys())):
            for steps in told.get(word, ()):
                reached |= walk(steps, places, text)
        return reached


@dataclass(frozen=True, slots=True)
class Maybe:
    """These words, or none."""

    words: Either

    def go(self, places: int, text: Places) -> int:
        return places | self.words.go(places, text)


@dataclass(frozen=True, slots=True)
class Not:
    """Anything but these words comes next."""

    words: Either

    def go(self, places: int, text: Places) -> int:
        singly = places
        while singly:
            place = singly & -singly
            singly ^= place
            if self.words.go(place, text):
                places ^= place
        return places


@dataclass(frozen=True, slots=True, eq=False)
class Together:
    """All these parts, in any order, in one sentence and near to each other; they may share words."""

    parts: tuple[tuple[Step, ...], ...]

    def go(self, places: int, text: Places) -> int:
        found, near = 0, -1
        for part in self.parts:
            ends = walk(part, places, text)
            found |= ends
            near &= _NEAR.go(ends, text)
            if not near:
                return 0
        return found & near


_NEAR = Between(0, 12, frozenset(), commas=True)


def walk(steps: Sequence[Step], places: int, text: Places) -> int:
    """The places after all these steps, from any of these places."""
    for step in steps:
        places = step.go(places, text)
        if not places:
            return 0
    return places


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Lines, and the words that none of them can do without.

    Each line is a bit. `needed` are, for the first, second ... set of words that a line needs one of, the lines for which a
    word will do; `free` are the lines that have no such set.
    """

    steps: Sequence[tuple[Step, ...]]
    needed: Sequence[Mapping[str, int]]
    free: Sequence[int]

    def likely(self, sentences: Iterable[Set[str]]) -> Iterator[int]:
        """Yield the numbers of the lines of which one of these sentences has all that they need."""
        bits = 0
        for sentence in sentences:
            bits |= self._met(sentence)
        while bits:
            line = bits & -bits
            bits ^= line
            yield line.bit_length() - 1

    def _met(self, sentence: Set[str]) -> int:
        met = -1
        for needed, free in zip(self.needed, self.free, strict=True):
            will_do = free
            for word in needed.keys() & sentence:
                will_do |= needed[word]
            met &= will_do
            if not met:
                return 0
        return met

    def ends(self, text: Places) -> int:
        """Return all the places after any of these lines."""
        if id(self) not in text.found:
            found = 0
            for number in self.likely(text.sentences):
                found |= walk(self.steps[number], text.all, text)
            text.found[id(self)] = found
        return text.found[id(self)]


# More sets of words than these rule out next to nothing.
_SETS = 4


def lines(steps: Sequence[tuple[Step, ...]], needs: Sequence[Sequence[Iterable[str]]]) -> Lines:
    """Return lines with what each of them needs."""
    needed: list[dict[str, int]] = [{} for _ in range(_SETS)]
    free = [0] * _SETS
    for line, sets in enumerate(needs):
        bit = 1 << line
        for number, words in enumerate(needed):
            if number >= len(sets):
                free[number] |= bit
                continue
            for word in sets[number]:
                words[word] = words.get(word, 0) | bit
    return Lines(steps, needed, free)
