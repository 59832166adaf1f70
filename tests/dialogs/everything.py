"""Somebody who goes through the interview again and again until every item, every option and every change has been met.

At each question the walker takes what nobody has taken yet: an option, a reason for no answer, words. When all of it was
taken, what leads on to something that was not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from dialogs import leder
from dialogs.inputs import (
    Absent,
    AbsentReason,
    Begin,
    Change,
    Choose,
    Input,
    Media,
    Next,
    No,
    Open,
    Send,
    Toggle,
    Yes,
)
from dialogs.questionnaire import Item, ItemType, Questionnaire
from dialogs.response import HUB, OVER
from dialogs.route import NAME
from dialogs.screens import item_for
from dialogs.text import Speech
from tests.dialogs.core import CoreDriver, fresh
from tests.scenario import Sends

SKIP = AbsentReason.SKIPPED
WORDS, DAY, MORE_DAYS = "words", "2027-03-05", "2027-04-06, 2027-05-07"
MOST_PATHS, LONGEST = 120, 600
Way = Open | Yes | Send


@dataclass(slots=True)
class Covered:
    """What has been met: the paths, for each item what was taken there, the items whose answer was changed."""

    paths: int = 0
    inputs: int = 0
    taken: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    changed: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        options = sum(map(len, self.taken.values()))
        return (
            f"{self.paths} paths, {self.inputs} inputs, {sum(map(bool, self.taken.values()))} items, {options} options, "
            f"{len(self.changed)} edits"
        )


def everything() -> Questionnaire:
    """The interview with every question that a programme can ask for."""
    real = leder.load()
    wanted = {i.only_if: "yes" for i in real.items.values() if i.only_if}
    return replace(real, programme={**real.programme, **wanted})


def walk(language: str, speech: Callable[[str], Speech]) -> Covered:
    """The whole interview in this language, path after path, until nothing new is met."""
    questionnaire, covered = everything(), Covered()
    for _ in range(MOST_PATHS):
        if not missing(questionnaire, covered):
            break
        Walker(questionnaire, covered, language, speech).goes()
    return covered


def missing(questionnaire: Questionnaire, covered: Covered) -> list[str]:
    """What has not been met yet."""
    left = [f"{i.link_id}: {w}" for i in questionnaire.items.values() for w in sorted(left_at(i, covered))]
    return [*left, *(f"{i}: not changed" for i in sorted(questionnaire.question_ids - covered.changed))]


def left_at(item: Item, covered: Covered) -> set[str]:
    """What nobody has taken at this item yet."""
    return set(can_take(item)) - covered.taken[item.link_id]


def can_take(item: Item) -> tuple[str, ...]:
    """Everything that can be done at an item: its options, words where words are wanted, the reasons for no answer."""
    words = () if item.type in {ItemType.CHOICE, ItemType.MULTIPLE} else (WORDS,)
    offered = {SKIP: not item.required, AbsentReason.UNKNOWN: item.unsure, AbsentReason.DECLINED: item.decline}
    return (*item.codes, *words, *(reason.value for reason, on in offered.items() if on))


class Walker:
    """One path, from the link to the end."""

    def __init__(
        self, questionnaire: Questionnaire, covered: Covered, language: str, speech: Callable[[str], Speech]
    ) -> None:
        response = fresh(questionnaire, languages=tuple(dict.fromkeys(("en", language))))
        self.driver = CoreDriver(questionnaire, response, speech=speech)
        self.questionnaire, self.covered, self.language = questionnaire, covered, language
        self.spoken = False

    def goes(self) -> None:
        """From the opening to the end; on the check screen, everything that was never changed is changed."""
        self.covered.paths += 1
        self.take(Begin())
        self.on("check")
        if self.driver.response.at == "check":
            self.changes()
            self.take(Send())
            assert self.driver.response.finished

    def on(self, until: str) -> None:
        """Whatever is asked is answered, until this place or the end."""
        for _ in range(LONGEST):
            response = self.driver.response
            if response.at == until or not response.at or response.status in OVER:
                return
            self.step()
        raise AssertionError(f"{until} was not reached: {self.driver.response.at}")

    def step(self, *, but: str = "") -> None:
        """What is before the person is answered, with something else than `but`."""
        at = self.driver.response.at
        if at in self.questionnaire.items:
            self.answers(item_for(self.questionnaire, self.driver.response, at), but)
        else:
            self.take(self.way_on(at))

    def way_on(self, at: str) -> Input:
        """The way on from a screen; what is less known is opened and not left out, each part is sent once."""
        offered = [b for m in self.driver.reply.messages for b in m.buttons]
        states = {p: self.driver.response.answers.keys() & self._ids(p) for p in self.questionnaire.parts}
        unseen = [p for p in self.questionnaire.parts if f"open:{p}" in offered and not states[p]]
        if at == HUB and unseen and "hub" in self.driver.response.passed:
            return Open(unseen[0])
        if at == NAME:
            return Yes(NAME) if self.covered.paths % 2 else No(NAME)
        return Send(at) if at.startswith("section-") and self.covered.paths % 2 else Yes(at)

    def answers(self, item: Item, but: str = "") -> None:
        """One question, with what nobody has taken there yet."""
        if item.type is ItemType.MULTIPLE:
            self.toggles(item, but)
            return
        choice = self.choice(item, [w for w in can_take(item) if w != but])
        self.covered.taken[item.link_id].add(choice)
        if choice != WORDS:
            self.take(
                Choose(item.link_id, choice) if choice in item.codes else Absent(item.link_id, AbsentReason(choice))
            )
            return
        if item.type is ItemType.TEXT and not self.spoken and "voice" not in self.driver.response.decisions:
            self.speaks()
        self.take(self.driver.words(DAY if item.type is ItemType.DATE else f"About {item.link_id}."))
        if item.repeats:
            self.take(self.driver.words(MORE_DAYS))
        if item.type is ItemType.TEXT or item.repeats:
            self.take(Next(item.link_id))

    def toggles(self, item: Item, but: str) -> None:
        """A choice of many: what is new, one of those that stand alone, or nothing."""
        new = [w for w in self.wanted(item) if w != but]
        codes = [c for c in new if c in item.codes and c not in item.exclusive]
        single = [w for w in new if w not in codes]
        if single and not left_at(item, self.covered) & {*codes}:
            codes = []
        if not codes:
            self.takes_one(item, single[0] if single else SKIP.value)
            return
        chosen = codes[
            : item.at_most or (5 if any(f.options_from and self.has_news(f) for f in self.followers(item)) else 3)
        ]
        given = self.driver.response.answers.get(item.link_id)
        for code in [c for c in (given.codes if given else ()) if c not in chosen]:
            self.take(Toggle(item.link_id, code, on=False))
        for code in chosen:
            self.covered.taken[item.link_id].add(code)
            self.take(Toggle(item.link_id, code))
        self.take(Next(item.link_id))

    def takes_one(self, item: Item, choice: str) -> None:
        """What stands alone: an option that excludes the others, or a reason for no answer."""
        self.covered.taken[item.link_id].add(choice)
        if choice not in item.codes:
            self.take(Absent(item.link_id, AbsentReason(choice)))
            return
        self.take(Toggle(item.link_id, choice))
        self.take(Next(item.link_id))

    def speaks(self) -> None:
        """The first voice message, and what is asked about it."""
        self.spoken = True
        self.driver.does(Sends(Media.VOICE))
        if self.driver.response.at == "voice":
            self.step()

    def changes(self) -> None:
        """Every answer that was never changed, the last ones first; then everything that opens is answered."""
        for link_id in reversed([*self.driver.response.answers]):
            if link_id in self.covered.changed or link_id not in self.driver.response.answers:
                continue
            if link_id not in self.questionnaire.question_ids:
                continue
            before = self.driver.response.answers[link_id]
            self.take(Change(link_id))
            if self.driver.response.at != link_id:
                continue
            self.step(but=before.codes[0] if before.codes else before.absent or WORDS)
            assert self.driver.response.revisions[link_id] > before.revision, link_id
            self.covered.changed.add(link_id)
            self.on("check")

    def choice(self, item: Item, can: list[str]) -> str:
        """What to take: what is new, else what leads to something new, else what leads anywhere."""
        wanted = [w for w in self.wanted(item) if w in can]
        if item.link_id == "W1":
            # English is taken last, so that everything else is met in the language itself; there Easy Read can be asked for.
            last = "en" if {*missing(everything(), self.covered)} <= {"W1: en", "W3: easy-read"} else self.language
            return "bsl" if "bsl" in wanted else last
        followed = {
            c for f in self.followers(item) for w in f.enable_when if w.question == item.link_id for c in w.any_of
        }
        goes_on = {"yes"} if item.required or item.gate else set()
        return next(iter([*wanted, *(c for c in can if c in goes_on), *(c for c in can if c in followed), *can]))

    def wanted(self, item: Item) -> list[str]:
        """What is new at this item, then what opens something with news."""
        new = [w for w in can_take(item) if w in left_at(item, self.covered)]
        opening = [c for f in self.followers(item) if self.has_news(f) for c in _opening(f, item, self.codes_left(f))]
        return [w for w in dict.fromkeys([*new, *opening]) if w in can_take(item)]

    def codes_left(self, item: Item) -> list[str]:
        """The options of this item that nobody has taken."""
        return [c for c in item.codes if c in left_at(item, self.covered)]

    def followers(self, item: Item) -> list[Item]:
        """The items that an answer to this one opens."""
        return [f for f in self.questionnaire.items.values() if any(w.question == item.link_id for w in f.enable_when)]

    def has_news(self, item: Item) -> bool:
        """Whether something at this item, or behind it, was never taken."""
        return bool(left_at(item, self.covered)) or any(map(self.has_news, self.followers(item)))

    def take(self, said: Input) -> None:
        """One input; it has a reply."""
        self.covered.inputs += 1
        reply = self.driver.take(said)
        assert reply.messages or reply.toast or reply.repaint, said

    def _ids(self, part: str) -> set[str]:
        return {i.link_id for i in self.questionnaire.section(part).items}


def _opening(follower: Item, item: Item, left: list[str]) -> list[str]:
    """The codes of `item` that open `follower`, `left` of it first; words, where words do."""
    found: list[str] = []
    for when in follower.enable_when:
        if when.question == item.link_id:
            found += [*when.any_of, *([WORDS] if when.said else [])]
            found += [*left, *item.codes][:4] if when.more_than else []
    return found
