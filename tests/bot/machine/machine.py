"""The machine: real turns, rounds and storage on SQLite; Telegram, the deaths and the clock are its own.

Each person's model is the pure core, which is told the same things in the order in which they were committed. Words are
placed by what really stands above them in the chat, unless the record store can't know.
"""

from __future__ import annotations

import asyncio
import copy
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy.exc import OperationalError

from bot.participants.scheduler import Clockwork
from bot.participants.turns import Turns
from bot.rounds.arrivals import Arrival, Said
from bot.rounds.rounds import Rounds, StoreDown, _Waiting
from bot.telegram.channel import TelegramChannel
from bot.telegram.client import CallFailed
from bot.telegram.delivery import Delivery
from dialogs import interview
from dialogs.inputs import Above, Channel, Input, Say
from dialogs.response import Response
from dialogs.turn import Turn
from storage.engine.unit_of_work import Store, UnitOfWork, open_engine, open_store
from storage.keys.credentials import Credentials
from storage.keys.sealing import KeyRing, new_ring_entry
from storage.outbox import queue
from storage.outbox.queue import Claimed, Mark
from storage.repositories import invitations, reviews
from storage.schema.codec import dump_value
from storage.schema.vocabulary import Bot, CallState
from tests.bot.machine.chat import FIRST_UPDATE, Chat, Underway
from tests.dialogs.core import NOW, CoreDriver, fresh
from tests.records import record
from tests.scenario import PEOPLE
from tests.storage.people import enrolled
from tests.storage.posting import next_due

BOT, OWNER, REFERENCE = Bot.FAMILIES, "machine", "LDR-1"
RING = KeyRing.parse(new_ring_entry("machine"))
NOBODY: Any = None
TURNS = Turns(channels={Channel.TELEGRAM: TelegramChannel()}, languages=("en",))
OUTCOMES = {
    "429": CallFailed(429, "Too Many Requests", 3),
    "500": CallFailed(500, "Internal Server Error"),
    "no answer": CallFailed(0, "TimeoutError"),
    "lost reply": CallFailed(0, "ServerDisconnectedError"),
    "refused": CallFailed(400, "Bad Request"),
}


class Shaky(Store):
    """A record store whose commits fail while it shakes."""

    shakes = False
    heard: list[tuple[str, Input, bool]]

    @contextmanager
    def begin(self) -> Iterator[UnitOfWork]:
        """A transaction that may not come to its end; what was heard in the one before counts no more."""
        self.heard = []
        with super().begin() as work:
            yield _Unfinished(work.connection, work.vault, work.recent) if self.shakes else work


class _Unfinished(UnitOfWork):
    def commit(self) -> None:
        """The disk is full."""
        raise OperationalError("COMMIT", None, Exception("disk full"))


@dataclass(slots=True)
class Person:
    """Somebody, what the chat shows them, and the model of what must be on record."""

    name: str
    chat: Chat
    model: CoreDriver
    token: str = ""


