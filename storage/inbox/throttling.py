"""Count guesses that failed within the hour, for each source and all together; in the store, so that a restart forgets none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, delete, select

from storage.engine.unit_of_work import UnitOfWork, insert_into
from storage.schema.tables import throttles

GUESSES, WINDOW = 10, timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of guess, and how often within the hour it may fail: for one source, and for all of them together."""

    name: str
    each: int
    all: int = 500


LINKS, WORDS = Kind("links", 20), Kind("check words", 20)
CODES, ENROLMENT = Kind("codes", GUESSES), Kind("enrolment codes", GUESSES)
KINDS = (LINKS, WORDS, CODES, ENROLMENT)


def may_guess(work: UnitOfWork, kind: Kind, source: bytes, now: datetime) -> bool:
    """Tell whether this source, a keyed hash, has guesses left, and all together have."""
    return failed(work, source, now) < kind.each and together(work, kind, now) < kind.all


def guessed_wrong(work: UnitOfWork, kind: Kind, source: bytes, now: datetime) -> None:
    """Count a failed guess."""
    # In the same order everywhere: two processes that count the same never wait for each other in a ring.
    for counted in sorted((source, _all(work, kind))):
        count(work, counted, now)


def source_of(work: UnitOfWork, kind: Kind, where: str) -> bytes:
    """Return the keyed hash by which a place is counted, such as an address on the internet."""
    return work.vault.hash(f"guesses of {kind.name}", where)


def together(work: UnitOfWork, kind: Kind, now: datetime) -> int:
    """Return how many guesses of a kind have failed within the hour."""
    return failed(work, _all(work, kind), now)


def prune(work: UnitOfWork, now: datetime) -> None:
    """Forget old guesses."""
    work.execute(delete(throttles).where(throttles.c.since < now - WINDOW))


def failed(work: UnitOfWork, source: bytes, now: datetime) -> int:
    """Return how many guesses of this source have failed within the hour."""
    row = work.execute(select(throttles).where(throttles.c.source == source)).first()
    return 0 if row is None or row.since < now - WINDOW else int(row.failures)


def count(work: UnitOfWork, source: bytes, now: datetime) -> None:
    """Count a failed guess of this source."""
    over = throttles.c.since < now - WINDOW
    again = {
        "failures": case((over, 1), else_=throttles.c.failures + 1),
        "since": case((over, now), else_=throttles.c.since),
    }
    statement = insert_into(work.connection, throttles).on_conflict_do_update(index_elements=["source"], set_=again)
    work.execute(statement, [{"source": source, "failures": 1, "since": now}])


def _all(work: UnitOfWork, kind: Kind) -> bytes:
    return work.vault.hash("guesses", kind.name)
