"""The hub, where any part can be chosen, and the end of each part: what they show, and what words at them choose."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs import phrases
from dialogs.answers import named
from dialogs.inputs import Change, Command, Open, Press, Say, Send, Yes
from dialogs.messages import ALWAYS, Button, Message, Paragraph, Role, Row
from dialogs.parts import PartState, Way
from dialogs.questionnaire import AnswerOption, Item, ItemType, Questionnaire
from dialogs.response import HUB, Response, end_of
from dialogs.text import Text, say
from dialogs.typed import plain_words
from dialogs.wishes import Wish, wished

SHORT, ALL = "short", "all"
STATES = {
    PartState.NOT_STARTED: phrases.PART_NOT_STARTED,
    PartState.STARTED: phrases.PART_STARTED,
    PartState.DONE: phrases.PART_DONE,
    PartState.LATER: phrases.PART_LATER,
    PartState.LEFT_OUT: phrases.PART_LEFT_OUT,
}
ONWARD = frozenset({"carry on", "go on", "next", "ok", "okay", "yes"})
PARTS_A_ROW = 2


@dataclass(frozen=True, slots=True)
class Offer:
    """One numbered thing to do: its line in the list, the label of its button, what that carries."""

    line: Text
    label: str
    press: Press


def message_of(questionnaire: Questionnaire, response: Response, place: str) -> Message | None:
    """The hub or the end of a part; None for any other place."""
    if place == HUB:
        return _hub(Way(questionnaire, response))
    part = part_ended(questionnaire, place)
    return _end(questionnaire, part) if part else None


def part_ended(questionnaire: Questionnaire, place: str) -> str | None:
    """The part whose end this place is."""
    return next((code for code in questionnaire.parts if end_of(code) == place), None)


def press_for(questionnaire: Questionnaire, response: Response, said: Say) -> Press | None:
    """Return the press that these words mean at the hub or at the end of a part, by number or by label."""
    if plain_words(said.words) in ONWARD or Wish.NEXT in wished(said.words):
        return Yes(response.at)
    part = part_ended(questionnaire, response.at)
    offers = _end_offers(part) if part else _hub_offers(Way(questionnaire, response))
    options = tuple(AnswerOption(code=str(n), text=o.label) for n, o in enumerate(offers))
    item = Item(link_id=response.at, section="", type=ItemType.CHOICE, text="", options=options)
    chosen = named(item, said.words, response.wording)
    return offers[int(chosen[0])].press if len(chosen) == 1 else None


def short_row(questionnaire: Questionnaire, response: Response) -> Row:
    """The way to the short form, with the number of its questions, or out of it."""
    if response.short:
        return (Button(say(phrases.MORE_QUESTIONS), Open(ALL)),)
    number = str(len(Way(questionnaire, response).core))
    return (Button(say(phrases.ABOUT_SO_MANY, number=number), Open(SHORT)),)


def _hub(way: Way) -> Message:
    buttons = _buttons(_hub_offers(way))
    rows = [tuple(buttons[i : i + PARTS_A_ROW]) for i in range(0, len(buttons), PARTS_A_ROW)]
    onward = Button(say(phrases.LEAVE_OUT if _is_last(way) else phrases.CARRY_ON), Yes(HUB))
    short = () if way.response.finished else (short_row(way.questionnaire, way.response),)
    return Message(
        paragraphs=(Paragraph(say(phrases.HUB), Role.QUESTION), *map(Paragraph, (*_closed(way), _advice(way)))),
        options=tuple(o.line for o in _hub_offers(way)),
        rows=(*rows, (onward,), *short, ALWAYS),
        prompt=HUB,
    )


def _hub_offers(way: Way) -> list[Offer]:
    return [
        Offer(say(STATES[state], section=say(s.title)), s.title, Open(s.code))
        for s in way.wanted
        if (state := way.state(s)) is not PartState.LEFT_OUT
    ]


def _closed(way: Way) -> list[Text]:
    """Return a line for each part that is left out, without a number."""
    parts = [way.questionnaire.section(code) for code in way.questionnaire.parts]
    return [say(phrases.PART_LEFT_OUT, section=say(s.title)) for s in parts if way.state(s) is PartState.LEFT_OUT]


def _advice(way: Way) -> Text:
    if _is_last(way):
        return say(phrases.HUB_LAST)
    return say(phrases.HUB_NEXT if any(way.open(s.code) for s in way.known) else phrases.HUB_NOTHING_LEFT)


def _is_last(way: Way) -> bool:
    """Tell whether only the parts that the person knows less about are left."""
    return any(way.open(s.code) for s in way.unknown) and not any(way.open(s.code) for s in way.known)


def _end(questionnaire: Questionnaire, part: str) -> Message:
    first, *others = _buttons(_end_offers(part))
    ended = say(phrases.PART_END, section=say(questionnaire.section(part).title))
    return Message(
        paragraphs=(Paragraph(ended, Role.QUESTION), Paragraph(say(phrases.PART_END_CHOICE), Role.HINT)),
        options=tuple(o.line for o in _end_offers(part)),
        rows=((first,), tuple(others[:2]), tuple(others[2:]), ALWAYS),
        prompt=end_of(part),
    )


def _end_offers(part: str) -> list[Offer]:
    offers: list[tuple[str, Press]] = [
        (phrases.CARRY_ON, Yes(end_of(part))),
        (phrases.PAUSE, Command.PAUSE),
        (phrases.CHANGE, Change()),
        (phrases.SEND_PART, Send(end_of(part))),
        (phrases.ALL_PARTS, Open(HUB)),
    ]
    return [Offer(say(label), label, press) for label, press in offers]


def _buttons(offers: list[Offer]) -> list[Button]:
    return [Button(say(phrases.OPTION, number=str(n), choice=say(o.label)), o.press) for n, o in enumerate(offers, 1)]
