"""Give a store from before its proofs, once, between two revisions.

Revision 0018 makes room, this fills it, and 0019 refuses a store without. It is one transaction: ended in the middle, nothing is
done. What a store from before says is believed then, since nothing vouches for it; so it is done for no store that had proofs
before, whatever somebody has made of its revision since: what was sealed since then says so itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from sqlalchemy import Row, Table, func, insert, inspect, select, text, update

from storage.engine import proofs
from storage.engine.unit_of_work import Store, UnitOfWork
from storage.keys.sealing import VERSION, SealError
from storage.record import audit
from storage.repositories.browsers import known_by
from storage.schema.proved import PROVED
from storage.schema.tables import accounts, browsers, claims, invitations, moves, responses, reviews, tallies

ROOM = "0018"
Progress = Callable[[int, int], None]
# Each review, invitation, account and answered response has one of these, and seals it anew with every change.
SEALED_SINCE = (responses.c.state, invitations.c.to, accounts.c.address, reviews.c.person)


def prove_all(store: Store, progress: Progress = lambda _done, _all: None) -> int:
    """Key the hashes of a store without a tally, and prove its rows; return how many. SealError if they had proofs before."""
    with store.begin() as work:
        if work.execute(select(tallies.c.id)).first():
            return 0
        if any(_is_sealed_since(work, column) for column in SEALED_SINCE):
            raise SealError("its rows had proofs before, and somebody has taken those away")
        work.execute(insert(tallies), [proofs.nothing_yet(work.vault)])
        _key(work)
        total, done = left(work), 0
        for table in TABLES:
            for row in rows_of(work, table):
                proofs.renew(work, table, row, None)
                done += 1
                progress(done, total)
        proofs.count(work, proofs.AUDIT, None, proofs.of_head(work, *audit.head(work)))
        work.commit()
    return done


def left(work: UnitOfWork) -> int:
    """Return how many rows there are to prove; an older store has not all the tables."""
    there = {*inspect(work.connection).get_table_names()} & {table.name for table in TABLES}
    return sum(work.execute(select(func.count()).select_from(text(name))).scalar_one() for name in sorted(there))


def rows_of(work: UnitOfWork, table: Table, *which: Any) -> Iterator[Row[Any]]:
    """Yield the rows of a table one by one: each may hold a voice message."""
    keys = list(table.primary_key)
    for key in work.connection.execute(select(*keys).where(*which).order_by(*keys)).all():
        mine = (column == value for column, value in zip(keys, key, strict=True))
        yield from work.connection.execute(select(table).where(*mine))


TABLES = tuple(PROVED)


def _is_sealed_since(work: UnitOfWork, column: Any) -> bool:
    since = func.substr(column, 1, 1) == VERSION
    return work.execute(select(column).where(since).limit(1)).first() is not None


def _key(work: UnitOfWork) -> None:
    """Key what was kept as a plain hash. It is that hash which is hashed again, so no link and no cookie has to change."""
    link, cookie = work.vault.link_again, partial(known_by, work)
    chats = set(work.execute(select(accounts.c.lookup)).scalars())
    for column, again in (
        (invitations.c.token_hash, link),
        (moves.c.token_hash, link),
        (browsers.c.cookie_hash, cookie),
        (browsers.c.device, cookie),
        (claims.c.who, lambda who: who if who in chats else cookie(who)),
    ):
        for plain in set(work.execute(select(column).where(column.is_not(None))).scalars()):
            work.connection.execute(update(column.table).where(column == plain).values({column: again(plain)}))
