"""The questionnaire as data: sections of items, and when an item is enabled.

The words are FHIR's: `link_id`, `answer_option`, `enable_when`. Values are read from TOML by `dialogs.leder`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from dialogs.inputs import Channel

IDENTITY = frozenset({"W2", "W2-who", "W2-what"})
CONSENT_SECTION = "C"
# The facts of the programme that a screen may name; a paragraph whose fact nobody has confirmed is not shown.
SCREEN_FACTS = frozenset({"complaint_months", "complaint_phone"})
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
    `repeats`: it takes several days, until Next. `number`: it asks for a telephone number.
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
    """Paragraphs to read, and the label of the way on. `was`: the screens that are one with it now, in old chats."""

    code: str
    paragraphs: tuple[str, ...]
    button: str
    was: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """How long it takes, from so many minutes to so many: the short form, and all questions."""

    few: tuple[int, int]
    all: tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Questionnaire:
    """A published version: the set-up places in order, then the sections, and what the programme says of itself.

    `parts`: the sections that can be taken in any order, without those that come before them. `minutes`: how long the
    questions take, by language.
    """

    version: str
    setup: tuple[str, ...]
    sections: tuple[Section, ...]
    parts: tuple[str, ...]
    screens: Mapping[str, Screen]
    programme: Mapping[str, str]
    minutes: Mapping[str, Minutes] = field(default_factory=dict)

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

    def screen(self, place: str) -> Screen | None:
        """Return the screen of this name, or of this old name; None if there is none."""
        return self.screens.get(place) or next((s for s in self.screens.values() if place in s.was), None)

    def section(self, code: str) -> Section:
        """The section with this code; KeyError if there is none."""
        return self._by_code[code]

    @cached_property
    def _by_code(self) -> Mapping[str, Section]:
        return {s.code: s for s in self.sections}
