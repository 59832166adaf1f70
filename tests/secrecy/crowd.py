"""Many made-up interviews in one store, by the road that a family's messages take, all going on at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random

from bot.bootstrap import participants
from bot.participants.turns import Turns
from bot.rounds.arrivals import Arrival, Filled, Opening
from bot.settings import Settings
from dialogs import leder
from dialogs.inputs import Absent, AbsentReason, Begin, Channel, Choose, Input, Next, Say, Send, Toggle, Yes
from dialogs.questionnaire import Item, ItemType
from dialogs.response import CHECK, FINISHED, OVER, Response
from dialogs.screens import item_for
from storage.engine.unit_of_work import Store, UnitOfWork
from storage.keys.credentials import Credentials
from storage.outbox import chat, page, queue
from storage.repositories import browsers, invitations, responses, reviews
from storage.schema.vocabulary import Bot, CallState
from tests.storage.people import NOW, enrolled

LONGEST = 400
# Everybody agrees to this: who does not has no interview, and that is no secret.
CONSENTS = frozenset({"W2", "C1", "C2", "C3", "C4"})


@dataclass(slots=True)
class Family:
    """One person who answers by chance, at their own pace: what they chose is known to the test alone."""

    number: int
    token: str
    chance: Random
    channel: Channel
    waits: int = 0
    over: bool = False

    @property
    def user(self) -> str:
        """The account that the channel knows them by: a chat, or a browser by the hash of its cookie."""
        known = str(7000 + self.number)
        return known if self.channel is Channel.TELEGRAM else sha256(known.encode()).hexdigest()

    def says(self, response: Response | None) -> Input | Opening | None:
        """What comes next from them; nothing once they are through."""
        if response is None:
            return Opening(self.token)
        if response.status in FINISHED | OVER or not response.at:
            return None
        items = leder.load(response.version).items
        if response.at not in items:
            return Send(response.at) if response.at == CHECK else Yes(response.at)
        return self._answers(item_for(leder.load(response.version), response, response.at), response)

    def _answers(self, item: Item, response: Response) -> Input:
        given = response.answers.get(item.link_id)
        if item.link_id in CONSENTS:
            return Choose(item.link_id, "yes")
        if item.type is ItemType.CHOICE and self.chance.random() < 0.93:
            return Choose(item.link_id, self.chance.choice(item.codes))
        if item.link_id == "W3":
            return Absent("W3", AbsentReason.SKIPPED)
        if item.type is ItemType.MULTIPLE and self.chance.random() < 0.9:
            chosen = given.codes if given else ()
            if chosen and self.chance.random() < 0.5:
                return Next(item.link_id)
            free = [c for c in item.codes if c not in chosen]
            return Toggle(item.link_id, self.chance.choice(free)) if free else Next(item.link_id)
        if item.type is ItemType.TEXT:
            if given and given.text:
                return Next(item.link_id)
            if self.chance.random() < 0.6:
                return Say(words="She sang. " * self.chance.randint(1, 30), sent=0)
        reasons = [AbsentReason.SKIPPED] if not item.required else []
        reasons += [AbsentReason.UNKNOWN] if item.unsure else []
        reasons += [AbsentReason.DECLINED] if item.decline else []
        return Absent(item.link_id, self.chance.choice(reasons)) if reasons else Choose(item.link_id, item.codes[0])


@dataclass(slots=True)
class Crowd:
    """The families, and the store in which they all answer."""

    store: Store
    turns: Turns
    families: list[Family]
    now: datetime = NOW
    updates: int = 0
    messages: int = 100
    places: dict[int, int] = field(default_factory=dict)

    def goes_through(self) -> None:
        """Let everybody answer to the end, a minute a message, each a little faster or slower than the others."""
        for _ in range(LONGEST):
            if not self._round():
                return
        raise AssertionError("somebody never came to the end")

    def rests(self) -> None:
        """Let the days go by, with the clock that folds what is over."""
        self.now += timedelta(days=3)
        with self.store.begin() as work:
            for _ in range(len(self.families) // chat.MOST + 1):
                chat.fold(work, self.now)
                page.fold(work, self.now)
            work.commit()

    def _round(self) -> int:
        self.now += timedelta(minutes=1)
        with self.store.begin() as work:
            lookups = {self.store.vault.hash(f.channel, f.user): f for f in self.families if not f.over}
            known = {c.lookup: c.response for c in responses.load(work, lookups, self.turns.around(self.now))}
            arrivals = list(self._arrivals(work, ((f, known.get(lookup)) for lookup, f in lookups.items())))
            _, letters = self.turns.take(work, arrivals, self.now)
            queue.enqueue(work, letters, self.now)
            while claimed := queue.claim(work, "crowd", list(Bot), self.now + timedelta(minutes=1), 500):
                queue.mark(work, [self._mark(c) for c in claimed])
            work.commit()
        return len(arrivals)

    def _arrivals(self, work: UnitOfWork, those: Iterator[tuple[Family, Response | None]]) -> Iterator[Arrival]:
        for family, response in those:
            said = family.says(response)
            family.over = said is None
            if isinstance(said, Opening) and family.channel is Channel.PAGE:
                around = self.turns.around(self.now)
                browsers.enter(work, family.token, None, bytes.fromhex(family.user), around, once="")
                said = Begin()
            if said is not None:
                self.updates += 1
                number = self._sent()
                said = Say(words=said.words, sent=number) if isinstance(said, Say) else said
                yield Arrival(
                    bot=Bot.FAMILIES if family.channel is Channel.TELEGRAM else Bot.PAGE,
                    channel=family.channel,
                    update_id=self.updates,
                    user=family.user,
                    address=family.user,
                    said=said if family.channel is Channel.TELEGRAM or isinstance(said, Opening) else Filled((said,)),
                    message_id=number if isinstance(said, Say) else None,
                )

    def _mark(self, call: queue.Claimed) -> queue.Mark:
        """Everything is sent, and takes the buttons off what it puts out of date."""
        number = self._sent() if call.method.startswith("send") else None
        retired = tuple(old.id for old in call.outdated)
        return queue.Mark(id=call.id, state=CallState.SENT, message_id=number, retired=retired)

    def _sent(self) -> int:
        """Telegram numbers the messages of a bot, whatever chat they are in."""
        self.messages += 1
        return self.messages


def crowd(store: Store, number: int, seed: int = 1, channel: Channel = Channel.TELEGRAM) -> Crowd:
    """So many families with an invitation each, of one review each."""
    chance = Random(seed)
    families = []
    with store.begin() as work:
        reviewer = enrolled(work, reviews.add_reviewer(work, "Jo Carter", "CODE", NOW))
        for n in range(number):
            review = reviews.open_review(
                work, f"R-{n:04}", person="Margaret", age=chance.choice((19, 34, 52, 81)), confirmed=(),
                reviewer_id=reviewer, now=NOW,
            )  # fmt: skip
            credentials = Credentials.fresh()
            invitations.invite(
                work, review, credentials, to="Ann", relationship=chance.choice(("sister", "friend", "mother")),
                language="en", now=NOW, expires_at=NOW + timedelta(days=28),
            )  # fmt: skip
            families.append(Family(n, credentials.token, Random(f"{seed} {n}"), channel))
        work.commit()
    turns = participants(Settings(data_dir=Path("nowhere"), languages=("en",)))
    return Crowd(store, turns, families)
