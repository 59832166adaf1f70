"""Saving: every answer with its revisions, every decision in its wording, flags, notices and reminders."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from dialogs import leder
from dialogs.copies import replace
from dialogs.inputs import Amend, Change, Choose, Command, Input, Yes
from dialogs.turn import FlagKind, NoticeKind, Turn
from storage.engine.unit_of_work import Store
from storage.keys.sealing import SealError
from storage.repositories import responses as repository
from storage.repositories.consents import consent_place
from storage.repositories.responses import answer_place
from storage.schema.tables import answers, consents, flags, notices, responses
from tests.storage.people import CONSENT, LATER, NOW, STORY, TOLD, Visitor, consenting, invited, rows, taken

SOON = NOW + timedelta(minutes=5)


@pytest.fixture
def visitor(store: Store) -> Visitor:
    """Somebody who has consented and has the first question on the screen."""
    return consenting(store, invited(store))


def opened(visitor: Visitor, row: Row[Any]) -> dict[str, Any]:
    """The value of an answer's row."""
    place = answer_place(row.response_id, row.link_id, row.revision, "value")
    return dict(json.loads(visitor.sees().sealer.open(place, row.value)))


def revisions(visitor: Visitor, link_id: str) -> list[tuple[int, bool, dict[str, Any]]]:
    """Every revision of an answer: its number, whether it is superseded, its value."""
    ours = [row for row in rows(visitor.store, answers) if row.link_id == link_id]
    return [(row.revision, row.superseded, opened(visitor, row)) for row in ours]


# Answers


def test_an_answer_is_on_record_the_moment_it_is_given(visitor: Visitor) -> None:
    visitor.does(*TOLD[:6])
    assert revisions(visitor, "R1") == [(1, False, {"codes": ["sibling"]})]
    assert revisions(visitor, "P1") == [(1, False, {"absent": "skipped"})]
    assert revisions(visitor, "P2") == [(1, False, {"text": [STORY]})]


def test_an_answer_grows_within_one_revision(visitor: Visitor) -> None:
    visitor.does(*TOLD[:6])
    visitor.does(*TOLD[6:])
    assert revisions(visitor, "P2") == [(1, False, {"text": [STORY, "=1+1 was her favourite sum"]})]
    assert rows(visitor.store, answers)[1].answered_at == visitor.now - timedelta(minutes=1)


def test_a_change_adds_a_revision_and_supersedes(visitor: Visitor) -> None:
    visitor.does(*TOLD, Change("R1"), Choose("R1", "friend"), Change("R1"), Choose("R1", "child"))
    assert revisions(visitor, "R1") == [
        (1, True, {"codes": ["sibling"]}),
        (2, True, {"codes": ["friend"]}),
        (3, False, {"codes": ["child"]}),
    ]


def test_changes_of_one_round_are_kept_one_by_one(visitor: Visitor) -> None:
    """Several turns, one save: superseded revisions go first, so that the rule is never broken."""
    inputs: tuple[Input, ...] = (*TOLD, Change("R1"), Choose("R1", "friend"), Change("R1"), Choose("R1", "child"))
    with visitor.store.begin() as work:
        conversation = visitor.current(work)
        for said in inputs:
            taken(conversation, said)
        repository.save(work, [conversation], NOW)
        work.commit()
    assert [r[:2] for r in revisions(visitor, "R1")] == [(1, True), (2, True), (3, False)]
    assert revisions(visitor, "P2") == [(1, False, {"text": [STORY, "=1+1 was her favourite sum"]})]


def test_what_does_not_apply_any_more_is_superseded_and_comes_back(visitor: Visitor) -> None:
    visitor.skips_to("H4")
    visitor.does(Choose("H4", "yes"), Choose("H4a", "no"), Change("H4"), Choose("H4", "no"))
    assert revisions(visitor, "H4a") == [(1, True, {"codes": ["no"]})]
    visitor.does(Change("H4"), Choose("H4", "yes"), Choose("H4a", "yes"))
    assert revisions(visitor, "H4a") == [(1, True, {"codes": ["no"]}), (2, False, {"codes": ["yes"]})]
    assert [r[:2] for r in revisions(visitor, "H4")] == [(1, True), (2, True), (3, False)]


def test_an_edited_message_amends_the_answer(visitor: Visitor) -> None:
    visitor.does(*TOLD, Amend(words="She sang.", sent=100))
    assert revisions(visitor, "P2") == [
        (1, True, {"text": [STORY, "=1+1 was her favourite sum"]}),
        (2, False, {"text": ["She sang.", "=1+1 was her favourite sum"]}),
    ]


