"""The clock writes the head of the audit log in the service's own log, once a day."""

from __future__ import annotations

from datetime import timedelta

from structlog.testing import capture_logs

from bot.casework.upkeep import tell_head
from storage.engine.unit_of_work import Store
from storage.record import audit
from tests.storage.people import NOW


def test_the_head_is_told_once_a_day(store: Store) -> None:
    said = []
    for hours in (0, 1, 24, 25, 48):
        with store.begin() as work, capture_logs() as lines:
            tell_head(work, NOW + timedelta(hours=hours))
            audit.note(work, audit.Entry(at=NOW, actor="clock", deed="flag.chase"))
            work.commit()
            said.append([(line["event"], line["count"]) for line in lines])
            with store.read() as look:
                known = [audit.NOTHING_BEFORE, *(entry["hash"] for entry in audit.entries(look))]
            assert all(line["head"] == known[line["count"]] for line in lines)
    told = "head of the audit log"
    assert said == [[(told, 0)], [], [(told, 2)], [], [(told, 4)]]
