"""Statements that stand ready: they read and write what SQLAlchemy would have read and written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage.engine.prepared import Many, Query
from storage.engine.unit_of_work import Store, is_outage
from storage.schema.tables import accounts, seen_updates

SEEN = Many(insert(seen_updates))
LATER = Many(
    update(seen_updates)
    .where(seen_updates.c.update_id == bindparam("key"), seen_updates.c.bot == "families")
    .values(seen_at=bindparam("at"))
)
IS_LATE = (seen_updates.c.seen_at > bindparam("since", type_=seen_updates.c.seen_at.type)).label("is_late")
OURS = select(seen_updates, IS_LATE).where(seen_updates.c.bot == bindparam("bot")).order_by(seen_updates.c.update_id)
FOUND = Query(lambda ids: OURS.where(seen_updates.c.update_id.in_(ids)), seen_updates.c.update_id.type)
PARIS = timezone(timedelta(hours=1))
MOMENTS = (
    datetime(2026, 11, 2, 10, tzinfo=UTC),
    datetime(2026, 11, 2, 10, 0, 0, 123456, tzinfo=UTC),
    datetime(2026, 11, 2, 0, 30, tzinfo=PARIS),
)


def seen(bot: str) -> list[dict[str, Any]]:
    """A row a moment."""
    return [{"bot": bot, "update_id": n, "seen_at": at} for n, at in enumerate(MOMENTS)]


def read(store: Store, bot: str) -> Sequence[Any]:
    """What the database has, moments as the driver gives them."""
    with store.read() as work:
        mine = work.execute(select(seen_updates).where(seen_updates.c.bot == bot).order_by(seen_updates.c.update_id))
        return [(row.update_id, row.seen_at) for row in mine]


def test_it_writes_what_sqlalchemy_writes(store: Store) -> None:
    with store.begin() as work:
        work.execute(insert(seen_updates), seen("theirs"))
        assert work.write(SEEN, seen("ours")) in {len(MOMENTS), -1}
        equal = select(seen_updates.c.update_id).where(seen_updates.c.seen_at.in_(MOMENTS))
        assert len(work.execute(equal).all()) == 2 * len(MOMENTS)
        work.commit()
    assert read(store, "ours") == read(store, "theirs") == list(enumerate(MOMENTS))


def test_a_statement_keeps_its_own_values(store: Store) -> None:
    """`bot` stands in the statement, the others come with the rows."""
    with store.begin() as work:
        work.write(SEEN, seen("families"))
        work.write(SEEN, seen("reviewers"))
        work.write(LATER, [{"key": n, "at": MOMENTS[0]} for n in range(3)])
        work.commit()
    assert {at for _, at in read(store, "families")} == {MOMENTS[0]}
    assert read(store, "reviewers") == list(enumerate(MOMENTS))


def test_without_rows_nothing_is_run(store: Store) -> None:
    with store.begin() as work:
        assert work.write(SEEN, []) == 0


def test_it_reads_what_sqlalchemy_reads(store: Store) -> None:
    """Moments are in UTC, truth is a bool, and a column has its name."""
    with store.begin() as work:
        work.write(SEEN, seen("families"))
        theirs = work.execute(OURS, since=MOMENTS[0], bot="families").all()
        ours = work.find(FOUND, [0, 1, 2], since=MOMENTS[0], bot="families")
        assert [row._asdict() for row in ours] == [row._asdict() for row in theirs]
        assert [(row.update_id, row.is_late) for row in ours] == [(0, False), (1, True), (2, False)]


@pytest.mark.parametrize("number", [0, 1, 2, 3, 5, 8, 100])
def test_among_any_number_of_values(store: Store, number: int) -> None:
    with store.begin() as work:
        work.write(SEEN, [{"bot": "families", "update_id": n, "seen_at": MOMENTS[0]} for n in range(200)])
        wanted = list(range(0, 2 * number, 2))
        found = work.find(FOUND, wanted, since=MOMENTS[0], bot="families")
        assert [row.update_id for row in found] == wanted


def test_a_query_of_one_kind_of_bytes_and_of_nothing(store: Store) -> None:
    query = Query(lambda lookups: select(accounts).where(accounts.c.lookup.in_(lookups)), accounts.c.lookup.type)
    row = {"lookup": b"\x00\xff", "channel": "telegram", "address": b"sealed"}
    with store.begin() as work:
        work.execute(insert(accounts), [row])
        (found,) = work.find(query, [b"\x00\xff", b"other"])
        assert (found.lookup, found.address, found.blocked_at) == (b"\x00\xff", b"sealed", None)


def test_a_query_without_a_list(store: Store) -> None:
    with store.begin() as work:
        work.write(SEEN, seen("families"))
        (row,) = work.find(Query(lambda _: select(func.count().label("number")).select_from(seen_updates)))
        assert row.number == len(MOMENTS)


def test_what_the_driver_refuses_is_told_as_sqlalchemy_tells_it(store: Store) -> None:
    with store.begin() as work, pytest.raises(IntegrityError):
        work.write(SEEN, seen("families") * 2)


def test_a_list_that_is_not_written_out_is_refused(store: Store) -> None:
    query = Query(lambda _: select(seen_updates).where(seen_updates.c.update_id.in_([1, 2])))
    with store.begin() as work, pytest.raises(ValueError, match="not written out"):
        work.find(query)


def test_a_connection_that_was_cut_is_told_and_given_up(postgres_store: Store) -> None:
    with postgres_store.begin() as work:
        mine = work.execute(select(func.pg_backend_pid())).scalar_one()
        with postgres_store.begin() as other:
            other.execute(select(func.pg_terminate_backend(mine)))
        with pytest.raises(DBAPIError) as refused:
            work.write(SEEN, seen("families"))
        assert refused.value.connection_invalidated
        assert is_outage(refused.value)
