"""What can be sent at once is claimed as it is enqueued: the same calls, in the same state, as if it were claimed afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.engine.unit_of_work import Store
from storage.outbox import queue
from storage.outbox.posting import Posting, Sender
from storage.outbox.queue import Claimed, Letter
from storage.schema.tables import outbox as table
from storage.schema.vocabulary import Bot, CallState
from tests.storage.people import NOW, rows
from tests.storage.posting import BOTS, KINDS, SOON, claim, letter, mark, put, texts

US = Sender("a", BOTS)
# A lane is one bot's.
BOT_OF = {"1": BOTS[0], "2": BOTS[0], "3": Bot.REVIEWERS}


def some_letter(text: str, lane: str, kind: dict[str, Any], due_at: datetime | None) -> Letter:
    """A letter in one of the lanes."""
    return letter(text, lane, bot=BOT_OF[lane], due_at=due_at, **{"wire": {"text": text}, **kind})


LETTERS = st.builds(
    some_letter,
    text=st.text("xyz", min_size=1, max_size=3),
    lane=st.sampled_from(sorted(BOT_OF)),
    kind=st.sampled_from(list(KINDS.values())),
    due_at=st.sampled_from([None, None, None, NOW, SOON]),
)


def send(store: Store, *letters: Letter, sender: Sender | None = US) -> list[Claimed]:
    """Enqueue and claim in one transaction, as a round does."""
    with store.begin() as work:
        posting = Posting(work, sender)
        posting.enqueue(letters, NOW)
        claimed = posting.claim(NOW, 100) if sender else queue.claim(work, US.name, US.bots, NOW)
        work.commit()
    return claimed


def seen(claimed: Sequence[Claimed]) -> list[tuple[Any, ...]]:
    """What a sender is given, in the order of each lane, whichever lane comes first."""
    each = [(c.lane[1:], c.method, c.wire, c.attempts, c.more) for c in claimed]
    return sorted(each, key=lambda one: one[0])


def stored(store: Store, lane: str) -> list[tuple[Any, ...]]:
    """What is on record of the lanes that begin so."""
    return [
        (r.lane[1:], r.method, r.state, r.attempts, r.claimed_by, r.claimed_until, r.error)
        for r in rows(store, table)
        if r.lane.startswith(lane)
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(waiting=st.lists(LETTERS, max_size=3), new=st.lists(LETTERS, min_size=1, max_size=8))
def test_what_is_claimed_is_the_same_at_once_and_afterwards(
    sqlite_store: Store, waiting: list[Letter], new: list[Letter]
) -> None:
    given = {}
    for prefix, sender in (("a", US), ("b", None)):
        put(sqlite_store, *(replace(x, lane=prefix + x.lane) for x in waiting))
        given[prefix] = send(sqlite_store, *(replace(x, lane=prefix + x.lane) for x in new), sender=sender)
    try:
        assert stored(sqlite_store, "a") == stored(sqlite_store, "b")
        assert seen(given["a"]) == seen(given["b"])
    finally:
        with sqlite_store.begin() as work:
            work.execute(table.delete())
            work.commit()


def test_nobody_else_can_claim_it(store: Store) -> None:
    assert texts(send(store, letter("1"), letter("2"), letter("other", "families:2"))) == ["1", "other"]
    assert claim(store, "b") == []
    mark(store, *(queue.Mark(id=r.id, state=CallState.SENT) for r in rows(store, table) if r.state == "claimed"))
    assert texts(claim(store, "b")) == ["2"]


def test_what_waits_in_a_lane_goes_first(store: Store) -> None:
    put(store, letter("first", due_at=SOON))
    assert send(store, letter("second")) == []
    assert texts(claim(store, now=SOON)) == ["first"]


@pytest.mark.parametrize(("kinds", "left"), [("send edit", False), ("send send", True), ("edit send", True)])
def test_it_is_known_where_something_was_left(store: Store, kinds: str, left: bool) -> None:
    """What is left waits for the mark of what goes before it; what was claimed whole waits for nothing."""
    with store.begin() as work:
        posting = Posting(work, US)
        posting.enqueue([letter(**KINDS[kind]) for kind in kinds.split()], NOW)
        assert posting.lanes == ({"families:1"} if left else set())


def test_what_was_rolled_back_is_not_sent(store: Store) -> None:
    with store.begin() as work:
        posting = Posting(work, US)
        with suppress(ValueError), work.savepoint():
            posting.enqueue([letter("never")], NOW)
            raise ValueError
        posting.enqueue([letter("sent", "families:2")], NOW)
        claimed = posting.claim(NOW, 100)
        work.commit()
    assert texts(claimed) == ["sent"]


@pytest.mark.parametrize(
    "changes", [{"bot": Bot.PAGE, "on_page": True}, {"bot": "reviewers"}], ids=["page", "another bot"]
)
def test_what_is_not_ours_to_send_is_left(store: Store, changes: dict[str, Any]) -> None:
    assert send(store, letter(**changes)) == []
    assert rows(store, table)[0].claimed_by is None
