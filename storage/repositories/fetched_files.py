"""Put fetched files into the record, in the transaction that marks them as fetched: once, however often they came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from storage.engine.unit_of_work import UnitOfWork, is_outage
from storage.outbox.queue import Fetched, Mark
from storage.repositories import attachments
from storage.schema.tables import invitations, outbox
from storage.schema.vocabulary import CallState


def settle(work: UnitOfWork, marks: Sequence[Mark]) -> list[str]:
    """Keep what came, and write down what is lost; to be called before the rows are marked.

    What belongs to nobody any more is dropped. A file that can't be kept is lost, so that it stands in nobody's way; the
    kinds of failures are given back.
    """
    errors = []
    fetched = {m.id: m.fetched for m in marks if m.fetched is not None}
    for row in _rows(work, fetched):
        try:
            with work.savepoint():
                _settle(work, row, fetched[row.id])
        except Exception as error:
            if is_outage(error):
                raise
            errors.append(type(error).__name__)
            attachments.fail(work, row.response_id, fetched[row.id].number)
    return errors


def _settle(work: UnitOfWork, row: Row[Any], file: Fetched) -> None:
    if file.content is None:
        attachments.fail(work, row.response_id, file.number)
    else:
        sealer = work.vault.participant(row.key_of, row.data_key)
        attachments.keep(work, sealer, row.response_id, file.number, file.content)


def _rows(work: UnitOfWork, fetched: dict[int, Fetched]) -> Sequence[Row[Any]]:
    if not fetched:
        return ()
    query = (
        select(outbox.c.id, outbox.c.response_id, outbox.c.key_of, invitations.c.data_key)
        .join_from(outbox, invitations, outbox.c.key_of == invitations.c.id)
        .where(outbox.c.id.in_(fetched), outbox.c.state == CallState.CLAIMED, invitations.c.data_key.is_not(None))
    )
    return work.execute(query).all()
