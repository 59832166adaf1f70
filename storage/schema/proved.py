"""Which columns of which tables have a proof beside them: all that opens something, and all that the record is made of.

What the schedule of retention reads is among them: else a moment that is put back would let the clock delete a review.

A new column is not among them until it is named here, and then a migration has to make the proofs of its table again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from sqlalchemy import Table

from storage.schema import tables

PROOF, OF_HISTORY = "proof", "history_proof"


@dataclass(frozen=True, slots=True)
class Proved:
    """Columns of a table, and the column that holds the proof of them. `loaded`: other names that rows have them under.

    `values` and `kept` read a row; `name` is that of these proofs among all.
    """

    table: Table
    over: tuple[str, ...]
    column: str = PROOF
    loaded: Mapping[str, str] = field(default_factory=dict)
    name: str = field(init=False)
    values: Callable[[Any], tuple[Any, ...]] = field(init=False)
    kept: Callable[[Any], bytes | None] = field(init=False)

    def __post_init__(self) -> None:
        name = str(self.table.name) if self.column == PROOF else f"{self.table.name} {self.over[-1]}"
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "values", attrgetter(*(self.loaded.get(one, one) for one in self.over)))
        object.__setattr__(self, "kept", attrgetter(self.loaded.get(self.column, self.column)))

    def under(self, **loaded: str) -> Proved:
        """Return the same, for rows in which some columns have other names."""
        return Proved(self.table, self.over, self.column, loaded)


_ALL = (
    Proved(
        tables.reviews,
        (
            "id", "reference", "reference_key", "person", "dates", "facts", "status", "reviewer_id", "opened_at",
            "closed_at",
        ),
    ),
    Proved(
        tables.reviewers,
        ("id", "name_hash", "enrolment_hash", "lookup", "address", "removed_at", "lead", "email", "cover_id", "cover_until"),
    ),
    Proved(
        tables.invitations,
        (
            "id", "review_id", "to", "relationship", "language", "token_hash", "code_hash", "check_hash", "created_at",
            "expires_at", "revoked_at", "erased_at",
        ),
    ),
    Proved(tables.accounts, ("id", "lookup", "channel", "address")),
    Proved(
        tables.responses,
        (
            "id", "invitation_id", "account_id", "bound", "status", "channel", "language", "questionnaire", "version",
            "state", "last_activity", "doubted_at",
        ),
    ),
    Proved(tables.responses, ("id", "history"), OF_HISTORY),
    Proved(tables.browsers, ("cookie_hash", "response_id", "device")),
    Proved(tables.claims, ("who", "invitation_id", "response_id", "state", "since")),
    Proved(tables.moves, ("token_hash", "response_id", "expires_at")),
    Proved(tables.wrong_words, ("invitation_id", "tries", "until")),
    Proved(
        tables.attachments,
        ("response_id", "number", "kind", "mime", "seconds", "size", "state", "sha256", "content"),
    ),
    Proved(tables.flags, ("id", "mark", "facts", "is_open")),
    Proved(tables.handlings, ("flag_id", "at", "actor", "outcome", "again_on", "passed_to", "note")),
)  # fmt: skip
PROVED: Mapping[Table, Sequence[Proved]] = {
    table: tuple(one for one in _ALL if one.table is table) for table in dict.fromkeys(one.table for one in _ALL)
}
