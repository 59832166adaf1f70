"""Seal what an earlier version kept in the clear, and fill up what it sealed to its length: once, between two revisions.

Revision 0015 makes room, this fills it, and 0016 drops what is empty by then. Each piece goes in a transaction of its own with
its neighbours, and what is done is not found again: ended in the middle, it goes on where it was.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import Column, MetaData, Table, delete, func, insert, select, true, update

from dialogs.answers import Answer, Recording, Words
from dialogs.inputs import Channel
from dialogs.response import Decision
from dialogs.turn import NoticeKind
from storage.engine.failpoints import reach
from storage.engine.unit_of_work import Store, UnitOfWork
from storage.keys.sealing import UNPADDED, UNPROVED, Sealer, SealError, place
from storage.maintenance.wiping import ask_to_rewrite
from storage.repositories import flags, history, notices
from storage.schema.codec import History, load_response, load_value

ROOM = "0015"
SIZE = 50
Progress = Callable[[int, int], None]
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """Something to seal: the keys of the rows, and what is done with each. `what` is said of it in a dry run."""

    what: str
    keys: Sequence[Key]
    do: Callable[[UnitOfWork, Key], None]


def seal_over(store: Store, progress: Progress = lambda _done, _all: None) -> int:
    """Seal everything that is in the clear, and give how many pieces that were."""
    tables = _Tables(store)
    with store.read() as work:
        tasks = list(tables.tasks(work))
    total, done = sum(len(task.keys) for task in tasks), 0
    for task in tasks:
        for start in range(0, len(task.keys), SIZE):
            some = task.keys[start : start + SIZE]
            with store.begin() as work:
                for key in some:
                    task.do(work, key)
                ask_to_rewrite(work)
                work.commit()
            reach("sealed over")
            done += len(some)
            progress(done, total)
    return done


def left(store: Store) -> dict[str, int]:
    """Return how many pieces of each kind are to be sealed; nothing is changed."""
    with store.read() as work:
        return {task.what: len(task.keys) for task in _Tables(store).tasks(work) if task.keys}


class _Tables:
    """The tables as they are between the two revisions."""

    def __init__(self, store: Store) -> None:
        known = MetaData()
        known.reflect(store.engine)
        self.of = known.tables

    def tasks(self, work: UnitOfWork) -> Iterator[Task]:
        """Yield what is to be done, in this order: what was done about a flag is found by its flag."""
        of = self.of
        place_open = of["outbox"].c.get("place_open", of["outbox"].c.place)
        yield self._open(work, "reviews", self._is_open("review", "facts"), of["review"], self._review)
        relationships = self._is_open("invitation", "relationship", has="relationship_open")
        yield self._open(work, "invitations", relationships, of["invitation"], self._invitation)
        yield self._open(work, "questions in chats", place_open.is_not(None), of["outbox"], self._asked)
        for name, column, where in self._sealed():
            short = func.substr(column, 1, 1) == UNPADDED
            yield self._open(work, name, short, column.table, partial(self._fill_up, column, where))
        yield Task("answers and decisions", self._answered(work), self._history)
        yield self._open(work, "flags", of["flag"].c.id.is_not(None), of["flag"], self._flag)
        told = work.execute(select(of["notice"].c.invitation_id, of["notice"].c.kind).distinct()).all()
        yield Task("notices", [tuple(row) for row in told], self._notice)

    def _is_open(self, table: str, column: str, has: str = "") -> Any:
        """Match what is not sealed yet; all of it before there is room for that."""
        columns = self.of[table].c
        return columns[column].is_(None) if (has or column) in columns else true()

    def _open(
        self, work: UnitOfWork, what: str, which: Any, table: Table, do: Callable[[UnitOfWork, Any], None]
    ) -> Task:
        """Return a task for the rows of a table; `do` gets each of them as it is then."""
        keys = list(table.primary_key)

        def one(work: UnitOfWork, key: Key) -> None:
            mine = (column == value for column, value in zip(keys, key, strict=True))
            for row in work.execute(select(table).where(*mine)).all():
                do(work, row)

        found = work.execute(select(*keys).where(which).order_by(*keys)).all()
        return Task(what, [tuple(row) for row in found], one)

    def _set(self, work: UnitOfWork, table: Table, row: Any, **values: Any) -> None:
        mine = (column == getattr(row, column.name) for column in table.primary_key)
        work.execute(update(table).where(*mine).values(**values))

    # In the clear

    def _review(self, work: UnitOfWork, row: Any) -> None:
        facts = json.dumps({"age": row.age, "confirmed": [code for code in row.confirmed.split(",") if code]})
        sealed = work.vault.system.seal(place("review", row.id, "facts"), facts)
        self._set(work, self.of["review"], row, facts=sealed, age=None, confirmed="")

    def _invitation(self, work: UnitOfWork, row: Any) -> None:
        sealed = work.vault.system.seal(place("invitation", row.id, "relationship"), row.relationship_open)
        self._set(work, self.of["invitation"], row, relationship=sealed, relationship_open="")

    def _asked(self, work: UnitOfWork, row: Any) -> None:
        sealed = work.vault.system.seal(place("outbox", row.uid, "place"), row.place_open)
        self._set(work, self.of["outbox"], row, place=sealed, place_open=None)

    def _flag(self, work: UnitOfWork, row: Any) -> None:
        moments = {name: _utc(getattr(row, name)) for name in flags.TIMES}
        facts = flags.Facts(id=row.id, response_id=row.response_id, kind=row.kind, again_on=row.again_on, **moments)
        work.execute(insert(self.of["flag_sealed"]), [{"id": row.id, **flags.sealed(work, facts)}])
        work.execute(delete(self.of["flag"]).where(self.of["flag"].c.id == row.id))

    def _notice(self, work: UnitOfWork, key: Key) -> None:
        table, (invitation, kind) = self.of["notice"], key
        theirs = (table.c.invitation_id == invitation) & (table.c.kind == kind)
        rows = work.execute(select(table.c.at, table.c.told_at).where(theirs)).all()
        told = [_utc(row.told_at) for row in rows if row.told_at]
        standing = notices.Standing(
            invitation=invitation,
            kind=NoticeKind(kind),
            at=max(_utc(row.at) for row in rows),
            told_at=max(told, default=None),
            untold=len(rows) - len(told),
        )
        work.execute(insert(self.of["notice_sealed"]), [notices.sealed(work, standing)])
        work.execute(delete(table).where(theirs))

    # Answers and decisions

    def _answered(self, work: UnitOfWork) -> list[Key]:
        found = {row[0] for name in ("answer", "consent") for row in work.execute(select(self.of[name].c.response_id))}
        return [(response_id,) for response_id in sorted(found)]

    def _history(self, work: UnitOfWork, key: Key) -> None:
        """Keep in one value what a response's state does not hold, and drop the rows."""
        (response_id,) = key
        responses, answers, consents = (self.of[name] for name in ("response", "answer", "consent"))
        row = work.execute(select(responses).where(responses.c.id == response_id)).one()
        sealer = self._participant(work, row.invitation_id)
        if sealer is None:
            raise SealError(f"response {response_id}: its key is gone, and its answers are not")
        state = place("response", response_id, "state")
        known = load_response(sealer.open_bytes(state, row.state)).answers if row.state is not None else {}
        theirs = [_answer(sealer, a) for a in work.execute(_of(answers, response_id, "link_id", "revision"))]
        kept = [
            a
            for a in theirs
            if a.superseded or known.get(a.link_id, a).revision != a.revision or a.link_id not in known
        ]
        decided = [_decision(sealer, c) for c in work.execute(_of(consents, response_id, "decided_at", "id"))]
        sealed = history.sealed(sealer, response_id, History(tuple(kept), tuple(decided)))
        self._set(work, responses, row, history=sealed)
        for table in (answers, consents):
            work.execute(delete(table).where(table.c.response_id == response_id))

    # Sealed to its length

    def _sealed(self) -> Iterator[tuple[str, Column[Any], Callable[[UnitOfWork, Any], tuple[Sealer | None, str]]]]:
        """Yield each sealed column, with what says who sealed it, and for which place."""
        of = self.of
        for table, column in (("review", "person"), ("review", "dates"), *(("reviewer", c) for c in _OF_REVIEWERS)):
            yield f"{table}s: {column}", of[table].c[column], partial(_by_the_store, table, column)
        yield "addresses", of["account"].c.address, _address
        yield (
            "invited",
            of["invitation"].c.to,
            lambda w, r: (self._participant(w, r.id), place("invitation", r.id, "to")),
        )
        yield "states", of["response"].c.state, self._of_state
        for column in ("sha256", "content"):
            yield f"voice messages: {column}", of["attachment"].c[column], partial(self._of_sound, column)
        yield "notes on flags", of["handling"].c.note, self._of_note
        yield "calls", of["outbox"].c.payload, partial(self._of_call, "outbox", "uid")
        yield "dead letters", of["dead_letter"].c.payload, partial(self._of_call, "dead_letter", "id")

    def _fill_up(
        self, column: Column[Any], where: Callable[[UnitOfWork, Any], Any], work: UnitOfWork, row: Any
    ) -> None:
        """Seal a value again, filled up. What no key opens any more stays as it is: it tells nothing but that it was there."""
        sealer, at = where(work, row)
        if sealer is None:
            return
        again = sealer.seal_bytes(at, sealer.open_bytes(at, getattr(row, column.name)), UNPROVED)
        self._set(work, column.table, row, **{column.name: again})

    def _of_state(self, work: UnitOfWork, row: Any) -> tuple[Sealer | None, str]:
        return self._participant(work, row.invitation_id), place("response", row.id, "state")

    def _of_sound(self, column: str, work: UnitOfWork, row: Any) -> tuple[Sealer | None, str]:
        return self._respondent(work, row.response_id), place("attachment", f"{row.response_id}/{row.number}", column)

    def _of_note(self, work: UnitOfWork, row: Any) -> tuple[Sealer | None, str]:
        flag = self.of["flag"]
        found = work.execute(select(flag.c.response_id).where(flag.c.id == row.flag_id)).scalar_one()
        return self._respondent(work, found), flags.handling_place(row.flag_id, _utc(row.at))

    def _of_call(self, table: str, key: str, work: UnitOfWork, row: Any) -> tuple[Sealer | None, str]:
        sealer = self._participant(work, row.key_of) if row.key_of else work.vault.system
        return sealer, place(table, getattr(row, key), "payload")

    def _respondent(self, work: UnitOfWork, response_id: int) -> Sealer | None:
        table = self.of["response"]
        found = work.execute(select(table.c.invitation_id).where(table.c.id == response_id)).scalar_one()
        return self._participant(work, found)

    def _participant(self, work: UnitOfWork, invitation_id: str) -> Sealer | None:
        """Return the sealer of a participant; None once they are erased."""
        table = self.of["invitation"]
        wrapped = work.execute(select(table.c.data_key).where(table.c.id == invitation_id)).scalar()
        return None if wrapped is None else work.vault.participant(invitation_id, bytes(wrapped))