@dataclass(slots=True)
class Road:
    """The service and what is outside of it. What a crash takes is in `claimed`, `marks` and the store's connections."""

    folder: Path
    people: list[Person]
    now: datetime = NOW
    updates: count[int] = field(default_factory=lambda: count(FIRST_UPDATE))
    seen: set[int] = field(default_factory=set)
    claimed: list[Claimed] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    buried: int = 0
    store: Shaky = field(init=False)
    rounds: Rounds = field(init=False)

    def start(self) -> None:
        """The process starts."""
        opened = open_store(open_engine(f"sqlite:///{self.folder / 'record.db'}"), RING)
        self.store = Shaky(opened.engine, opened.vault)
        with self.store.begin() as work:
            queue.release(work, OWNER)
            work.commit()
        self.rounds = Rounds(
            store=self.store,
            takers={BOT: TURNS},
            now=lambda: self.now,
            owner=OWNER,
            claimed=lambda _rows: None,
            sends=(BOT,),
        )

    def die(self) -> None:
        """The process dies; nobody heard of what it had sent and not noted."""
        sent = {mark.id for mark in self.marks if mark.state == "sent"}
        for row in self.claimed:
            self._chat_of(row).tried[row.id] = row.place
        for person in self.people:
            for noted in sent & {entry.row for entry in person.chat.entries}:
                person.chat.doubt(noted)
        self.claimed, self.marks = [], []
        self.store.close()

    # What people do

    def does(self, person: Person, said: Said, *, at: int | None = None, press: bool = False) -> None:
        """An update for what somebody does: words at a new place in the chat, or a press at message `at`."""
        place = at if at is not None else next(person.chat.places)
        said = replace(said, sent=place) if isinstance(said, Say) else said
        arrival = Arrival(
            bot=BOT,
            channel=Channel.TELEGRAM,
            update_id=next(self.updates),
            user=person.chat.user,
            address=person.chat.user,
            said=said,
            message_id=place,
            press_id="press" if press else None,
        )
        lane = person.chat.presses if press else person.chat.words
        lane.append(Underway(arrival, self.now))

    # What the service does

    def take(self, arrivals: list[Arrival], *, confirm: bool = True, fails: bool = False) -> None:
        """A round; `confirm`: Telegram hears of it."""
        self.store.shakes = fails
        waiting = [_Waiting(arrival, NOBODY) for arrival in arrivals]
        before = copy.copy(self.marks)
        try:
            with patch.multiple(interview, respond=self._overhear, place=self._overhear_placing):
                claimed = self.rounds._round(waiting, before).claimed
        except StoreDown:
            return
        finally:
            self.store.shakes = False
        self._note_marks()
        self.claimed += claimed
        self._committed(arrivals)
        if confirm:
            self._confirm({a.update_id for a in arrivals})

    def send(self, row: Claimed, outcome: str) -> None:
        """One call is made; what Telegram says becomes a mark, as delivery would make it."""
        self.claimed.remove(row)
        chat = self._chat_of(row)
        made = chat.shows(row) if outcome in {"sent", "lost reply"} else None
        if outcome == "lost reply" and row.method == "sendMessage":
            chat.doubt(row.id)
        if outcome in {"500", "no answer", "lost reply"}:
            chat.tried[row.id] = row.place
        if outcome == "sent":
            self.marks.append(Mark(id=row.id, state=CallState.SENT, message_id=made))
        else:
            delivery = Delivery(apis={}, now=lambda: self.now, tasks=asyncio.TaskGroup())
            self.marks.append(delivery._failed(row, OUTCOMES[outcome]))

    def pass_time(self, seconds: float) -> None:
        """Time passes: calls that hang are given up, presses that nobody fetched are forgotten."""
        for row in [*self.claimed] if seconds >= 15 else ():
            self.send(row, "no answer")
        self.now += timedelta(seconds=seconds)
        for person in self.people:
            person.chat.forget_old_presses(self.now)

    def tick(self) -> None:
        """The clock looks for what is due."""
        Clockwork(self.store, TURNS, lambda: self.now, lambda: self.now, lambda: None).tick()

    def drain(self) -> None:
        """Everything goes well until nothing is left."""
        for _ in range(200):
            if not (self.claimed or self.marks or self.pending() or self._waits()):
                return
            for row in [*self.claimed]:
                self.send(row, "sent")
            self.take(self.pending())
            self.now += timedelta(seconds=3)
        raise AssertionError("it never comes to rest")

    def pending(self) -> list[Arrival]:
        """Everything that is not confirmed."""
        return [u.arrival for person in self.people for lane in person.chat.lanes for u in lane]

    # What must hold

    def compare(self) -> None:
        """The record is what the core makes of what was committed."""
        with self.store.read() as work:
            kept = {p["to"]: p["answers"] for p in record(work, REFERENCE, self.now)["participants"]}
        for person in self.people:
            answers = kept[person.name]
            found = {(a["link_id"], a["revision"]): (a["value"], a["question"], a["superseded"]) for a in answers}
            wanted = {
                key: (json.loads(dump_value(a)), a.question, a.superseded) for key, a in person.model.record.items()
            }
            assert found == wanted
            counting = [a["link_id"] for a in answers if not a["superseded"]]
            assert len(counting) == len(set(counting))

    def _waits(self) -> bool:
        with self.store.read() as work:
            return next_due(work, (BOT,)) is not None

    def _chat_of(self, row: Claimed) -> Chat:
        return next(p.chat for p in self.people if str(row.wire["chat_id"]) == p.chat.user)

    def _note_marks(self) -> None:
        for mark in self.marks:
            for person in self.people:
                if mark.state == "sent":
                    person.chat.marked[mark.id] = mark.message_id
        self.marks.clear()

    def _overhear(self, questionnaire: Any, response: Response, said: Input, **known: Any) -> Turn:
        self.store.heard.append((response.people.invitee, said, False))
        return interview_respond(questionnaire, response, said, **known)

    def _overhear_placing(self, questionnaire: Any, response: Response, said: Say, **known: Any) -> Turn:
        self.store.heard.append((response.people.invitee, said, True))
        return interview_place(questionnaire, response, said, **known)

    def _committed(self, arrivals: list[Arrival]) -> None:
        """The models hear what was committed for the first time, unless it is poison, in the order in which it was heard."""
        new = {a.update_id: a for a in arrivals if a.update_id not in self.seen}
        self.seen |= new.keys()
        poison = [a for a in new.values() if is_poison(a.said)]
        self.buried += len(poison)
        heard = [(name, said, waited) for name, said, waited in self.store.heard if not is_poison(said)]
        assert len([1 for _, _, waited in heard if not waited]) == len(new) - len(poison)
        last = {
            (name, said.sent): n for n, (name, said, waited) in enumerate(heard) if waited and isinstance(said, Say)
        }
        for number, (name, said, waited) in enumerate(heard):
            person = next(p for p in self.people if p.name == name)
            person.model.now = self.now
            if isinstance(said, Say):
                self._check_place(person, said)
            if not waited:
                person.model.take(said)
            elif isinstance(said, Say) and last[name, said.sent] == number:
                person.model.places(said)

    def _check_place(self, person: Person, said: Say) -> None:
        """Where the store has put these words must be right, unless nobody can know it."""
        known, chosen = person.chat.above(said.sent), said.about or None
        unsure = person.chat.uncertain() | {r.place for r in self.claimed if self._chat_of(r) is person.chat}
        right = {known} if said.above is Above.KNOWN else {known} | unsure
        assert chosen in right, f"words at {said.sent} went to {chosen} ({said.above}): above them stands {known}"

    def _confirm(self, taken: set[int]) -> None:
        for person in self.people:
            for lane in person.chat.lanes:
                while lane and lane[0].arrival.update_id in taken:
                    person.chat.confirmed.append(lane.popleft().arrival)


