"""Look for `interview doctor` whether the schedule of retention is carried out."""

from __future__ import annotations

from bot.cli.findings import OK, WARN, Finding, Findings
from bot.cli.retention import no_schedule
from bot.clock import utc_now
from bot.settings import Settings
from dialogs import leder
from dialogs.london import day_in_london
from dialogs.retention import schedule
from storage.engine.unit_of_work import Engine, open_store
from storage.record import retention


def kept(engine: Engine, settings: Settings) -> Findings:
    """Say for how long things are kept, and what stays although its day has come."""
    if said := no_schedule():
        yield Finding(WARN, f"retention: {said}")
        return
    periods = schedule(leder.programme())
    yield Finding(OK, f"retention: {', '.join(f'{rule} {period}' for rule, period in periods.items())}")
    with open_store(engine, settings.key_ring()).read() as work:
        over = [due for due in retention.find(work, periods) if due.day < day_in_london(utc_now())]
    waits = [due for due in over if due.waits]
    see = "see: interview retention --dry-run"
    if waits:
        yield Finding(WARN, f"retention: {len(waits)} are past their day and wait for a hold or for open flags; {see}")
    if late := len(over) - len(waits):
        yield Finding(WARN, f"retention: {late} are past their day and still here; {see}")
