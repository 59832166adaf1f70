"""The clock writes to who fell silent, kindly and seldom, on no day when they may want to be left alone."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from threading import Barrier
from typing import Any

import pytest

from bot.participants.scheduler import Clockwork
from bot.rounds.arrivals import Arrival
from dialogs import phrases
from dialogs.answers import Answer
from dialogs.inputs import Channel, Command, Input, Say, parse
from dialogs.turn import Turn
from storage.engine.unit_of_work import Store
from storage.outbox import queue
from storage.repositories import responses
from storage.schema.tables import reminders
from storage.schema.vocabulary import Bot, CallState
from tests.bot.usual import usual_turns
from tests.storage.people import Visitor, consenting, invited, rows

# The review of these tests keeps 5 March as the birthday.
MONDAY = datetime(2027, 1, 11, 11, 0, tzinfo=UTC)
DAY = timedelta(days=1)
NIGHT = timedelta(hours=9)
QUARTER = timedelta(minutes=15)


@dataclass(slots=True)
class Waiting:
    """A visitor who has consented, and the clock that writes to them."""

    visitor: Visitor
    numbers: Iterator[int]
    buttons: list[str] = field(default_factory=list)

    def says(self, now: datetime, *said: Input) -> None:
        """The visitor says this, each input a round, as the bot takes it."""
        for what in said:
            number = next(self.numbers)
            arrival = Arrival(
                bot=Bot.FAMILIES,
                channel=Channel.TELEGRAM,
                update_id=number,
                user="7001",
                address="7001",
                said=what,
                message_id=number,
            )
            with self.visitor.store.begin() as work:
                _, letters = usual_turns().take(work, [arrival], now)
                queue.enqueue(work, letters, now)
                work.commit()

    def hears(self, now: datetime) -> list[str]:
        """What the clock writes at this moment."""
        self.sent(now)
        self.tick(now)
        return self.sent(now)

    def tick(self, now: datetime) -> None:
        """One process does what is due at this moment."""
        Clockwork(self.visitor.store, usual_turns(), lambda: now, lambda: None, lambda: None).tick()

    def sent(self, now: datetime) -> list[str]:
        """What waits to be sent, which is sent then."""
        wires = []
        with self.visitor.store.begin() as work:
            while claimed := queue.claim(work, "test", [Bot.FAMILIES], now):
                queue.mark(work, [queue.Mark(id=c.id, state=CallState.SENT, message_id=c.id) for c in claimed])
                wires += [c.wire for c in claimed]
            work.commit()
        self.buttons = [
            b.get("callback_data", "")
            for w in wires
            for row in w.get("reply_markup", {}).get("inline_keyboard", [])
            for b in row
        ]
        return [w["text"] for w in wires if "text" in w]


@pytest.fixture
def waiting(store: Store, monkeypatch: pytest.MonkeyPatch) -> Waiting:
    """They agreed on a Monday, and were asked the first question."""
    monkeypatch.delenv("INTERVIEW_LANGUAGES", raising=False)
    visitor = consenting(store, invited(store))
    found = Waiting(visitor, count(1000))
    found.says(MONDAY, Command.RESUME)
    return found


def test_who_falls_silent_is_reminded_at_most_twice(waiting: Waiting) -> None:
    heard = {n: waiting.hears(MONDAY + n * DAY) for n in range(1, 80)}
    reminder = f"{phrases.REMINDER}\n\n{phrases.REMINDER_WAYS}"
    assert {n: texts for n, texts in heard.items() if texts} == {14: [reminder], 28: [reminder]}


def test_processes_whose_clocks_tick_at_once_remind_once(waiting: Waiting) -> None:
    now, together = MONDAY + 14 * DAY, Barrier(4)
    waiting.sent(now)

    def tick(_process: int) -> None:
        together.wait(10)
        waiting.tick(now)

    with ThreadPoolExecutor(4) as processes:
        list(processes.map(tick, range(4)))
    assert len(waiting.sent(now)) == 1
    assert len(rows(waiting.visitor.store, reminders)) == 1


def test_a_reminder_names_nobody_and_offers_to_go_on_or_to_be_left_alone(waiting: Waiting) -> None:
    (text,) = waiting.hears(MONDAY + 14 * DAY)
    assert ("Margaret" in text, "There is no rush" in text) == (False, True)
    assert waiting.buttons == ["resume", "no:reminders"]


@pytest.mark.promise("not-reminded")
def test_stop_reminders_stops_them(waiting: Waiting) -> None:
    assert waiting.hears(MONDAY + 14 * DAY)
    waiting.says(MONDAY + 14 * DAY, *[p for p in [parse("no:reminders")] if p])
    assert waiting.sent(MONDAY + 14 * DAY) == [phrases.REMINDERS_STOPPED]
    assert [n for n in range(15, 80) if waiting.hears(MONDAY + n * DAY)] == []


@pytest.mark.parametrize("off", [-NIGHT, NIGHT])
def test_nobody_is_written_to_at_night(waiting: Waiting, off: timedelta) -> None:
    assert waiting.hears(MONDAY + 14 * DAY + off) == []


def test_a_reminder_near_the_birthday_waits(waiting: Waiting) -> None:
    """14 days later it is 3 March; the birthday is on the 5th, Mother's Day on the 7th: so the 11th."""
    waiting.says(MONDAY + 37 * DAY, Command.RESUME)
    heard = [n for n in range(38, 70) if waiting.hears(MONDAY + n * DAY)]
    assert (MONDAY + 51 * DAY).date().isoformat() == "2027-03-03"
    assert [(MONDAY + n * DAY).date().isoformat() for n in heard] == ["2027-03-11"]


