"""Looking back: each question has an address of its own, so that Back in a browser leads to the one before. Nothing is changed.

An address names a place by a code that means nothing outside of this browser's visit: a link_id can tell what was answered.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from bot.rounds.channel import Wire
from bot.web.interview.channel import ENGLISH, shown
from dialogs import interview
from dialogs.inputs import Change, Open, Press, data
from dialogs.listing import answer_text
from dialogs.messages import Role, wording
from dialogs.navigation import WHEN
from dialogs.offers import asks
from dialogs.phrases import YOUR_REVIEWER
from dialogs.questionnaire import Questionnaire
from dialogs.response import CHECK, HUB, Response, end_of
from dialogs.route import DONE, NAME, VOICE
from dialogs.screens import message_at
from dialogs.text import Speech, fill, say
from storage.repositories.conversations import Conversation

CODE_LENGTH = 12
# What is asked about an answer to another question, and cannot be asked again by itself.
ASKED_BESIDE = {NAME: "P1", WHEN: "C3"}
ASKING = frozenset({Role.PROGRESS, Role.QUESTION, Role.HINT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """A place that is behind the person: what it asked or said, what was said to it, and a button that goes there."""

    paragraphs: tuple[Wire, ...]
    said: tuple[str, ...] = ()
    press: str = ""


@dataclass(frozen=True, slots=True)
class Path:
    """The places of one conversation, as this browser may look at them."""

    questionnaire: Questionnaire
    conversation: Conversation
    how: Speech
    key: bytes

    @property
    def response(self) -> Response:
        """The response that is looked at."""
        return self.conversation.response

    def address(self, place: str) -> str:
        """Return where a place can be looked at; with the language, for a visitor who comes there when the visit is over."""
        lang = self.response.language
        return f"/chat?at={self._code(place)}{'' if lang == ENGLISH else f'&lang={quote(lang)}'}"

    def place(self, code: str) -> str | None:
        """The place that an address of this visit names, if it is open now or behind the person."""
        beside = {asked: place for asked, place in ASKED_BESIDE.items() if place in self.behind}
        known = {p: p for p in (*self.behind, *self._screens)} | beside | {self.response.at: self.response.at}
        return next((known[p] for p in known if hmac.compare_digest(self._code(p).encode(), code.encode())), None)

    @property
    def behind(self) -> tuple[str, ...]:
        """Return the places asked so far, in the order in which they were asked first."""
        begun = (place for place in self.questionnaire.setup if self._is_behind(place))
        voice = (VOICE,) if VOICE in self.response.decisions else ()
        return tuple(dict.fromkeys((*begun, *self.response.asked, *voice)))

    def before(self, place: str) -> str:
        """The address of the question before this place; empty if it is the first."""
        behind = self.behind
        earlier = behind[: behind.index(place)] if place in behind else behind
        return self.address(earlier[-1]) if earlier else ""

    def open_now(self) -> Wire | None:
        """The question that is open, behind what was opened beside it; only in exactly the wording that is on record."""
        message = asks(self.questionnaire, self.response)
        if message is None or wording(message, self.how, self._names, numbered=False) != self.response.wording:
            return None
        return shown(message, self.how, self._names)

    def look(self, place: str, now: datetime) -> Looking:
        """A place that is behind the person, with the button that leads there if there is one."""
        wire = shown(message_at(self.questionnaire, self.response, place), self.how, self._names)
        is_item, press = place in self.questionnaire.items, self._way_there(place, now)
        return Looking(
            paragraphs=tuple(p for p in wire["paragraphs"] if not is_item or p["role"] in ASKING),
            said=tuple(self._said(place)),
            press=data(press) if press else "",
        )

    def _way_there(self, place: str, now: datetime) -> Press | None:
        """Return the button that opens a place again, if the conversation lets it open: tried out, and nothing is kept."""
        press = Open(HUB) if place == HUB else Change(place)
        turn = interview.respond(self.questionnaire, self.response, press, now=now)
        return press if turn.response.at == place and turn.messages else None

    def _said(self, place: str) -> Iterator[str]:
        answer, decision = self.response.answers.get(place), self.response.decisions.get(place)
        if answer is not None:
            yield from (fill(text, self.how, self._names) for text in answer_text(self.questionnaire, answer))
        elif (
            decision is not None and (item := self.questionnaire.items.get(place)) and (option := item.option(decision))
        ):
            yield fill(say(option.text).at(place), self.how, self._names)

    @property
    def _names(self) -> dict[str, str]:
        return self.response.people.names(YOUR_REVIEWER)

    def _is_behind(self, place: str) -> bool:
        response = self.response
        if place not in self.questionnaire.items:
            return response.has_passed(place)
        return place in response.decisions or place in response.answers or (place == "W2" and response.bound)

    @property
    def _screens(self) -> tuple[str, ...]:
        """Places that are no questions: only once questions are asked do they have something to say."""
        if not self.response.consented:
            return ()
        ends = (end_of(part) for part in self.questionnaire.parts)
        return (HUB, *ends, *((CHECK, DONE) if self.response.finished else ()))

    def _code(self, place: str) -> str:
        return hmac.new(self.key, f"place {place}".encode(), "sha256").hexdigest()[:CODE_LENGTH]