interview_respond: Callable[..., Turn] = interview.respond
interview_place: Callable[..., Turn] = interview.place


def is_poison(said: Said | Input) -> bool:
    """Words that can't be sealed."""
    return isinstance(said, Say) and "\ud800" in said.words


def fresh_road(template: Path, folder: Path, names: tuple[str, ...] = ("Ann", "Ben")) -> Road:
    """A record store with an invitation for each of these people, and nothing said yet."""
    shutil.copy(template, folder / "record.db")
    people = [
        Person(name, Chat(user=str(7001 + n)), CoreDriver(response=_invited(name))) for n, name in enumerate(names)
    ]
    road = Road(folder, people)
    road.start()
    with road.store.begin() as work:
        reviewer = enrolled(work, reviews.add_reviewer(work, PEOPLE.reviewer, "0" * 12, NOW))
        review = reviews.open_review(
            work, REFERENCE, person=PEOPLE.person, age=52, confirmed=(), reviewer_id=reviewer, now=NOW
        )
        for person in people:
            person.token = _invite(work, review, person.name)
        work.commit()
    return road


def _invited(name: str) -> Response:
    return fresh(people=replace(PEOPLE, invitee=name), passed=frozenset({"W1"}))


def _invite(work: UnitOfWork, review: str, name: str) -> str:
    credentials = Credentials.fresh()
    invitations.invite(
        work,
        review,
        credentials,
        to=name,
        relationship=PEOPLE.relationship,
        language="en",
        now=NOW,
        expires_at=NOW + timedelta(days=300),
    )
    return credentials.token


def copied(road: Road) -> Road:
    """The same world once more, with a record store of its own; the process is started."""
    folder = Path(tempfile.mkdtemp(prefix="interview-machine-"))
    shutil.copy(road.folder / "record.db", folder / "record.db")
    again = replace(road, folder=folder, people=copy.deepcopy(road.people), seen=set(road.seen))
    again.updates = copy.copy(road.updates)
    again.claimed, again.marks = [], []
    again.start()
    return again