_OF_REVIEWERS = ("name", "address", "desk", "email")


def _by_the_store(table: str, column: str, work: UnitOfWork, row: Any) -> tuple[Sealer, str]:
    return work.vault.system, place(table, row.id, column)


def _address(work: UnitOfWork, row: Any) -> tuple[Sealer, str]:
    return work.vault.system, place("account", bytes(row.lookup).hex(), "address")


def _of(table: Table, response_id: int, *order: str) -> Any:
    return select(table).where(table.c.response_id == response_id).order_by(*(table.c[name] for name in order))


def _answer(sealer: Sealer, row: Any) -> Answer:
    """Return the answer of a row. Where its messages stood in the chat is not known; their order is."""

    def opened(column: str) -> str:
        at = place("answer", f"{row.response_id}/{row.link_id}/{row.revision}", column)
        return sealer.open(at, getattr(row, column))

    value = load_value(opened("value"))
    text = (Words(2 * n + 1, words, n in value.forwarded) for n, words in enumerate(value.text))
    return Answer(
        link_id=row.link_id,
        revision=row.revision,
        question=opened("question"),
        language=row.language,
        channel=Channel(row.channel),
        answered_at=_utc(row.answered_at),
        codes=value.codes,
        text=tuple(text),
        dates=value.dates,
        absent=value.absent,
        growing=False,
        superseded=bool(row.superseded),
        recordings=tuple(Recording(2 * after, number, 0) for number, after in value.recordings),
    )


def _decision(sealer: Sealer, row: Any) -> Decision:
    at = _utc(row.decided_at)
    where = place("consent", f"{row.response_id}/{row.statement}/{at.isoformat()}", "wording")
    return Decision(
        statement=row.statement,
        version=row.version,
        wording=sealer.open(where, row.wording),
        wording_sha256=row.wording_sha256,
        language=row.language,
        channel=Channel(row.channel),
        decision=row.decision,
        decided_at=at,
    )


def _utc(moment: datetime | None) -> Any:
    """Return a moment in UTC; SQLite keeps it without saying so."""
    if moment is None:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
