"""Chats at rest: nothing that is known of their messages is lost, and their rows are gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from dialogs.inputs import Command
from storage.engine.unit_of_work import Store
from storage.outbox import chat, prompts
from storage.outbox.live_buttons import Live, standing
from storage.outbox.queue import Mark
from storage.schema.tables import outbox, responses
from storage.schema.vocabulary import Bot, CallState
from tests.storage.people import NOW, Visitor, consenting, invited
from tests.storage.posting import claim, letter, mark, put

HOUR, DAYS = timedelta(hours=2), timedelta(days=3)


@pytest.fixture
def visitor(store: Store) -> Visitor:
    """Somebody who was asked three questions, the last of them with buttons."""
    visitor = consenting(store, invited(store))
    seen = visitor.sees()
    for number, asked in enumerate(("P2", None, "P3", "P4")):
        live = Live.QUESTION if asked == "P4" else None
        lane = f"families:{seen.lookup.hex()}"
        put(store, letter(str(asked), lane, response_id=seen.response_id, place=asked, live=live), now=NOW)
        mark(store, Mark(id=claim(store)[0].id, state=CallState.SENT, message_id=40 + number))
    visitor.does(Command.TALK)
    return visitor


def folded(visitor: Visitor, after: timedelta) -> int:
    """Let the clock fold; gives how many rows of the chat are left."""
    with visitor.store.begin() as work:
        chat.fold(work, visitor.now + after)
        work.commit()
        return len(work.execute(select(outbox.c.id).where(outbox.c.response_id.is_not(None))).all())


def known(visitor: Visitor) -> list[object]:
    """All that is asked of a chat."""
    whose = visitor.sees().response_id
    with visitor.store.read() as work:
        return [
            prompts.newest(work, [whose]),
            [prompts.look_above(work, whose, number) for number in (40, 41, 43, 50)],
            [prompts.question_of(work, whose, number) for number in (40, 41, 42, 43, 99)],
            [prompts.response_of(work, [whose], number) for number in (40, 43, 99)],
        ]


def test_nothing_is_folded_while_somebody_writes(visitor: Visitor) -> None:
    assert folded(visitor, timedelta(minutes=30)) == 4


@pytest.mark.parametrize(("after", "left"), [(HOUR, 1), (DAYS, 0)])
def test_a_chat_at_rest_knows_what_it_knew(visitor: Visitor, after: timedelta, left: int) -> None:
    before = known(visitor)
    assert folded(visitor, after) == left
    assert known(visitor) == before


def test_buttons_that_stand_are_known_when_somebody_comes_back(visitor: Visitor) -> None:
    lane = f"families:{visitor.lookup.hex()}"
    folded(visitor, DAYS)
    with visitor.store.begin() as work:
        assert standing(work, [lane]) == {}
        chat.unfold(work, {visitor.current(work).response_id: NOW}, visitor.now + DAYS)
        assert [(row.message_id, row.live) for row in standing(work, [lane])[lane]] == [(43, "question")]


def test_of_when_somebody_wrote_the_day_is_left(visitor: Visitor) -> None:
    folded(visitor, DAYS)
    with visitor.store.read() as work:
        assert f"{work.execute(select(responses.c.last_activity)).scalar_one():%d %H:%M:%S}" == "23 00:00:00"


def test_the_clock_looks_for_chats_at_rest_among_the_loose_rows_alone(sqlite_store: Store) -> None:
    """Nearly every response there is has been at rest for long: to look at each would hold up everybody at each tick."""
    for look in (chat.resting(NOW, chat.LOOSE), chat.resting(NOW, outbox.c.bot == Bot.PAGE)):
        plan = look.compile(sqlite_store.engine, compile_kwargs={"literal_binds": True})
        with sqlite_store.read() as work:
            steps = [row.detail for row in work.execute(text(f"EXPLAIN QUERY PLAN {plan}"))]
        assert any("ix_outbox_loose" in step for step in steps), steps
        assert not any(
            step.startswith(("SCAN response", "SEARCH response USING INDEX ix_response_last")) for step in steps
        )
