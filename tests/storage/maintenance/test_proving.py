"""A store from before proofs gets them once: links and cookies work on, and nobody makes it be done again."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import MetaData, Table, delete, select, text, update

from storage.engine.unit_of_work import Engine, Store, open_engine, open_store
from storage.keys.sealing import SealError
from storage.maintenance.upgrade import current, head, upgrade
from storage.record import proving, sealing_over
from storage.record.doubts import doubts, unreadable
from storage.schema import tables
from storage.schema.columns import Base
from tests.storage.maintenance.test_sealing_over import RING, old_url, sealed_over
from tests.storage.people import TOLD, consenting, invited

__all__ = ["old_url"]
AT = text("UPDATE alembic_version SET version_num = :revision")
PLAIN = (("invitation", "token_hash"), ("browser", "cookie_hash"), ("browser", "device"))


def kept(engine: Engine, table: str, column: str) -> set[bytes]:
    """What stands in a column now."""
    found = Table(table, MetaData(), autoload_with=engine).c[column]
    with engine.connect() as connection:
        return {bytes(value) for value in connection.execute(select(found)).scalars() if value is not None}


def room(url: str) -> Store:
    """The store with room for proofs, and none of them."""
    engine = open_engine(url)
    upgrade(engine, sealing_over.ROOM)
    store = open_store(engine, RING)
    sealing_over.seal_over(store)
    upgrade(engine, proving.ROOM)
    return store


def test_hashes_are_keyed_without_what_they_are_of(old_url: str) -> None:
    engine = open_engine(old_url)
    before = {(table, column): kept(engine, table, column) for table, column in PLAIN}
    engine.dispose()
    store = sealed_over(old_url)
    assert len(before["invitation", "token_hash"]) == 3
    again: dict[str, Any] = {"token_hash": store.vault.link_again}
    for (table, column), plain in before.items():
        key = again.get(column, lambda value: store.vault.hash("page", value.hex()))
        assert kept(store.engine, table, column) == {key(value) for value in plain}
    with store.read() as work:
        assert not doubts(work)
        assert not unreadable(work)
    store.close()


def test_ended_in_the_middle_nothing_is_done(old_url: str) -> None:
    store = room(old_url)
    before = kept(store.engine, "invitation", "token_hash")

    def stops(done: int, _all: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        proving.prove_all(store, stops)
    assert kept(store.engine, "invitation", "token_hash") == before
    with pytest.raises(RuntimeError, match="interview migrate"):
        upgrade(store.engine)
    assert current(store.engine) == proving.ROOM
    with store.read() as work:
        number = proving.left(work)
    assert proving.prove_all(store) == number > 5
    assert proving.prove_all(store) == 0
    upgrade(store.engine)
    store.close()


def test_what_somebody_wrote_is_never_believed_later(store: Store) -> None:
    """They take every proof away, put the store back to before, and wait until the operator runs `migrate`."""
    consenting(store, invited(store)).does(*TOLD)
    with store.engine.begin() as connection:
        connection.execute(delete(tables.tallies))
        for table in Base.metadata.tables.values():
            if "proof" in table.c:
                connection.execute(update(table).values(proof=None))
        connection.execute(AT, {"revision": proving.ROOM})
    with pytest.raises(SealError, match="had proofs before"):
        proving.prove_all(store)
    with pytest.raises(RuntimeError, match="interview migrate"):
        upgrade(store.engine)
    with store.read() as work:
        assert doubts(work).moved == ["tally"]
    with store.engine.begin() as connection:
        connection.execute(AT, {"revision": head()})
