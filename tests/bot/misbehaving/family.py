"""Families in a chat with the bot, as far as a test of trouble needs them: at a question, saying things, and kept."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select

from storage.engine.unit_of_work import Store
from storage.inbox import dead_letters
from tests.bot.world import FAMILIES, World
from tests.fakes.bot_api import FakeBotApi, Person

CONSENT = (
    "choose:W1:en",
    "choose:W2:yes",
    "choose:C1:yes",
    "yes:about",
    *(f"choose:C{n}:yes" for n in range(2, 5)),
    "choose:C5:no",
    "skip:W3",
)
TO_P2 = ("choose:R1:sibling", "skip:R2", "skip:R3", "skip:R4", "skip:P1")
P2 = "next:P2"


@dataclass(slots=True)
class Family:
    """One member of a family and the invitation."""

    world: World
    api: FakeBotApi
    person: Person
    token: str

    async def does(self, *deeds: str) -> list[str]:
        """Buttons and words, each once all before it is answered; the words of the replies to the last."""
        before = 0
        for deed in deeds:
            before = len(self.person.received)
            self.act(deed)
            await self.world.settled(self.api)
        return [entry.text for entry in self.person.received[before:]]

    def act(self, deed: str) -> None:
        """A button that there is, or words; nobody waits for the reply."""
        if any(deed in entry.current_buttons for entry in self.person.received):
            self.person.presses(deed)
        else:
            self.person.says(deed)

    async def at_a_story(self) -> None:
        """As far as the first question that wants a story."""
        await self.does(f"/start {self.token}", *CONSENT, *TO_P2)

    @property
    def told(self) -> dict[str, list[str]]:
        """The words on record, by question."""
        found = [p for p in self.world.record()["participants"] if p["to"] == self.person.user["first_name"]]
        return {a["link_id"]: a["value"]["text"] for p in found for a in p["answers"] if a["value"].get("text")}

    @property
    def shown(self) -> list[str]:
        """What stands in the chat from the bot."""
        return [entry.text for entry in self.person.received]


def family(world: World, api: FakeBotApi, name: str = "Ann", number: int = 9001, review: str | None = None) -> Family:
    """Somebody who was invited to the review, or to a new one."""
    token = world.invite(review or world.review(), to=name)
    return Family(world, api, api.person(FAMILIES, user_id=number, first_name=name), token)


def families(world: World, api: FakeBotApi) -> tuple[Family, Family]:
    """Two people, invited to one review."""
    review = world.review()
    return family(world, api, "Ann", 9001, review), family(world, api, "Ben", 9002, review)


def rows(store: Store, table: Table) -> list[Any]:
    """All rows of a table."""
    with store.read() as work:
        return list(work.execute(select(table)))


def buried(world: World) -> list[tuple[str, dict[str, Any]]]:
    """The dead letters: the kind of failure, and what was buried."""
    with world.store.read() as work:
        return [(letter.error, json.loads(dead_letters.content(work, letter))) for letter in dead_letters.kept(work)]
