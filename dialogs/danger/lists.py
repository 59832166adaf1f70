"""All the lists, in every language, in one index: a message is compared only with the lines of which it has a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import chain
from typing import Any

from dialogs.copies import replace
from dialogs.danger.notation import Language
from dialogs.danger.places import COMMA, END, Lines, Places, Step, lines, places, walk
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


def is_hurt(words: str) -> bool:
    """Tell whether words in which danger was heard say that somebody hurts the writer."""
    return _index().is_hurt(words)


def read(words: str) -> list[str]:
    """Return the words of a message in the form in which they are compared and weighed."""
    return tokens(words, _index().spelling)


@dataclass(frozen=True, slots=True, eq=False)
class _Unless:
    """The lines that make another line mean something else: lines up to the end of the match, and lines after it."""

    before: tuple[Lines, ...]
    after: tuple[Lines, ...]
    tenses: tuple[_Tense, ...]

    def keep(self, ends: int, text: Places) -> frozenset[int]:
        """Return where the sentences begin in which a match that ends at one of these places still means what it says."""
        before, after = (_all(several, text) for several in (self.before, self.after))
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

    then: Lines
    now: Lines
    whole: bool = False

    def is_past(self, first: int, last: int, text: Places) -> bool:
        """Tell whether a sentence is only about what was; one that does not say when is about the same time as the message."""
        then, now = self.then.ends(text), self.now.ends(text)
        if self.whole or not _between(then | now, first, last):
            return bool(then and not now)
        return not _between(now, first, last)


def _all(several: Iterable[Lines], text: Places) -> int:
    found = 0
    for lines_ in several:
        found |= lines_.ends(text)
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
        ends = walk(self.steps, text.all, text)
        return self.unless.keep(ends, text) if ends else frozenset()


# What a list hears that is not believed: of clear danger the card is shown, and of somebody else's nothing.
_LESS = {Danger.CLEAR: Danger.UNCLEAR, Danger.OTHERS: None}
_BELIEVED = {Danger.UNCLEAR: {Danger.CLEAR}, Danger.OTHERS: {Danger.OTHERS}}


@dataclass(frozen=True, slots=True)
class _Rules:
    """Rules, and their lines, in the same order."""

    rules: tuple[_Rule, ...]
    lines: Lines

    def found(self, text: Places) -> Iterator[tuple[_Rule, frozenset[int]]]:
        """Yield each rule of which the line is there and means what it says, with the sentences that hold it."""
        for number in self.lines.likely(text.sentences):
            if sentences := self.rules[number].found(text):
                yield self.rules[number], sentences


def _together(rules: Sequence[_Rule]) -> _Rules:
    return _Rules(tuple(rules), lines([rule.steps for rule in rules], [rule.needs for rule in rules]))


@dataclass(frozen=True, slots=True)
class _Index:
    """Everything that is looked for: rules within a sentence, and rules across the sentences of a message."""

    within: _Rules
    across: _Rules
    stems: Mapping[int, frozenset[str]]
    spelling: Spelling
    weights: Mapping[Danger, Weights]
    over: _Tense
    hurt: tuple[Lines, ...]

    def is_hurt(self, words: str) -> bool:
        """Tell whether somebody hurts the writer, by the words of any language."""
        text = places([COMMA if word == END else word for word in tokens(words, self.spelling)], self.stems)
        return any(lines_.ends(text) for lines_ in self.hurt)

    def heard(self, words: str) -> frozenset[Danger]:
        """The kinds of danger that these words may mean; who hurts the writer is not taken for danger to somebody else."""
        read = tokens(words, self.spelling)
        text = places(read, self.stems)
        whole = places([COMMA if word == END else word for word in read], self.stems) if END in read else text
        heavy, light = self._weighed(read, whole)
        found: dict[tuple[Danger, bool], set[int]] = {}
        for rule, sentences in chain(self.within.found(text), self.across.found(whole)):
            if danger := _LESS[rule.danger] if rule.weighed and rule.danger in light else rule.danger:
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


@cache
def _index() -> _Index:
    """Return everything that is looked for, made once."""
    lists = danger_lists()
    spelling = _spelling(lists)
    languages = [_language(table, spelling) for table in lists.values()]
    rules = [r for t, of in zip(lists.values(), languages, strict=True) for r in _rules(t, of)]
    hurt = tuple(of.lines(t["hurt"]) for t, of in zip(lists.values(), languages, strict=True))
    stems: dict[int, set[str]] = {}
    for stem in {stem for language in languages for stem in language.stems}:
        stems.setdefault(len(stem), set()).add(stem)
    known = frozenset(word for language in languages for word in language.words)
    by_length = {length: frozenset(stems[length]) for length in sorted(stems)}
    weighed = {Danger(kind): weights(table) for kind, table in danger_weights().items() if kind != "language"}
    over = next(_whole(t, of) for t, of in zip(lists.values(), languages, strict=True) if _is_weighed(t))
    within, across = (_together([rule for rule in rules if rule.across is wide]) for wide in (False, True))
    return _Index(within, across, by_length, replace(spelling, known=known), weighed, over, hurt)


def _is_weighed(table: Mapping[str, Any]) -> bool:
    return bool(table["language"] == danger_weights().get("language"))


def _whole(table: Mapping[str, Any], language: Language) -> _Tense:
    """Return what tells that a whole message is of the past, where somebody else was at risk."""
    then, now = (language.lines(table[Danger.OTHERS].get(when, ())) for when in ("then", "now"))
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
        tense = _Tense(language.lines(table[danger].get("then", ())), language.lines(table[danger].get("now", ())))
        always = _unless(table[danger].get("unless", ()), language)
        for kind in (*table[danger].get("kinds", ()), *_shared(table, danger)):
            own = _unless(kind.get("unless", ()), language)
            whole = [_Tense(tense.then, language.lines(kind["now"]), whole=True)] if "now" in kind else []
            before, after = zip(always, own, strict=True)
            unless = _Unless(before, after, (tense, *whole))
            for line in kind["lines"]:
                steps = language.steps(line)
                also, needs = kind.get("also") == danger, language.needs(steps)
                yield _Rule(danger, also, "across" in kind, weighed, steps, needs, unless)


def _unless(told: Sequence[str], language: Language) -> tuple[Lines, Lines]:
    """Return the lines that are looked for up to the end of what was found, and those that are looked for after it."""
    before = language.lines(line for line in told if line[0] != ">")
    return before, language.lines(line[1:] for line in told if line[0] == ">")
