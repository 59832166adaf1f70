"""`record` and `doctor` say what somebody without the keys has done to the store."""

from __future__ import annotations

from sqlalchemy import delete, update

from storage.schema import tables
from tests.bot.cli.conftest import Interview
from tests.storage.people import STORY, TOLD, rows


def test_record_and_doctor_say_so(anywhere: Interview) -> None:
    invited = anywhere.invited()
    anywhere.consenting(invited, *TOLD)
    fine = "ok    record store: nobody without the keys has changed it\n"
    assert fine in anywhere("doctor").out
    store = anywhere.store()
    with store.engine.begin() as work:
        work.execute(update(tables.responses).values(status="declined"))
        work.execute(delete(tables.audit))
        work.execute(delete(tables.audit_head))
    done = anywhere("record", "R-1")
    number = rows(store, tables.responses)[0].id
    store.close()
    what = f"has made or changed 1 row of response ({number})", "has put back or taken out rows of audit"
    said = (
        f"Do not rely on what is in it: somebody without the keys {what[0]}, and {what[1]}, here or in another review."
    )
    assert (done.status, done.err) == (1, f"{said} See: interview doctor\n")
    assert STORY in done.out
    taken = anywhere("export", "--all", "--out", "all.csv")
    assert (taken.status, taken.err) == (done.status, done.err)
    found = anywhere("doctor")
    assert found.status == 1
    for one in what:
        assert (
            f"fail  record store: somebody without the keys {one}; find out who could, and put back a backup"
            in found.out
        )
    assert fine not in found.out
