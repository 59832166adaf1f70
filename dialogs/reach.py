"""Can every item be reached? Conditions are taken as they stand: whether some answers would make all of them true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from dialogs.questionnaire import EnableWhen, Item, ItemType, Questionnaire


def unreachable(questionnaire: Questionnaire) -> Iterator[str]:
    """The items that nobody can ever be asked, a line each."""
    reached: dict[str, Item] = {}
    for item in questionnaire.items.values():
        if reason := _shut(item, reached):
            yield f"{item.link_id}: nobody can reach it: {reason}"
        else:
            reached[item.link_id] = item


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
