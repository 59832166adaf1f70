"""Find what somebody without the keys has done to the store: rows that were made, changed, put back or taken out.

The whole store is looked at, also for the record of one review: a row that was given to another review is missed in the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, LargeBinary, Row, Table, case, func, select

from storage.engine import proofs
from storage.engine.unit_of_work import UnitOfWork
from storage.keys.sealing import SealError, place
from storage.record import audit
from storage.repositories import history
from storage.schema.proved import PROVED
from storage.schema.tables import invitations, responses, tallies


@dataclass(frozen=True, slots=True)
class Doubts:
    """`changed`: the rows of each table that were made or changed; `moved`: tables in which some were put back or taken out."""

    changed: Mapping[str, Sequence[str]]
    moved: Sequence[str]

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self.changed or self.moved)

    @property
    def told(self) -> list[str]:
        """Say what was done, each thing as the end of a sentence that begins with who did it."""
        changed = [f"has made or changed {_some(table, rows)}" for table, rows in self.changed.items()]
        return [*changed, *(f"has put back or taken out rows of {table}" for table in self.moved)]


def doubts(work: UnitOfWork) -> Doubts:
    """Look at the proof of every row of the store, and at the sums of them."""
    changed, sums = dict[str, list[str]](), {one.name: _Sums() for theirs in PROVED.values() for one in theirs}
    for table in PROVED:
        if wrong := [_named(table, row) for row in _rows(work, table) if not _is_real(work, table, row, sums)]:
            changed[str(table.name)] = wrong
    tally, head = proofs.sums(work), proofs.number(proofs.of_head(work, *audit.head(work)))
    if tally is None:
        return Doubts(changed, [tallies.name])
    whole = {**sums, proofs.AUDIT: _Sums(head, head)}
    return Doubts(changed, [name for name in whole if not whole[name].fit(tally.get(name, 0))])


def unreadable(work: UnitOfWork) -> list[str]:
    """Return the responses that do not open, or whose past does not: what they hold is long, and the proof only of its end."""
    numbers = work.execute(select(responses.c.id).order_by(responses.c.id)).scalars().all()
    return [str(number) for number in numbers if not _opens(work, number)]


@dataclass(slots=True)
class _Sums:
    """The proofs of one kind, added up: all of them, and those that hold."""

    whole: int = 0
    real: int = 0

    def fit(self, tally: int) -> bool:
        """Tell whether every row is there that was written, and none that was there only once."""
        return tally in {self.whole % proofs.SIZE, self.real % proofs.SIZE}


def _is_real(work: UnitOfWork, table: Table, row: Row[Any], sums: Mapping[str, _Sums]) -> bool:
    """Tell whether a row is as it was written, and add its proofs up."""
    found = [(sums[one.name], one.kept(row), proofs.holds(work.vault, one, row)) for one in PROVED[table]]
    for known, proof, holds in found:
        known.whole, known.real = known.whole + proofs.number(proof), known.real + proofs.number(proof) * holds
    return all(holds for _, _, holds in found)


def _rows(work: UnitOfWork, table: Table) -> Iterator[Row[Any]]:
    """Yield the rows of a table; of what is long its end alone."""
    names = {name for one in PROVED[table] for name in (*one.over, one.column)} | {
        key.name for key in table.primary_key
    }
    query = select(*(_end(table.c[name]).label(name) for name in sorted(names))).order_by(*table.primary_key)
    with work.connection.execute(query.execution_options(yield_per=500)) as rows:
        yield from rows


def _end(column: Column[Any]) -> Any:
    if not isinstance(column.type, LargeBinary):
        return column
    size = func.length(column)
    return case((size > proofs.LONG, func.substr(column, size - proofs.TAG + 1)), else_=column)


def _opens(work: UnitOfWork, number: int) -> bool:
    """Tell whether what somebody has said opens; of what is erased there is nothing to open."""
    parts = responses.c.state, responses.c.history, responses.c.invitation_id, invitations.c.data_key
    joined = select(*parts).join_from(responses, invitations, responses.c.invitation_id == invitations.c.id)
    row = work.execute(joined.where(responses.c.id == number)).one()
    if row.data_key is None:
        return True
    try:
        sealer = work.vault.participant(row.invitation_id, row.data_key)
        history.opened(sealer, number, row.history)
        return row.state is None or bool(sealer.open_bytes(place("response", number, "state"), row.state))
    except SealError:
        return False


def _named(table: Table, row: Row[Any]) -> str:
    """Return the number or the id of a row, where it has one that tells nothing."""
    key = [getattr(row, column.name) for column in table.primary_key]
    return str(key[0]) if len(key) == 1 and not isinstance(key[0], bytes) else ""


MOST_NAMED = 5


def _some(table: str, rows: Sequence[str]) -> str:
    named = ", ".join([row for row in rows if row][:MOST_NAMED])
    return f"{len(rows)} {'row' if len(rows) == 1 else 'rows'} of {table}{f' ({named})' if named else ''}"
