"""Let go of what has been kept for as long as the programme's file says: by the clock, a few at a time, or by the operator.

What goes is a deed with its entry in the audit log: for the review and for each of its invitations, by their ids, with the
rule and the day. Those entries are the certificate that it is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import structlog

from bot.casework.access import CLOCK, Deed
from bot.casework.by import By
from dialogs import leder
from dialogs.london import day_in_london
from dialogs.retention import schedule
from storage.engine.unit_of_work import UnitOfWork, is_outage
from storage.record import audit, erasure, retention
from storage.record.retention import Due
from storage.repositories import facts, reviews

if TYPE_CHECKING:  # it brings the whole conversation along, which the command line need not wait for
    from bot.participants.turns import Turns

# The day on which the clock last went through all of it.
CARRIED_OUT = "retention"
# Nobody who writes meanwhile waits for more than these.
AT_ONCE = 20
DEEDS = frozenset({Deed.REVIEW_EXPIRE, Deed.INVITATION_EXPIRE})
log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Outcome:
    """The results of a time: what is gone; what somebody was at just then; what failed."""

    gone: list[Due] = field(default_factory=list)
    busy: list[Due] = field(default_factory=list)
    failed: list[Due] = field(default_factory=list)


def job_of_the_clock(turns: Turns) -> Callable[[UnitOfWork, datetime], None]:
    """Return what the clock does about it: once a day it goes through all that is due, some at each of its ticks."""
    failed = list[Due]()

    def carry_out(work: UnitOfWork, now: datetime) -> None:
        today = day_in_london(now).isoformat()
        if not schedule(leder.programme()) or facts.fact(work, CARRIED_OUT) == today:
            return
        by = By(actor=CLOCK, work=work, now=now, turns=lambda: turns)
        left = [due for due in due_today(work, now) if due not in failed]
        done = let_go_of_all(by, left[:AT_ONCE])
        failed.extend(done.failed)
        if not left[AT_ONCE:] and not done.busy:
            failed.clear()
            facts.note(work, [(CARRIED_OUT, today)])

    return carry_out


def due_today(work: UnitOfWork, now: datetime) -> list[Due]:
    """Return what is to go today and waits for nothing."""
    found = retention.find(work, schedule(leder.programme()))
    return [due for due in found if due.day <= day_in_london(now) and due.waits is None]


def let_go_of_all(by: By, dues: list[Due]) -> Outcome:
    """Let each of these go by itself, so that one that fails is in nobody's way."""
    done = Outcome()
    for due in dues:
        try:
            with by.work.savepoint():
                (done.gone if _still(by, due) and _let_go(by, due) else done.busy).append(due)
        except Exception as error:
            if is_outage(error):
                raise
            log.error("not let go", error=type(error).__name__)
            done.failed.append(due)
    return done


def expire_review(by: By, due: Due) -> None:
    """Let a whole review go: all that its families said, their names and contacts, and the review itself."""
    review = reviews.review(by.work, due.reference)
    theirs = retention.invitations_in(by.work, review.id)
    there = retention.amount(by.work, theirs)
    by.does(
        Deed.REVIEW_EXPIRE, review, **_why(due), invitations=len(theirs), responses=there.responses, voices=there.voices
    )
    for invitation_id in theirs:
        by.does(Deed.INVITATION_EXPIRE, review, invitation_id, **_why(due))
    erasure.erase_review(by.work, review.id, by.now)


def expire_invitation(by: By, due: Due) -> None:
    """Let all of one participant go, and the way to reach them; the review stays."""
    review, there = reviews.review(by.work, due.reference), retention.amount(by.work, [str(due.invitation)])
    detail = {"responses": there.responses, "voices": there.voices}
    by.does(Deed.INVITATION_EXPIRE, review, due.invitation, **_why(due), **detail)
    erasure.erase(by.work, str(due.invitation), by.now)


def certificate(work: UnitOfWork) -> Iterator[dict[str, Any]]:
    """Yield the entries of the audit log that tell of what has gone by the schedule."""
    return (entry for entry in audit.entries(work) if entry["deed"] in DEEDS)


def _let_go(by: By, due: Due) -> bool:
    (expire_review if due.invitation is None else expire_invitation)(by, due)
    return True


def _still(by: By, due: Due) -> bool:
    """Lock it, unless somebody is at it, and look whether it is still to go."""
    if not retention.lock(by.work, due.review):
        return False
    return due in retention.find(by.work, schedule(leder.programme()), due.review)


def _why(due: Due) -> dict[str, str]:
    return {"rule": str(due.rule), "day": due.day.isoformat()}
