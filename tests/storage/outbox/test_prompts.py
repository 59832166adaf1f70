"""Which question is above: what was said belongs to the last one that stands there, or may."""

from __future__ import annotations

import pytest

from storage.engine.unit_of_work import Store
from storage.outbox import prompts
from storage.outbox.prompts import Prompt
from storage.outbox.queue import Mark
from storage.schema.vocabulary import CallState
from tests.storage.people import Visitor, consenting, invited
from tests.storage.posting import claim, letter, mark, put


@pytest.fixture
def visitor(store: Store) -> Visitor:
    """Somebody with a response that questions can belong to."""
    return consenting(store, invited(store))


def asked(visitor: Visitor, *places: str | None) -> int:
    """Questions put in the visitor's lane; gives the id of the response."""
    response_id = visitor.sees().response_id
    put(visitor.store, *(letter(str(p), response_id=response_id, place=p) for p in places))
    return response_id


def sent(store: Store, *message_ids: int) -> None:
    """The next rows go out under these message ids."""
    for message_id in message_ids:
        mark(store, Mark(id=claim(store)[0].id, state=CallState.SENT, message_id=message_id))


def above(visitor: Visitor, message_id: int) -> Prompt | None:
    """The question above a message of the visitor's."""
    with visitor.store.read() as work:
        return prompts.look_above(work, visitor.sees().response_id, message_id)


def test_words_belong_to_the_last_question_above_them(visitor: Visitor) -> None:
    asked(visitor, "P2", None, "P3", "P4")
    sent(visitor.store, 40, 42, 50)
    assert above(visitor, 40) is None
    assert above(visitor, 41) == above(visitor, 49) == Prompt("P2", 40)
    assert above(visitor, 51) == Prompt("P3", 50)


def test_a_claimed_question_may_be_the_one_above(visitor: Visitor) -> None:
    """We died before noting its message id: it counts as sent for words below all that is known."""
    asked(visitor, "P2", "P3")
    sent(visitor.store, 40)
    assert above(visitor, 45) == Prompt("P2", 40)
    claim(visitor.store)
    assert above(visitor, 45) == Prompt("P3", None)


def test_a_question_claimed_after_a_later_one_is_not_above(visitor: Visitor) -> None:
    asked(visitor, "P2", "P3", "P4")
    sent(visitor.store, 40, 50)
    claim(visitor.store)
    assert above(visitor, 45) == Prompt("P2", 40)
    assert above(visitor, 55) == Prompt("P4", None)


def test_a_question_that_was_never_sent_is_above_nothing(visitor: Visitor) -> None:
    asked(visitor, "P2")
    assert above(visitor, 45) is None
    mark(visitor.store, Mark(id=claim(visitor.store)[0].id, state=CallState.FAILED, error="400"))
    assert above(visitor, 45) is None


def test_a_call_about_the_last_question_finds_its_message(visitor: Visitor) -> None:
    response_id = asked(visitor, "P2", "P3")
    sent(visitor.store, 40, 50)
    put(visitor.store, letter("edit", response_id=response_id, wire={"about_last_prompt": True}))
    (claimed,) = claim(visitor.store)
    assert (claimed.target, claimed.wire) == (50, {})


def test_a_button_belongs_to_the_response_that_showed_it(visitor: Visitor) -> None:
    response_id = asked(visitor, "P2")
    sent(visitor.store, 40)
    with visitor.store.read() as work:
        assert prompts.response_of(work, [response_id, 99], 40) == response_id
        assert prompts.response_of(work, [99], 40) is None
        assert prompts.response_of(work, [response_id], 41) is None
