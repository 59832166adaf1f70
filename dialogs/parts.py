"""The parts that a person may take in any order: which are wanted, how far each has come, what is asked next. It changes nothing.

The order is the questionnaire's. What the person does not know about (R3) comes last and can be left out as a whole, what
they do not want to be asked about (R4) does not come at all. Follow-ups are asked at once, wherever they open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from dialogs.questionnaire import Item, Questionnaire, Section
from dialogs.response import CHECK, HUB, REST, Response, end_of
from dialogs.route import DONE, NAME, enabled, holds, is_settled, name_to_confirm, setup_place

LATER, LEAVE_OUT = "later", "leave-out"


class PartState(StrEnum):
    """The progress of a part."""

    NOT_STARTED = "not-started"
    STARTED = "started"
    DONE = "done"
    LATER = "later"
    LEFT_OUT = "left-out"


def place_after(questionnaire: Questionnaire, response: Response, applies: Sequence[Item] | None = None) -> str:
    """The first place that is not behind the person: of the set-up, of the questions, then the check screen.

    `applies`: the enabled items, where they are known already.
    """
    if place := setup_place(questionnaire, response):
        return place
    return Way(questionnaire, response, applies).place() or (DONE if response.finished else CHECK)


@dataclass(frozen=True)
class Way:
    """The way through the questions as it lies before one person now."""

    questionnaire: Questionnaire
    response: Response
    applies: Sequence[Item] | None = None

    def place(self) -> str | None:
        """The next question, the end of a part or the hub; None when all that is wanted is behind the person."""
        return self._at_once() or next(self._in_turn(), None)

    def state(self, section: Section) -> PartState:
        """Return the progress of this part."""
        gates = [self.response.answers.get(i.link_id) for i in section.items if i.gate]
        chosen = {code for gate in gates if gate for code in gate.codes}
        if section not in self.wanted or LEAVE_OUT in chosen:
            return PartState.LEFT_OUT
        if LATER in chosen:
            return PartState.LATER
        if not self.open(section.code):
            return PartState.DONE
        return PartState.STARTED if self._answered(section) else PartState.NOT_STARTED

    def open(self, code: str) -> list[Item]:
        """The questions of this part that are asked and not settled."""
        return [i for i in self._unsettled_of.get(code, ()) if self.asks(i)]

    def asks(self, item: Item) -> bool:
        """Tell whether the person is asked this: in the short form only the core, and never what they left out."""
        if item.section not in self.questionnaire.parts:
            return True
        return item.section in self._wanted_codes and (item.core or not self.response.short)

    def core_number(self, item: Item) -> tuple[int, int] | None:
        """Return the number of the question in the short form and how many that asks; None if it does not ask this one."""
        asked = [i.link_id for i in self.core]
        return (asked.index(item.link_id) + 1, len(asked)) if item.link_id in asked else None

    @property
    def about(self) -> int:
        """Return about how many questions this person is asked in all; follow-ups count once they are asked."""
        response, later = self.response, [] if self.response.short else self.unknown
        if response.finished:
            return len(response.asked)
        by_themselves = {i.link_id for i in self._applying if self.asks(i)} & self.questionnaire.counted
        left_for_later = {i.link_id for s in later for i in s.items}
        return len({*response.asked} | (by_themselves - left_for_later))

    @cached_property
    def core(self) -> list[Item]:
        """The questions of the short form that apply, in the order in which it asks them."""
        applies = {i.link_id for i in self._applying}
        return [i for s in self._short_order for i in s.items if i.core and i.link_id in applies]

    @cached_property
    def wanted(self) -> list[Section]:
        """The parts in order, without those that the person asked us to leave out."""
        parts = self.questionnaire.part_sections
        return [s for s in parts if not any(holds(when, self.response) for when in s.left_out_when)]

    @cached_property
    def known(self) -> list[Section]:
        """Return those wanted parts that come by themselves."""
        return [s for s in self.wanted if s not in self.unknown]

    @cached_property
    def unknown(self) -> list[Section]:
        """Return those wanted parts that the person knows less about: they named others, and these not."""
        parts = self.questionnaire.part_sections
        known = {s.code for s in parts if any(holds(when, self.response) for when in s.known_when)}
        return [s for s in self.wanted if known and s.known_when and s.code not in known]

    @cached_property
    def done(self) -> list[Section]:
        """Return those parts in which nothing is left to ask."""
        return [s for s in self.wanted if self._answered(s) and not self.open(s.code)]

    @property
    def is_before_the_parts(self) -> bool:
        """Tell whether something comes before any part can be chosen."""
        return any(i.section not in self.questionnaire.parts for i in self._unsettled)

    @property
    def is_untouched(self) -> bool:
        """Tell whether nothing of any part has been shown yet except what is shown now."""
        items, now = self.questionnaire.items, self.response.at
        shown = {items[i].section for i in self.response.asked if i in items and i != now}
        return shown.isdisjoint(self.questionnaire.parts)

    @cached_property
    def _wanted_codes(self) -> frozenset[str]:
        return frozenset(s.code for s in self.wanted)

    @property
    def _short_order(self) -> list[Section]:
        """The parts as the short form takes them: those that hang on what the person knows come before those for everybody."""
        asked_of_all = [s for s in self.known if self.unknown and not s.known_when]
        return [*(s for s in self.known if s not in asked_of_all), *self.unknown, *asked_of_all]

    @cached_property
    def _applying(self) -> Sequence[Item]:
        return enabled(self.questionnaire, self.response) if self.applies is None else self.applies

    @cached_property
    def _unsettled(self) -> list[Item]:
        applies = self._applying
        return [i for i in applies if not is_settled(self.response.answers.get(i.link_id))]

    @cached_property
    def _unsettled_of(self) -> dict[str, list[Item]]:
        """By part."""
        items: dict[str, list[Item]] = {}
        for item in self._unsettled:
            items.setdefault(item.section, []).append(item)
        return items

    def _at_once(self) -> str | None:
        """Return the place that comes before the parts, or a follow-up; the short name once it is given."""
        if self._name_is_open:
            return NAME
        urgent = self.questionnaire.urgent
        return next(
            (i.link_id for i in self._unsettled if i.link_id in urgent and self.asks(i) and self._is_here(i)), None
        )

    def _is_here(self, item: Item) -> bool:
        """Tell whether a follow-up opens where the person is: one left open in another part waits for that part."""
        part = self.response.part
        return not part or item.section == part or item.section not in self.questionnaire.parts

    @property
    def _name_is_open(self) -> bool:
        settled = is_settled(self.response.answers.get("P1"))
        return settled and NAME not in self.response.passed and bool(name_to_confirm(self.response))

    def _in_turn(self) -> Iterator[str]:
        """Yield the places that come next, part by part."""
        response = self.response
        if response.short:
            yield from (i.link_id for s in self._short_order for i in self.open(s.code))
            return
        for code in dict.fromkeys((*([response.part] if response.part else []), *(s.code for s in self.known))):
            yield from self._in_part(self.questionnaire.section(code))
        rest = any(self.open(s.code) for s in self.unknown)
        if rest and REST not in response.passed and not response.finished:
            yield HUB

    def _in_part(self, section: Section) -> Iterator[str]:
        """Yield the places of this part: its questions, its end; the hub before it is begun, once another is done."""
        unsettled, passed = self.open(section.code), self.response.passed
        if not unsettled and self._has_end(section):
            yield end_of(section.code)
        is_next = bool(unsettled) and section.code != self.response.part and not self._answered(section)
        if is_next and HUB not in passed and not self.response.finished and self.done:
            yield HUB
        yield from (i.link_id for i in unsettled)

    def _has_end(self, section: Section) -> bool:
        """Tell whether the end of a part is to be shown: of more than one question, once, and not of the last part."""
        is_last = section.code == self.questionnaire.parts[-1]
        behind = self.response.finished or end_of(section.code) in self.response.passed
        return not is_last and not behind and len(self._answered(section)) > 1

    def _answered(self, section: Section) -> list[Item]:
        return [i for i in section.items if i.link_id in self.response.answers]
