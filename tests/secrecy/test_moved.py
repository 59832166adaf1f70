"""Sealed values belong to their place: changed, cut or put elsewhere they are refused by everything that reads them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import ColumnElement, LargeBinary, Table, and_, select, update

from dialogs.review import Dates
from dialogs.reviewer_bot.state import Opening
from storage.engine import proofs
from storage.engine.unit_of_work import Store, UnitOfWork, open_store
from storage.inbox import dead_letters
from storage.keys.sealing import SealError
from storage.outbox import queue
from storage.outbox.queue import Letter
from storage.repositories import desks, notices, responses, reviews
from storage.schema.columns import Base
from storage.schema.tables import data_keys
from storage.schema.tables import notices as notices_table
from storage.schema.tables import reviewers as reviewers_table
from storage.schema.tables import reviews as reviews_table
from storage.schema.vocabulary import Bot
from tests.records import record
from tests.secrecy.canaries import ENROLMENT, MARK, PERSON, STORY, found
from tests.storage.people import CONSENT, LATER, NOW, TOLD, Visitor, an_invitation, around

ONE, OTHER = "7001", "7002"
# Hashes are no sealed values, and dates are kept for a later use.
HASHES = {"name_hash", "enrolment_hash", "lookup", "token_hash", "code_hash", "check_hash", "source", "mark", "proof",
    "history_proof",
}  # fmt: skip
NOT_READ = {("review", "dates")}
PLACES_OF_BYTES = (0, 1, 8, 9, 20, 21, 30, -17, -1)


@dataclass(frozen=True, slots=True)
class Cell:
    """One sealed value, and where it is."""

    table: Table
    row: tuple[Any, ...]
    column: str
    sealed: bytes

    @property
    def here(self) -> ColumnElement[bool]:
        """Its row."""
        return and_(*(key == value for key, value in zip(self.table.primary_key, self.row, strict=True)))

    def put(self, work: UnitOfWork, value: bytes) -> None:
        """Another value in its place."""
        work.execute(update(self.table).where(self.here).values({self.column: value}))


@pytest.fixture
def full(sqlite_store: Store) -> Store:
    """Two participants of one review and one of another, two reviewers at their desks, letters of all kinds."""
    visitors = [Visitor(sqlite_store, ONE), Visitor(sqlite_store, OTHER), Visitor(sqlite_store, "7003")]
    with sqlite_store.begin() as work:
        made = [an_invitation(work, a_review(work, number), to=f"{MARK} {number}") for number in (0, 1)]
        made.append(an_invitation(work, work.execute(select(reviews_table.c.id)).scalars().first() or "", to=MARK))
        work.commit()
    for visitor, one in zip(visitors, made, strict=True):
        assert visitor.opens(one)
        visitor.does(*CONSENT, *TOLD)
        seen = visitor.sees()
        with sqlite_store.begin() as work:
            theirs: dict[str, Any] = {"response_id": seen.response_id, "key_of": one.id, "sealer": seen.sealer}
            lane = f"families:{visitor.lookup.hex()}"
            for more in (theirs, {}):
                letter = Letter(bot=Bot.FAMILIES, lane=f"{lane}{more != {}}", method="m", wire={"text": STORY}, **more)
                queue.enqueue(work, [letter], NOW)
            dead_letters.keep(work, Bot.FAMILIES, lane, 9, STORY, "KeyError", NOW)
            work.commit()
    return sqlite_store


def a_review(work: UnitOfWork, number: int) -> str:
    """A review with a reviewer who has an account and something on the desk."""
    code, lookup = f"{ENROLMENT[:-1]}{number}", work.vault.hash("telegram", f"desk {number}")
    reviewer = reviews.add_reviewer(work, f"{MARK} {number}", code, NOW)
    assert desks.enrol(work, code, lookup, str(8000 + number))
    (seat,) = desks.load(work, [lookup]).values()
    seat.desk = desks.restore(desks.dump(seat.desk))
    object.__setattr__(seat.desk, "task", Opening(reference="R", person=PERSON))
    desks.save(work, [seat])
    return reviews.open_review(
        work,
        f"R-{number}",
        person=PERSON,
        age=52,
        dates=Dates(born=NOW.date()),
        confirmed=[],
        reviewer_id=reviewer,
        now=NOW,
    )


def cells(work: UnitOfWork) -> list[Cell]:
    """Every sealed value of the store."""
    return [
        Cell(table, tuple(row[key.name] for key in table.primary_key), column.name, bytes(row[column.name]))
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary) and column.name not in HASHES
        for row in work.execute(select(table)).mappings()
        if row[column.name] is not None
    ]


READERS: dict[str, Callable[[UnitOfWork], Any]] = {
    "record": lambda work: [record(work, f"R-{n}", LATER) for n in (0, 1)],
    "load": lambda work: [(c.response, c.address, c.available) for c in responses.load(work, _lookups(work), around())],
    "desks": lambda work: sorted(
        repr((seat.desk.reviewer, seat.desk.task))
        for seat in desks.load(work, work.execute(select(reviewers_table.c.lookup)).scalars().all()).values()
    ),
    "addresses": lambda work: [
        work.vault.system.open(f"reviewer|{row.id}|address", row.address)
        for row in work.execute(select(reviewers_table).order_by(reviewers_table.c.id))
    ],
    "dead letters": lambda work: [dead_letters.content(work, letter) for letter in dead_letters.kept(work)],
    "notices": lambda work: [notices._opened(work, row) for row in work.execute(select(notices_table))],
    "outbox": lambda work: [claimed.wire for claimed in _claimed(work)],
}


def _sums(work: UnitOfWork) -> dict[str, int]:
    """The sums of all proofs; nothing is known of a tally that does not open, which is a refusal too."""
    if (sums := proofs.sums(work)) is None:
        raise SealError
    return sums


READERS["tally"] = _sums


def _lookups(work: UnitOfWork) -> list[bytes]:
    return [work.vault.hash("telegram", user) for user in (ONE, OTHER, "7003")]


def _claimed(work: UnitOfWork) -> list[Any]:
    """What would be sent; a call that can't be opened is given up, which is a refusal too."""
    claimed = queue.claim(work, "test", [Bot.FAMILIES], NOW)
    if len(claimed) < 6:
        raise SealError
    return claimed


