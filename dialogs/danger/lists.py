"""All the lists, in every language, in one index: a message is compared only with the lines of which it has a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from dialogs.copies import replace
from dialogs.danger.notation import Language
from dialogs.danger.places import COMMA, END, Places, Step, places, walk
from dialogs.danger.reading import Spelling, letters, squeezed, tokens, without_one_letter
from dialogs.danger.weights import Weights, weights
from dialogs.leder import danger_lists, danger_weights


class Danger(StrEnum):
    """The kinds of danger words may mean: clear danger to the writer, unclear danger to the writer, somebody else at risk."""

    CLEAR = "clear"
    UNCLEAR = "unclear"
    OTHERS = "others"


def heard(words: str) -> frozenset[Danger]:
    """Return the kinds of danger that these words may mean; harm to the writer does not count as danger to somebody else."""
    return _index().heard(words)


def read(words: str) -> list[str]:
    """Return the words of a message in the form in which they are compared and weighed."""
    return tokens(words, _index().spelling)


@dataclass(frozen=True, slots=True, eq=False)
class _Unless:
    """The lines that make another line mean something else: lines up to the end of the match, and lines after it."""

    before: tuple[tuple[Step, ...], ...]
    after: tuple[tuple[Step, ...], ...]
    tenses: tuple[_Tense, ...]

    def keep(self, ends: int, text: Places) -> frozenset[int]:
        """Return where the sentences begin in which a match that ends at one of these places still means what it says."""
        if id(self) not in text.guards:
            text.guards[id(self)] = _all(self.before, text), _all(self.after, text)
        before, after = text.guards[id(self)]
        kept: set[int] = set()
        while ends:
            end = (ends & -ends).bit_length() - 1
            ends &= ends - 1
            first, last = text.ended_before(end), text.ends_after(end)
            if _between(before, first, end) or _between(after, end, last):
                continue
            if not any(tense.is_past(first, last, text) for tense in self.tenses):
                kept.add(first)
        return frozenset(kept)


@dataclass(frozen=True, slots=True, eq=False)
class _Tense:
    """The lines that tell of what was, and those that tell of what is: what is over is no danger to anybody now.

    `whole`: the message is looked at, and not each sentence of it.
    """

    then: tuple[tuple[Step, ...], ...]
    now: tuple[tuple[Step, ...], ...]
    whole: bool = False

    def is_past(self, first: int, last: int, text: Places) -> bool:
        """Tell whether a sentence is only about what was; one that does not say when is about the same time as the message."""
        if id(self) not in text.guards:
            text.guards[id(self)] = _all(self.then, text), _all(self.now, text)
        then, now = text.guards[id(self)]
        if self.whole or not _between(then | now, first, last):
            return bool(then and not now)
        return not _between(now, first, last)


def _all(lines: Iterable[tuple[Step, ...]], text: Places) -> int:
    found = 0
    for steps in lines:
        found |= walk(steps, text.all, text)
    return found


def _between(bits: int, first: int, last: int) -> int:
    """Return those of these places that lie from the first to the last."""
    return (bits >> first) & ((2 << (last - first)) - 1)


@dataclass(frozen=True, slots=True)
class _Rule:
    """One line of a list. `shared`: it counts beside danger to the writer in the same sentence.

    `across`: it may be told over several sentences; what makes it mean something else is then looked for in all of them.
    `weighed`: it counts where the weight of the message does not speak against it.
    """

    danger: Danger
    shared: bool
    across: bool
    weighed: bool
    steps: tuple[Step, ...]
    needs: tuple[frozenset[str], ...]
    unless: _Unless

    def found(self, text: Places) -> frozenset[int]:
        """Return where the sentences begin that hold the line, and in which nothing makes it mean something else."""
        ends = walk(self.steps, text.all, text) if text.has(self.needs) else 0
        return self.unless.keep(ends, text) if ends else frozenset()


# What a list hears that is not believed: of clear danger the card is shown, and of somebody else's nothing.
_LESS = {Danger.CLEAR: Danger.UNCLEAR, Danger.OTHERS: None}
_BELIEVED = {Danger.UNCLEAR: {Danger.CLEAR}, Danger.OTHERS: {Danger.OTHERS}}


@dataclass(frozen=True, slots=True)
class _Index:
    """The rules by a word that each cannot do without."""

    rules: Mapping[str, tuple[_Rule, ...]]
    stems: dict[int, frozenset[str]]
    spelling: Spelling
    weights: Mapping[Danger, Weights]
    over: _Tense

    def heard(self, words: str) -> frozenset[Danger]:
        """The kinds of danger that these words may mean; who hurts the writer is not taken for danger to somebody else."""
        read = tokens(words, self.spelling)
        text = places(read, self.stems)
        whole = places([COMMA if word == END else word for word in read], self.stems) if END in read else text
        heavy, light = self._weighed(read, whole)
        found: dict[tuple[Danger, bool], set[int]] = {}
        for rule in self._candidates(text):
            danger = _LESS[rule.danger] if rule.weighed and rule.danger in light else rule.danger
            if danger and (sentences := rule.found(whole if rule.across else text)):
                found.setdefault((danger, rule.shared), set()).update(sentences)
        clear = found.get((Danger.CLEAR, False), set())
        others = found.get((Danger.OTHERS, False), set()) - clear or (Danger.OTHERS, True) in found
        others = others or (not clear and Danger.OTHERS in heavy)
        unclear = (Danger.UNCLEAR, False) in found or (not others and Danger.UNCLEAR in heavy)
        return frozenset(
            danger
            for danger, is_meant in (
                (Danger.CLEAR, clear),
                (Danger.UNCLEAR, not clear and unclear),
                (Danger.OTHERS, others),
            )
            if is_meant
        )

    def _weighed(self, read: Sequence[str], whole: Places) -> tuple[set[Danger], set[Danger]]:
        """Return the kinds that the weights hear, and those of which they believe no list. What is over is no danger."""
        heavy, light = set(), set()
        for danger, known in self.weights.items():
            weight = known.of(read)
            if weight >= known.enough and not (danger is Danger.OTHERS and self.over.is_past(0, len(read), whole)):
                heavy.add(danger)
            if weight < known.least:
                light |= _BELIEVED[danger]
        return heavy, light

    def _candidates(self, text: Places) -> Iterable[_Rule]:
        there = (text.words.keys() | text.stems.keys()) & self.rules.keys()
        return {id(rule): rule for word in there for rule in self.rules[word]}.values()


@cache
def _index() -> _Index:
    """Return everything that is looked for, made once."""
    lists = danger_lists()
    spelling = _spelling(lists)
    languages = [_language(table, spelling) for table in lists.values()]
    by_word: dict[str, list[_Rule]] = {}
    for table, language in zip(lists.values(), languages, strict=True):
        for rule in _rules(table, language):
            for word in rule.needs[0]:
                by_word.setdefault(word, []).append(rule)
    stems: dict[int, set[str]] = {}
    for stem in {stem for language in languages for stem in language.stems}:
        stems.setdefault(len(stem), set()).add(stem)
    known = frozenset(word for language in languages for word in language.words)
    by_length = {length: frozenset(found) for length, found in stems.items()}
    weighed = {Danger(kind): weights(table) for kind, table in danger_weights().items() if kind != "language"}
    over = next(
        (_whole(t, o) for t, o in zip(lists.values(), languages, strict=True) if _is_weighed(t)), _Tense((), ())
    )
    rules = {w: tuple(r) for w, r in by_word.items()}
    return _Index(rules, by_length, replace(spelling, known=known), weighed, over)


def _is_weighed(table: Mapping[str, Any]) -> bool:
    return bool(table["language"] == danger_weights().get("language"))


def _whole(table: Mapping[str, Any], language: Language) -> _Tense:
    """Return what tells that a whole message is of the past, where somebody else was at risk."""
    then, now = (_lines(table[Danger.OTHERS].get(when, ()), language) for when in ("then", "now"))
    return _Tense(then, now, whole=True)


def _spelling(lists: Mapping[str, Any]) -> Spelling:
    """Return the spelling of all the languages together."""
    tables = [table.get("spelling", {}) for table in lists.values()]
    same = {
        form: " ".join(map(squeezed, letters(meant).split()))
        for table in tables
        for meant, several in table.get("same", {}).items()
        for spelt in map(_plain, several)
        for form in (spelt, squeezed(spelt))
    }
    slips = {squeezed(word) for table in tables for word in table.get("near", ())}
    near = {form: word for word in sorted(slips) for form in without_one_letter(word)}
    alike = {squeezed(word): squeezed(word) for table in tables for word in table.get("alike", ())}
    endings = tuple((short, whole) for table in tables for short, whole in table.get("endings", {}).items())
    starts = frozenset(squeezed(word) for table in lists.values() for word in table.get("starts", ()))
    begins, ends = frozenset(word[:2] for word in slips), frozenset(word[-2:] for word in slips)
    return Spelling(same, {**near, **alike}, endings, begins, ends, starts=starts)


def _shared(table: Mapping[str, Any], danger: Danger) -> list[Mapping[str, Any]]:
    """The kinds of the other lists that mean this danger too."""
    others = (table[one] for one in Danger if one is not danger)
    return [kind for list_ in others for kind in list_.get("kinds", ()) if kind.get("also") == danger]


def _plain(word: str) -> str:
    return letters(word).strip()


def _language(table: Mapping[str, Any], spelling: Spelling) -> Language:
    return Language(
        sets={name: tuple(entries) for name, entries in table.get("sets", {}).items()},
        read=lambda word: " ".join(map(spelling.exact, letters(word).split())),
        common=frozenset(squeezed(_plain(word)) for word in table.get("common", ())),
    )


def _rules(table: Mapping[str, Any], language: Language) -> Iterator[_Rule]:
    weighed = _is_weighed(table)
    for danger in Danger:
        then = _lines(table[danger].get("then", ()), language)
        tense = _Tense(then, _lines(table[danger].get("now", ()), language))
        for kind in (*table[danger].get("kinds", ()), *_shared(table, danger)):
            lines = [*table[danger].get("unless", ()), *kind.get("unless", ())]
            whole = [_Tense(then, _lines(kind["now"], language), whole=True)] if "now" in kind else []
            unless = _unless(lines, language, (tense, *whole))
            for line in kind["lines"]:
                steps = language.steps(line)
                also, needs = kind.get("also") == danger, language.needs(steps)
                yield _Rule(danger, also, "across" in kind, weighed, steps, needs, unless)


def _unless(lines: Iterable[str], language: Language, tenses: tuple[_Tense, ...]) -> _Unless:
    before = _lines((line for line in lines if line[0] != ">"), language)
    after = _lines((line[1:] for line in lines if line[0] == ">"), language)
    return _Unless(before, after, tenses)


def _lines(lines: Iterable[str], language: Language) -> tuple[tuple[Step, ...], ...]:
    return tuple(map(language.steps, lines))
