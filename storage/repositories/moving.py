"""Move a response from the page to Telegram and back: by a link that works once and soon, for the account that opens it.

For a browser nothing moves: it is known for a response, whatever account that belongs to.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select, update

from dialogs.inputs import Channel
from storage.engine import proofs
from storage.engine.unit_of_work import UnitOfWork
from storage.repositories import openings, visits
from storage.repositories.responses import STANDS
from storage.schema.tables import accounts, moves
from storage.schema.tables import responses as response_rows

MOVE = proofs.of(moves)
LASTS = timedelta(minutes=30)


def offer(work: UnitOfWork, response_id: int, token: str, now: datetime) -> None:
    """A link that takes this response elsewhere; an earlier one works no more."""
    work.execute(delete(moves).where(moves.c.response_id == response_id))
    row = {"token_hash": work.vault.link(token), "response_id": response_id, "expires_at": now + LASTS}
    work.execute(moves.insert(), [row])


def move(work: UnitOfWork, token: str, lookup: bytes, channel: Channel, address: str, now: datetime) -> bool:
    """Give the response to the account that opened the link; False if the link is unknown or over."""
    theirs = (moves.c.token_hash == work.vault.link(token)) & (moves.c.expires_at > now)
    found = work.execute(select(moves).where(theirs).with_for_update()).first()
    if found is None or not proofs.holds(work.vault, MOVE, found):
        return False
    work.execute(delete(moves).where(theirs))
    give(work, found.response_id, lookup, channel, address)
    return True


def give(work: UnitOfWork, response_id: int, lookup: bytes, channel: Channel, address: str) -> int:
    """Give a response to an account; its own visits with the same invitation end. Gives the account's id."""
    moved = work.execute(select(response_rows).where(response_rows.c.id == response_id).with_for_update()).one()
    account_id = openings.account(work, lookup, channel, address)
    if account_id != moved.account_id:
        _give_way(work, moved.invitation_id, account_id)
        work.execute(update(response_rows).where(response_rows.c.id == response_id).values(account_id=account_id))
        _leave(work, moved.account_id)
    openings.set_current(work, account_id, response_id)
    return account_id


def _give_way(work: UnitOfWork, invitation_id: str, account_id: int) -> None:
    """End the visits that this account had begun with the same invitation without ever being the invitee."""
    begun = (response_rows.c.invitation_id == invitation_id) & (response_rows.c.account_id == account_id)
    unbound = select(response_rows.c.id).where(begun, ~response_rows.c.bound, STANDS)
    visits.end(work, list(work.execute(unbound).scalars()))


def _leave(work: UnitOfWork, account_id: int) -> None:
    """Delete a browser's account that has no response left; any other account has no current response any more."""
    left = exists().where(response_rows.c.account_id == accounts.c.id)
    mine = accounts.c.id == account_id
    work.execute(delete(accounts).where(mine, accounts.c.channel == Channel.PAGE, ~left))
    work.execute(update(accounts).where(mine).values(current=None))
