"""Let somebody claim a response that was begun elsewhere: they give the check words, say whether they began, and go on.

A claim is a browser's, by the keyed hash of its cookie, or an account's, by its lookup. A response that somebody else began is
set aside: nobody can go on with it, nothing of it is deleted, and while a visit lasts who said so can take it back.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, delete, literal_column, select, update

from dialogs.inputs import Channel
from dialogs.turn import FlagKind, NoticeKind
from storage.engine import proofs
from storage.engine.prepared import Among, Query
from storage.engine.unit_of_work import UnitOfWork, insert_into
from storage.repositories import moving, notices
from storage.repositories.flags import raise_flags
from storage.repositories.responses import STANDS
from storage.schema.tables import accounts, browsers, claims, invitations, moves, responses
from storage.schema.vocabulary import ClaimState

CLAIM = proofs.of(claims)
# For so long somebody may think about the words or the question; and a No can be taken back.
ASKS, UNDONE_WITHIN = timedelta(hours=1), timedelta(hours=12)
# So that whoever begins anew has the time that an invitation gives.
ANEW = timedelta(days=28)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim. `response_id` is what was begun: they are asked of it, may go on with it, or have said that it is not theirs."""

    who: bytes
    invitation_id: str
    state: ClaimState
    since: datetime
    response_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """The response in which somebody has said that they are the invitee, and the moment when they opened the link."""

    response_id: int
    opened_at: datetime


def begun(work: UnitOfWork, invitation_id: str) -> Begun | None:
    """Return what was begun with an invitation and stands; None while nobody has said yes."""
    mine = responses.c.invitation_id == invitation_id
    query = select(responses.c.id, responses.c.opened_at).where(mine, responses.c.bound, STANDS)
    row = work.execute(query).first()
    return None if row is None else Begun(response_id=row.id, opened_at=row.opened_at)


def of(work: UnitOfWork, whos: Collection[bytes]) -> list[Claim]:
    """Return the claims of these browsers or accounts, the newest last."""
    return _claims(work, work.find(_OF, list(whos)))


def of_accounts(work: UnitOfWork, lookups: Collection[bytes]) -> tuple[list[Claim], set[tuple[bytes, int]]]:
    """Return the claims of these accounts, the newest last; and which responses of theirs are set aside, with the account."""
    rows = work.find(_OF_ACCOUNTS, list(lookups))
    closed = {(row.who, row.response_id) for row in rows if row.state == _CLOSED}
    return _claims(work, [row for row in rows if row.state != _CLOSED]), closed


def put(work: UnitOfWork, claim: Claim) -> None:
    """Keep a claim in the place of what there was for this invitation."""
    values = {"response_id": claim.response_id, "state": claim.state.value, "since": claim.since}
    row = {"who": claim.who, "invitation_id": claim.invitation_id, **values}
    statement = insert_into(work.connection, claims).on_conflict_do_update(
        index_elements=["who", "invitation_id"], set_=values
    )
    work.execute(statement, [row])


def drop(work: UnitOfWork, claim: Claim) -> None:
    """Forget a claim."""
    work.execute(delete(claims).where(claims.c.who == claim.who, claims.c.invitation_id == claim.invitation_id))


def set_aside(work: UnitOfWork, claim: Claim, now: datetime) -> None:
    """Put out everybody but who says this: what they began is set aside, and the reviewer has to see to it.

    Nothing is deleted. Links that would take it elsewhere and claims of others are void; the invitation stays open.
    """
    of_it = responses.c.invitation_id == claim.invitation_id
    ids = _lock(work, of_it, STANDS, responses.c.bound | responses.c.id.not_in(_own(claim.who)))
    _doubt(work, ids, now)
    work.execute(delete(claims).where(claims.c.invitation_id == claim.invitation_id, claims.c.who != claim.who))
    put(work, replace(claim, state=ClaimState.OTHER, since=now))
    late = (invitations.c.id == claim.invitation_id) & (invitations.c.expires_at < now + ANEW)
    work.execute(update(invitations).where(late).values(expires_at=now + ANEW))
    if claim.response_id is not None:
        raise_flags(work, [(claim.response_id, FlagKind.DOUBTED)], now)
    notices.leave(work, claim.invitation_id, NoticeKind.DOUBTED, now)


def put_out(work: UnitOfWork, invitation_id: str, now: datetime) -> None:
    """Set aside all that was begun with an invitation, since the wrong person has begun. Nothing is deleted."""
    _doubt(work, _lock(work, responses.c.invitation_id == invitation_id, STANDS), now)
    work.execute(delete(claims).where(claims.c.invitation_id == invitation_id))


def newest_no(mine: Sequence[Claim], now: datetime) -> Claim | None:
    """Return the newest of these claims in which somebody said No and can still take it back; None if there is none."""
    return next((c for c in reversed(mine) if c.state is ClaimState.OTHER and now - c.since < UNDONE_WITHIN), None)


def take_back(work: UnitOfWork, claim: Claim, now: datetime) -> None:
    """Put back what was set aside by a No, and set aside what was begun since then. The flag stays: the reviewer closes it."""
    of_it = responses.c.invitation_id == claim.invitation_id
    again = _lock(work, of_it, responses.c.doubted_at == claim.since)
    instead = _lock(work, of_it, STANDS)
    work.execute(update(responses).where(responses.c.id.in_(instead)).values(doubted_at=now))
    work.execute(update(responses).where(responses.c.id.in_(again)).values(doubted_at=None))
    drop(work, claim)
    notices.leave(work, claim.invitation_id, NoticeKind.STANDS_AGAIN, now)


