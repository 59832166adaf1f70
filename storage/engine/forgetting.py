"""No process remembers the words of somebody whose words were deleted, whichever process deleted them.

Who deletes words leaves a note in the same transaction. Every process compares it with the last one it saw, once a round.
"""

from __future__ import annotations

from sqlalchemy import bindparam, select

from storage.engine.prepared import Query
from storage.engine.unit_of_work import UnitOfWork, insert_into
from storage.keys.credentials import new_id
from storage.schema.tables import runtimes

NOTE = "forgotten"
_NOTED = Query(lambda _: select(runtimes.c.value).where(runtimes.c.name == bindparam("note")))


def forget_everywhere(work: UnitOfWork) -> None:
    """Forget here what was read lately, and leave a note for every other process."""
    noted = insert_into(work.connection, runtimes).on_conflict_do_update(
        index_elements=["name"], set_={"value": (value := new_id())}
    )
    work.execute(noted, [{"name": NOTE, "value": value}])
    work.vault.forget()
    work.recent.forget()


def forget_if_asked(work: UnitOfWork) -> None:
    """Forget what was read lately, if any process has deleted words since this was asked last."""
    found = work.find(_NOTED, note=NOTE)
    noted = str(found[0].value) if found else ""
    if noted != work.recent.noted:
        work.vault.forget()
        work.recent.forget()
        work.recent.noted = noted
