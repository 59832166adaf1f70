"""Each update is taken once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from storage.engine.unit_of_work import Store
from storage.inbox import seen_updates
from storage.inbox.seen_updates import KEPT
from storage.schema.tables import seen_updates as seen_update_rows
from storage.schema.vocabulary import Bot
from tests.storage.people import NOW, rows


def test_an_update_is_recognised_by_membership(store: Store) -> None:
    """Ids restart at random after a quiet week: a smaller one may well be new."""
    with store.begin() as work:
        seen_updates.see(work, Bot.FAMILIES, [500, 501], NOW)
        seen_updates.see(work, Bot.FAMILIES, [7, 7], NOW)
        seen_updates.see(work, Bot.REVIEWERS, [500], NOW)
        assert seen_updates.already_seen(work, Bot.FAMILIES, [6, 7, 499, 500, 502]) == {7, 500}
        assert seen_updates.already_seen(work, Bot.REVIEWERS, [7, 500, 2**40]) == {500}
        assert seen_updates.already_seen(work, Bot.FAMILIES, []) == set()
        seen_updates.see(work, Bot.FAMILIES, [], NOW)


def test_an_update_is_never_taken_twice(store: Store) -> None:
    with store.begin() as work:
        seen_updates.see(work, Bot.FAMILIES, [7], NOW)
        with pytest.raises(IntegrityError):
            seen_updates.see(work, Bot.FAMILIES, [7], NOW)


def test_what_was_taken_is_forgotten_only_with_its_transaction(store: Store) -> None:
    with store.begin() as work:
        seen_updates.see(work, Bot.FAMILIES, [7], NOW)
    assert rows(store, seen_update_rows) == []


def test_old_updates_are_forgotten(store: Store) -> None:
    with store.begin() as work:
        seen_updates.see(work, Bot.FAMILIES, [1], NOW - KEPT - timedelta(seconds=1))
        seen_updates.see(work, Bot.FAMILIES, [2], NOW - KEPT)
        seen_updates.prune(work, NOW)
        work.commit()
    assert [r.update_id for r in rows(store, seen_update_rows)] == [2]
