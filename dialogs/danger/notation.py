"""The notation of the lists. A line is what people say, word by word:

    wish i had died      these words, one after the other, however they are spelt
    _                    any one word: a name
    die|dead   die*      either of them; any word that begins so. `as_well|too`: two words, or one
    {want}               any entry of the set of that name
    really?  {very}?     may be there
    ..   ...             up to three words between, within a clause; up to eight, across a comma. None of the set `stop`
    ~                    up to five words between, within a clause, whatever they are
    ....                 up to eight words, across a comma; none of the set `subjects`
    ^   $                a clause begins, or ends, here
    !word   !{set}       not this word next
    pills & saved        both, in one sentence and near each other, in any order; they may share words

`unless` lines are looked for in the sentence up to the end of what was found; those that begin with `>` after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from dialogs.danger.places import Begins, Between, Either, Ends, Maybe, Not, Step, Together

# What joins the words of one alternative; a set's own name may have it too.
_JOINS = re.compile(r"_(?![^{]*\})")
# From how many words to how many, across commas or not, and the set of which none may be among them.
_GAPS = {
    "_": (1, 1, False, "stop"),
    "..": (0, 3, False, "stop"),
    "...": (0, 8, True, "stop"),
    "....": (0, 8, True, "subjects"),
    "~": (0, 5, False, ""),
}


@dataclass(slots=True)
class Language:
    """A language as the notation needs it: its sets, how words are spelt, and those that are met too often to look for."""

    sets: Mapping[str, tuple[str, ...]]
    read: Callable[[str], str]
    common: frozenset[str]
    _made: dict[str, Either] = field(default_factory=dict)
    _lines: dict[str, tuple[Step, ...]] = field(default_factory=dict)
    _gaps: dict[str, Between] = field(default_factory=dict)

    def either(self, token: str) -> Either:
        """The alternatives of one part of a line; those of a set are made once."""
        if token not in self._made:
            self._made[token] = _either([self._steps(entry.split()) for entry in self._entries(token)])
        return self._made[token]

    def steps(self, text: str) -> tuple[Step, ...]:
        """Return the steps of one line. Made once."""
        if text not in self._lines:
            parts = [self._steps(part.split()) for part in text.split("&")]
            self._lines[text] = (Together(tuple(parts)),) if len(parts) > 1 else parts[0]
        return self._lines[text]

    def needs(self, steps: Iterable[Step]) -> tuple[frozenset[str], ...]:
        """Return, for each part that must be there, the words of which one must be; the rarest comes first."""
        flat = [
            one for step in steps for part in (step.parts if isinstance(step, Together) else [[step]]) for one in part
        ]
        needs = {need for step in flat if (need := self._need(step))}
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
        if token not in self._gaps:
            least, most, commas, name = _GAPS[token]
            stop = frozenset(word for entry in self.sets.get(name, ()) for word in self.read(entry).split())
            self._gaps[token] = Between(least, most, stop, commas)
        return self._gaps[token]

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
        """Return roughly how often one of these words is met."""
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
