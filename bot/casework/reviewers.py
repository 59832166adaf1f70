"""Add and remove reviewers."""

from __future__ import annotations

from dataclasses import dataclass

from bot.casework.access import Deed
from bot.casework.by import By
from storage.keys.credentials import new_code
from storage.repositories import reviews


@dataclass(frozen=True, slots=True, repr=False)
class Added:
    """A new reviewer, and the code that enrols them, this once."""

    id: str
    code: str


def add(by: By, name: str) -> Added:
    """Add a reviewer with this name, which families read."""
    code = new_code()
    reviewer_id = reviews.add_reviewer(by.work, name, code, by.now)
    by.does(Deed.REVIEWER_ADD, reviewer=reviewer_id)
    return Added(reviewer_id, code)


def remove(by: By, name: str) -> None:
    """Remove a reviewer; reviews and records stay."""
    reviewer_id = reviews.reviewer_named(by.work, name)
    by.does(Deed.REVIEWER_REMOVE, reviewer=reviewer_id)
    reviews.remove_reviewer(by.work, reviewer_id, by.now)
