"""The outbox: in each lane only the head, one claimant a row, leases that lapse, nothing kept once it is sent."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import delete, update

from storage.engine.unit_of_work import Store
from storage.keys.sealing import KeyRing, Vault, new_ring_entry
from storage.outbox import queue, refusals
from storage.outbox.queue import KEY_PAUSE, LEASE, NO_KEY, Mark
from storage.repositories.invitations import sealer_of
from storage.schema.tables import invitations
from storage.schema.tables import outbox as table
from storage.schema.vocabulary import CallState
from tests.storage.people import LATER, NOW, invited, rows
from tests.storage.posting import BOTS, KINDS, SOON, claim, letter, mark, next_due, put, texts

# Order


def test_only_the_head_of_a_lane_can_be_claimed(store: Store) -> None:
    put(store, letter("1"), letter("2"), letter("other", "families:2"), letter("3"))
    claimed = claim(store)
    assert texts(claimed) == ["1", "other"]
    assert claim(store) == []
    mark(store, Mark(id=claimed[0].id, state=CallState.SENT, message_id=11))
    assert texts(claim(store)) == ["2"]


@pytest.mark.parametrize(
    ("lane", "taken"),
    [
        ("send edit edit send", 3),
        ("edit send edit", 1),
        ("edit edit send send", 2),
        ("edit-last send edit send", 1),
        ("edit edit-last send", 2),
        ("send send", 1),
        ("send edit-last", 1),
        ("send edit edit-last", 2),
        ("send edit edit edit edit edit", queue.AT_ONCE),
    ],
)
def test_edits_go_with_the_message_before_them(store: Store, lane: str, taken: int) -> None:
    """One message at most, and none that waits for an edit; an edit of the last question waits until that is known."""
    put(store, *(letter(**KINDS[kind]) for kind in lane.split()))
    claimed = claim(store)
    assert [c.method for c in claimed] == [KINDS[kind]["method"] for kind in lane.split()[:taken]]
    assert [c.more for c in claimed] == [n < len(lane.split()) for n in range(1, taken + 1)]
    assert claim(store) == []


def test_what_waits_behind_something_that_is_not_due_waits(store: Store) -> None:
    put(store, letter("1"), letter("2", due_at=SOON, **KINDS["edit"]), letter("3", **KINDS["edit"]))
    assert texts(claim(store)) == ["1"]
    assert claim(store) == []


def test_an_edit_that_was_given_back_is_made_later(store: Store) -> None:
    """The message before it could not be sent."""
    put(store, letter("1"), letter("2", **KINDS["edit"]))
    first, second = claim(store)
    due: dict[str, Any] = {"state": "due", "due_at": SOON}
    mark(store, Mark(id=first.id, error="0", **due), Mark(id=second.id, error=queue.UNTRIED, **due))
    assert claim(store) == []
    assert texts(claim(store, now=SOON)) == ["1", "2"]


def test_what_fails_for_good_is_passed(store: Store) -> None:
    put(store, letter("1"), letter("2"))
    mark(store, Mark(id=claim(store)[0].id, state=CallState.FAILED, error="400"))
    assert texts(claim(store)) == ["2"]
    assert [(r.state, r.error, r.payload is None) for r in rows(store, table)] == [
        ("failed", "400", True),
        ("claimed", None, False),
    ]


def test_a_delay_holds_the_lane_and_no_other(store: Store) -> None:
    """429: this chat waits, the others go on."""
    put(store, letter("1"), letter("2"), letter("other", "families:2"))
    first, other = claim(store)
    mark(
        store,
        Mark(id=first.id, state=CallState.DUE, due_at=SOON),
        Mark(id=other.id, state=CallState.SENT, message_id=1),
    )
    assert claim(store) == []
    again = claim(store, now=SOON)
    assert (texts(again), again[0].attempts) == (["1"], 2)


def test_without_a_new_time_it_is_due_as_before(store: Store) -> None:
    put(store, letter())
    mark(store, Mark(id=claim(store)[0].id, state=CallState.DUE))
    assert [r.due_at for r in rows(store, table)] == [NOW]
    assert texts(claim(store)) == ["hello"]


def test_what_is_due_later_is_not_claimed_now(store: Store) -> None:
    put(store, letter("later", due_at=SOON), letter("after it"))
    assert claim(store) == []
    assert texts(claim(store, now=SOON)) == ["later"]


def test_another_bots_rows_are_left_alone(store: Store) -> None:
    put(store, letter(bot="page", lane="page:1"), letter())
    assert [c.bot for c in claim(store)] == ["families"]


def test_as_many_as_asked_for_oldest_first(store: Store) -> None:
    put(store, *(letter(str(n), f"families:{n}") for n in range(5)))
    assert texts(claim(store, limit=3)) == ["0", "1", "2"]
    assert texts(claim(store, limit=3)) == ["3", "4"]


# Leases


def test_a_lease_lapses(store: Store) -> None:
    put(store, letter())
    claim(store, "a")
    assert claim(store, "b", NOW + LEASE - timedelta(seconds=1)) == []
    (again,) = claim(store, "b", NOW + LEASE)
    assert again.attempts == 2
    assert rows(store, table)[0].claimed_by == "b"


def test_an_owner_takes_back_only_its_own(store: Store) -> None:
    put(store, letter("a"), letter("b", "families:2"))
    claim(store, "a", limit=1)
    claim(store, "b")
    with store.begin() as work:
        queue.release(work, "a")
        work.commit()
    assert texts(claim(store, "c")) == ["a"]


def test_two_claimers_at_once_get_different_rows(store: Store) -> None:
    put(store, *(letter(str(n), f"families:{n % 40}") for n in range(80)))
    together = Barrier(4)

    def claims(owner: int) -> list[str]:
        together.wait(10)
        return [text for _ in range(4) for text in texts(claim(store, str(owner), limit=5))]

    with ThreadPoolExecutor(4) as threads:
        found = [text for claimed in threads.map(claims, range(4)) for text in claimed]
    assert len(found) == len(set(found))
    assert set(found) <= {str(n) for n in range(40)}


def test_claiming_does_not_wait_for_a_claimer(postgres_store: Store) -> None:
    """Rows that another is about to claim are skipped."""
    put(postgres_store, letter("1"), letter("2", "families:2"))
    with postgres_store.begin() as first:
        assert texts(queue.claim(first, "a", BOTS, NOW, 1)) == ["1"]
        assert texts(claim(postgres_store, "b")) == ["2"]
        first.commit()
    assert claim(postgres_store, "b") == []


# Marks


def test_what_is_sent_keeps_no_payload(store: Store) -> None:
    put(store, letter("secret"))
    mark(store, Mark(id=claim(store)[0].id, state=CallState.SENT, message_id=77))
    (row,) = rows(store, table)
    assert (row.state, row.message_id, row.payload, row.claimed_until) == ("sent", 77, None, None)


def test_the_payload_is_sealed_until_then(store: Store) -> None:
    put(store, letter("secret"))
    assert b"secret" not in rows(store, table)[0].payload


def test_a_mark_that_comes_too_late_takes_nothing_away(store: Store) -> None:
    """The claim was released meanwhile: the row is due, and still has what is to be sent."""
    put(store, letter())
    (claimed,) = claim(store, "a")
    with store.begin() as work:
        queue.release(work, "a")
        work.commit()
    mark(store, Mark(id=claimed.id, state=CallState.SENT, message_id=1))
    assert texts(claim(store, "b")) == ["hello"]


def test_an_id_is_never_given_twice(store: Store) -> None:
    """A mark for a row that was deleted must not meet a new row."""
    put(store, letter("gone"))
    (gone,) = claim(store)
    with store.begin() as work:
        work.execute(delete(table))
        work.commit()
    put(store, letter("new"))
    assert claim(store)[0].id > gone.id
    mark(store, Mark(id=gone.id, state=CallState.SENT, message_id=1))
    assert [(r.state, r.payload is None) for r in rows(store, table)] == [("claimed", False)]


def test_a_cancelled_lane_sends_nothing_more(store: Store) -> None:
    put(store, letter("1"), letter("2"), letter("other", "families:2"))
    claim(store, limit=1)
    with store.begin() as work:
        refusals.cancel(work, "families:1")
        work.commit()
    assert texts(claim(store, now=LATER)) == ["other"]
    assert [(r.state, r.payload is None) for r in rows(store, table)][:2] == [("failed", True)] * 2


# Whose key


def test_a_participants_letter_is_sealed_with_their_own_key(store: Store) -> None:
    made = invited(store)
    with store.begin() as work:
        sealer = sealer_of(work, made.id)
        queue.enqueue(work, [letter("theirs", key_of=made.id, sealer=sealer), letter("ours", "families:2")], NOW)
        work.commit()
    row = rows(store, table)[0]
    assert sealer.open(f"outbox|{row.uid}|payload", row.payload) == '{"text":"theirs"}'
    assert texts(claim(store)) == ["theirs", "ours"]


@pytest.mark.parametrize("key", ["replaced", "gone"])
def test_a_letter_that_nobody_can_open_does_not_stop_the_others(store: Store, key: str) -> None:
    made = invited(store)
    with store.begin() as work:
        sealer = sealer_of(work, made.id)
        lost = letter("lost", key_of=made.id, sealer=sealer)
        queue.enqueue(work, [lost, letter("after it"), letter("other", "families:2")], NOW)
        wrapped = work.vault.new_participant(made.id)[0] if key == "replaced" else None
        work.execute(update(invitations).values(data_key=wrapped))
        work.commit()
    assert texts(claim(store)) == ["other"]
    assert texts(claim(store)) == ["after it"]
    lost_row = rows(store, table)[0]
    assert (lost_row.state, lost_row.error, lost_row.payload) == ("failed", "unreadable", None)


def test_a_letter_whose_key_is_not_in_the_ring_waits_for_it(store: Store) -> None:
    """A key ring that was forgotten at a deploy loses nothing: the lane waits, others go on, and nothing counts as sent."""
    made = invited(store)
    with store.begin() as work:
        wrapped, sealer = work.vault.new_participant(made.id)
        work.execute(update(invitations).values(data_key=wrapped))
        theirs = letter("theirs", key_of=made.id, sealer=sealer)
        queue.enqueue(work, [theirs, letter("after it"), letter("other", "families:2")], NOW)
        work.commit()
    vault = store.vault
    store.vault = Vault(KeyRing.parse(new_ring_entry("other")), vault.system.key, b"")
    assert texts(claim(store)) == ["other"]
    assert texts(claim(store)) == []
    waits = rows(store, table)[0]
    assert (waits.state, waits.error, waits.attempts, waits.due_at) == ("due", NO_KEY, 1, NOW + KEY_PAUSE)
    store.vault = vault
    claimed = claim(store, now=NOW + KEY_PAUSE)
    assert texts(claimed) == ["theirs", "other"]
    mark(store, *(Mark(id=c.id, state=CallState.SENT, message_id=11) for c in claimed))
    assert texts(claim(store, now=NOW + KEY_PAUSE)) == ["after it"]


# When to look again


def test_the_next_row_that_can_be_claimed(store: Store) -> None:
    def again() -> datetime | None:
        with store.read() as work:
            return next_due(work, BOTS)

    assert again() is None
    put(store, letter("1"), letter("2", due_at=NOW), letter("page", "page:1", bot="page", due_at=NOW))
    assert again() == NOW
    (claimed,) = claim(store)
    assert again() == NOW + LEASE
    mark(store, Mark(id=claimed.id, state=CallState.DUE, due_at=LATER))
    assert again() == LATER
    put(store, letter("3", "families:2", due_at=SOON))
    assert again() == SOON
