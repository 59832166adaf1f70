"""Find the participant to whom an arrival belongs, whatever browser or chat it came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, select

from dialogs.inputs import Channel
from storage.engine.unit_of_work import UnitOfWork
from storage.keys.sealing import Sealer
from storage.schema.tables import accounts, browsers, invitations, responses


@dataclass(frozen=True, slots=True)
class Owner:
    """A participant whose key is there."""

    invitation_id: str
    sealer: Sealer


def owner_of(work: UnitOfWork, channel: Channel, user: str) -> Owner | None:
    """Find the participant who writes from this browser or chat now; None if there is none."""
    known_by = work.vault.hash(channel, user)
    return _owner(work, _at_browser(known_by) if channel == Channel.PAGE else _in_chat(known_by))


def owner_by_id(work: UnitOfWork, invitation_id: str) -> Owner | None:
    """Find the participant of an invitation; None once they are erased."""
    return _owner(work, select(*_KEY).where(invitations.c.id == invitation_id))


_KEY = (invitations.c.id, invitations.c.data_key)


def _owner(work: UnitOfWork, query: Select[Any]) -> Owner | None:
    row = work.execute(query.where(invitations.c.data_key.is_not(None)).limit(1)).first()
    return Owner(row.id, work.vault.participant(row.id, row.data_key)) if row else None


def _at_browser(known_by: bytes) -> Select[Any]:
    """The response at which this browser was last, also after its visit has ended."""
    return (
        select(*_KEY)
        .join_from(browsers, responses, browsers.c.response_id == responses.c.id)
        .join(invitations, responses.c.invitation_id == invitations.c.id)
        .where(browsers.c.cookie_hash == known_by)
        .order_by(browsers.c.opened_at.desc())
    )


def _in_chat(lookup: bytes) -> Select[Any]:
    """The response that this chat is at, else its newest one."""
    here = case((accounts.c.current == responses.c.id, 0), else_=1)
    return (
        select(*_KEY)
        .join_from(accounts, responses, responses.c.account_id == accounts.c.id)
        .join(invitations, responses.c.invitation_id == invitations.c.id)
        .where(accounts.c.lookup == lookup)
        .order_by(here, responses.c.id.desc())
    )
