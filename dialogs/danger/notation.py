"""The notation of the lists. A line is what people say, word by word:

    wish i had died      these words, one after the other, however they are spelt
    _                    any one word: a name
    die|dead   die*      either of them; any word that begins so. `as_well|too`: two words, or one
    {want}               any entry of the set of that name
    really?  {very}?     may be there
    ..   ...             up to three words between, within a clause; up to eight, across a comma. None of the set `stop`
    ....                 up to eight words, across a comma; none of the set `subjects`
    ^   $                a clause begins, or ends, here
    !word   !{set}       not this word next
    pills & saved        both, in any order, with up to eight words between, whatever they are

`unless` lines are looked for in the sentence up to the end of what was found; those that begin with `>` after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import permutations

from dialogs.danger.places import Begins, Between, Either, Ends, Maybe, Not, Step

# What joins the words of one alternative; a set's own name may have it too.
_JOINS = re.compile(r"_(?![^{]*\})")
_GAPS = {"_": (1, 1, False), "..": (0, 3, False), "...": (0, 8, True), "....": (0, 8, True)}
# The gaps that a no ends, too.
_STOPPED = frozenset({"_", "..", "..."})


@dataclass(slots=True)
class Language:
    """A language as the notation needs it: its sets, how words are spelt, and those that are met too often to look for."""

    sets: Mapping[str, tuple[str, ...]]
    read: Callable[[str], str]
    common: frozenset[str]
    stop: frozenset[str] = field(init=False)
    subjects: frozenset[str] = field(init=False)
    _made: dict[str, Either] = field(default_factory=dict)
    _ways: dict[str, tuple[tuple[Step, ...], ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """The words that no gap may cross."""
        self.stop, self.subjects = (
            frozenset(word for entry in self.sets.get(name, ()) for word in self.read(entry).split())
            for name in ("stop", "subjects")
        )

    def either(self, token: str) -> Either:
        """The alternatives of one part of a line; those of a set are made once."""
        if token not in self._made:
            self._made[token] = _either([self._steps(entry.split()) for entry in self._entries(token)])
        return self._made[token]

    def steps(self, text: str) -> tuple[tuple[Step, ...], ...]:
        """The ways to say one line: as it stands or, of parts in any order, each order. Made once."""
        if text not in self._ways:
            self._ways[text] = tuple(self._orders(text))
        return self._ways[text]

    def _orders(self, text: str) -> list[tuple[Step, ...]]:
        parts = [self._steps(part.split()) for part in text.split("&")]
        gap = Between(0, _GAPS["..."][1], frozenset(), commas=True)
        return [
            tuple(s for n, part in enumerate(order) for s in ((gap, *part) if n else part))
            for order in permutations(parts)
        ]

    def needs(self, steps: Iterable[Step]) -> tuple[frozenset[str], ...]:
        """For each part that must be there, the words of which one must be; what is met least comes first."""
        needs = {need for step in steps if (need := self._need(step))}
        return tuple(sorted(needs, key=self._weight))

    def _entries(self, token: str) -> list[str]:
        entries: list[str] = []
        for choice in token.split("|"):
            if choice.startswith("{") and choice.endswith("}"):
                entries += self.sets[choice[1:-1]]
            else:
                entries.append(choice if choice in _GAPS else _JOINS.sub(" ", choice))
        return entries

    def _steps(self, tokens: Iterable[str]) -> tuple[Step, ...]:
        return tuple(step for token in tokens for step in self._step(token))

    def _step(self, token: str) -> tuple[Step, ...]:
        if token in _GAPS:
            return (self._gap(token),)
        if token in _SIGNS:
            return (_SIGNS[token],)
        if token.startswith("!"):
            return (Not(self.either(token[1:])),)
        if token.endswith("?"):
            return (Maybe(self.either(token[:-1])),)
        if "|" in token or token.startswith("{"):
            return (self.either(token),)
        if token.endswith("*"):
            return (Either(stems=frozenset({self.read(token[:-1])})),)
        return tuple(Either(words=frozenset({word})) for word in self.read(token).split())

    def _gap(self, token: str) -> Between:
        least, most, commas = _GAPS[token]
        return Between(least, most, self.stop if token in _STOPPED else self.subjects, commas)

    def _need(self, step: Step) -> frozenset[str]:
        if not isinstance(step, Either):
            return frozenset()
        needs = {*step.words, *(f"{stem}*" for stem in step.stems)}
        for entry in step.phrases:
            own = self.needs(entry)
            if not own:
                return frozenset()
            needs |= own[0]
        return frozenset(needs)

    def _weight(self, need: frozenset[str]) -> tuple[int, list[str]]:
        """How often one of these is met, roughly."""
        return sum(50 if w in self.common else 1 for w in need), sorted(need)


_SIGNS: Mapping[str, Step] = {"^": Begins(), "$": Ends()}


def _either(entries: Iterable[tuple[Step, ...]]) -> Either:
    words, stems, phrases = set[str](), set[str](), list[tuple[Step, ...]]()
    for entry in entries:
        match entry:
            case (Either(phrases=()) as one,):
                words |= one.words
                stems |= one.stems
            case _:
                phrases.append(entry)
    return Either(frozenset(words), frozenset(stems), tuple(phrases))
