"""Keep track of the people who can be written to: with a question open, heard from since, blocked or gone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, or_, select, true, update

from dialogs.inputs import Channel
from dialogs.london import day_in_london, start_of_day
from dialogs.response import Status
from storage.engine.unit_of_work import UnitOfWork
from storage.repositories.conversations import Conversation
from storage.repositories.reminders import forget
from storage.repositories.responses import STANDS
from storage.schema.tables import accounts, outbox, responses


def open_since(
    work: UnitOfWork,
    since: datetime,
    after: int = 0,
    limit: int = 200,
    *,
    heard_until: datetime | None = None,
    in_vain: tuple[datetime, datetime] | None = None,
) -> list[int]:
    """Return reachable responses with a question open in Telegram that was asked or answered after `since`: from `after` on.

    People who were asked again since their last input are left out: they need not hear it twice, unless that was within
    `in_vain`. So are those who were heard after `heard_until`.
    """
    asked = outbox.c.created_at
    again = exists().where(
        outbox.c.response_id == responses.c.id, outbox.c.place.is_not(None), asked > responses.c.last_activity
    )
    if in_vain is not None:
        again = again.where(or_(asked <= in_vain[0], asked > in_vain[1]))
    heard = responses.c.last_activity <= heard_until if heard_until else true()
    query = (
        select(responses.c.id)
        .join_from(responses, accounts, responses.c.account_id == accounts.c.id)
        .where(
            responses.c.last_activity >= since,
            heard,
            responses.c.channel == Channel.TELEGRAM,
            accounts.c.blocked_at.is_(None),
        )
        .where(
            responses.c.status.in_((Status.OPENED, Status.CONSENTED, Status.IN_PROGRESS)),
            ~again,
            responses.c.id > after,
        )
        .where(STANDS)
        .order_by(responses.c.id)
        .limit(limit)
    )
    return list(work.execute(query).scalars())


def active_since(work: UnitOfWork, lookup: bytes, at: datetime) -> bool:
    """Tell whether anything else came from this account at this moment or after it; its conversations are locked.

    Of what is days ago the day alone is known: then all of that day counts.
    """
    theirs = select(responses.c.last_activity).join_from(responses, accounts, responses.c.account_id == accounts.c.id)
    locked = theirs.where(accounts.c.lookup == lookup).with_for_update(of=[accounts, responses])
    day = start_of_day(day_in_london(at))
    return any(last >= at or last == day for last in work.execute(locked).scalars())


def block(work: UnitOfWork, lookup: bytes, now: datetime) -> None:
    """Note that this account can't be reached: no reminder any more."""
    ours = accounts.c.lookup == lookup
    work.execute(update(accounts).where(ours).values(blocked_at=now))
    theirs = select(responses.c.id).join_from(responses, accounts, responses.c.account_id == accounts.c.id).where(ours)
    forget(work, list(work.execute(theirs).scalars()))


def is_here(work: UnitOfWork, mine: Sequence[Conversation]) -> None:
    """Note that the owner of these conversations, who writes, can be reached again."""
    if any(c.blocked for c in mine):
        unblock(work, mine[0].account_id)
    for conversation in mine:
        conversation.blocked = False


def unblock(work: UnitOfWork, account_id: int) -> None:
    """Note that this account has written again, so that it can be reached."""
    work.execute(update(accounts).where(accounts.c.id == account_id).values(blocked_at=None))
