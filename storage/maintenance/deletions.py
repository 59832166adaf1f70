"""Every deletion leaves a row in its own transaction, and a line on the list outside of the store once that is committed.

What a crash left out, and what another machine has deleted, is added when a service starts, and at its ticks.
"""

from __future__ import annotations

from sqlalchemy import insert, select

from storage.deletion_list import Deletion
from storage.engine.unit_of_work import Store, UnitOfWork
from storage.keys.credentials import new_id
from storage.schema.tables import deletions
from storage.schema.vocabulary import DeletionKind

_COLUMNS = ("kind", "invitation_id", "id")


def note(work: UnitOfWork, kind: DeletionKind, invitation_id: str) -> None:
    """Leave the row; the line follows the commit."""
    one = Deletion(kind, invitation_id, new_id())
    note_all(work, [one])
    work.deleted.append(one)


def note_all(work: UnitOfWork, these: list[Deletion]) -> None:
    """Leave the rows alone."""
    work.execute(insert(deletions), [dict(zip(_COLUMNS, one, strict=True)) for one in these])


def noted(work: UnitOfWork) -> set[Deletion]:
    """Return every deletion of this store."""
    return {Deletion(DeletionKind(row.kind), row.invitation_id, row.id) for row in work.execute(select(deletions))}


def unlisted(store: Store) -> set[Deletion]:
    """Return the deletions that are not on the list."""
    with store.read() as work:
        found = noted(work)
    return found - store.deletions.read() if found else found


def catch_up(store: Store) -> bool:
    """Add to the list what is not on it yet; False if it cannot be written."""
    left = unlisted(store)
    return not left or store.deletions.add(sorted(left))