def need_words(work: UnitOfWork, invitation_id: str, now: datetime) -> None:
    """Tell the reviewer that somebody has no check words, if anything was begun with this invitation."""
    if (there := begun(work, invitation_id)) is not None:
        raise_flags(work, [(there.response_id, FlagKind.NO_WORDS)], now)
        notices.leave(work, invitation_id, NoticeKind.NO_WORDS, now)


def let_in(work: UnitOfWork, claim: Claim, channel: Channel, address: str) -> None:
    """An account goes on with what was begun, and so may the account that has had it."""
    if claim.response_id is None:
        return
    before = work.execute(_OF_ACCOUNT.where(responses.c.id == claim.response_id)).one()
    who = [claim.who, *([before.lookup] if before.channel == channel else [])]
    for one in who:
        put(work, replace(claim, who=one, state=ClaimState.HERE))
    come(work, claim.response_id, claim.who, channel, address)


def come(work: UnitOfWork, response_id: int, lookup: bytes, channel: Channel, address: str) -> int:
    """An account that may go on with a response has it from now on; gives the account's id."""
    return moving.give(work, response_id, lookup, channel, address)


def elsewhere(work: UnitOfWork, here: Collection[tuple[bytes, int | None]]) -> list[tuple[bytes, int]]:
    """Of accounts and responses that they may go on with, those pairs in which another account has the response now."""
    if not here:
        return []
    rows = work.execute(_OF_ACCOUNT.where(responses.c.id.in_([one for _, one in here]), STANDS)).all()
    return [(who, row.id) for row in rows for who, one in here if one == row.id and row.lookup != who]


def has_another(work: UnitOfWork, lookup: bytes) -> bool:
    """Tell whether this account has a conversation of its own."""
    theirs = accounts.c.lookup == lookup, STANDS, responses.c.bound
    return work.execute(_OF_ACCOUNT.where(*theirs).limit(1)).first() is not None


def is_put_out(work: UnitOfWork, lookup: bytes) -> bool:
    """Tell whether a response of this account was set aside."""
    return work.execute(_OF_ACCOUNT.where(accounts.c.lookup == lookup, ~STANDS).limit(1)).first() is not None


def prune(work: UnitOfWork, now: datetime) -> None:
    """Forget what was asked and not answered, and what cannot be taken back any more."""
    old = claims.c.state != ClaimState.HERE.value, claims.c.since < now - UNDONE_WITHIN
    work.execute(delete(claims).where(*old))


_OF_ACCOUNT = select(responses.c.id, accounts.c.lookup, accounts.c.channel).join_from(
    responses, accounts, responses.c.account_id == accounts.c.id
)
_OF = Query(lambda whos: select(claims).where(claims.c.who.in_(whos)), claims.c.who.type)
_CLOSED = "closed"


def _of_accounts(lookups: Among) -> Select[Any]:
    parts = claims.c.who, claims.c.invitation_id, claims.c.response_id, claims.c.state, claims.c.since, claims.c.proof
    asked: Select[Any] = select(*parts).where(claims.c.who.in_(lookups))
    closed: Select[Any] = _OF_ACCOUNT.with_only_columns(
        accounts.c.lookup,
        responses.c.invitation_id,
        responses.c.id,
        literal_column(f"'{_CLOSED}'"),
        responses.c.doubted_at,
        responses.c.proof,
    ).where(accounts.c.lookup.in_(lookups), ~STANDS)
    return select(asked.union_all(closed).subquery())


_OF_ACCOUNTS = Query(_of_accounts, claims.c.who.type)


def _claims(work: UnitOfWork, rows: Sequence[Any]) -> list[Claim]:
    """Return the claims of these rows, but for those that nobody here has written."""
    found = [
        Claim(
            who=r.who,
            invitation_id=r.invitation_id,
            state=ClaimState(r.state),
            since=r.since,
            response_id=r.response_id,
        )
        for r in rows
        if proofs.holds(work.vault, CLAIM, r)
    ]
    return sorted(found, key=lambda claim: claim.since)


def _own(who: bytes) -> Any:
    """The responses that a browser is known for, or that are an account's."""
    known = select(browsers.c.response_id).where(browsers.c.cookie_hash == bindparam("who", who))
    theirs = _OF_ACCOUNT.with_only_columns(responses.c.id)
    return known.union(theirs.where(accounts.c.lookup == bindparam("who", who)))


def _doubt(work: UnitOfWork, ids: Collection[int], now: datetime) -> None:
    """Mark responses as doubted; links that would take them elsewhere are void."""
    work.execute(update(responses).where(responses.c.id.in_(ids)).values(doubted_at=now))
    work.execute(delete(moves).where(moves.c.response_id.in_(ids)))


def _lock(work: UnitOfWork, *wanted: ColumnElement[bool]) -> list[int]:
    query = select(responses.c.id).where(*wanted).order_by(responses.c.id).with_for_update()
    return list(work.execute(query).scalars())
