"""The questionnaire as data: sections of items, when an item is enabled, and what can be wrong with it.

The words are FHIR's: `link_id`, `answer_option`, `enable_when`. Values are read from TOML by `dialogs.leder`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from dialogs.channels import Channel
from dialogs.inputs import DATA_LIMIT, Toggle, data
from dialogs.text import placeholders

PLACEHOLDERS = frozenset({"name", "reviewer", "invitee"})
BEFORE_IDENTITY = ("W1", "W2")
IDENTITY = frozenset({"W2", "W2-who", "W2-what"})
CONSENT_SECTION = "C"
_PICTURE = re.compile(r"(?:[0-9A-F]{4,5}[- ]?\b)*")
NONE = "none"
ON = "yes"


class ItemType(StrEnum):
    TEXT = "text"
    CHOICE = "choice"
    MULTIPLE = "multiple"
    DATE = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOption:
    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnableWhen:
    """A condition on the answer to `question`: one of the codes `any_of`, `more_than` so many codes, or `said` in words.

    With `if_asked` it holds as well when that question does not apply.
    """

    question: str
    any_of: tuple[str, ...] = ()
    more_than: int = 0
    said: bool = False
    if_asked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question. `asked_on` names the channels on which it is asked, if not on all; `area` is what it feeds in the review.

    `options_from`: it offers what was chosen there, `at_most` so many. `alone`: codes that exclude the others.
    `only_if` names what the programme must say yes to. `core`: asked in the short form as well. `gate`: it opens a whole
    section, whose questions are no follow-ups. `hard`: words in answer to it are thanked for.
    `repeats`: it takes several days, until Next. `number`: it asks for a telephone number. `picture`: the code points of what
    Easy Read shows beside it.
    """

    link_id: str
    section: str
    type: ItemType
    text: str
    hint: str = ""
    options: tuple[AnswerOption, ...] = ()
    enable_when: tuple[EnableWhen, ...] = ()
    required: bool = False
    unsure: bool = False
    decline: bool = False
    area: str = ""
    picture: str = ""
    options_from: str = ""
    at_most: int = 0
    alone: tuple[str, ...] = ()
    only_if: str = ""
    core: bool = False
    gate: bool = False
    hard: bool = False
    repeats: bool = False
    number: bool = False
    version: str = ""
    asked_on: tuple[str, ...] = ()

    @property
    def is_consent(self) -> bool:
        """A statement to decide on, with a version of its wording."""
        return bool(self.version)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(o.code for o in self.options)

    @property
    def exclusive(self) -> frozenset[str]:
        """The codes that exclude all others."""
        return frozenset({NONE, *self.alone})

    def option(self, code: str) -> AnswerOption | None:
        """The option with this code, or None."""
        return next((o for o in self.options if o.code == code), None)

    def is_asked_on(self, channel: Channel) -> bool:
        """Tell whether it is asked on this channel."""
        return not self.asked_on or channel in self.asked_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A group of items with a title that progress can name.

    `known_when`: the person knows about it, `left_out_when`: they asked us not to ask, `only_if_known_when`: they may not know.
    """

    code: str
    title: str
    items: tuple[Item, ...]
    known_when: tuple[EnableWhen, ...] = ()
    left_out_when: tuple[EnableWhen, ...] = ()
    only_if_known_when: tuple[EnableWhen, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """Paragraphs to read, and the label of the way on. `channels` holds the paragraphs where they differ by channel."""

    code: str
    paragraphs: tuple[str, ...]
    button: str
    channels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def wording(self, channel: Channel) -> tuple[str, ...]:
        """The msgids of the paragraphs as `channel` puts them."""
        return self.channels.get(channel, self.paragraphs)


@dataclass(frozen=True, kw_only=True)
class Questionnaire:
    """A published version: the set-up places in order, then the sections, and what the programme says of itself.

    `parts`: the sections that can be taken in any order, without those that come before them.
    """

    version: str
    setup: tuple[str, ...]
    sections: tuple[Section, ...]
    parts: tuple[str, ...]
    screens: Mapping[str, Screen]
    programme: Mapping[str, str]

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Every item by link_id, in the order it is asked."""
        return {i.link_id: i for s in self.sections for i in s.items}

    @cached_property
    def questions(self) -> tuple[Item, ...]:
        """The items that follow the set-up, in order."""
        return tuple(i for i in self.items.values() if i.link_id not in self.setup and i.section != CONSENT_SECTION)

    @cached_property
    def question_ids(self) -> frozenset[str]:
        """The link_ids of the questions."""
        return frozenset(i.link_id for i in self.questions)

    @cached_property
    def switched_on(self) -> tuple[Item, ...]:
        """The questions that the programme wants to be asked."""
        return tuple(i for i in self.questions if not i.only_if or self.programme.get(i.only_if) == ON)

    @cached_property
    def counted(self) -> frozenset[str]:
        """The questions of their own among them: asked of everybody, or behind a gate alone."""
        return frozenset(i.link_id for i in self.switched_on if all(self.items[w.question].gate for w in i.enable_when))

    @cached_property
    def urgent(self) -> frozenset[str]:
        """Return the questions that are asked at once where they apply: those in no part, and follow-ups."""
        return frozenset(
            i.link_id for i in self.questions if i.section not in self.parts or i.link_id not in self.counted
        )

    @cached_property
    def part_sections(self) -> tuple[Section, ...]:
        """The parts, in order."""
        return tuple(map(self.section, self.parts))

    def section(self, code: str) -> Section:
        """The section with this code; KeyError if there is none."""
        return self._by_code[code]

    @cached_property
    def _by_code(self) -> Mapping[str, Section]:
        return {s.code: s for s in self.sections}


