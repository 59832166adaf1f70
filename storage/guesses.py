"""Guesses that failed within the hour: by each source, and by all together. They are in the store: a restart forgets none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage import inbox
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox import GUESSES


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
    return inbox.may_guess(work, source, now, kind.each) and inbox.may_guess(work, _all(work, kind), now, kind.all)


def guessed_wrong(work: UnitOfWork, kind: Kind, source: bytes, now: datetime) -> None:
    """Count a failed guess."""
    for counted in sorted((source, _all(work, kind))):
        inbox.guessed_wrong(work, counted, now)


def source_of(work: UnitOfWork, kind: Kind, where: str) -> bytes:
    """Return the keyed hash by which a place is counted, such as an address on the internet."""
    return work.vault.hash(f"guesses of {kind.name}", where)


def together(work: UnitOfWork, kind: Kind, now: datetime) -> int:
    """Return how many guesses of a kind have failed within the hour."""
    return inbox.guesses_of(work, _all(work, kind), now)


def _all(work: UnitOfWork, kind: Kind) -> bytes:
    return work.vault.hash("guesses", kind.name)
