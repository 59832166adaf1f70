"""Read what people type instead of pressing: labels as a language has them, and the ways to ask for help or a person.

The labels come from the catalogues, which the core does not know: its callers hand over a `Spoken`. The ways of asking are
data (`leder/asking.toml`). Whole messages are compared, never parts of one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

from dialogs import asides, phrases
from dialogs.inputs import Change, Command, Language, Open, Press
from dialogs.leder import ways_of_asking
from dialogs.typed import folded

PRIVACY = "privacy"
# What a label presses wherever it is typed; the others only where they are on the screen.
PRESSES: Mapping[str, Press] = {
    phrases.HELP_NOW: Command.HELP,
    phrases.TALK: Command.TALK,
    phrases.PAUSE: Command.PAUSE,
    phrases.GO_ON: Command.RESUME,
    phrases.CARRY_ON: Command.RESUME,
    phrases.STOP: Command.STOP,
    phrases.WITHDRAW: Command.WITHDRAW,
    phrases.CHANGE: Change(),
    phrases.LANGUAGE: Language(),
    phrases.MORE: Open("more"),
    asides.CONSENTS: Open("consents"),
    PRIVACY: Command.PRIVACY,
}
LABELS = (
    *(label for label in PRESSES if label != PRIVACY),
    phrases.NEXT,
    phrases.SKIP,
    phrases.DO_NOT_KNOW,
    phrases.RATHER_NOT_SAY,
    phrases.KEEP,
    phrases.YES,
    phrases.NO,
    phrases.FINISHED,
    phrases.ALL_PARTS,
    phrases.SEND_PART,
    phrases.LEAVE_OUT,
    phrases.ABOUT_SO_MANY,
    phrases.PUT_WORDS,
    phrases.LEAVE_WORDS,
    asides.TAKE_AWAY,
    phrases.MORE_QUESTIONS,
    phrases.STOP_REMINDERS,
    phrases.KEEP_MARKED,
    phrases.LEAVE_THEM_OUT,
    phrases.CHANGE_THIS,
)
# The other words of a list, by the command they stand for.
ALIASES = {
    "pause": phrases.PAUSE,
    "resume": phrases.GO_ON,
    "privacy": PRIVACY,
    "stop": phrases.STOP,
    "withdraw": phrases.WITHDRAW,
    "change": phrases.CHANGE,
    "consents": asides.CONSENTS,
    "lang": phrases.LANGUAGE,
    "next": phrases.NEXT,
    "skip": phrases.SKIP,
    "unsure": phrases.DO_NOT_KNOW,
    "decline": phrases.RATHER_NOT_SAY,
}
# Nobody asks for help in more words than these; longer messages are not looked at.
LONGEST = 120
FEWEST_DIGITS = 5
SOMEBODY = NUMBER = "0"
_ANY_NUMBER = re.compile(r"\d+")
_ONE_OF = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody asks for help or for a person. `bare`: with a cry that may be an answer; `more`: a phone number goes with it."""

    press: Command
    bare: bool = False
    more: bool = False


@dataclass(frozen=True, slots=True)
class Spoken:
    """Of one language and of English: the msgids of the labels that words are. Of all: the ways of asking.

    `vocabulary`: every word that stands in any of them; a message with another word asks for nothing.
    """

    labels: Mapping[str, frozenset[str]]
    vocabulary: frozenset[str]

    def labels_in(self, words: str) -> frozenset[str]:
        """The msgids of the labels that these words are in the language, if they are one and perhaps polite."""
        if len(words) > LONGEST:
            return frozenset()
        plain = folded(words)
        found = self.labels.get(plain) or self.labels.get(_ANY_NUMBER.sub(NUMBER, plain))
        return found or self.labels.get(_without_polite(plain), frozenset()) - _PLAIN

    def asked(self, words: str, reviewer: str = "") -> Asked | None:
        """Return the help, person or pause that somebody asks for, if their words say nothing else."""
        if len(words) > LONGEST:
            return None
        plain = folded(words)
        if way := self._way(plain):
            return way
        known = {*plain.split()} - {*folded(reviewer).split()} - self.vocabulary
        if not plain or plain in _around_whole() or any(not word.isdecimal() for word in known):
            return None
        rest, more = _without_number(plain)
        found = next((a for tried in _trimmed(_without_name(rest, reviewer)) if (a := self._ways_in(tried))), None)
        return Asked(found.press, found.bare and not more, more) if found else None

    def _ways_in(self, plain: str) -> Asked | None:
        """Return what is asked for, be it in one way or in several in a row; help counts before a person."""
        if way := self._way(plain):
            return way
        words = plain.split()
        for n in range(1, len(words)):
            first, rest = self._way(" ".join(words[:n])), " ".join(words[n:])
            if first and (more := self._ways_in(rest)):
                press = Command.HELP if Command.HELP in {first.press, more.press} else first.press
                return Asked(press, bare=first.bare and more.bare)
        return None

    def _way(self, plain: str) -> Asked | None:
        label = next((PRESSES[m] for m in self.labels.get(plain, ()) if m in _ASKING), None)
        return Asked(label) if isinstance(label, Command) else _ways().get(plain)


