"""The inbox: each update is taken once, what failed alone is kept sealed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from dialogs.channels import Channel
from storage import inbox
from storage.engine.unit_of_work import Store
from storage.inbox import DEAD_LETTERS_KEPT, KEPT
from storage.keys.sealing import place
from storage.record import erasure
from storage.repositories.owners import owner_of
from storage.schema.tables import dead_letters, seen_updates
from storage.schema.vocabulary import Bot
from tests.storage.people import NOW, consenting, invited, rows


def test_an_update_is_recognised_by_membership(store: Store) -> None:
    """Ids restart at random after a quiet week: a smaller one may well be new."""
    with store.begin() as work:
        inbox.see(work, Bot.FAMILIES, [500, 501], NOW)
        inbox.see(work, Bot.FAMILIES, [7, 7], NOW)
        inbox.see(work, Bot.REVIEWERS, [500], NOW)
        assert inbox.already_seen(work, Bot.FAMILIES, [6, 7, 499, 500, 502]) == {7, 500}
        assert inbox.already_seen(work, Bot.REVIEWERS, [7, 500, 2**40]) == {500}
        assert inbox.already_seen(work, Bot.FAMILIES, []) == set()
        inbox.see(work, Bot.FAMILIES, [], NOW)


def test_an_update_is_never_taken_twice(store: Store) -> None:
    with store.begin() as work:
        inbox.see(work, Bot.FAMILIES, [7], NOW)
        with pytest.raises(IntegrityError):
            inbox.see(work, Bot.FAMILIES, [7], NOW)


def test_what_was_taken_is_forgotten_only_with_its_transaction(store: Store) -> None:
    with store.begin() as work:
        inbox.see(work, Bot.FAMILIES, [7], NOW)
    assert rows(store, seen_updates) == []


def test_old_updates_are_forgotten(store: Store) -> None:
    with store.begin() as work:
        inbox.see(work, Bot.FAMILIES, [1], NOW - KEPT - timedelta(seconds=1))
        inbox.see(work, Bot.FAMILIES, [2], NOW - KEPT)
        inbox.prune(work, NOW)
        work.commit()
    assert [r.update_id for r in rows(store, seen_updates)] == [2]


# Dead letters and facts


def test_what_failed_alone_is_kept_sealed(store: Store) -> None:
    with store.begin() as work:
        inbox.bury(work, Bot.FAMILIES, "families:ab", 7, '{"text": "She sang"}', "KeyError", NOW)
        work.commit()
    (letter,) = rows(store, dead_letters)
    assert (letter.bot, letter.lane, letter.update_id, letter.error) == ("families", "families:ab", 7, "KeyError")
    assert b"She sang" not in letter.payload
    opened = store.vault.system.open(place("dead_letter", letter.id, "payload"), letter.payload)
    assert opened == '{"text": "She sang"}'


def test_facts_outlive_a_process_and_are_written_over(store: Store) -> None:
    with store.begin() as work:
        assert inbox.fact(work, "username") is None
        inbox.note_facts(work, [("username", "a_bot"), ("alive", "1")])
        inbox.note_facts(work, [("username", "b_bot")])
        inbox.note_facts(work, [])
        work.commit()
    with store.read() as work:
        assert (inbox.fact(work, "username"), inbox.fact(work, "alive")) == ("b_bot", "1")


# Dead letters


def test_what_failed_long_ago_is_forgotten(store: Store) -> None:
    with store.begin() as work:
        for age, error in ((timedelta(seconds=1), "Old"), (timedelta(), "New")):
            inbox.bury(work, Bot.FAMILIES, "families:00", 1, "words", error, NOW - DEAD_LETTERS_KEPT - age)
        inbox.prune(work, NOW)
        assert [letter.error for letter in inbox.buried(work)] == ["New"]


def test_what_failed_lies_under_its_participants_key(store: Store) -> None:
    made = invited(store)
    visitor = consenting(store, made)
    with store.begin() as work:
        owner = owner_of(work, Channel.TELEGRAM, visitor.user)
        inbox.bury(work, Bot.FAMILIES, "families:00", 1, "words", "KeyError", NOW, owner=owner)
        [letter] = inbox.buried(work)
        assert inbox.words_of(work, letter) == "words"
        erasure.erase(work, made.id, NOW)
        assert inbox.buried(work) == []
        assert owner_of(work, Channel.TELEGRAM, visitor.user) is None
