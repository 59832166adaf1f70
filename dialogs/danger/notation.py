"""The notation of the lists. A line is what people say, word by word:

    wish i had died      these words, one after the other, however they are spelt
    _                    any one word: a name
    die|dead   die*      either of them; any word that begins so. `as_well|too`: two words, or one
    {want}               any entry of the set of that name; an entry may have `&` too
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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from dialogs.danger.places import Begins, Between, Either, Ends, Lines, Maybe, Not, Step, Together, Words, lines

# What joins the words of one alternative; a set's own name may have it too.
_JOINS = re.compile(r"_(?![^{]*\})")
# From how many words to how many, across commas or not, and the set of which none may be among them.
_GAPS: Mapping[str, tuple[int, int, bool, str]] = {
    "_": (1, 1, False, "stop"),
    "..": (0, 3, False, "stop"),
    "...": (0, 8, True, "stop"),
    "....": (0, 8, True, "subjects"),
    "~": (0, 5, False, ""),
}
_SIGNS: Mapping[str, Step] = {"^": Begins(), "$": Ends()}
_NOTHING = frozenset[str]()


@dataclass(slots=True)
class Language:
    """A language as the notation needs it: its sets, how words are spelt, and those that are met too often to look for.

    Every part of a line is made once, however many lines have it. `words` and `stems` are those of all that was made.
    """

    sets: Mapping[str, tuple[str, ...]]
    read: Callable[[str], str]
    common: frozenset[str]
    words: set[str] = field(default_factory=set)
    stems: set[str] = field(default_factory=set)
    _lines: dict[str, tuple[Step, ...]] = field(default_factory=dict)
    _made: dict[str, tuple[Step, ...]] = field(default_factory=dict)
    _singly: dict[str, str] = field(default_factory=dict)
    _eithers: dict[str, Either] = field(default_factory=dict)
    _needs: dict[Either, frozenset[str]] = field(default_factory=dict)
    _weights: dict[frozenset[str], tuple[int, list[str]]] = field(default_factory=dict)

    def steps(self, text: str) -> tuple[Step, ...]:
        """Return the steps of one line."""
        if text not in self._lines:
            parts = [self._steps(part.split()) for part in text.split("&")]
            self._lines[text] = (Together(tuple(parts)),) if len(parts) > 1 else parts[0]
        return self._lines[text]

    def lines(self, texts: Iterable[str]) -> Lines:
        """Return lines that are looked for together."""
        steps = [self.steps(text) for text in texts]
        return lines(steps, [self.needs(one) for one in steps])

    def needs(self, steps: Iterable[Step]) -> tuple[frozenset[str], ...]:
        """Return, for each part that must be there, the words of which one must be; the rarest comes first."""
        needs = set(chain.from_iterable(self._need(step) for step in _flat(steps)))
        return tuple(sorted(needs - {_NOTHING}, key=self._weight))

    def _steps(self, tokens: Iterable[str]) -> tuple[Step, ...]:
        made = [self._step(token) for token in tokens]
        return made[0] if len(made) == 1 else tuple(_joined(chain.from_iterable(made)))

    def _step(self, token: str) -> tuple[Step, ...]:
        if token not in self._made:
            self._made[token] = self._new(token)
        return self._made[token]

    def _new(self, token: str) -> tuple[Step, ...]:
        if token in _GAPS:
            return (self._gap(token),)
        if token in _SIGNS:
            return (_SIGNS[token],)
        if token.startswith("!"):
            return (Not(self._either(token[1:])),)
        if token.endswith("?"):
            return (Maybe(self._either(token[:-1])),)
        if "|" in token or token.startswith("{"):
            return (self._either(token),)
        if token.endswith("*"):
            stem = self.read(token[:-1])
            self.stems.add(stem)
            return (Words((f"{stem}*",)),)
        words = tuple(self.read(token).split())
        self.words.update(words)
        return (Words(words),)

    def _either(self, token: str) -> Either:
        """Return the alternatives of one part of a line."""
        if token not in self._eithers:
            self._eithers[token] = self._together(self._entries(token))
        return self._eithers[token]

    def _entries(self, token: str) -> list[str]:
        entries: list[str] = []
        for choice in token.split("|"):
            if choice.startswith("{") and choice.endswith("}"):
                entries += self.sets[choice[1:-1]]
            else:
                entries.append(choice if choice in _GAPS or "_" not in choice else _JOINS.sub(" ", choice))
        return entries

    def _gap(self, token: str) -> Between:
        least, most, commas, name = _GAPS[token]
        stop = frozenset(word for entry in self.sets.get(name, ()) for word in self.read(entry).split())
        return Between(least, most, stop, commas)

    def _together(self, entries: Sequence[str]) -> Either:
        words, phrases = {*map(self._singly.get, entries)}, dict[str, list[tuple[Step, ...]]]()
        for entry in (entry for entry in entries if entry not in self._singly):
            match self.steps(entry):
                case (Words((word,)),):
                    words.add(self._singly.setdefault(entry, word))
                case (Either() as either,) if not either.phrases:
                    words |= either.words
                case steps:
                    for word in next(iter(self.needs(steps)), ("",)):
                        phrases.setdefault(word, []).append(steps)
        return Either(frozenset(word for word in words if word), phrases)

    def _need(self, step: Step) -> Iterable[frozenset[str]]:
        """Return, for each part of a step that must be there, the words of which one must be."""
        match step:
            case Words(words):
                return [frozenset({word}) for word in words]
            case Either():
                if step not in self._needs:
                    self._needs[step] = _NOTHING if "" in step.phrases else step.words.union(step.phrases)
                return [self._needs[step]]
            case _:
                return ()

    def _weight(self, need: frozenset[str]) -> tuple[int, list[str]]:
        """Return roughly how often one of these words is met."""
        if need not in self._weights:
            self._weights[need] = len(need) + 49 * len(need & self.common), sorted(need)
        return self._weights[need]


def _flat(steps: Iterable[Step]) -> Iterator[Step]:
    """Yield the steps, and for parts that stand together the steps of each."""
    for step in steps:
        if isinstance(step, Together):
            yield from (inner for part in step.parts for inner in part)
        else:
            yield step


def _joined(steps: Iterable[Step]) -> Iterator[Step]:
    """Yield the steps, words that follow one another as one."""
    words: tuple[str, ...] = ()
    for step in steps:
        if isinstance(step, Words):
            words += step.words
            continue
        if words:
            yield Words(words)
        words = ()
        yield step
    if words:
        yield Words(words)
