"""Check a questionnaire: is it sound, and can every item be reached?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations

from dialogs.inputs import DATA_LIMIT, Toggle, data
from dialogs.questionnaire import SCREEN_FACTS, EnableWhen, Item, ItemType, Questionnaire
from dialogs.text import placeholders

PLACEHOLDERS = frozenset({"name", "reviewer", "invitee"})
BEFORE_IDENTITY = {"W1": frozenset({"invitee"}), "W2": frozenset({"invitee", "reviewer"})}


def defects(questionnaire: Questionnaire) -> list[str]:
    """Return the faults of a questionnaire, a line each, naming the item; empty when it is sound."""
    return [
        *_duplicates(questionnaire),
        *_broken_setup(questionnaire),
        *_broken_screens(questionnaire),
        *_broken_items(questionnaire),
        *_broken_sections(questionnaire),
    ]


def unreachable(questionnaire: Questionnaire) -> Iterator[str]:
    """Yield the items that nobody can ever be asked, a line each.

    Conditions are taken as they stand: whether some answers would make all of them true.
    """
    reached: dict[str, Item] = {}
    for item in questionnaire.items.values():
        if reason := _shut(item, reached):
            yield f"{item.link_id}: nobody can reach it: {reason}"
        else:
            reached[item.link_id] = item


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
        used = frozenset().union(*map(placeholders, (*screen.paragraphs, screen.button))) - SCREEN_FACTS
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
    texts = (item.text, item.hint, *(o.text for o in item.options))
    allowed = BEFORE_IDENTITY.get(item.link_id, PLACEHOLDERS)
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


def _shut(item: Item, reached: Mapping[str, Item]) -> str:
    """Return the reason why the conditions can't all be true; empty when they can."""
    for when in item.enable_when:
        if when.question not in reached and not when.if_asked:
            return f"{when.question} is never asked before it"
        if when.question in reached and not _can_hold(when, reached[when.question]):
            return f"{when.question} can't be answered so"
    for one, other in combinations(item.enable_when, 2):
        if one.question == other.question and _contradict(one, other, reached.get(one.question)):
            return f"{one.question} would need two answers at once"
    return ""


def _can_hold(when: EnableWhen, source: Item) -> bool:
    if when.said:
        return source.type is ItemType.TEXT
    if when.more_than:
        return source.type is ItemType.MULTIPLE and when.more_than < len(source.options)
    return bool(set(when.any_of) & set(source.codes))


def _contradict(one: EnableWhen, other: EnableWhen, source: Item | None) -> bool:
    single = source is not None and source.type is ItemType.CHOICE
    return bool(single and one.any_of and other.any_of and not set(one.any_of) & set(other.any_of))