def test_after_words_of_distress_nobody_is_reminded(waiting: Waiting) -> None:
    waiting.says(MONDAY, Say(words="I can't go on", sent=4000), Command.RESUME)
    assert [n for n in range(1, 80) if waiting.hears(MONDAY + n * DAY)] == []


@pytest.mark.parametrize(("item", "code"), [("W3", "phone"), ("W3", "paper-web"), ("R1", "paid-carer")])
def test_who_asked_for_another_way_is_not_reminded_of_this_one(waiting: Waiting, item: str, code: str) -> None:
    store_answer(waiting, item, codes=(code,))
    assert [n for n in (14, 28, 42) if waiting.hears(MONDAY + n * DAY)] == []


def test_what_was_asked_for_is_forgotten_after_words_of_distress(waiting: Waiting) -> None:
    assert [row.kind for row in rows(waiting.visitor.store, reminders)] == []
    waiting.says(MONDAY, Command.PAUSE, Say(words="I can't go on", sent=4000))
    assert rows(waiting.visitor.store, reminders) == []


@pytest.mark.promise("quiet-days")
def test_every_day_that_they_named_is_left_out(waiting: Waiting) -> None:
    """N4 names 27 January and 3 February; 25 January is within three days of the one, the days after it of the other."""
    store_answer(waiting, "N4", dates=(date(2027, 1, 27), date(2027, 2, 3)))
    heard = [n for n in range(1, 30) if waiting.hears(MONDAY + n * DAY)]
    assert [(MONDAY + n * DAY).date().isoformat() for n in heard] == ["2027-02-08"]


def store_answer(waiting: Waiting, link_id: str, **value: Any) -> None:
    """Let an answer of theirs be in the record."""
    with waiting.visitor.store.begin() as work:
        found = waiting.visitor.current(work)
        answer = Answer(
            link_id=link_id,
            revision=1,
            question="",
            language="en",
            channel=Channel.TELEGRAM,
            answered_at=MONDAY,
            **value,
        )
        found.take(Turn(response=found.response).keeping(answer))
        responses.save(work, [found], MONDAY)
        work.commit()
