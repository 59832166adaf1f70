"""What is kept in no rows of its own: answers, decisions, flags and notices of a store, opened with its keys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, select

from dialogs.response import Decision
from storage.engine.unit_of_work import Store, UnitOfWork
from storage.keys.sealing import Sealer
from storage.repositories import flags as flag_rows
from storage.repositories import history
from storage.repositories import notices as notice_rows
from storage.repositories import reviews as review_rows
from storage.repositories.flags import Facts
from storage.repositories.responses import peeked
from storage.schema.codec import dump_value
from storage.schema.tables import flags as flag_table
from storage.schema.tables import invitations, responses
from storage.schema.tables import notices as notice_table


class KeptAnswer(NamedTuple):
    """One revision of an answer; `value` as the record gives it out."""

    response_id: int
    link_id: str
    revision: int
    superseded: bool
    value: dict[str, Any]
    question: str
    answered_at: datetime


def answers(store: Store) -> list[KeptAnswer]:
    """Every revision of every answer."""
    with store.read() as work:
        return sorted((one for row in _visits(work) for one in _answers(work, row)), key=lambda a: a[:3])


def decisions(store: Store) -> list[Decision]:
    """Every decision, response by response, in the order in which they were made."""
    with store.read() as work:
        return [d for row in _visits(work) for d in history.opened(_sealer(work, row), row.id, row.history).decisions]


def flags(store: Store) -> list[Facts]:
    """Every flag, in the order in which they were raised."""
    with store.read() as work:
        rows = work.execute(select(flag_table).order_by(flag_table.c.id))
        return [flag_rows._opened(work, row) for row in rows]


def notices(store: Store) -> list[Any]:
    """Every kind of notice of every invitation, by when it came last."""
    with store.read() as work:
        found = [notice_rows._opened(work, row) for row in work.execute(select(notice_table))]
    return sorted(found, key=lambda one: (one.at, one.kind))


def confirmed(store: Store, review_id: str) -> list[str]:
    """What a reviewer has confirmed of a review, by its codes."""
    with store.read() as work:
        return list(review_rows._facts_of(work, review_id)["confirmed"])


def _visits(work: UnitOfWork) -> list[Row[Any]]:
    query = select(responses, invitations.c.data_key).join(invitations).order_by(responses.c.id)
    return [row for row in work.execute(query) if row.data_key is not None]


def _sealer(work: UnitOfWork, row: Row[Any]) -> Sealer:
    return work.vault.participant(row.invitation_id, row.data_key)


def _answers(work: UnitOfWork, row: Row[Any]) -> Iterator[KeptAnswer]:
    sealer = _sealer(work, row)
    before = history.opened(sealer, row.id, row.history).answers
    now = peeked(work, sealer, row.id, row.state).answers.values() if row.state else ()
    for a in (*before, *now):
        value = json.loads(dump_value(a))
        yield KeptAnswer(row.id, a.link_id, a.revision, a.superseded, value, a.question, a.answered_at)
