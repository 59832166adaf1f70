"""What a reviewer reads of an invitation: each kind once an hour, then the sum in plain words; what is urgent at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import select, update

from bot.participants.scheduler import Clockwork
from bot.rounds.arrivals import Arrival, Opening, Said
from bot.settings import Settings
from bot.takers import participants
from dialogs.inputs import Channel, Command
from storage.engine.unit_of_work import Store
from storage.keys.sealing import place
from storage.outbox import queue
from storage.outbox.queue import Mark
from storage.schema.tables import flags, responses, reviewers
from storage.schema.vocabulary import Bot, CallState
from tests.storage.people import CONSENT, EXPIRES, NOW, Invited, invited, rows

# 14:05 in London.
START = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
JO = "4001"


@dataclass(slots=True)
class Chats:
    """Families at the bot, and the chat of their reviewer."""

    store: Store
    invitation: Invited
    now: datetime = START
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def says(self, *said: Said, user: str = "7001") -> None:
        """Each of these is a round of its own."""
        for what in said:
            self.takes(self.arrival(what, user))

    def takes(self, *arrivals: Arrival) -> None:
        """One round."""
        with self.store.begin() as work:
            _, letters = participants(Settings()).take(work, arrivals, self.now)
            queue.enqueue(work, letters, self.now)
            work.commit()

    def arrival(self, said: Said, user: str = "7001") -> Arrival:
        number, press = next(self.numbers), None if isinstance(said, Opening | Command) else "p"
        return Arrival(
            bot=Bot.FAMILIES,
            channel=Channel.TELEGRAM,
            update_id=number,
            user=user,
            address=user,
            said=said,
            message_id=number,
            press_id=press,
        )

    def opens(self, user: str = "7001") -> None:
        """Somebody presses the link."""
        self.says(Opening(self.invitation.credentials.token), user=user)

    def ticks(self, later: timedelta) -> None:
        """The clock, so much later."""
        self.now += later
        turns = participants(Settings())
        Clockwork(self.store, turns, lambda: self.now, lambda: None, lambda: None).tick()

    def reads(self) -> list[str]:
        """Everything that goes to the reviewer now, in the order in which it goes."""
        texts: list[str] = []
        while True:
            with self.store.begin() as work:
                claimed = queue.claim(work, "a", (Bot.FAMILIES, Bot.REVIEWERS), self.now)
                queue.mark(work, [Mark(id=c.id, state=CallState.SENT, message_id=next(self.numbers)) for c in claimed])
                work.commit()
            texts += [c.wire["text"] for c in claimed if c.bot == "reviewers"]
            if not claimed:
                return texts


@pytest.fixture
def chats(store: Store) -> Chats:
    """An invitation of a reviewer who has enrolled."""
    made = invited(store)
    with store.begin() as work:
        jo = work.execute(select(reviewers.c.id)).scalar_one()
        sealed = work.vault.system.seal(place("reviewer", jo, "address"), JO)
        work.execute(update(reviewers).values(address=sealed))
        work.commit()
    assert EXPIRES > START > NOW
    return Chats(store, made)


def consented(chats: Chats) -> None:
    """Ann has said yes to everything."""
    chats.opens()
    chats.says(*CONSENT[1:])
    chats.reads()


def test_sixty_who_press_start_are_one_notice_and_urgent_words_come_first(chats: Chats) -> None:
    chats.takes(*(chats.arrival(Opening(chats.invitation.credentials.token), str(8000 + n)) for n in range(30)))
    for number in range(30):
        chats.opens(str(8100 + number))
    assert len(rows(chats.store, responses)) == 10
    consented_by = "8129"
    chats.says(*CONSENT[1:], Command.STOP, Command.HELP, user=consented_by)
    told = chats.reads()
    assert told[0].startswith("Urgent.")
    assert sum("was opened" in t for t in told) == 1


@pytest.mark.parametrize(("again", "said"), [(1, "And once more since 14:05."), (4, "And 4 more times since 14:05.")])
def test_the_sum_is_plain(chats: Chats, again: int, said: str) -> None:
    consented(chats)
    talks(chats, 1 + again)
    who = f"LR-2026-0042: invitation {chats.invitation.id} asks to talk with you."
    assert chats.reads() == [who]
    chats.ticks(HOUR - MINUTE)
    assert chats.reads() == []
    chats.ticks(MINUTE)
    assert chats.reads() == [f"{who} {said}"]
    chats.ticks(HOUR * 5)
    assert chats.reads() == []


def test_a_sum_of_another_day_says_the_day(chats: Chats) -> None:
    consented(chats)
    chats.now = START.replace(hour=23, minute=30)
    talks(chats, 3)
    chats.reads()
    chats.ticks(HOUR)
    [told] = chats.reads()
    assert told.endswith("And 2 more times since 23:30 on 24 November.")


def test_what_is_urgent_is_told_every_time(chats: Chats) -> None:
    consented(chats)
    for _ in range(5):
        chats.says(Command.HELP)
        seen_to(chats)
    assert [t.split(".")[0] for t in chats.reads()] == ["Urgent"] * 5


def test_what_is_urgent_is_told_again_while_its_flag_is_open(chats: Chats) -> None:
    """Somebody who writes of danger again may be in another danger than before."""
    consented(chats)
    chats.says(Command.HELP)
    chats.says(Command.HELP)
    assert [t.split(".")[0] for t in chats.reads()] == ["Urgent"] * 2


def talks(chats: Chats, times: int) -> None:
    """Ann asks for a person so often, and each time her reviewer closes the flag."""
    for _ in range(times):
        chats.says(Command.TALK)
        seen_to(chats)


def seen_to(chats: Chats) -> None:
    with chats.store.begin() as work:
        work.execute(update(flags).values(closed_at=chats.now))
        work.commit()
