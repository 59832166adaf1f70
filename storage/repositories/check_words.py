"""Check words: whether they fit, and what becomes of somebody who tries many.

There are four thousand pairs of words. After ten that do not fit they are not looked at for an hour, after ten more for a
day, then for two, four and more; right ones, or new ones, end that. Nobody is locked out for good, and the reviewer hears of it.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from dialogs.turn import NoticeKind
from storage.engine.unit_of_work import UnitOfWork
from storage.keys.credentials import check_words_in
from storage.repositories import notices
from storage.schema.tables import wrong_words

MOST = 10
FIRST, SECOND, LONGEST = timedelta(hours=1), timedelta(days=1), timedelta(days=16)


class Tried(StrEnum):
    """The outcome of a try."""

    FITS = "fits"
    WRONG = "wrong"
    # These words were not looked at.
    TOO_SOON = "too-soon"
    TOO_SOON_TODAY = "too-soon-today"


def tried(work: UnitOfWork, invitation: Row[Any], words: str, now: datetime) -> Tried:
    """Look at words for an invitation, which is locked; wrong ones are counted."""
    of_it = wrong_words.c.invitation_id == invitation.id
    row = work.execute(select(wrong_words).where(of_it)).first()
    if row is not None and row.until is not None and now < row.until:
        return Tried.TOO_SOON if row.tries <= MOST else Tried.TOO_SOON_TODAY
    if hmac.compare_digest(work.vault.hash("check word", check_words_in(words)), invitation.check_hash):
        forget(work, invitation.id)
        return Tried.FITS
    tries = (int(row.tries) if row else 0) + 1
    locks = tries % MOST == 0
    if locks:
        notices.leave(work, invitation.id, NoticeKind.WRONG_WORDS, now)
    change = update(wrong_words).where(of_it) if row else insert(wrong_words)
    until = now + _pause(tries // MOST) if locks else None
    work.execute(change.values(invitation_id=invitation.id, tries=tries, until=until))
    return Tried.WRONG


def forget(work: UnitOfWork, invitation_id: str) -> None:
    """Start counting again: the right words were given, or there are new ones."""
    work.execute(delete(wrong_words).where(wrong_words.c.invitation_id == invitation_id))


def guessed(work: UnitOfWork) -> list[tuple[str, int]]:
    """Return the invitations for which wrong words were written ten times and more, and how often."""
    rows = work.execute(select(wrong_words).where(wrong_words.c.tries >= MOST).order_by(wrong_words.c.invitation_id))
    return [(row.invitation_id, row.tries) for row in rows]


def _pause(tens: int) -> timedelta:
    return FIRST if tens == 1 else min(SECOND * 2 ** min(tens - 2, MOST), LONGEST)
