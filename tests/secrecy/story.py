"""A story with everything in it: a review and an invitation by one bot, a whole interview by the other, and trouble."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.clock import utc_now
from dialogs import interview, leder
from dialogs.inputs import Say
from dialogs.questionnaire import ItemType
from dialogs.turn import Turn
from storage.repositories import reviews
from tests.bot.reviewers.office import OPENED
from tests.bot.world import FAMILIES, REVIEWERS, World
from tests.fakes.bot_api import FakeBotApi, Person
from tests.secrecy import canaries
from tests.secrecy.canaries import ANN, ENROLMENT, JO, LONG, NICKNAME, PERSON, PHONE, PROFILE, SAM, STORY

# Lone surrogates are what JSON can carry and UTF-8 can't.
BROKEN: tuple[dict[str, Any], ...] = (
    {"message": {"message_id": "no number", "text": canaries.UNREADABLE, "chat": {"id": ANN}, "from": {"id": ANN}}},
    {"message": {"text": f"\ud800 {canaries.UNREADABLE}", "chat": {"id": ANN, "type": "private"}}},
    {"edited_message": {"chat": canaries.UNREADABLE}},
    {"callback_query": {"id": 7, "data": canaries.UNREADABLE, "from": {"id": ANN, "first_name": canaries.MARK}}},
    {"message": [canaries.UNREADABLE]},
    {"tomorrows_update": {"text": canaries.UNREADABLE, "from": {"id": ANN}}},
)


def choke_on_poison() -> None:
    """From now on the core fails when it hears POISON, and its error says what was said."""
    respond = interview.respond

    def choking(questionnaire: Any, response: Any, said: Any, *, now: datetime, spoken: Any = None) -> Turn:
        if isinstance(said, Say) and said.words == canaries.POISON:
            raise LookupError(said.words, response)
        return respond(questionnaire, response, said, now=now, spoken=spoken)

    interview.respond = choking


@dataclass(slots=True)
class Story:
    """Both bots in the middle of it."""

    world: World
    api: FakeBotApi
    jo: Person = field(init=False)
    ann: Person = field(init=False)
    credentials: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.jo = self.api.person(REVIEWERS, user_id=JO, **PROFILE)
        self.ann = self.api.person(FAMILIES, user_id=ANN, **PROFILE)
        with self.world.store.begin() as work:
            reviews.add_reviewer(work, canaries.REVIEWER, ENROLMENT, utc_now())
            work.commit()

    async def whole(self) -> None:
        """All of it, up to a note after the end."""
        await self.invites()
        await self.consents()
        await self.tells()
        await self.goes_wrong()

    async def does(self, person: Person, *deeds: str) -> None:
        """Words, commands and buttons, each once all before it is answered."""
        for deed in deeds:
            if deed in _buttons(person):
                person.presses(deed)
            else:
                person.says(deed)
            await self.world.settled(self.api)

    async def invites(self) -> None:
        """A reviewer enrols, opens a review and invites somebody."""
        await self.api.until(lambda: self.api.counts["getMyShortDescription"] == 2, timeout=60)
        named = (PERSON if deed == "Margaret" else deed for deed in OPENED)
        await self.does(self.jo, f"/start {ENROLMENT}", *named)
        await self.does(
            self.jo,
            "/invite",
            canaries.INVITEE,
            "yes:agreed",
            "choose:relationship:sister",
            "choose:language:ask",
            "yes:check",
        )
        told = "\n".join(entry.text for entry in self.jo.received)
        tokens = re.findall(r"start=([\w-]{43})", told)
        codes = re.findall(r"\b[0-9A-HJKMNP-TV-Z]{4}-?[0-9A-HJKMNP-TV-Z]{4}-?[0-9A-HJKMNP-TV-Z]{4}\b", told)
        self.credentials = [*dict.fromkeys([*tokens, *codes, *(code.replace("-", "") for code in codes)])]
        assert tokens

    async def consents(self) -> None:
        """The invitation is opened by its link."""
        await self.does(self.ann, f"/start {self.credentials[0]}", "choose:W1:en", "choose:W2:yes")
        await self.does(self.ann, "choose:C1:yes", "yes:about", *(f"choose:C{n}:yes" for n in range(2, 6)))

    async def tells(self) -> None:
        """Every question is answered; words are edited and changed, and there is a note at the end."""
        while "send:check" not in (shown := _buttons(self.ann)):
            await self.answers(shown)
        said = self.ann.says(STORY)
        await self.world.settled(self.api)
        self.ann.edits(said, canaries.EDITED)
        await self.does(self.ann, "/answers", "/change", "send:check", canaries.NOTE)

    async def answers(self, shown: list[str]) -> None:
        """One question, or one screen between them."""
        items = leder.load().items
        asked = next((b.split(":")[1] for b in shown if b.split(":")[0] in {"choose", "toggle", "skip", "next"}), "")
        item = items.get(asked)
        if item is None:
            await self.does(self.ann, self.way_on(shown))
        elif asked == "R4":
            await self.does(self.ann, "choose:R4:no")
        elif item.type is ItemType.TEXT:
            await self.talks(asked)
        elif any(b.startswith(f"choose:{asked}") for b in shown):
            await self.does(self.ann, next(b for b in shown if b.startswith(f"choose:{asked}")))
        elif any(b.startswith(f"toggle:{asked}") for b in shown):
            await self.does(self.ann, next(b for b in shown if b.startswith(f"toggle:{asked}")), f"next:{asked}")
        else:
            await self.does(self.ann, f"skip:{asked}")

    def way_on(self, shown: list[str]) -> str:
        """Every part of the interview that can be chosen, one after the other; then on."""
        here = [b for b in shown if b.startswith(("yes:", "open:", "back:"))]
        parts = [b for b in here if "yes:hub" in here and len(b) == len("open:P") and b not in self.opened]
        self.opened += parts[:1]
        return [*parts, *(b for b in here if not b.startswith("open:"))][0]

    async def talks(self, asked: str) -> None:
        """Words in several messages, one of them edited, one a caption, one with everything a contact card has."""
        if asked == "P1":
            await self.does(self.ann, NICKNAME, "next:P1", "yes:name")
            return
        said = self.ann.says(STORY)
        await self.world.settled(self.api)
        if asked == "P2":
            self.ann.edits(said, canaries.EDITED)
            self.ann.sends_photo(caption=canaries.CAPTION)
            self.ann.sends_contact(PHONE, canaries.MARK)
            self.ann.sends_voice(canaries.SOUND)
            await self.world.settled(self.api)
            agrees = [b for b in _buttons(self.ann) if b == "choose:voice:yes"]
            await self.does(self.ann, *agrees, LONG, f"Call me on {PHONE} or write to {ANN}")
        await self.does(self.ann, f"next:{asked}")
        if asked == "P3":
            await self.does(self.ann, "change:P2", canaries.CHANGED, "next:P2")

    async def goes_wrong(self) -> None:
        """Words that the core chokes on, updates that nobody can read, strangers with wrong codes, a bot that is blocked."""
        await self.does(self.ann, canaries.POISON)
        for token in (FAMILIES, REVIEWERS):
            for body in BROKEN:
                self.api.raw_update(token, body)
                await self.world.settled(self.api)
        sam = self.api.person(FAMILIES, user_id=SAM, **PROFILE)
        await self.does(sam, f"/start {canaries.MARK}", canaries.POISON, self.credentials[-1])
        self.api.fault("sendMessage", 403, 1, chat_id=SAM)
        await self.does(sam, canaries.POISON)


def _buttons(person: Person) -> list[str]:
    """What can be pressed, newest first."""
    return [b for entry in reversed(person.received) for b in entry.current_buttons]
