"""Proofs: a keyed hash beside each row that opens something or is part of the record, and one sealed tally of them all.

Whoever has no key can neither make nor change a row so that its proof holds. They could still put back a row as it was, or take
one out: so all proofs of the store are added up, and the sums are sealed in one value, which is written as the last thing of
each transaction that changes a proof. An old tally fits a whole old store, and nothing else.

`UnitOfWork.execute` keeps proofs of whatever is changed through it; statements that stand ready keep theirs themselves. A row
whose proof does not hold is never given a new one: nothing that is done here later hides what somebody else has done to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hmac import compare_digest
from typing import Any, Protocol

import orjson
from sqlalchemy import Connection, Row, Table, bindparam, select, update

from storage.engine.prepared import Many, Query
from storage.keys.sealing import SealError, Vault, place
from storage.schema.proved import PROOF, PROVED, Proved
from storage.schema.tables import tallies

AUDIT = "audit"
# The sums count to here and begin again.
SIZE = 1 << 256
# Of a long sealed value its tag is proved, the end of it: with another tag it does not open.
LONG, TAG = 8_192, 16
PLACE = place("tally", 1, "sums")


class Work(Protocol):
    """The open transaction, as far as it is wanted here."""

    connection: Connection
    vault: Vault
    tally: dict[str, int]

    def find(self, query: Query, among: Sequence[Any] = (), /, **values: Any) -> list[Any]:
        """The rows that a query finds."""

    def write(self, statement: Many, rows: Sequence[Mapping[str, Any]]) -> int:
        """Run a statement for many rows."""


def of(table: Table, column: str = PROOF) -> Proved:
    """Return what is proved of a table, in that column."""
    return next(one for one in PROVED[table] if one.column == column)


def proof(vault: Vault, proved: Proved, values: Sequence[Any]) -> bytes:
    """Return the proof of a row with these values, in the order of what is proved."""
    return vault.proof(proved.name, orjson.dumps(values, _plain))


def proof_of(vault: Vault, proved: Proved, row: Mapping[str, Any]) -> bytes:
    """Return the proof of a row that is to be written."""
    return proof(vault, proved, [row[name] for name in proved.over])


def holds(vault: Vault, proved: Proved, row: Any) -> bool:
    """Tell whether a row is as it was written."""
    kept = proved.kept(row)
    return kept is not None and compare_digest(kept, proof(vault, proved, proved.values(row)))


def count(work: Work, name: str, before: bytes | None, after: bytes | None) -> None:
    """Put one proof in the place of another, in the tally of this transaction."""
    work.tally[name] = work.tally.get(name, 0) + number(after) - number(before)


def number(proof: bytes | None) -> int:
    """Return a proof as a number, to be added up."""
    return int.from_bytes(proof, "big") if proof else 0


def prove(work: Work, table: Table, *which: Any) -> None:
    """Give a proof to rows that were made in this transaction, whose number the database has chosen."""
    for row in work.connection.execute(select(table).where(*which)).all():
        renew(work, table, row, None)


def made(work: Work, table: Table, row: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the proofs of a row that is made in this transaction, by their columns, and count them."""
    fresh = {}
    for one in PROVED[table]:
        fresh[one.column] = proof_of(work.vault, one, row)
        count(work, one.name, None, fresh[one.column])
    return fresh


def kept(work: Work, statement: Any, rows: Sequence[Mapping[str, Any]] | None, values: Mapping[str, Any]) -> Any:
    """Run a statement that changes rows with proofs, and have their proofs hold after it."""
    table, given = statement.table, rows if rows is not None else [values]
    keys = _keys(work, statement, given) if statement.is_insert else None
    wanted = [(_row(table, k), {}) for k in keys] if keys is not None else [(statement.whereclause, v) for v in given]
    before = {_key(table, row): row for row in _found(work, table, wanted)}
    done = work.connection.execute(statement, given if rows is not None or values else None)
    after = {_key(table, row): row for row in _found(work, table, [(_row(table, k), {}) for k in keys or before])}
    for key in before.keys() | after.keys():
        renew(work, table, after.get(key), before.get(key))
    return done


