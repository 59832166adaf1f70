"""Which columns of which tables have a proof beside them: all that opens something, and all that the record is made of.

What the schedule of retention reads is among them: else a moment that is put back would let the clock delete a review.

A new column is not among them until it is named here, and then a migration has to make the proofs of its table again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Table

from storage.schema import tables

PROOF, OF_HISTORY = "proof", "history_proof"


@dataclass(frozen=True, slots=True)
class Proved:
    """Columns of a table, and the column that holds the proof of them."""

    table: Table
    over: tuple[str, ...]
    column: str = PROOF

    @property
    def name(self) -> str:
        """Return the name of these proofs among all of them."""
        return str(self.table.name) if self.column == PROOF else f"{self.table.name} {self.over[-1]}"


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
