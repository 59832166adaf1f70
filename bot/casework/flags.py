"""Say what was done about a flag, close it, and open it again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from bot.casework.access import Deed, Refused
from bot.casework.by import By
from dialogs.flags import PASSED_TO, Handled, OpenFlag, Outcome
from dialogs.london import day_in_london
from storage.repositories import flags, reviews

# The longest that a flag may wait until somebody tries again: an urgent one, and any other.
URGENT_WAITS, WAITS = timedelta(days=7), timedelta(days=90)


def close(by: By, flag_id: int, done: Handled | None = None, note: str = "") -> OpenFlag:
    """Close a flag for what was done about it, and give it back; where nobody answered it stays open until a day.

    NotFound if none of that number is open. Of an urgent one it must be said what was done.
    """
    flag = flags.open_flag(by.work, flag_id)
    said = {k: str(v) for k, v in _said(by, flag, done).items()}
    about = reviews.review(by.work, flag.review)
    by.does(Deed.FLAG_CLOSE, about, flag.invitation, flag=flag.id, **said)
    if done:
        flags.keep_handling(by.work, flag, done, note, str(by.actor), by.now)
    if done and done.again_on:
        flags.put_off(by.work, flag.id, done.again_on)
    else:
        flags.close_flag(by.work, flag.id, by.now)
    return flag


def reopen(by: By, flag_id: int) -> OpenFlag:
    """Open a flag again that was closed, and give it back; NotFound if there is none to open."""
    flag = flags.reopen_flag(by.work, flag_id)
    by.does(Deed.FLAG_REOPEN, reviews.review(by.work, flag.review), flag.invitation, flag=flag.id)
    return flag


def _said(by: By, flag: OpenFlag, done: Handled | None) -> dict[str, object]:
    """Return what was done, in codes; Refused where it is not said, or not whole."""
    if done is None:
        if flag.urgent:
            raise Refused(f"The flag {flag.id} is urgent: please say what was done, with --outcome {_or(Outcome)}.")
        return {}
    if (done.outcome is Outcome.NO_ANSWER) != (done.again_on is not None):
        raise Refused("The outcome no-answer, and no other, needs a day on which to try again: --again DAY.")
    if (done.outcome is Outcome.PASSED) != (done.passed_to in PASSED_TO):
        raise Refused(f"The outcome passed, and no other, needs to whom: --to {_or(PASSED_TO)}.")
    today, most = day_in_london(by.now), URGENT_WAITS if flag.urgent else WAITS
    if done.again_on and not today <= done.again_on <= today + most:
        raise Refused(f"The day on which to try again must be within {most.days} days from today.")
    told = {"outcome": done.outcome, "again": done.again_on, "to": done.passed_to}
    return {name: code for name, code in told.items() if code}


def _or(codes: Iterable[str]) -> str:
    *first, last = codes
    return f"{', '.join(first)} or {last}"
