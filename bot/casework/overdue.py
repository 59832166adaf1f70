"""Chase the urgent flags whose day is over: whoever sees to the review is told once more, a working day later those who lead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.casework.access import CLOCK, Deed
from bot.casework.by import By
from bot.clock import is_daytime, is_overdue, is_working_day, working_days_after
from bot.participants.notices import urgently
from bot.participants.turns import Turns
from dialogs.flags import OpenFlag
from dialogs.london import day_in_london
from storage.engine.unit_of_work import UnitOfWork
from storage.outbox import queue
from storage.outbox.queue import Letter
from storage.repositories import flags, notices, reviews
from storage.repositories.notices import Addressee


def job_of_the_clock(turns: Turns) -> Callable[[UnitOfWork, datetime], None]:
    """Return what the clock does about overdue flags, at each of its ticks."""
    return lambda work, now: chase_all(By(actor=CLOCK, work=work, now=now, turns=lambda: turns))


def chase_all(by: By) -> None:
    """Chase every urgent flag whose day is over, in the hours of a working day. Of several in one review one notice tells."""
    today, letters = day_in_london(by.now), list[Letter]()
    if not (is_daytime(by.now) and is_working_day(today)):
        return
    leads = notices.leads_in_telegram(by.work)
    for flag in flags.open_flags(by.work):
        if not (flag.urgent and is_overdue(flag, by.now)):
            continue
        if flag.chased_at is None:
            letters += chase(by, flag)
        elif leads and flag.led_at is None and working_days_after(flag.chased_at, 1) <= today:
            letters += escalate(by, flag, leads)
    once = {(letter.lane, letter.wire["text"]): letter for letter in letters}
    queue.enqueue(by.work, list(once.values()), by.now)


def chase(by: By, flag: OpenFlag) -> list[Letter]:
    """Tell once more of a flag; return the letter, if whoever sees to the review can be told."""
    told = [*notices.addressees(by.work, [flag.invitation], by.now).values()]
    to = told[0].reviewer_id if told else None
    _does(by, Deed.FLAG_CHASE, flag, "chased_at", reviewer=to)
    return [urgently(one, late=True) for one in told]


def escalate(by: By, flag: OpenFlag, leads: list[tuple[str, str]]) -> list[Letter]:
    """Tell those who lead of a flag, each with their chat; return the letters."""
    _does(by, Deed.FLAG_ESCALATE, flag, "led_at", leads=len(leads))
    return [urgently(Addressee(flag.review, "", who, address), late=True) for who, address in leads]


def _does(by: By, deed: Deed, flag: OpenFlag, column: str, **to: str | int | None) -> None:
    review = reviews.review(by.work, flag.review)
    by.does(deed, review, flag.invitation, flag=flag.id, **to)
    flags.note_told_again(by.work, [flag.id], column, by.now)
