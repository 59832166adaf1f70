"""Statements for many rows: what the driver is given is what SQLAlchemy would have given it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from storage.ready import Many
from storage.tables import seen_updates
from storage.unit_of_work import Store

SEEN = Many(insert(seen_updates))
LATER = Many(
    update(seen_updates)
    .where(seen_updates.c.update_id == bindparam("key"), seen_updates.c.bot == "families")
    .values(seen_at=bindparam("at"))
)
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
