"""Read what a visitor sees of their conversation from the store, as the templates need it. Nothing is changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bot.clock import LONDON
from bot.web.interview import drawn
from bot.web.interview.channel import ERROR
from bot.web.interview.forms import CHOOSE, WRITE, Form
from bot.web.interview.listing import Part, blocks, copied
from bot.web.interview.looking_back import Looking, Path
from dialogs import ended, leder, way_back
from dialogs.answers import NOTE
from dialogs.changing import chosen, grows, in_box
from dialogs.days import days_in
from dialogs.inputs import Channel, Choose, Input, Next, Send, Toggle, Yes, data, parse
from dialogs.listing import answer_text, parts
from dialogs.messages import Role
from dialogs.offers import leads_on, works
from dialogs.phrases import NEXT, YOU_WROTE, YOUR_REVIEWER
from dialogs.questionnaire import Item, ItemType, Questionnaire
from dialogs.response import CHECK, Response, Status
from dialogs.route import DONE
from dialogs.text import Speech, fill, say
from locales import speech
from storage.engine.unit_of_work import UnitOfWork
from storage.outbox import page
from storage.repositories import browsers, facts, responses
from storage.repositories.conversations import Conversation, Surroundings

Wire = dict[str, Any]
VISIT_LENGTH = 16
WRITES_ON = (CHECK, DONE)


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a question: `picked` as the form shows it, `kept` if that is on record; `picture` as in Easy Read."""

    value: str
    label: str
    english: str
    picked: bool
    kept: bool = False
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Pressable:
    """A button: its label, what it carries, and whether it is the way on."""

    label: str
    value: str
    first: bool = False
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Bubble:
    """A message that asks nothing: paragraphs, and buttons if there are any."""

    paragraphs: tuple[Wire, ...]
    buttons: tuple[Pressable, ...] = ()

    @property
    def blocks(self) -> list[Wire | list[Part]]:
        """The paragraphs, those of a list together."""
        return blocks(self.paragraphs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The question that is open now, or the screen to read, as a form. `keeps`: what is answered here is an answer on record.

    `words` is what the box begins with; with `more` it takes what is said besides what is kept already. `recorded`: the
    words of the form that was sent are on record, whatever else is the matter with it.
    """

    place: str
    above: tuple[Wire, ...]
    asked: tuple[Wire, ...]
    hints: tuple[Wire, ...]
    error: str
    picture: str = ""
    radios: tuple[Option, ...] = ()
    boxes: tuple[Option, ...] = ()
    writes: str = ""
    words: str = ""
    more: bool = False
    recorded: bool = False
    keeps: bool = False
    buttons: tuple[Pressable, ...] = ()

    @property
    def blocks(self) -> list[Wire | list[Part]]:
        """Return the paragraphs above the question; those of a list together."""
        return blocks(self.above)

    @property
    def field(self) -> str:
        """Return the field that an error leads to."""
        return "choice" if self.radios else "box" if self.boxes else "words"

    @property
    def was(self) -> str:
        """Return the ticks that are on record as the form is shown."""
        return " ".join(o.value for o in self.boxes if o.kept)


@dataclass(frozen=True, slots=True)
class Exchanged:
    """A question that was asked and what was said."""

    question: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One look at a conversation. `telegram`: the username of the families' bot, if there is one.

    `looking`: the place behind the person that is looked at instead of what is open. `here` and `before` are the addresses
    of what is open, and of the question before what is shown. `visit` names the conversation to the browser, which keeps
    unsent words by it; `left` are the seconds until the visit ends. `undoes`: they can take back that somebody else began.
    `joined`: another device answers here too, and that is to be read.
    """

    conversation: Conversation
    questionnaire: Questionnaire
    telegram: str | None = None
    exchange: tuple[Exchanged, ...] = ()
    bubbles: tuple[Bubble, ...] = ()
    question: Question | None = None
    looking: Looking | None = None
    here: str = ""
    before: str = ""
    visit: str = ""
    ends_at: datetime | None = None
    left: int = 0
    undoes: bool = False
    joined: bool = False

    @property
    def closes(self) -> str:
        """The time of day at which the visit ends if nothing comes."""
        return f"{self.ends_at.astimezone(LONDON):%H:%M}" if self.ends_at else ""

    @property
    def address(self) -> str:
        """The address of what is open, if that is shown and nothing beside it."""
        return self.here if self.question else ""

    @property
    def language(self) -> str:
        """The language of the conversation."""
        return self.conversation.response.language

    @property
    def copied(self) -> list[Part]:
        """All answers, also the one that is being written, part by part."""
        how, names = _speaking(self.conversation)
        listed = parts(self.questionnaire, self.conversation.response, identity=True)
        return copied(listed, lambda text: fill(text, how, names))

    @property
    def elsewhere(self) -> bool:
        """Tell whether the person was last in Telegram."""
        return self.conversation.response.channel != Channel.PAGE

    @property
    def ended(self) -> bool:
        """Tell whether nothing can be answered any more: revoked, closed, or somebody else's."""
        return not self.conversation.available

    @property
    def withdrawn(self) -> bool:
        """Tell whether every answer was deleted."""
        return self.conversation.response.status is Status.WITHDRAWN

    @property
    def goes_on(self) -> bool:
        """Tell whether the page needs a Go on of its own, because nothing on it leads on.

        A child is not asked again, nor who has just said that the answers may not be kept: their link asks once more.
        """
        leads = any(leads_on(parse(b.value)) for bubble in self.bubbles for b in bubble.buttons)
        over = self.elsewhere or self.ended or self.withdrawn or way_back.is_by_link(self.conversation.response)
        return not (self.question or self.looking or leads or over)

    def drawn(self, pressed: str) -> str:
        """Return the drawing on one of the buttons that are always there."""
        return drawn.on(parse(pressed), self.language)

    def works(self, pressed: str) -> bool:
        """Tell whether one of the buttons that are always there does something now."""
        press = parse(pressed)
        return press is not None and works(self.conversation.response, press)

    def item(self, place: str) -> Item | None:
        """The item at a place, if it is one."""
        return self.questionnaire.items.get(place)


def view(
    work: UnitOfWork, cookie_hash: bytes, around: Surroundings, form: Form | None = None, at: str = ""
) -> View | None:
    """Return what this browser may see now; None when its visit is over.

    `form`: what was typed and not taken is kept. `at`: the code of the place that is to be looked at.
    """
    visit = browsers.visits(work, [cookie_hash], around.now).get(cookie_hash)
    conversation = responses.peek(work, visit.response_id, around) if visit and visit.open else None
    if visit is None or conversation is None:
        return None
    response = conversation.response
    path = Path(leder.load(response.version), conversation, speech(response.language), cookie_hash)
    place = path.place(at) if at else None
    seen = replace(
        _view(work, path, form, place),
        here=path.address(response.at),
        visit=work.vault.hash("visit", str(conversation.response_id)).hex()[:VISIT_LENGTH],
        ends_at=visit.ends_at,
        left=max(0, int((visit.ends_at - around.now).total_seconds())),
        undoes=visit.undoes,
        joined=visit.joined,
    )
    if place is None or place == conversation.response.at or seen.elsewhere or seen.ended or seen.withdrawn:
        return seen if seen.ended else replace(seen, before=path.before(conversation.response.at))
    looking, before = path.look(place, around.now), path.before(place)
    return replace(seen, exchange=(), bubbles=(), question=None, looking=looking, before=before)


def _view(work: UnitOfWork, path: Path, form: Form | None, place: str | None) -> View:
    """Return what is open now. `place`: if it is that of the open question, anything opened beside it is left out."""
    conversation = path.conversation
    wires = page.shown(work, conversation.response_id, conversation.sealer)
    asking = next((w for w in reversed(wires) if w["prompt"] == conversation.response.at), None)
    if asking is None and place == conversation.response.at and (asking := path.open_now()):
        wires = [asking]
    seen = View(conversation=conversation, questionnaire=path.questionnaire, telegram=facts.username(work))
    if seen.ended:
        return replace(seen, bubbles=tuple(_bubble(w, seen.language, ended.HEARD) for w in wires if not w["prompt"]))
    if seen.elsewhere:
        return replace(seen, exchange=(*_exchange(seen, ""),))
    return replace(
        seen,
        exchange=(*_exchange(seen, conversation.response.at if asking else ""),),
        bubbles=tuple(_bubble(w, seen.language) for w in wires if w is not asking),
        question=_question(seen, asking, form) if asking else None,
    )


def _speaking(conversation: Conversation) -> tuple[Speech, dict[str, str]]:
    return speech(conversation.response.language), conversation.response.people.names(YOUR_REVIEWER)


def _exchange(seen: View, now_at: str) -> Iterator[Exchanged]:
    """Yield the answers so far; without the question that is open now, and without the language."""
    how, names = _speaking(seen.conversation)
    for answer in seen.conversation.response.answers.values():
        if answer.link_id not in {now_at, "W1"}:
            said = tuple(fill(t, how, names) for t in answer_text(seen.questionnaire, answer))
            noted = answer.link_id == NOTE
            yield Exchanged(fill(say(YOU_WROTE), how, names) if noted else answer.question.partition("\n\n")[0], said)


def _bubble(wire: Wire, language: str, heard: Collection[Input] = ()) -> Bubble:
    rows = (both for row in wire["rows"] for both in row)
    buttons = tuple(Pressable(label, value) for label, value in rows if not heard or parse(value) in heard)
    paragraphs = tuple({**p, "picture": drawn.by_line(p, language)} for p in wire["paragraphs"])
    return Bubble(paragraphs, buttons)


def _question(seen: View, wire: Wire, form: Form | None) -> Question:
    place = str(wire["prompt"])
    item = seen.item(place)
    by_role = {
        role: tuple(p for p in wire["paragraphs"] if p["role"] == role) for role in (Role.QUESTION, Role.HINT, ERROR)
    }
    above = tuple(p for p in wire["paragraphs"] if p["role"] not in by_role)
    kept = form if form is not None and form.place == place else None
    labels = wire["options"]
    answering = _answering(wire)
    choices = [value for _, press, value in answering if isinstance(press, Choose)]
    response, now = seen.conversation.response, _chosen_now(seen, item)
    radios, beside = ([], choices) if item is not None and _writes(item, place) else (choices, [])
    boxes = [press for _, press, _ in answering if isinstance(press, Toggle)]
    recorded = kept is not None and _is_kept(response, place, kept.words)
    return Question(
        place=place,
        above=above,
        asked=by_role[Role.QUESTION],
        hints=by_role[Role.HINT],
        error=" ".join(p["text"] for p in by_role[ERROR]),
        picture=drawn.beside(place, seen.language),
        radios=tuple(
            Option(v, label, english, v == kept.choice if kept else v in now, picture=drawn.on(parse(v), seen.language))
            for v, (label, english) in zip(radios, labels, strict=False)
        ),
        boxes=tuple(
            Option(
                b.code, label, english, b.code in kept.boxes if kept else not b.on, not b.on, drawn.on(b, seen.language)
            )
            for b, (label, english) in zip(boxes, labels, strict=False)
        ),
        writes=_writes(item, place),
        words=kept.words if kept and not recorded else _in_box(seen, item),
        recorded=recorded,
        more=item is not None and grows(response, item),
        keeps=place in seen.questionnaire.question_ids or place in WRITES_ON,
        buttons=(*sorted(_buttons(seen, item, answering), key=_is_aside), *_beside(beside, labels, seen.language)),
    )


def _chosen_now(seen: View, item: Item | None) -> frozenset[str]:
    """Return the press of each option that is chosen now."""
    codes = chosen(seen.conversation.response, item) if item else ()
    return frozenset(data(Choose(item.link_id, code)) for code in codes) if item else frozenset()


def _in_box(seen: View, item: Item | None) -> str:
    """Return the text in the box: the answer to change; its days as the language has them, if they are read so again."""
    if item is None:
        return ""
    response, how = seen.conversation.response, _speaking(seen.conversation)[0]
    spoken = in_box(response, item, how.day)
    answer = response.answers.get(item.link_id)
    if not item.repeats or answer is None or not answer.dates:
        return spoken
    read = days_in(spoken, today=min(answer.dates), language=response.language)
    return spoken if {*read.days} == {*answer.dates} else in_box(response, item, date.isoformat)


def _is_kept(response: Response, place: str, words: str) -> bool:
    """Tell whether these words are on record here: in the box they would be sent again."""
    answer = response.answers.get(place)
    return answer is not None and any(w.text.strip() == words.strip() for w in answer.text)


def _answering(wire: Wire) -> list[tuple[str, Any, str]]:
    """The buttons; where each option of a screen is one, it is called as the option is, without a number."""
    found = [(label, parse(value), value) for row in wire["rows"] for label, value in row]
    if any(isinstance(press, Choose | Toggle) for _, press, _ in found):
        return found
    named = [label for label, _ in wire["options"]]
    return [(name, press, value) for name, (_, press, value) in zip(named, found, strict=False)] + found[len(named) :]


def _writes(item: Item | None, place: str) -> str:
    """Return the kind of field there is for words: an area, a line, more at the end, or none."""
    if item is not None:
        several = "days" if item.repeats else "line"
        return {ItemType.TEXT: "number" if item.number else "area", ItemType.DATE: several}.get(item.type, "")
    return "more" if place in WRITES_ON else ""


def _buttons(seen: View, item: Item | None, answering: list[tuple[str, Any, str]]) -> Iterator[Pressable]:
    """The way on first, then the others; a choice and words have a Next of their own."""
    how, names = _speaking(seen.conversation)
    next_ = fill(say(NEXT), how, names)
    if item is not None:
        own = CHOOSE if item.type is ItemType.CHOICE else WRITE if item.type is ItemType.DATE else ""
        value = own if own and not item.repeats else data(Next(item.link_id))
        yield Pressable(next_, value, first=True, picture=drawn.on(Next(item.link_id), seen.language))
    onward = [value for _, press, value in answering if isinstance(press, Yes | Send)]
    if not onward and seen.conversation.response.at != DONE:
        onward = [value for *_, value in answering]
    for label, press, value in answering:
        if not (isinstance(press, Choose | Toggle) or label == next_):
            first = item is None and value in onward[:1]
            yield Pressable(label, value, first=first, picture=drawn.on(press, seen.language, onward=first))


def _is_aside(button: Pressable) -> bool:
    return not button.first


def _beside(values: list[str], labels: list[tuple[str, str]], language: str) -> Iterator[Pressable]:
    """Yield the choices that can be made instead of words, "No" for example."""
    return (
        Pressable(f"{label} {english}".strip(), value, picture=drawn.on(parse(value), language))
        for value, (label, english) in zip(values, labels, strict=False)
    )
