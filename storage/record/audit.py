"""The audit log: who did what, and when. Each entry holds the hash of the one before, so that none can be changed unseen.

An entry holds ids and codes, never words. It is written as the last thing of its transaction: whoever writes one holds the
head of the chain until the commit, and everybody else who writes one waits.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, select, text

from storage.engine import proofs
from storage.engine.unit_of_work import UnitOfWork
from storage.schema.tables import audit, audit_head

Code = str | int | None
NOTHING_BEFORE = "0" * 64
# Whoever adds an entry on PostgreSQL may change none, and so can lock no row of it. The number means nothing.
LOCK = text("SELECT pg_advisory_xact_lock(7236503)")
_A_CODE = re.compile(r"[A-Za-z0-9_.:@+-]{1,100}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One deed: who did it, what, to which review and invitation, by their ids, and what else there is to it, in codes."""

    at: datetime
    actor: str
    deed: str
    review: str | None = None
    invitation: str | None = None
    detail: Mapping[str, Code] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far the chain holds: its entries and its head, and the first entry that is broken, if one is, with the reason."""

    count: int
    head: str
    broken: int | None = None
    reason: str = ""


def note(work: UnitOfWork, entry: Entry) -> None:
    """Have the entry written at the end of this transaction; ValueError if there is anything in it but ids and codes."""
    for said in (entry.actor, entry.deed, entry.review, entry.invitation, *entry.detail, *entry.detail.values()):
        if isinstance(said, str) and not _A_CODE.fullmatch(said):
            raise ValueError(f"no id and no code in an entry about {entry.deed}")
    work.last.append(partial(_append, work, entry))


def entries(work: UnitOfWork) -> Iterator[dict[str, Any]]:
    """Yield the whole log, oldest first, each entry as it is hashed, with its hash."""
    with work.execute(_ALL) as rows:
        yield from ({**_hashed(row), "hash": row.hash} for row in rows)


def verify(work: UnitOfWork) -> Verdict:
    """Compute the chain again from its first entry."""
    count, before = 0, NOTHING_BEFORE
    with work.execute(_ALL) as rows:
        for row in rows:
            if reason := _broken(row, count + 1, before):
                return Verdict(count, before, count + 1, reason)
            count, before = row.n, row.hash
    return _beside_the_head(work, count, before)


def head(work: UnitOfWork) -> tuple[int, str]:
    """Return how many entries there are, and the hash of the newest."""
    found = work.execute(_NEWEST).first()
    return (found.n, found.hash) if found else (0, NOTHING_BEFORE)


def canonical(value: Mapping[str, Any]) -> bytes:
    """Return JSON in the one form of RFC 8785, for names in ASCII, text, whole numbers below 2**53, null, and objects of them."""
    written = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return written.encode()


def _append(work: UnitOfWork, entry: Entry) -> None:
    if work.connection.dialect.name == "postgresql":
        work.execute(LOCK)
    n, before = head(work)
    written = {
        "n": n + 1,
        "at": entry.at,
        "actor": entry.actor,
        "deed": entry.deed,
        "review": entry.review,
        "invitation": entry.invitation,
        "detail": canonical(entry.detail).decode(),
        "previous": before,
    }
    newest = _hash({**written, "at": _moment(entry.at), "detail": dict(entry.detail)})
    work.execute(audit.insert(), [{**written, "hash": newest}])
    work.execute(audit_head.insert(), [{"id": n + 1, "n": n + 1, "hash": newest}])
    proofs.count(work, proofs.AUDIT, proofs.of_head(work, n, before), proofs.of_head(work, n + 1, newest))


_NEWEST = select(audit_head.c.n, audit_head.c.hash).order_by(audit_head.c.id.desc()).limit(1)
_ALL = select(audit).order_by(audit.c.n).execution_options(yield_per=500)


def _broken(row: Row[Any], n: int, before: str) -> str:
    """Return why this is not the entry that must follow; "" where it is."""
    if row.n != n:
        return "it is missing"
    if row.previous != before:
        return "it does not follow the entry before it"
    try:
        return "" if _hash(_hashed(row)) == row.hash else "it was changed"
    except ValueError:
        return "it cannot be read"


def _beside_the_head(work: UnitOfWork, count: int, before: str) -> Verdict:
    """Compare the end of the chain with the head: what was cut off is known there."""
    stands = head(work)
    if stands == (count, before):
        return Verdict(count, before)
    if stands[0] > count:
        return Verdict(count, before, count + 1, "it is missing")
    return Verdict(count, before, min(stands[0] + 1, count), "the head of the log knows another one")


def _hashed(row: Row[Any]) -> dict[str, Any]:
    """Return the part of an entry that its hash is over."""
    return {
        "n": row.n,
        "at": _moment(row.at),
        "actor": row.actor,
        "deed": row.deed,
        "review": row.review,
        "invitation": row.invitation,
        "detail": json.loads(row.detail),
        "previous": row.previous,
    }


def _hash(entry: Mapping[str, Any]) -> str:
    return sha256(canonical(entry)).hexdigest()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