def changed(cell: Cell, others: list[Cell]) -> Iterator[bytes]:
    """The value with a bit flipped here and there, cut, emptied, and the values of other places."""
    for at in PLACES_OF_BYTES:
        value = bytearray(cell.sealed)
        value[at] ^= 1
        yield bytes(value)
    yield from (cell.sealed[:-1], cell.sealed[:20], b"")
    kin = [o for o in others if o.table is cell.table and o.column == cell.column]
    beside = [o for o in others if o.table is cell.table and o.row == cell.row]
    apart = random.Random(cell.sealed).sample([o for o in others if o.table is not cell.table], 3)
    yield from (other.sealed for other in (*kin[:3], *beside, *apart))


def outcome(work: UnitOfWork, read: Callable[[UnitOfWork], Any]) -> Any:
    """What a reader gives, or that it refuses; everything is as before afterwards."""
    with work.connection.begin_nested() as aside:
        try:
            return repr(read(work))
        except SealError as error:
            return SealError if not found(str(error).encode()) else "an error that tells too much"
        finally:
            aside.rollback()


@pytest.mark.timeout(300)
def test_nothing_opens_in_another_place_or_changed(full: Store) -> None:
    """Every reader refuses, or gives exactly what it gave before since it does not look there."""
    tried = 0
    with full.begin() as work:
        every = cells(work)
        usual = {name: outcome(work, read) for name, read in READERS.items()}
        assert SealError not in usual.values()
        for cell in every:
            if cell.table is data_keys or (cell.table.name, cell.column) in NOT_READ:
                continue
            others = [o for o in every if o.sealed != cell.sealed and o.table is not data_keys]
            for value in changed(cell, others):
                with work.connection.begin_nested() as aside:
                    cell.put(work, value)
                    now = {name: outcome(work, read) for name, read in READERS.items() if concerns(name, cell)}
                    aside.rollback()
                where = (cell.table.name, cell.row, cell.column)
                assert SealError in now.values(), where
                assert [name for name, seen in now.items() if seen not in {SealError, usual[name]}] == [], where
                tried += 1
    assert tried > 500


@pytest.mark.parametrize("name", ["system", "lookup"])
def test_the_keys_of_the_store_do_not_open_changed_or_exchanged(full: Store, name: str) -> None:
    with full.begin() as work:
        mine, other = sorted((c for c in cells(work) if c.table is data_keys), key=lambda c: c.row != (name,))
    for value in (*changed(mine, [other, other, other, *_unlike(other)]), other.sealed):
        with full.begin() as work:
            mine.put(work, value)
            work.commit()
        with pytest.raises(SealError):
            open_store(full.engine, full.vault.ring)


def _unlike(cell: Cell) -> list[Cell]:
    """Values of no table in particular."""
    return [Cell(reviews_table, (), "person", cell.sealed[:-n]) for n in (1, 2, 3)]


def concerns(reader: str, cell: Cell) -> bool:
    """Whether a reader looks into this table at all."""
    tables = {
        "record": {"review", "reviewer", "invitation", "response"},
        "notices": {"notice"},
        "tally": {"tally"},
        "load": {"account", "response", "invitation", "review", "reviewer"},
        "desks": {"reviewer"},
        "addresses": {"reviewer"},
        "dead letters": {"dead_letter"},
        "outbox": {"outbox", "invitation"},
    }
    return cell.table.name in tables[reader]