def test_never_two_answers_of_an_item_count(visitor: Visitor) -> None:
    visitor.does(*TOLD)
    with visitor.store.begin() as work:
        first = dict(work.execute(select(answers).where(answers.c.link_id == "R1")).mappings().one())
        with pytest.raises(IntegrityError):
            work.execute(insert(answers), [{**first, "revision": 2}])


def test_questions_and_values_are_sealed_in_their_place(visitor: Visitor) -> None:
    visitor.does(*TOLD)
    row = next(r for r in rows(visitor.store, answers) if r.link_id == "P2")
    assert STORY.encode() not in row.value
    sealer = visitor.sees().sealer
    assert sealer.open(answer_place(row.response_id, "P2", 1, "question"), row.question).startswith("What was ")
    for moved in (("P3", 1, "value"), ("P2", 2, "value"), ("P2", 1, "question")):
        with pytest.raises(SealError):
            sealer.open(answer_place(row.response_id, *moved), row.value)


# Consents


def test_every_decision_is_kept_in_the_wording_that_was_shown(visitor: Visitor) -> None:
    kept = rows(visitor.store, consents)
    sealer = visitor.sees().sealer
    assert [(row.statement, row.decision) for row in kept] == [
        *((statement, "yes") for statement in ("C1", "C2", "C3", "C4")),
        ("C5", "no"),
    ]
    for row in kept:
        wording = sealer.open(consent_place(row.response_id, row.statement, row.decided_at), row.wording)
        assert hashlib.sha256(wording.encode()).hexdigest() == row.wording_sha256
        version = leder.load().items[row.statement].version
        assert (row.version, row.language, row.channel) == (version, "en", "telegram")
        assert "1. Yes" in wording


def test_a_decision_that_changes_is_kept_beside_the_first(visitor: Visitor) -> None:
    visitor.does(Change("C5"), Choose("C5", "yes"))
    assert [row.decision for row in rows(visitor.store, consents) if row.statement == "C5"] == ["no", "yes"]
    assert visitor.sees().response.decisions["C5"] == "yes"


def test_a_response_that_stood_at_a_screen_that_is_gone_goes_on(store: Store) -> None:
    """What the notice said is said elsewhere now; what stands in the record of those who were at it stays readable."""
    visitor = Visitor(store)
    visitor.opens(invited(store))
    visitor.does(*CONSENT[:4])
    with store.begin() as work:
        conversation = visitor.current(work)
        conversation.take(Turn(response=replace(conversation.response, at="notice", wording="")))
        repository.save(work, [conversation], visitor.now)
        work.commit()
    assert visitor.sees().response.at == "notice"
    after = visitor.does(Yes("notice")).response
    assert (after.at, after.decisions, len(rows(store, consents))) == ("C2", {"C1": "yes"}, 1)
    assert visitor.does(Yes("notice"), Choose("C2", "yes")).response.at == "C3"


# Flags, notices, reminders


def test_a_flag_is_raised_once_while_it_is_open(visitor: Visitor) -> None:
    visitor.does(Command.TALK, Command.TALK, Command.HELP)
    assert [(f.kind, f.closed_at) for f in rows(visitor.store, flags)] == [("talk", None), ("help", None)]
    with visitor.store.begin() as work:
        work.execute(update(flags).where(flags.c.kind == "talk").values(closed_at=LATER))
        work.commit()
    visitor.does(Command.TALK, Command.TALK)
    assert [f.kind for f in rows(visitor.store, flags)] == ["talk", "help", "talk"]


def test_a_flag_raised_twice_in_one_round_is_one(visitor: Visitor) -> None:
    with visitor.store.begin() as work:
        conversation = visitor.current(work)
        turn = Turn(response=conversation.response).flagging(FlagKind.CALL, FlagKind.CALL)
        conversation.take(turn)
        conversation.take(turn)
        repository.save(work, [conversation], NOW)
        work.commit()
    assert [f.kind for f in rows(visitor.store, flags)] == ["call"]


def test_every_notice_is_kept(visitor: Visitor) -> None:
    visitor.does(Command.TALK, Command.HELP)
    assert [n.kind for n in rows(visitor.store, notices)] == [
        NoticeKind.OPENED,
        NoticeKind.ASKED_TO_TALK,
        NoticeKind.RAISED_A_CONCERN,
    ]


def test_a_conversation_without_a_turn_is_not_touched(visitor: Visitor) -> None:
    before = rows(visitor.store, responses)
    with visitor.store.begin() as work:
        repository.save(work, [visitor.current(work)], LATER)
        work.commit()
    assert rows(visitor.store, responses) == before
