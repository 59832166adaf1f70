"""Show somebody's decisions: each in the wording that was shown, each paragraph in its own language and direction."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from bot.web.interview.channel import ENGLISH
from bot.web.interview.views import View
from dialogs.inputs import Change, Channel, data
from dialogs.london import day_in_london
from dialogs.messages import wording
from dialogs.phrases import YOUR_REVIEWER
from dialogs.questionnaire import Item
from dialogs.response import Decision
from dialogs.screens import question
from dialogs.text import Speech, fill, say
from locales import speech
from storage.engine.unit_of_work import UnitOfWork
from storage.repositories.history import decisions


@dataclass(frozen=True, slots=True)
class Shown:
    """A paragraph of a wording, and the language that it is in."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, as the receipt shows it. `change`: the button to ask again; empty where it can not be changed."""

    wording: tuple[Shown, ...]
    choice: str
    day: str
    change: str


def receipt(work: UnitOfWork, seen: View) -> tuple[Decided, ...]:
    """Return every decision, in the wording that was shown, oldest first."""
    response = seen.conversation.response
    how, names = speech(response.language), response.people.names(YOUR_REVIEWER)
    made = decisions(work, seen.conversation.response_id, seen.conversation.sealer)
    newest = {decision.statement: decision for decision in made}
    return tuple(_decided(seen, d, how, names, newest=newest[d.statement] is d) for d in made)


def _decided(seen: View, made: Decision, how: Speech, names: Mapping[str, str], *, newest: bool) -> Decided:
    item = seen.item(made.statement)
    option = item.option(made.decision) if item else None
    choice = fill(say(option.text).at(made.statement), how, names) if option else made.decision
    change = data(Change(made.statement)) if newest and item and item.is_asked_on(Channel.PAGE) else ""
    english = {*_english(seen, item, names)} if item and made.language != ENGLISH else set()
    paragraphs = tuple(_paragraphs(made.wording, made.language, english))
    return Decided(paragraphs, choice, how.day(day_in_london(made.decided_at)), change)


def _paragraphs(shown: str, language: str, english: Collection[str]) -> Iterator[Shown]:
    for text in shown.split("\n\n"):
        yield Shown(text, ENGLISH if text in english else language)


def _english(seen: View, item: Item, names: Mapping[str, str]) -> Iterator[str]:
    """Yield the paragraphs of the question as English has them: a draft was shown with them."""
    asked = question(seen.questionnaire, seen.conversation.response, item)
    for numbered in (True, False):
        yield from wording(asked, speech(ENGLISH), names, numbered=numbered).split("\n\n")
    yield fill(say(item.text), speech(ENGLISH), names)