def renew(work: Work, table: Table, row: Row[Any] | None, before: Row[Any] | None) -> None:
    """Give a row the proofs that it must have now, if it had those that it must have had before."""
    fresh: dict[str, bytes] = {}
    for proved in PROVED[table]:
        old = proved.kept(before) if before is not None else None
        if before is not None and not holds(work.vault, proved, before):
            continue
        new = proof(work.vault, proved, proved.values(row)) if row is not None else None
        if new is not None and new != old:
            fresh[proved.column] = new
        count(work, proved.name, old, new)
    if row is not None and fresh:
        work.connection.execute(update(table).where(_row(table, _key(table, row))).values(**fresh))


def of_head(work: Work, n: int, head: str) -> bytes | None:
    """Return the proof of the newest entry of the audit log; a log without an entry needs none."""
    return work.vault.proof(AUDIT, f"{n}|{head}".encode()) if n else None


def _found(work: Work, table: Table, wanted: Iterable[tuple[Any, Mapping[str, Any]]]) -> Iterator[Row[Any]]:
    for where, values in wanted:
        query = select(table) if where is None else select(table).where(where)
        yield from work.connection.execute(query.with_for_update(), values).all()


def _keys(work: Work, statement: Any, given: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    """Return the primary keys of rows that are to be written; none where the database chooses them."""
    names = [column.name for column in statement.table.primary_key]
    fixed = statement.compile(dialect=work.connection.dialect).params
    whole = [{**fixed, **row} for row in given]
    return [tuple(row[name] for name in names) for row in whole if all(row.get(name) is not None for name in names)]


def _key(table: Table, row: Row[Any]) -> tuple[Any, ...]:
    return tuple(getattr(row, column.name) for column in table.primary_key)


def _row(table: Table, key: Sequence[Any]) -> Any:
    first, *rest = (column == value for column, value in zip(table.primary_key, key, strict=True))
    for one in rest:
        first &= one
    return first


def _plain(value: bytes) -> str:
    """Return bytes as JSON has them; of long ones their end."""
    return value[-TAG:].hex() if len(value) > LONG else value.hex()


# The tally


def nothing_yet(vault: Vault) -> dict[str, Any]:
    """Return the row of a tally in which there is no proof yet."""
    return {"id": 1, "sums": _sealed(vault, {})}


def sums(work: Work) -> dict[str, int] | None:
    """Return the sums of all proofs, by what they are of; None where the tally is gone or not what was written."""
    found = work.find(_TALLY)
    return _opened(work.vault, found[0].sums) if found else None


def settle(work: Work) -> None:
    """Bring the tally up to what this transaction has changed: the last thing of it, since others wait for that row.

    Nobody's words are lost because somebody has taken the tally away: then it is not written again, and `doctor` tells.
    """
    changed = {name: by for name, by in work.tally.items() if by % SIZE}
    work.tally.clear()
    found = work.find(_LOCKED) if changed else []
    known = _opened(work.vault, found[0].sums) if found else None
    if known is not None:
        new = {name: (known.get(name, 0) + changed.get(name, 0)) % SIZE for name in known.keys() | changed.keys()}
        work.write(_KEEP, [{"key": 1, "new": _sealed(work.vault, new)}])


def _opened(vault: Vault, sealed: bytes) -> dict[str, int] | None:
    try:
        return {name: int(value, 16) for name, value in orjson.loads(vault.system.open_bytes(PLACE, sealed)).items()}
    except SealError:
        return None


def _sealed(vault: Vault, sums: Mapping[str, int]) -> bytes:
    return vault.system.seal_bytes(PLACE, orjson.dumps({name: f"{value:064x}" for name, value in sums.items()}))


_TALLY = Query(lambda _: select(tallies.c.sums))
_LOCKED = Query(lambda _: select(tallies.c.sums).with_for_update())
_KEEP = Many(update(tallies).where(tallies.c.id == bindparam("key")).values(sums=bindparam("new")))