def defects(questionnaire: Questionnaire) -> list[str]:
    """Return the faults of a questionnaire, a line each, naming the item; empty when it is sound."""
    return [
        *_duplicates(questionnaire),
        *_broken_setup(questionnaire),
        *_broken_screens(questionnaire),
        *_broken_items(questionnaire),
        *_broken_sections(questionnaire),
    ]


def _duplicates(questionnaire: Questionnaire) -> Iterator[str]:
    counts = Counter(i.link_id for s in questionnaire.sections for i in s.items)
    yield from (f"{link_id}: stands {n} times" for link_id, n in counts.items() if n > 1)


def _broken_setup(questionnaire: Questionnaire) -> Iterator[str]:
    known = {*questionnaire.items, *questionnaire.screens}
    yield from (
        f"{place}: the set-up names it, but no item or screen has it"
        for place in questionnaire.setup
        if place not in known
    )


def _broken_screens(questionnaire: Questionnaire) -> Iterator[str]:
    known = False
    for place in questionnaire.setup:
        screen = questionnaire.screens.get(place)
        known = known or place == "W2"
        if screen is None:
            continue
        texts = (*screen.paragraphs, screen.button, *(p for c in screen.channels.values() for p in c))
        used = frozenset().union(*map(placeholders, texts))
        allowed = PLACEHOLDERS if known else {"invitee"}
        yield from (f"{place}: may not use {{{name}}}" for name in sorted(used - allowed))


def _broken_items(questionnaire: Questionnaire) -> Iterator[str]:
    seen: dict[str, Item] = {}
    for item in questionnaire.items.values():
        yield from (f"{item.link_id}: {what}" for what in (*_broken_wording(item), *_broken_options(item)))
        yield from (f"{item.link_id}: {what}" for when in item.enable_when for what in _broken_condition(when, seen))
        if item.link_id in questionnaire.question_ids and item.required:
            yield f"{item.link_id}: a question that can't be skipped"
        if item.only_if and item.only_if not in questionnaire.programme:
            yield f"{item.link_id}: is asked only if {item.only_if}, of which the programme says nothing"
        seen[item.link_id] = item


def _broken_sections(questionnaire: Questionnaire) -> Iterator[str]:
    """A section's conditions may be on items of the sections before it; a part is a section."""
    seen: dict[str, Item] = {}
    known = {s.code for s in questionnaire.sections}
    yield from (f"{code}: is a part, but no section has it" for code in questionnaire.parts if code not in known)
    for section in questionnaire.sections:
        conditions = (*section.known_when, *section.left_out_when, *section.only_if_known_when)
        yield from (f"{section.code}: {what}" for when in conditions for what in _broken_condition(when, seen))
        seen |= {i.link_id: i for i in section.items}


def _broken_wording(item: Item) -> Iterator[str]:
    if not item.text:
        yield "has no text"
    if not _PICTURE.fullmatch(item.picture):
        yield f"has a picture that is no code point: {item.picture!r}"
    texts = (item.text, item.hint, *(o.text for o in item.options))
    allowed = {"invitee"} if item.link_id in BEFORE_IDENTITY else PLACEHOLDERS
    used = frozenset().union(*map(placeholders, texts))
    yield from (f"may not use {{{name}}}" for name in sorted(used - allowed))


def _broken_options(item: Item) -> Iterator[str]:
    choice = item.type in (ItemType.CHOICE, ItemType.MULTIPLE)
    if choice and len(item.options) < 2:  # noqa: PLR2004 - a choice is between two
        yield "offers fewer than two options"
    if item.at_most and item.type is not ItemType.MULTIPLE:
        yield "allows so many options, but is no choice of many"
    if item.repeats and item.type is not ItemType.DATE:
        yield "takes several days, but is no question about days"
    if item.options_from and not item.options:
        yield f"offers the options of {item.options_from}, which is not in its section"
    if missing := set(item.alone) - set(item.codes):
        yield f"excludes others by {', '.join(sorted(missing))}, which it does not offer"
    if len(set(item.codes)) < len(item.codes):
        yield "has two options with one code"
    for code in item.codes:
        if len(data(Toggle(item.link_id, code, on=False)).encode()) > DATA_LIMIT:
            yield f"{code}: too long for a button"


def _broken_condition(when: EnableWhen, seen: Mapping[str, Item]) -> Iterator[str]:
    if when.question not in seen:
        yield f"is enabled by {when.question}, which is not asked before it"
        return
    source = seen[when.question]
    missing = [code for code in when.any_of if code not in source.codes]
    if missing or not (when.any_of or when.more_than or when.said):
        yield f"is enabled by {when.question} = {', '.join(missing) or 'nothing'}, which can't be answered"
    if when.said and source.type is not ItemType.TEXT:
        yield f"is enabled by words at {when.question}, which is no open question"
    if when.more_than and not (source.type is ItemType.MULTIPLE and when.more_than < len(source.options)):
        yield f"is enabled by more than {when.more_than} codes of {when.question}, which can't be chosen"
