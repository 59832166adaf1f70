"""Fixtures of the reviewers' bot."""

from __future__ import annotations

import pytest

from storage.engine.unit_of_work import Store
from tests.bot.reviewers.office import Office


@pytest.fixture
def office(store: Store) -> Office:
    """An office over a fresh record store, on each database in turn."""
    return Office(store)
