"""What is due is done once; a reminder comes to who agreed and fell silent, rarely, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import update

from dialogs.inputs import Choose, Command, Input, Say
from storage.engine.unit_of_work import Store, UnitOfWork
from storage.repositories import reachable
from storage.repositories import reminders as due
from storage.schema.tables import accounts, invitations, reminders, responses, reviews
from tests.storage.people import LATER, NOW, Visitor, consenting, invited, rows

SOON = NOW + timedelta(minutes=30)
APART = timedelta(days=14)


@pytest.fixture
def visitor(store: Store) -> Visitor:
    """Somebody who has consented."""
    return consenting(store, invited(store))


def nudged(visitor: Visitor, now: datetime) -> list[int]:
    """Who is reminded at this moment."""
    with visitor.store.begin() as work:
        due.nudge(work, now, apart=APART, most=2)
        found = due.due(work, due.NUDGE, now)
        work.commit()
    return found


@pytest.mark.promise("not-reminded")
def test_one_thing_is_due_at_a_time_and_done_once(visitor: Visitor) -> None:
    response_id = visitor.sees().response_id
    with visitor.store.begin() as work:
        due.remind(work, response_id, due.COME_BACK, NOW)
        due.remind(work, response_id, due.NUDGE, SOON)
        due.remind(work, response_id, due.COME_BACK, LATER)
        assert due.due(work, due.COME_BACK, SOON) == []
        assert due.due(work, due.NUDGE, LATER) == []
        assert due.due(work, due.COME_BACK, LATER) == [response_id]
        assert due.due(work, due.COME_BACK, LATER) == []
        work.commit()
    assert [(r.kind, r.due_at, r.done_at) for r in rows(visitor.store, reminders)] == [("come-back", LATER, LATER)]


def test_a_forgotten_reminder_never_comes(visitor: Visitor) -> None:
    response_id = visitor.sees().response_id
    with visitor.store.begin() as work:
        due.remind(work, response_id, due.COME_BACK, NOW)
        due.forget(work, [])
        due.forget(work, [response_id])
        assert due.due(work, due.COME_BACK, LATER) == []


def test_what_is_put_off_is_due_later(visitor: Visitor) -> None:
    response_id = visitor.sees().response_id
    with visitor.store.begin() as work:
        due.remind(work, response_id, due.COME_BACK, NOW)
        assert due.due(work, due.COME_BACK, SOON) == [response_id]
        due.put_off(work, response_id, due.COME_BACK, SOON, LATER)
        assert due.due(work, due.COME_BACK, SOON) == []
        assert due.due(work, due.COME_BACK, LATER) == [response_id]


def test_who_is_silent_is_reminded_twice_and_then_never_again(visitor: Visitor) -> None:
    """Not before two weeks, and never two within two weeks."""
    last = visitor.now
    mine = [visitor.sees().response_id]
    days = {d: nudged(visitor, last + timedelta(days=d)) for d in (1, 13, 14, 15, 27, 28, 29, 60, 400)}
    assert {d: found for d, found in days.items() if found} == {14: mine, 28: mine}


def test_who_writes_meanwhile_is_reminded_later(visitor: Visitor) -> None:
    visitor.now = NOW + timedelta(days=10)
    visitor.does(Choose("R1", "friend"))
    assert nudged(visitor, NOW + timedelta(days=15)) == []
    assert nudged(visitor, visitor.now + APART) != []


def test_what_was_put_off_is_dropped_when_they_write(visitor: Visitor) -> None:
    """They were away for two weeks, it was a bank holiday, and then they came."""
    now = NOW + timedelta(days=15)
    (mine,) = nudged(visitor, now)
    with visitor.store.begin() as work:
        due.put_off(work, mine, due.NUDGE, now, now + timedelta(days=4))
        work.commit()
    visitor.now = now + timedelta(days=1)
    visitor.does(Choose("R1", "friend"))
    assert nudged(visitor, now + timedelta(days=5)) == []


ENDS: list[tuple[str, tuple[Input, ...]]] = [
    ("paused", (Command.PAUSE,)),
    ("stopped", (Command.STOP,)),
    ("distress", (Say(words="I want to die", sent=40),)),
]


@pytest.mark.promise("not-written-to")
@pytest.mark.parametrize("said", [s for _, s in ENDS], ids=[n for n, _ in ENDS])
def test_who_paused_stopped_or_was_in_distress_is_not_reminded(visitor: Visitor, said: tuple[Input, ...]) -> None:
    visitor.does(*said)
    assert nudged(visitor, NOW + timedelta(days=15)) == []


def held(work: UnitOfWork, _visitor: Visitor) -> None:
    work.execute(update(reviews).values(status="held"))


def closed(work: UnitOfWork, _visitor: Visitor) -> None:
    work.execute(update(reviews).values(status="closed"))


def revoked(work: UnitOfWork, _visitor: Visitor) -> None:
    work.execute(update(invitations).values(revoked_at=NOW))


def blocked(work: UnitOfWork, visitor: Visitor) -> None:
    reachable.block(work, visitor.lookup, NOW)


def on_a_page(work: UnitOfWork, _visitor: Visitor) -> None:
    work.execute(update(accounts).values(channel="page"))


def unknown(work: UnitOfWork, _visitor: Visitor) -> None:
    work.execute(update(responses).values(bound=False))


def came_back(work: UnitOfWork, visitor: Visitor) -> None:
    """They were told that they would not be reminded again."""
    response_id = next(c.response_id for c in [visitor.current(work)])
    due.remind(work, response_id, due.COME_BACK, NOW)
    due.due(work, due.COME_BACK, NOW)


@pytest.mark.parametrize("change", [held, closed, revoked, blocked, on_a_page, unknown, came_back])
def test_who_is_not_reminded(visitor: Visitor, change: Callable[[UnitOfWork, Visitor], None]) -> None:
    with visitor.store.begin() as work:
        change(work, visitor)
        work.commit()
    assert nudged(visitor, NOW + timedelta(days=15)) == []


def test_before_consent_nobody_is_reminded(store: Store) -> None:
    visitor = Visitor(store)
    visitor.opens(invited(store))
    visitor.does(Choose("W2", "yes"))
    assert nudged(visitor, NOW + timedelta(days=15)) == []


def test_the_days_of_the_person_are_known_where_the_review_keeps_them(visitor: Visitor) -> None:
    with visitor.store.read() as work:
        assert due.days_of_person(work, visitor.sees().invitation_id) == (date(1974, 3, 5),)
