"""Look for `interview doctor` whether the schedule of retention is carried out, and whether somebody vacuums."""

from __future__ import annotations

from bot.cli.findings import OK, WARN, Finding, Findings
from bot.cli.retention import no_schedule
from bot.clock import A_DAY, utc_now
from bot.settings import Settings
from dialogs import leder
from dialogs.london import day_in_london
from dialogs.retention import schedule
from storage.engine.unit_of_work import Engine, open_store
from storage.maintenance.roles import vacuuming
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


def vacuumed(engine: Engine) -> Findings:
    """Say when the owner last vacuumed, where the role of the service may not: each night is what is wanted."""
    found = vacuuming(engine)
    if found is None or found.may:
        return
    since = (
        f"the last time was {found.last:%Y-%m-%d %H:%M} UTC" if found.last else "there is a table where nobody ever did"
    )
    late = found.last is None or found.last < utc_now() - 2 * A_DAY
    about = f"its owner must VACUUM each night, so that what is deleted leaves the files; {since}"
    yield Finding(WARN if late else OK, f"record store: {about}")
