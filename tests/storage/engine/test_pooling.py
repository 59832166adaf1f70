"""A pooler between us and PostgreSQL gives each transaction another connection: everything works all the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from bot.cli.errors import explain
from storage.engine.faults import is_split_up
from storage.engine.inspection import is_pooled
from storage.engine.unit_of_work import open_engine, open_store
from storage.keys.sealing import KeyRing
from storage.maintenance import upgrade
from storage.maintenance.revision import is_current
from tests.poolers import pooler

KINDS = ("ours", "pgbouncer")


@pytest.fixture(params=KINDS)
def pooled_url(request: pytest.FixtureRequest, postgres_url: str) -> Iterator[str]:
    """A fresh record store behind a pooler."""
    with pooler(request.param, postgres_url) as url:
        yield url


def test_a_pooler_is_seen(pooled_url: str, postgres_url: str, sqlite_url: str) -> None:
    for url, pooled in ((pooled_url, True), (postgres_url, False), (sqlite_url, False)):
        engine = open_engine(url)
        assert is_pooled(engine) is pooled
        engine.dispose()


def test_nothing_that_is_said_depends_on_whose_connection_it_is(pooled_url: str, key_ring: KeyRing) -> None:
    """Reading, writing many rows, a savepoint that fails; two at once, so that both get another connection each time."""
    store, other = (open_store(open_engine(pooled_url), key_ring) for _ in range(2))
    for number in range(12):
        for each in (store, other):
            with each.begin() as work:
                rows = [{"name": f"{n}", "value": f"{number}"} for n in range(9)]
                work.execute(text("DELETE FROM runtime WHERE name = :name"), rows)
                work.execute(text("INSERT INTO runtime (name, value) VALUES (:name, :value)"), rows)
                work.commit()
            with each.read() as work:
                assert work.execute(text("SELECT count(*) FROM runtime")).scalar() == 9
    store.close()
    other.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_store_is_made_through_it(kind: str, empty_postgres_url: str) -> None:
    with pooler(kind, empty_postgres_url) as url:
        engine = open_engine(url)
        upgrade.upgrade(engine)
        assert is_current(engine)
        engine.dispose()


@pytest.mark.parametrize("kind", KINDS)
def test_one_without_transactions_is_refused_in_a_sentence(kind: str, postgres_url: str) -> None:
    with pooler(kind, postgres_url, statements=True) as url:
        engine = open_engine(url)
        with pytest.raises(Exception, match="statement pooling") as refused:
            is_current(engine)
        engine.dispose()
    assert is_split_up(refused.value)
    status, said = explain(refused.value)
    assert (status, said.count(".")) == (2, 1)
    assert "pool_mode" in said
