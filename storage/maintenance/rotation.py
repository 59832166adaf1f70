"""Wrap every data key again with the current key of the ring, in batches, while a service goes on.

A process that makes a data key says so to the others until it is committed, and reads the key file after that (`fresh_key`).
So the fence, which comes after the new key is in the file, waits for those who may still wrap with the old one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from time import sleep
from typing import Any

from sqlalchemy import Column, ColumnElement, and_, bindparam, func, select, text, update

from storage.engine.unit_of_work import Store, UnitOfWork
from storage.keys.sealing import KeyRing, Sealer
from storage.schema.tables import data_keys, invitations

BATCH = 200
PAUSE_SECONDS = 0.05
# The number means nothing.
MAKING = text("SELECT pg_advisory_xact_lock_shared(7236502)")
FENCE = text("SELECT pg_advisory_xact_lock(7236502)")

# Where wrapped keys are: the name that each is bound to, and the key.
Place = tuple[Column[Any], Column[Any]]
PLACES: tuple[Place, ...] = ((data_keys.c.name, data_keys.c.wrapped), (invitations.c.id, invitations.c.data_key))


def fresh_key(work: UnitOfWork, invitation_id: str) -> tuple[bytes, Sealer]:
    """A data key for a participant, wrapped, with its sealer; no rotation ends before it is committed."""
    if work.connection.dialect.name == "postgresql":
        work.execute(MAKING)
    return work.vault.new_participant(invitation_id)


def wrapped_otherwise(work: UnitOfWork, key_ids: Collection[str]) -> int:
    """Return how many data keys are wrapped with none of these keys of a ring."""
    counts = (select(func.count()).select_from(key.table).where(_otherwise(key, key_ids)) for _, key in PLACES)
    return sum(work.execute(count).scalar_one() for count in counts)


def rewrap(store: Store, ring: KeyRing, size: int = BATCH) -> int:
    """Wrap everything with the current key of the ring; gives how many keys that were. SealError if one does not open.

    Ended in the middle, it leaves each key wrapped with one of the two, and goes on where it was when it is run again.
    """
    _fence(store)
    done = 0
    while True:
        done += sum(_pass(store, ring, place, size) for place in PLACES)
        with store.read() as work:
            if not wrapped_otherwise(work, [ring.current]):
                return done
        sleep(PAUSE_SECONDS)


def _fence(store: Store) -> None:
    """Wait for those who were making a key. On SQLite everything that writes waits for its turn anyway."""
    with store.begin() as work:
        if work.connection.dialect.name == "postgresql":
            work.execute(FENCE)


def _pass(store: Store, ring: KeyRing, place: Place, size: int) -> int:
    """Wrap all rows once; rows that somebody holds are left for the next time."""
    done, last = 0, ""
    while True:
        with store.begin() as work:
            rows = _batch(work, ring, place, last, size)
            _write(work, place, [(name, key, ring.wrap(name, ring.unwrap(name, key))) for name, key in rows])
            work.commit()
        if not rows:
            return done
        done, last = done + len(rows), rows[-1][0]


def _batch(work: UnitOfWork, ring: KeyRing, place: Place, after: str, size: int) -> Sequence[Any]:
    name, key = place
    query = select(name, key).where(_otherwise(key, [ring.current]), name > after).order_by(name).limit(size)
    return work.execute(query.with_for_update(skip_locked=True)).all()


def _otherwise(key: Column[Any], key_ids: Collection[str]) -> ColumnElement[bool]:
    marks = [f"{key_id}:".encode() for key_id in key_ids]
    return and_(key.is_not(None), *(func.substr(key, 1, len(mark)) != mark for mark in marks))


def _write(work: UnitOfWork, place: Place, keys: Sequence[tuple[str, bytes, bytes]]) -> None:
    name, key = place
    statement = (
        update(name.table)
        .where(name == bindparam("of"), key == bindparam("before"))
        .values({key: bindparam("after", type_=key.type)})
    )
    work.execute(statement, [{"of": of, "before": before, "after": after} for of, before, after in keys])
