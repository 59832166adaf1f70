"""Browsers on the page: which response a cookie may see, for how long, and how a browser comes to be known.

A visit ends after an hour in which nothing was written or pressed, and after twelve hours, unless somebody presses to stay
each hour from then on; then the link opens it again. The browser itself stays known for as long as the response lives,
unless somebody leaves quickly. What was sent within the twelve hours is taken even after the hour: words are not lost,
nothing is shown.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, literal, select, update

from storage.repositories import check_words, openings
from storage.repositories.check_words import Tried
from storage.repositories.responses import Surroundings, upsert
from storage.sealing import token_hash
from storage.tables import accounts, browsers, invitations, moves
from storage.tables import responses as response_rows
from storage.unit_of_work import UnitOfWork

IDLE, LONGEST = timedelta(hours=1), timedelta(hours=12)
# As long as browsers keep a cookie.
KNOWN = timedelta(days=400)
# For so long the page on which Start was pressed may send it again: pressed twice, or its answer was lost.
AGAIN = timedelta(minutes=2)
CHANNEL = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A browser at a response, until its visit ends. `open`: it may be shown something."""

    cookie_hash: bytes
    response_id: int
    lookup: bytes
    ends_at: datetime
    open: bool


@dataclass(frozen=True, slots=True)
class Entered:
    """This browser may see this response from now on."""

    response_id: int


@dataclass(frozen=True, slots=True)
class WordsWanted:
    """Somebody has begun in another browser or in Telegram; the check words tell whether it was the same person."""


@dataclass(frozen=True, slots=True)
class NoWay:
    """The link does not work: unknown, expired, revoked, erased. Nothing tells which."""


@dataclass(frozen=True, slots=True)
class TooManyWords:
    """Too many check words did not fit. They are not looked at for an hour; `today`: not today, and perhaps longer."""

    today: bool


Entry = Entered | WordsWanted | TooManyWords | NoWay

_VISITS = (
    select(browsers, accounts.c.lookup)
    .join_from(browsers, response_rows, browsers.c.response_id == response_rows.c.id)
    .join(accounts, response_rows.c.account_id == accounts.c.id)
    .where(browsers.c.cookie_hash.in_(bindparam("cookies", expanding=True)))
    .order_by(browsers.c.opened_at)
)


def visits(work: UnitOfWork, cookie_hashes: Collection[bytes], now: datetime) -> dict[bytes, Visit]:
    """The newest visit of each of these browsers that is not over in any case."""
    rows = work.execute(_VISITS, cookies=list(cookie_hashes))
    return {row.cookie_hash: _visit(row, now) for row in rows if now - row.opened_at < LONGEST}


_TOUCH = update(browsers).where(
    browsers.c.cookie_hash == bindparam("cookie"), browsers.c.response_id == bindparam("whose")
)


def touch(work: UnitOfWork, seen: Collection[Visit], now: datetime) -> None:
    """Note that somebody is there: the hour starts again for visits that are open."""
    rows = [{"cookie": v.cookie_hash, "whose": v.response_id} for v in seen if v.open]
    work.execute(_TOUCH.values(used_at=now), rows)


def stay(work: UnitOfWork, cookie_hash: bytes, now: datetime, *, pressed: bool) -> datetime | None:
    """Somebody is there: when the visit ends now; None if it is over. Who has `pressed` to stay has an hour in any case."""
    visit = visits(work, [cookie_hash], now).get(cookie_hash)
    if visit is None or not visit.open:
        return None
    touch(work, [visit], now)
    if pressed:
        mine = (browsers.c.cookie_hash == cookie_hash) & (browsers.c.response_id == visit.response_id)
        an_hour_left = now - LONGEST + IDLE
        late = mine & (browsers.c.opened_at < an_hour_left)
        work.execute(update(browsers).where(late).values(opened_at=an_hour_left))
    found = visits(work, [cookie_hash], now).get(cookie_hash)
    return found.ends_at if found else None


def enter(
    work: UnitOfWork, token: str, old: bytes | None, new: bytes, around: Surroundings, *, once: str = ""
) -> Entry:
    """The visitor's own Start. A browser that is known goes on, with a new cookie; the first one to come begins.

    A link that was given in Telegram opens what was begun there, once. `once`: a random number of the page with Start.
    """
    if (moved := _moved(work, token, once, around.now)) is not None:
        _open(work, moved, new, around.now, instead_of=old)
        return Entered(moved)
    found = _invitation(work, token)
    if found is None:
        return NoWay()
    if old is not None and (known := _known(work, old, found.id, around.now)) is not None:
        _open(work, known, new, around.now, instead_of=old)
        return Entered(known)
    if _bound(work, found.id) is not None:
        return WordsWanted()
    if found.revoked_at is not None or found.expires_at <= around.now:
        return NoWay()
    lookup = work.vault.hash(CHANNEL, new.hex())
    begun = openings.open_visit(work, found, lookup, CHANNEL, "", around)
    _open(work, begun, new, around.now, instead_of=old)
    return Entered(begun)


