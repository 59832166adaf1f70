"""Questions of which nobody knows whether, or where, they stand in the chat; chats that can't be reached any more."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from storage.engine.unit_of_work import Store
from storage.outbox import prompts, queue, refusals
from storage.outbox.prompts import Prompt
from storage.outbox.queue import LEASE, Letter, Mark
from storage.repositories import reachable
from storage.repositories import reminders as due
from storage.repositories.invitations import sealer_of
from storage.schema.tables import outbox as table
from storage.schema.tables import reminders
from storage.schema.vocabulary import Bot, CallState
from tests.storage.people import LATER, NOW, Visitor, consenting, invited, rows

BOTS, LANE = (Bot.FAMILIES,), "families:ab"
AGAIN = NOW + timedelta(seconds=1)


@pytest.fixture
def visitor(store: Store) -> Visitor:
    """Somebody who was asked P1, at 40 in the chat, and is about to be asked P2."""
    visitor = consenting(store, invited(store))
    ask(visitor, "P1")
    [asked] = claim(store)
    mark(store, Mark(id=asked, state=CallState.SENT, message_id=40))
    ask(visitor, "P2")
    return visitor


def ask(visitor: Visitor, place: str) -> None:
    """A question is put into the outbox."""
    with visitor.store.begin() as work:
        conversation = visitor.current(work)
        letter = Letter(
            bot=Bot.FAMILIES,
            lane=LANE,
            method="sendMessage",
            wire={"text": place},
            response_id=conversation.response_id,
            key_of=conversation.invitation_id,
            sealer=sealer_of(work, conversation.invitation_id),
            place=place,
        )
        queue.enqueue(work, [letter], NOW)
        work.commit()


def claim(store: Store, now: datetime = NOW) -> list[int]:
    """What can be claimed."""
    with store.begin() as work:
        claimed = queue.claim(work, "a", BOTS, now)
        work.commit()
    return [c.id for c in claimed]


def mark(store: Store, *marks: Mark) -> None:
    """Mark and commit."""
    with store.begin() as work:
        queue.mark(work, marks)
        work.commit()


def above(visitor: Visitor, message_id: int) -> str | None:
    """The question above a place in the chat, by either way of asking."""
    with visitor.store.begin() as work:
        response_id = visitor.current(work).response_id
        quick = prompts.above(prompts.newest(work, [response_id])[response_id], message_id)
        slow = prompts.look_above(work, response_id, message_id)
    found = quick or slow
    return found.place if found else None


def tried(visitor: Visitor, error: str) -> int:
    """P2 was sent, and this was heard."""
    [number] = claim(visitor.store)
    mark(visitor.store, Mark(id=number, state=CallState.DUE, due_at=AGAIN, error=error))
    return number


@pytest.mark.parametrize("error", ["0", "500", "502"])
def test_what_may_have_arrived_counts(visitor: Visitor, error: str) -> None:
    number = tried(visitor, error)
    assert above(visitor, 45) == "P2"
    assert claim(visitor.store, AGAIN) == [number]
    mark(visitor.store, Mark(id=number, state=CallState.SENT, message_id=50))
    assert [above(visitor, n) for n in (39, 45, 55)] == [None, "P2", "P2"]


@pytest.mark.parametrize("error", ["429", "401", "404", "409"])
def test_what_was_refused_did_not_arrive(visitor: Visitor, error: str) -> None:
    number = tried(visitor, error)
    assert above(visitor, 45) == "P1"
    claim(visitor.store, AGAIN)
    mark(visitor.store, Mark(id=number, state=CallState.SENT, message_id=50))
    assert [above(visitor, n) for n in (45, 55)] == ["P1", "P2"]


@pytest.mark.parametrize("dies", [True, False])
def test_what_was_claimed_before_a_death_counts(visitor: Visitor, dies: bool) -> None:
    """Released when the process starts, or lapsed."""
    [number] = claim(visitor.store)
    if dies:
        with visitor.store.begin() as work:
            queue.release(work, "a")
            work.commit()
    assert above(visitor, 45) == "P2"
    assert claim(visitor.store, NOW + LEASE) == [number]
    mark(visitor.store, Mark(id=number, state=CallState.SENT, message_id=50))
    assert [above(visitor, n) for n in (39, 45, 55)] == [None, "P2", "P2"]


@pytest.mark.parametrize("error", ["429", "no-key", "untried"])
def test_a_refusal_hides_no_death_after_it(visitor: Visitor, error: str) -> None:
    """It was refused, taken anew, sent at 50, and the process died before that was written down."""
    number = tried(visitor, error)
    assert claim(visitor.store, AGAIN) == [number]
    assert claim(visitor.store, AGAIN + LEASE) == [number]
    mark(visitor.store, Mark(id=number, state=CallState.SENT, message_id=60))
    assert [above(visitor, n) for n in (55, 65)] == ["P2", "P2"]


def test_a_message_behind_an_edit_was_not_seen_yet(visitor: Visitor) -> None:
    """The edit is on its way, and may hang."""
    [number] = claim(visitor.store)
    mark(visitor.store, Mark(id=number, state=CallState.SENT, message_id=50))
    with visitor.store.begin() as work:
        edit = Letter(bot=Bot.FAMILIES, lane=LANE, method="editMessageReplyMarkup", wire={"about_last_prompt": True})
        queue.enqueue(work, [edit], NOW)
        work.commit()
    ask(visitor, "P3")
    claim(visitor.store)
    assert above(visitor, 51) == "P2"


def test_a_doubt_is_not_forgotten(visitor: Visitor) -> None:
    """First nobody knew, then it was refused for a while, then it was sent."""
    number = tried(visitor, "0")
    claim(visitor.store, AGAIN)
    mark(visitor.store, Mark(id=number, state=CallState.DUE, due_at=AGAIN, error="429"))
    claim(visitor.store, AGAIN)
    mark(visitor.store, Mark(id=number, state=CallState.SENT, message_id=50))
    assert above(visitor, 45) == "P2"


def test_a_copy_stands_below_the_question_before_it() -> None:
    newest = [Prompt("P3", 60, twice=True), Prompt("P2", 50), Prompt("P1", 40)]
    found = [prompts.above(newest, n) for n in (45, 55, 65)]
    assert [p.place for p in found if p] == ["P1", "P3", "P3"]


def test_what_is_refused_for_good_is_told_once(visitor: Visitor) -> None:
    [number] = claim(visitor.store)
    marks = [
        Mark(id=number, state=CallState.FAILED, error="403", gone=True),
        Mark(id=number + 99, state=CallState.FAILED),
    ]
    with visitor.store.begin() as work:
        [one] = refusals.refused(work, marks)
        queue.mark(work, marks)
        assert refusals.refused(work, marks) == []
        work.commit()
    [row] = [r for r in rows(visitor.store, table) if r.id == number]
    assert (one.lane, one.uid, one.error, one.gone) == (LANE, row.uid, "403", True)
    assert one.payload
    assert row.payload is None


def test_who_is_blocked_is_not_reminded(store: Store) -> None:
    visitor = consenting(store, invited(store))
    response_id = visitor.sees().response_id
    with store.begin() as work:
        due.remind(work, response_id, due.COME_BACK, LATER)
        reachable.block(work, visitor.lookup, NOW)
        work.commit()
    assert rows(store, reminders) == []
    account_id = visitor.sees().account_id
    assert visitor.sees().blocked
    with store.begin() as work:
        reachable.unblock(work, account_id)
        work.commit()
    assert not visitor.sees().blocked


def test_who_has_written_since(store: Store) -> None:
    visitor = consenting(store, invited(store))
    last = visitor.sees().last_activity
    with store.begin() as work:
        assert reachable.active_since(work, visitor.lookup, last)
        assert not reachable.active_since(work, visitor.lookup, last + timedelta(seconds=1))
        assert not reachable.active_since(work, b"somebody else", NOW)


def test_who_was_asked_again_is_not_asked_a_third_time(store: Store) -> None:
    visitor = consenting(store, invited(store))
    response_id = visitor.sees().response_id
    visitor.now = visitor.sees().last_activity
    with store.begin() as work:
        assert reachable.open_since(work, NOW) == [response_id]
        assert reachable.open_since(work, NOW, after=response_id) == []
    ask(visitor, "P2")
    with store.begin() as work:
        work.execute(table.update().values(created_at=LATER))
        assert reachable.open_since(work, NOW) == []
