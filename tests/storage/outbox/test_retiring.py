"""Buttons that could not be taken off: the call gets a row of its own, sealed as theirs, that nobody waits for."""

from __future__ import annotations

from sqlalchemy import update

from storage.engine.unit_of_work import Store
from storage.outbox import queue, retiring
from storage.outbox.live_buttons import Left, Live
from storage.outbox.queue import Mark
from storage.repositories.invitations import sealer_of
from storage.schema.tables import invitations
from storage.schema.tables import outbox as table
from storage.schema.vocabulary import CallState
from tests.storage.people import NOW, Invited, invited, rows
from tests.storage.posting import SOON, claim, letter, mark, put, texts

CHAT, OLD, NEW = 77, 11, 12


def one_after_the_other(store: Store, made: Invited) -> tuple[int, int]:
    """Two messages with buttons, both sent; gives their rows."""
    with store.begin() as work:
        sealer = sealer_of(work, made.id)
        theirs = [letter(text, live=Live.QUESTION, key_of=made.id, sealer=sealer) for text in ("old", "new")]
        queue.enqueue(work, theirs, NOW)
        work.commit()
    (old,) = claim(store)
    mark(store, Mark(id=old.id, state=CallState.SENT, message_id=OLD))
    (new,) = claim(store)
    assert [one.message_id for one in new.outdated] == [OLD]
    return old.id, new.id


def settle(store: Store, *marks: Mark) -> None:
    """Write down these marks, and what they left, in one transaction."""
    with store.begin() as work:
        queue.mark(work, marks)
        retiring.later(work, marks, NOW)
        work.commit()


def test_it_is_tried_again_and_no_word_waits_for_it(store: Store) -> None:
    old, new = one_after_the_other(store, invited(store))
    settle(store, Mark(id=new, state=CallState.SENT, message_id=NEW, left=(Left(old, CHAT, SOON),)))
    assert [row.live for row in rows(store, table)] == [None, Live.QUESTION, None]
    put(store, letter("more"))
    assert texts(claim(store)) == ["more"]
    (again,) = claim(store, now=SOON)
    buttons = {"chat_id": CHAT, "message_id": OLD, "reply_markup": {"inline_keyboard": []}}
    assert (again.method, again.wire) == ("editMessageReplyMarkup", buttons)


def test_it_is_sealed_with_their_key(store: Store) -> None:
    made = invited(store)
    old, new = one_after_the_other(store, made)
    settle(store, Mark(id=new, state=CallState.SENT, message_id=NEW, left=(Left(old, CHAT, SOON),)))
    row = rows(store, table)[-1]
    with store.read() as work:
        assert str(OLD) in sealer_of(work, made.id).open(f"outbox|{row.uid}|payload", row.payload)


def test_whose_key_was_destroyed_gets_no_row(store: Store) -> None:
    old, new = one_after_the_other(store, invited(store))
    with store.begin() as work:
        work.execute(update(invitations).values(data_key=None))
        work.commit()
    settle(store, Mark(id=new, state=CallState.SENT, message_id=NEW, left=(Left(old, CHAT, SOON),)))
    assert len(rows(store, table)) == 2