def enter_with_words(work: UnitOfWork, token: str, words: str, old: bytes | None, new: bytes, now: datetime) -> Entry:
    """The check words open what somebody has begun; after ten that do not fit they are not looked at for a while."""
    found = _invitation(work, token)
    begun = _bound(work, found.id) if found is not None else None
    if found is None or begun is None:
        return NoWay()
    match check_words.tried(work, found, words, now):
        case Tried.FITS:
            _open(work, begun, new, now, instead_of=old)
            return Entered(begun)
        case Tried.WRONG:
            return WordsWanted()
        case Tried.TOO_SOON | Tried.TOO_SOON_TODAY as soon:
            return TooManyWords(today=soon is Tried.TOO_SOON_TODAY)


def leave(work: UnitOfWork, cookie_hash: bytes) -> None:
    """This browser is not known any more."""
    work.execute(delete(browsers).where(browsers.c.cookie_hash == cookie_hash))


def forget_all(work: UnitOfWork, invitation_id: str) -> None:
    """Forget every browser of this invitation. Its wrong words count on: with a new link nobody guesses faster."""
    theirs = select(response_rows.c.id).where(response_rows.c.invitation_id == invitation_id)
    work.execute(delete(browsers).where(browsers.c.response_id.in_(theirs)))
    work.execute(delete(moves).where(moves.c.response_id.in_(theirs)))


def prune(work: UnitOfWork, now: datetime) -> None:
    """Forget browsers whose cookie is gone, and links that are over."""
    work.execute(delete(browsers).where(browsers.c.used_at < now - KNOWN))
    work.execute(delete(moves).where(moves.c.expires_at < now))


def _visit(row: Row[Any], now: datetime) -> Visit:
    return Visit(
        cookie_hash=row.cookie_hash,
        response_id=row.response_id,
        lookup=row.lookup,
        ends_at=min(row.used_at + IDLE, row.opened_at + LONGEST),
        open=now - row.used_at < IDLE,
    )


def _invitation(work: UnitOfWork, token: str) -> Row[Any] | None:
    """The invitation of a link, locked, unless it was erased."""
    named = invitations.c.token_hash == token_hash(token)
    found = work.execute(select(invitations).where(named).with_for_update()).first()
    return found if found is not None and found.erased_at is None else None


def _moved(work: UnitOfWork, token: str, once: str, now: datetime) -> int | None:
    """The response that this link was given for; after that it works for the same page alone, and not for long."""
    fresh, used = token_hash(token), token_hash(f"{token} {once}")
    theirs = moves.c.token_hash.in_((fresh, used)) & (moves.c.expires_at > now)
    found = work.execute(select(moves).where(theirs).with_for_update()).first()
    if found is None:
        return None
    mine = moves.c.token_hash == found.token_hash
    if not once:
        work.execute(delete(moves).where(mine))
    elif found.token_hash == fresh:
        work.execute(update(moves).where(mine).values(token_hash=used, expires_at=min(found.expires_at, now + AGAIN)))
    return int(found.response_id)


def _known(work: UnitOfWork, cookie_hash: bytes, invitation_id: str, now: datetime) -> int | None:
    """The response of this invitation that a browser is known for; not one that somebody else's has overtaken."""
    query = (
        select(browsers.c.response_id, response_rows.c.bound)
        .join_from(browsers, response_rows, browsers.c.response_id == response_rows.c.id)
        .where(browsers.c.cookie_hash == cookie_hash, response_rows.c.invitation_id == invitation_id)
        .where(browsers.c.used_at >= now - KNOWN)
        .order_by(response_rows.c.bound.desc(), browsers.c.opened_at.desc())
    )
    row = work.execute(query).first()
    overtaken = row is not None and not row.bound and _bound(work, invitation_id) is not None
    return None if row is None or overtaken else int(row.response_id)


def _bound(work: UnitOfWork, invitation_id: str) -> int | None:
    """Return the response in which somebody has said that they are the invitee."""
    mine = response_rows.c.invitation_id == invitation_id
    return work.execute(select(response_rows.c.id).where(mine, response_rows.c.bound)).scalar()


def _open(work: UnitOfWork, response_id: int, new: bytes, now: datetime, *, instead_of: bytes | None) -> None:
    """A new cookie takes the place of the old one, for all that it was known for; this response is the one it is at."""
    if instead_of is not None:
        _replace(work, instead_of, new, now)
    row = {"cookie_hash": new, "response_id": response_id, "opened_at": now, "used_at": now}
    statement = upsert(work, browsers).on_conflict_do_update(
        index_elements=["cookie_hash", "response_id"], set_={"opened_at": now, "used_at": now}
    )
    work.execute(statement, [row])


def _replace(work: UnitOfWork, old: bytes, new: bytes, now: datetime) -> None:
    """The old cookie shows nothing any more. Its browser stays known for a while: the answer with the new one may be lost."""
    was = browsers.c.cookie_hash == old
    columns = (browsers.c.response_id, browsers.c.opened_at, browsers.c.used_at)
    copied = select(literal(new, browsers.c.cookie_hash.type), *columns).where(was)
    work.execute(insert(browsers).from_select([browsers.c.cookie_hash, *columns], copied))
    work.execute(update(browsers).where(was).values(opened_at=now - LONGEST, used_at=now - KNOWN + LONGEST))
