"""Saving: every answer with its revisions, every decision in its wording, flags, notices and reminders."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest

from dialogs import leder
from dialogs.copies import replace
from dialogs.inputs import Amend, Change, Choose, Command, Input, Yes
from dialogs.turn import FlagKind, NoticeKind, Turn
from storage.engine.unit_of_work import Store
from storage.repositories import responses as repository
from storage.repositories.flags import close_flag
from storage.schema.tables import responses
from tests.storage.kept import answers, decisions, flags, notices
from tests.storage.people import CONSENT, LATER, NOW, STORY, TOLD, Visitor, consenting, invited, rows, taken

SOON = NOW + timedelta(minutes=5)


@pytest.fixture
def visitor(store: Store) -> Visitor:
    """Somebody who has consented and has the first question on the screen."""
    return consenting(store, invited(store))


def revisions(visitor: Visitor, link_id: str) -> list[tuple[int, bool, dict[str, Any]]]:
    """Every revision of an answer: its number, whether it is superseded, its value."""
    ours = [one for one in answers(visitor.store) if one.link_id == link_id]
    return [(one.revision, one.superseded, one.value) for one in ours]


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
    assert answers(visitor.store)[1].answered_at == visitor.now - timedelta(minutes=1)


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


# Consents


def test_every_decision_is_kept_in_the_wording_that_was_shown(visitor: Visitor) -> None:
    kept = decisions(visitor.store)
    assert [(row.statement, row.decision) for row in kept] == [
        *((statement, "yes") for statement in ("C1", "C2", "C3", "C4")),
        ("C5", "no"),
    ]
    for row in kept:
        assert hashlib.sha256(row.wording.encode()).hexdigest() == row.wording_sha256
        version = leder.load().items[row.statement].version
        assert (row.version, row.language, row.channel) == (version, "en", "telegram")
        assert "1. Yes" in row.wording


def test_a_decision_that_changes_is_kept_beside_the_first(visitor: Visitor) -> None:
    visitor.does(Change("C5"), Choose("C5", "yes"))
    assert [row.decision for row in decisions(visitor.store) if row.statement == "C5"] == ["no", "yes"]
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
    assert (after.at, after.decisions, len(decisions(store))) == ("C2", {"C1": "yes"}, 1)
    assert visitor.does(Yes("notice"), Choose("C2", "yes")).response.at == "C3"


# Flags, notices, reminders


def test_a_flag_is_raised_once_while_it_is_open(visitor: Visitor) -> None:
    visitor.does(Command.TALK, Command.TALK, Command.HELP)
    assert [(f.kind, f.closed_at) for f in flags(visitor.store)] == [("talk", None), ("help", None)]
    with visitor.store.begin() as work:
        close_flag(work, flags(visitor.store)[0].id, LATER)
        work.commit()
    visitor.does(Command.TALK, Command.TALK)
    assert [f.kind for f in flags(visitor.store)] == ["talk", "help", "talk"]


def test_a_flag_raised_twice_in_one_round_is_one(visitor: Visitor) -> None:
    with visitor.store.begin() as work:
        conversation = visitor.current(work)
        turn = Turn(response=conversation.response).flagging(FlagKind.CALL, FlagKind.CALL)
        conversation.take(turn)
        conversation.take(turn)
        repository.save(work, [conversation], NOW)
        work.commit()
    assert [f.kind for f in flags(visitor.store)] == ["call"]


def test_every_notice_is_kept(visitor: Visitor) -> None:
    visitor.does(Command.TALK, Command.HELP)
    assert [n.kind for n in notices(visitor.store)] == [
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
