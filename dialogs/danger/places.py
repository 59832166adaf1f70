"""Find words in a text: their places are the bits of a number, and a line goes from place to place in steps.

All places are looked at together, so that a text costs so much for each of its words and each step, whatever it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

END, COMMA, LINE = ".", ",", "/"


class Step(Protocol):
    """One part of a line."""

    def go(self, places: int, text: Places) -> int:
        """The places after this part, from any of these places."""


@dataclass(slots=True)
class Places:
    """The words of a text, the places of each, and the sentences they are in; stems in the same way, with a star.

    The rest is what was worked out once and is asked for again and again.
    """

    words: dict[str, int]
    stems: dict[str, int]
    sentences: dict[str, int]
    length: int
    begins: int
    ends: int
    made: dict[int, tuple[int, list[tuple[Step, ...]]]] = field(default_factory=dict)
    stops: dict[frozenset[str], tuple[int, int]] = field(default_factory=dict)
    went: dict[tuple[int, int], int] = field(default_factory=dict)
    guards: dict[int, tuple[int, int]] = field(default_factory=dict)
    met: dict[frozenset[str], int] = field(default_factory=dict)

    @property
    def all(self) -> int:
        """Every place at which something may begin."""
        return (1 << self.length) - 1

    def of(self, words: Iterable[str]) -> int:
        """Return the places of any of these words."""
        places, here = 0, self.words
        for word in words:
            if word in here:
                places |= here[word]
        return places

    def has(self, needs: Sequence[frozenset[str]]) -> bool:
        """Tell whether one sentence holds, of each of these sets of words, at least one."""
        shared = -1
        for need in needs:
            if need not in self.met:
                self.met[need] = self._sentences_with(need)
            shared &= self.met[need]
            if not shared:
                return False
        return True

    def _sentences_with(self, need: frozenset[str]) -> int:
        found, here = 0, self.sentences
        for word in here.keys() & need if len(need) > _FEW else need:
            found |= here.get(word, 0)
        return found

    def ended_before(self, place: int) -> int:
        """The last place before this one at which a sentence ends, or 0."""
        before = self.words.get(END, 0) & ((1 << place) - 1)
        return max(before.bit_length() - 1, 0)

    def ends_after(self, place: int) -> int:
        """The next place from this one on at which a sentence ends."""
        after = self.words.get(END, 0) >> place
        return place + (after & -after).bit_length() if after else self.length


def places(tokens: Sequence[str], stems: dict[int, frozenset[str]]) -> Places:
    """Find the places of the words of a text. Marks have places among them, but a line's end is only noted."""
    at: dict[str, list[int]] = {}
    within: dict[str, int] = {}
    begins, ends, place, sentence = [0], list[int](), 0, 1
    for token in tokens:
        if token in {END, COMMA, LINE}:
            ends.append(place)
            begins.append(place + (token != LINE))
        if token == END:
            sentence <<= 1
        if token != LINE:
            at.setdefault(token, []).append(place)
            within[token] = within.get(token, 0) | sentence
            place += 1
    words = {word: _bits(found) for word, found in at.items()}
    begun: dict[str, int] = {}
    for word, bits in words.items():
        for length, known in stems.items():
            if (stem := word[:length]) in known:
                begun[f"{stem}*"] = begun.get(f"{stem}*", 0) | bits
                within[f"{stem}*"] = within.get(f"{stem}*", 0) | within[word]
    return Places(words, begun, within, place, _bits(begins), _bits([*ends, place]))


def _bits(places: Iterable[int]) -> int:
    bits = 0
    for place in places:
        bits |= 1 << place
    return bits


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
            crossable = text.all & ~text.of(self.stop) & ~text.of((END,))
            text.stops[self.stop] = (crossable, crossable & ~text.of((COMMA,)))
        free = text.stops[self.stop][0 if self.commas else 1]
        reached = 0 if self.least else places
        for _ in range(self.most):
            places = (places & free) << 1
            reached |= places
        return reached


@dataclass(frozen=True, slots=True, eq=False)
class Either:
    """One of these words, a word that begins with one of these stems, or one of these phrases."""

    words: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    phrases: tuple[tuple[Step, ...], ...] = ()

    def go(self, places: int, text: Places) -> int:
        if not self.phrases and not self.stems and len(self.words) == 1:
            return (places & text.of(self.words)) << 1
        if (way := (id(self), places)) not in text.went:
            text.went[way] = self._go(places, text)
        return text.went[way]

    def _go(self, places: int, text: Places) -> int:
        if id(self) not in text.made:
            text.made[id(self)] = self._there(text)
        one, phrases = text.made[id(self)]
        reached = (places & one) << 1
        for steps in phrases:
            reached |= walk(steps, places, text)
        return reached

    def _there(self, text: Places) -> tuple[int, list[tuple[Step, ...]]]:
        """Return the places of its words in this text, and the phrases of which every word is there."""
        stems = (text.stems.get(f"{stem}*", 0) for stem in self.stems)
        one = text.of(text.words.keys() & self.words) if len(self.words) > _FEW else text.of(self.words)
        for bits in stems:
            one |= bits
        return one, [steps for steps in self.phrases if walk(steps, text.all | 1 << text.length, text)]


_FEW = 8


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
