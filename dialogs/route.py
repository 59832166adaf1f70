"""The route through a questionnaire: which items apply, what comes next, how far along somebody is. It changes nothing."""

from __future__ import annotations

from collections.abc import Iterable

from dialogs.answers import Answer, name_from
from dialogs.questionnaire import EnableWhen, Item, Questionnaire
from dialogs.response import Response

DONE, NAME, VOICE = "done", "name", "voice"
GOES_ON = {"C1": {"yes"}, "C2": {"yes"}, "C3": {"yes"}, "C4": {"yes"}, "C5": {"yes", "no", "skipped"}}


def setup_place(questionnaire: Questionnaire, response: Response) -> str | None:
    """The first place of the set-up that is not behind the person."""
    for place in questionnaire.setup:
        if not _is_behind(place, response) and _applies(questionnaire.items.get(place), response):
            return place
    return VOICE if response.waiting else None


def enabled(questionnaire: Questionnaire, response: Response) -> list[Item]:
    """The items that apply, in order. An item is enabled when each of its conditions is true of an enabled answer."""
    applies: dict[str, Item] = {}
    answers = response.answers
    for item in questionnaire.switched_on:
        for when in item.enable_when:
            asked = when.question
            if not (asked in answers and holds(when, response) if asked in applies else when.if_asked):
                break
        else:
            applies[item.link_id] = item
    return list(applies.values())


def superseded(questionnaire: Questionnaire, response: Response, applies: Iterable[Item]) -> list[Answer]:
    """The answers whose items do not apply any more; without them the same items apply, and others never hang on them."""
    gone = questionnaire.question_ids - {i.link_id for i in applies}
    return [a for link_id, a in response.answers.items() if link_id in gone]


def holds(when: EnableWhen, response: Response) -> bool:
    """Tell whether the answer is as the condition wants it."""
    answer = response.answers.get(when.question)
    if answer is None:
        return False
    if when.said:
        return answer.is_told and not answer.codes
    if when.more_than:
        return len(answer.codes) > when.more_than
    return not set(when.any_of).isdisjoint(answer.codes)


def progress(questionnaire: Questionnaire, item: Item) -> tuple[int, int]:
    """The number of the item, or of the question that it follows up, in its section, and how many questions that has.

    Follow-ups are not counted, so the total never grows while somebody answers.
    """
    counted = [i.link_id for i in questionnaire.section(item.section).items if i.link_id in questionnaire.counted]
    while item.link_id not in questionnaire.counted:
        item = questionnaire.items[item.enable_when[0].question]
    return counted.index(item.link_id) + 1, len(counted)


def name_to_confirm(response: Response) -> str | None:
    """The short name given at P1, if it is another than the one in use."""
    called = name_from(response.answers.get("P1"))
    return called if called and called != (response.people.called or response.people.person) else None


def is_settled(answer: Answer | None) -> bool:
    """Tell whether the person has moved on from this answer."""
    return answer is not None and not answer.growing


def _is_behind(place: str, response: Response) -> bool:
    match place:
        case "W2":
            return response.bound
        case "W2-who" | "W2-what":
            return place in response.answers
        case "C2":
            return response.decisions.get(place) in GOES_ON[place] and response.has_passed(place)
        case "C1" | "C3" | "C4" | "C5":
            return response.decisions.get(place) in GOES_ON[place]
        case _:
            return response.has_passed(place)


def _applies(item: Item | None, response: Response) -> bool:
    """Tell whether a place of the set-up is for this person: a screen always, an item when its conditions hold here."""
    if item is None:
        return True
    return item.is_asked_on(response.channel) and all(holds(when, response) for when in item.enable_when)
