"""The audit log: each entry hangs on the one before, and whatever is changed afterwards is named."""

from __future__ import annotations

import json
import math
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from storage.engine.unit_of_work import Store, UnitOfWork
from storage.record import audit as log
from storage.record.audit import Entry, Verdict, canonical, entries, note, verify
from storage.schema.tables import audit, audit_head, reviews
from tests.storage.people import a_review

NOW = datetime(2026, 11, 23, 10, 0, 0, 250, tzinfo=UTC)


def entry(deed: str = "review.hold", **more: Any) -> Entry:
    return Entry(at=NOW, actor="operator:jo", deed=deed, review="r1", **more)


def noted(store: Store, *deeds: str) -> None:
    """Write these deeds, a transaction each."""
    for deed in deeds:
        with store.begin() as work:
            note(work, entry(deed, detail={"flag": 7, "kind": "talk", "after": None}))
            work.commit()


def test_an_entry_hangs_on_the_one_before(store: Store) -> None:
    noted(store, "review.hold", "review.resume")
    with store.read() as work:
        first, second = entries(work)
        assert verify(work) == Verdict(2, second["hash"])
    assert list(first) == ["n", "at", "actor", "deed", "review", "invitation", "detail", "previous", "hash"]
    assert (first["n"], first["previous"], second["previous"]) == (1, "0" * 64, first["hash"])
    assert first["detail"] == {"flag": 7, "kind": "talk", "after": None}
    assert first["at"] == "2026-11-23T10:00:00.000250+00:00"
    for shown in (first, second):
        rest = {name: value for name, value in shown.items() if name != "hash"}
        assert shown["hash"] == sha256(rfc8785(rest).encode()).hexdigest()


def test_nothing_is_written_before_the_end_of_a_transaction_or_without_it(store: Store) -> None:
    with store.begin() as work:
        note(work, entry())
        with pytest.raises(ValueError):
            fails(work)
        assert list(entries(work)) == []
        work.commit()
    with store.begin() as work:
        note(work, entry("review.close"))
    with store.read() as work:
        assert [e["deed"] for e in entries(work)] == ["review.hold"]


def fails(work: UnitOfWork) -> None:
    """A part of a transaction with a deed that fails by itself."""
    with work.savepoint():
        note(work, entry("review.close"))
        raise ValueError


def test_a_transaction_without_a_deed_does_not_touch_the_log(store: Store) -> None:
    with store.begin() as work:
        a_review(work)
        work.commit()
    with store.read() as work:
        assert work.execute(select(reviews.c.id)).all()
        assert work.execute(select(audit_head)).all() == []


def test_entries_of_several_at_once_hang_on_one_another(postgres_store: Store) -> None:
    with ThreadPoolExecutor(4) as several:
        for _ in several.map(lambda _: noted(postgres_store, "review.hold", "review.resume", "review.hold"), range(4)):
            pass
    with postgres_store.read() as work:
        assert (verify(work).count, verify(work).broken) == (12, None)


def test_the_one_head_of_an_earlier_version_is_gone_on_from(store: Store) -> None:
    noted(store, "review.open", "review.hold")
    with store.begin() as work:
        newest = work.execute(select(audit.c.hash).where(audit.c.n == 2)).scalar_one()
        work.execute(delete(audit_head))
        work.execute(audit_head.insert(), [{"id": 1, "n": 2, "hash": newest}])
        work.commit()
    noted(store, "review.resume")
    with store.read() as work:
        assert (log.head(work)[0], verify(work).broken) == (3, None)


def test_words_are_refused(store: Store) -> None:
    with store.begin() as work:
        for detail in ({"person": "Margaret Jones"}, {"of Ann": 1}, {"kind": "é"}, {"text": ""}):
            with pytest.raises(ValueError):
                note(work, entry(detail=detail))
        assert work.last == []


def change(work: UnitOfWork, which: int, **values: Any) -> None:
    work.execute(update(audit).where(audit.c.n == which).values(**values))


def swap(work: UnitOfWork) -> None:
    """The second entry and the third change their numbers."""
    for before, after in ((2, 99), (3, 2), (99, 3)):
        change(work, before, n=after)


BREAKS: dict[str, tuple[Any, tuple[int, str]]] = {
    "changed": (lambda w: change(w, 2, actor="reviewer:x"), (2, "it was changed")),
    "at another time": (lambda w: change(w, 3, at=datetime(2026, 1, 1, tzinfo=UTC)), (3, "it was changed")),
    "no JSON": (lambda w: change(w, 1, detail="{"), (1, "it cannot be read")),
    "removed": (lambda w: w.execute(delete(audit).where(audit.c.n == 2)), (2, "it is missing")),
    "swapped": (swap, (2, "it does not follow the entry before it")),
    "cut at the end": (lambda w: w.execute(delete(audit).where(audit.c.n >= 3)), (3, "it is missing")),
    "all gone": (lambda w: w.execute(delete(audit)), (1, "it is missing")),
    "without its head": (lambda w: w.execute(delete(audit_head)), (1, "the head of the log knows another one")),
    "another head": (
        lambda w: w.execute(update(audit_head).values(hash="f" * 64)),
        (4, "the head of the log knows another one"),
    ),
    "written beside the head": (
        lambda w: w.execute(update(audit_head).values(n=2)),
        (3, "the head of the log knows another one"),
    ),
}


def test_the_first_broken_entry_is_named(store: Store) -> None:
    noted(store, *(f"review.{what}" for what in ("open", "hold", "resume", "close")))
    for how, (breaks, named) in BREAKS.items():
        with store.begin() as work:
            breaks(work)
            verdict = verify(work)
            assert (how, verdict.broken, verdict.reason) == (how, *named)
    with store.read() as work:
        assert verify(work).broken is None


def test_a_forged_entry_breaks_what_follows(sqlite_store: Store) -> None:
    """Its own hash can be made to fit; the next one's cannot, but by making all of them anew, up to the head."""
    noted(sqlite_store, "review.open", "review.hold", "review.resume")
    with sqlite_store.begin() as work:
        change(work, 2, actor="reviewer:x")
        row = work.execute(select(audit).where(audit.c.n == 2)).one()
        change(work, 2, hash=log._hash(log._hashed(row)))
        assert verify(work).broken == 3


def test_the_form_is_that_of_rfc_8785() -> None:
    """For the values that entries hold: text of any kind, whole numbers, null, objects."""
    odd = 'a"\\/\b\f\n\r\t\x00\x1f\x7f\u2028é😀'
    values: list[Any] = [odd, 0, -1, 2**53 - 1, None, {"b": 1, "a": {"z": odd, "B": None}}]
    for value in values:
        assert canonical({"value": value, "n": 1}).decode() == rfc8785({"value": value, "n": 1})
    with pytest.raises(ValueError):
        canonical({"n": math.nan})


def rfc8785(value: Any) -> str:
    """The form of RFC 8785, from its text: the order of UTF-16 units, the escapes of ECMAScript, nothing between."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{rfc8785(name)}:{rfc8785(value[name])}" for name in names) + "}"
    if isinstance(value, str):
        short = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
        return '"' + "".join(short.get(c, f"\\u{ord(c):04x}" if c < " " else c) for c in value) + '"'
    return json.dumps(value)