# A polite yes or no is asked about, never counted.
_PLAIN = frozenset({phrases.YES, phrases.NO})
_ASKING = frozenset({phrases.HELP_NOW, phrases.TALK, phrases.PAUSE})


def spoken(*languages: Callable[[str], str], more: Iterable[str] = ()) -> Spoken:
    """The labels as these languages say them; `more`: msgids of labels besides ours, those of a questionnaire's screens."""
    known: dict[str, set[str]] = {}
    for msgid in (*LABELS, *more):
        for translate in languages:
            known.setdefault(folded(translate(msgid).replace("{number}", NUMBER)), set()).add(msgid)
    for words, msgid in _aliases():
        known.setdefault(folded(words), set()).add(msgid)
    labels = {words: frozenset(msgids) for words, msgids in known.items()}
    return Spoken(labels, _vocabulary().union(*map(str.split, labels)))


@cache
def in_english() -> Spoken:
    """Return the labels in English alone, for callers that have no catalogue."""
    return spoken(str)


def _aliases() -> Iterator[tuple[str, str]]:
    for one in ways_of_asking():
        for command, words in one.get("labels", {}).items():
            yield from ((each, ALIASES[command]) for each in words)


@cache
def _ways() -> Mapping[str, Asked]:
    """Every way of asking, in every language, as it is compared."""
    known: dict[str, Asked] = {}
    for one in ways_of_asking():
        who = (*one["who"], SOMEBODY)
        for pattern in one["talk"]:
            known |= dict.fromkeys(_forms(pattern, who), Asked(Command.TALK))
        for pattern in one["help"]:
            known |= dict.fromkeys(_forms(pattern, who), Asked(Command.HELP))
        known |= dict.fromkeys(map(folded, one["bare"]), Asked(Command.HELP, bare=True))
    return known


def _forms(pattern: str, who: Iterable[str]) -> Iterator[str]:
    """Every message that a pattern stands for."""
    parts = _ONE_OF.split(pattern)
    choices = [part.split("|") if n % 2 else [part] for n, part in enumerate(parts)]
    for chosen in map("".join, product(*choices)):
        yield from (folded(chosen.replace("{who}", w)) for w in (who if "{who}" in chosen else ("",)))


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset(word for words in (*_ways(), *_around(), SOMEBODY) for word in words.split())


@cache
def _polite() -> tuple[str, ...]:
    """The longest first: "va rog" before "rog"."""
    found = {folded(words) for one in ways_of_asking() for words in one["polite"]}
    return tuple(sorted(found, key=len, reverse=True))


@cache
def _polite_words() -> frozenset[str]:
    return frozenset(word for polite in _polite() for word in polite.split())


@cache
def _around_whole() -> frozenset[str]:
    return frozenset(_around())


@cache
def _around() -> tuple[str, ...]:
    found = {folded(words) for one in ways_of_asking() for words in (*one["around"], *one["polite"])}
    return tuple(sorted(found, key=len, reverse=True))


def _without_number(plain: str) -> tuple[str, bool]:
    """The words without a phone number, and whether there is one."""
    numbers = [w for w in plain.split() if w.isdecimal()]
    if sum(map(len, numbers)) < FEWEST_DIGITS:
        return plain, False
    return " ".join(w for w in plain.split() if not w.isdecimal()), True


def _without_name(plain: str, reviewer: str) -> str:
    """The words with the reviewer's name as what may be anybody."""
    whole = folded(reviewer)
    for name in (whole, whole.partition(" ")[0]):
        if name:
            plain = re.sub(rf"(?<!\S){re.escape(name)}(?!\S)", SOMEBODY, plain)
    return plain


def _trimmed(plain: str) -> Iterator[str]:
    """The words, then without what is only polite, then without more and more of what may stand around them."""
    yield plain
    plain = _without_polite(plain)
    yield plain
    while (less := _less(plain)) != plain:
        plain = less
        yield plain


def _without_polite(plain: str) -> str:
    for polite in _polite() if not _polite_words().isdisjoint(plain.split()) else ():
        plain = re.sub(rf"(?<!\S){re.escape(polite)}(?!\S)", " ", plain)
    return " ".join(plain.split())


def _less(plain: str) -> str:
    for around in _around():
        if plain.endswith(f" {around}"):
            return plain.removesuffix(f" {around}")
        if plain.startswith(f"{around} "):
            return plain.removeprefix(f"{around} ")
    return plain
