"""Somebody goes on, with the check words, with what was begun on another device: who else is there, and is to be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select, update

from dialogs.inputs import Channel
from storage.engine.unit_of_work import UnitOfWork
from storage.keys.sealing import place
from storage.schema.tables import accounts, browsers, claims, responses
from storage.schema.vocabulary import ClaimState


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A chat in which this response is answered too, and the language of the response."""

    lookup: bytes
    address: str
    language: str


def join(work: UnitOfWork, response_id: int, who: bytes, channel: Channel, now: datetime) -> list[Chat]:
    """Note in every other browser that somebody has come in; return the other chats of this channel, which are to be told.

    `who` has come in: a browser by the keyed hash of its cookie, an account by its lookup.
    """
    device = func.coalesce(browsers.c.device, browsers.c.cookie_hash)
    mine = select(device).where(browsers.c.cookie_hash == who)
    others = (browsers.c.response_id == response_id) & device.not_in(mine)
    work.execute(update(browsers).where(others).values(joined_at=now))
    here = select(claims.c.who).where(claims.c.response_id == response_id, claims.c.state == ClaimState.HERE)
    theirs = or_(accounts.c.id == responses.c.account_id, accounts.c.lookup.in_(here))
    reached = (accounts.c.channel == channel) & accounts.c.blocked_at.is_(None) & (accounts.c.lookup != who)
    query = select(accounts.c.lookup, accounts.c.address, responses.c.language).join_from(responses, accounts, theirs)
    rows = work.execute(query.where(responses.c.id == response_id, reached)).all()
    return [Chat(lookup=r.lookup, address=_address(work, r.lookup, r.address), language=r.language) for r in rows]


def _address(work: UnitOfWork, lookup: bytes, sealed: bytes) -> str:
    return work.vault.system.open(place("account", lookup.hex(), "address"), sealed)
