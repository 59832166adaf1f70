"""Browsers on the page: which response a cookie may see, for how long, and how a browser comes to be known.

A visit ends after an hour in which nothing was written or pressed, and after twelve hours, unless somebody presses to stay
each hour from then on; then the link opens it again. The browser itself stays known for as long as the response lives,
unless somebody leaves quickly: then nothing is known of it, whatever cookies it has had. What was sent within the twelve hours
is taken even after the hour: words are not lost, nothing is shown.

Who comes in gives the hash of a cookie; what is kept is a keyed hash of that (`known_by`), the same as of its account.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, exists, func, insert, select, update

from dialogs.inputs import Channel
from storage.engine import proofs
from storage.engine.prepared import Many
from storage.engine.unit_of_work import UnitOfWork, insert_into
from storage.repositories import check_words, claims, moving, openings
from storage.repositories.check_words import Tried
from storage.repositories.claims import UNDONE_WITHIN, Claim
from storage.repositories.conversations import Surroundings
from storage.repositories.responses import STANDS
from storage.schema.tables import accounts, browsers, invitations, moves
from storage.schema.tables import claims as claim_rows
from storage.schema.tables import responses as response_rows
from storage.schema.vocabulary import ClaimState

IDLE, LONGEST = timedelta(hours=1), timedelta(hours=12)
BROWSER = proofs.of(browsers)
# As long as browsers keep a cookie.
KNOWN = timedelta(days=400)
# For so long the page on which Start was pressed may send it again: pressed twice, or its answer was lost.
AGAIN = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A browser at a response, until its visit ends. `open`: it may be shown something.

    `joined`: another device answers here too, and it was not said here that somebody knows. `undoes`: they have said that
    somebody else began, and can take that back.
    """

    cookie_hash: bytes
    response_id: int
    lookup: bytes
    ends_at: datetime
    open: bool
    joined: bool = False
    undoes: bool = False


@dataclass(frozen=True, slots=True)
class Entered:
    """The browser may see this response from now on."""

    response_id: int


@dataclass(frozen=True, slots=True)
class WordsWanted:
    """Somebody has begun in another browser or in Telegram; the check words tell whether it was the same person."""


@dataclass(frozen=True, slots=True)
class WhoBegan:
    """The check words fit. Somebody has begun at that moment, and it is asked who that was."""

    opened_at: datetime


@dataclass(frozen=True, slots=True)
class NoWay:
    """The link does not work: unknown, expired, revoked, erased. Nothing tells which."""


@dataclass(frozen=True, slots=True)
class TooManyWords:
    """Too many check words did not fit. They are not looked at for an hour; `today`: not today, and perhaps longer."""

    today: bool


Entry = Entered | WordsWanted | WhoBegan | TooManyWords | NoWay

_CAN_UNDO = exists().where(
    claim_rows.c.who == browsers.c.cookie_hash,
    claim_rows.c.state == ClaimState.OTHER,
    claim_rows.c.since > bindparam("undone", type_=claim_rows.c.since.type),
)
_VISITS = (
    select(browsers, accounts.c.lookup, _CAN_UNDO.label("undoes"))
    .join_from(browsers, response_rows, browsers.c.response_id == response_rows.c.id)
    .join(accounts, response_rows.c.account_id == accounts.c.id)
    .where(browsers.c.cookie_hash.in_(bindparam("cookies", expanding=True)), STANDS)
    .order_by(browsers.c.opened_at)
)


def visits(work: UnitOfWork, cookie_hashes: Collection[bytes], now: datetime) -> dict[bytes, Visit]:
    """The newest visit of each of these browsers that is not over in any case; of none whose row nobody here has written."""
    given = {known_by(work, cookie_hash): cookie_hash for cookie_hash in cookie_hashes}
    rows = work.execute(_VISITS, cookies=list(given), undone=now - UNDONE_WITHIN)
    real = (row for row in rows if now - row.opened_at < LONGEST and proofs.holds(work.vault, BROWSER, row))
    return {given[row.cookie_hash]: _visit(row, now) for row in real}


def known_by(work: UnitOfWork, cookie_hash: bytes) -> bytes:
    """Return what a browser is known by here: nobody can make it who has no key, although they have the cookie."""
    return work.vault.hash(Channel.PAGE, cookie_hash.hex())


_TOUCH = Many(
    update(browsers)
    .where(browsers.c.cookie_hash == bindparam("cookie"), browsers.c.response_id == bindparam("whose"))
    .values(used_at=bindparam("at"))
)


def touch(work: UnitOfWork, seen: Collection[Visit], now: datetime) -> None:
    """Note that somebody is there: the hour starts again for visits that are open."""
    work.write(_TOUCH, [{"cookie": v.cookie_hash, "whose": v.response_id, "at": now} for v in seen if v.open])


def stay(work: UnitOfWork, cookie_hash: bytes, now: datetime, *, pressed: bool) -> datetime | None:
    """Somebody is there: when the visit ends now; None if it is over. Who has `pressed` to stay has an hour in any case."""
    visit = visits(work, [cookie_hash], now).get(cookie_hash)
    if visit is None or not visit.open:
        return None
    touch(work, [visit], now)
    if pressed:
        an_hour_left = now - LONGEST + IDLE
        late = _one(visit) & (browsers.c.opened_at < an_hour_left)
        work.execute(update(browsers).where(late).values(opened_at=an_hour_left))
    found = visits(work, [cookie_hash], now).get(cookie_hash)
    return found.ends_at if found else None


def know(work: UnitOfWork, cookie_hash: bytes, now: datetime) -> None:
    """Note that somebody in this browser has read that another device answers too."""
    if (visit := visits(work, [cookie_hash], now).get(cookie_hash)) is not None:
        work.execute(update(browsers).where(_one(visit)).values(joined_at=None))


def enter(
    work: UnitOfWork, token: str, old: bytes | None, new: bytes, around: Surroundings, *, once: str = ""
) -> Entry:
    """The visitor's own Start. A browser that is known goes on, with a new cookie; the first one to come begins.

    A link that was given in Telegram opens what was begun there, once. `once`: a random number of the page with Start.
    """
    old, new = known_by(work, old) if old else None, known_by(work, new)
    if (moved := _moved(work, token, once, around.now)) is not None:
        _open(work, moved, new, around.now, instead_of=old)
        return Entered(moved)
    found = _invitation(work, token)
    if found is None:
        return NoWay()
    if old is not None and (known := _known(work, old, found.id, around.now)) is not None:
        _open(work, known, new, around.now, instead_of=old)
        return Entered(known)
    if _is_begun(work, found.id):
        return WordsWanted()
    return _begin(work, found, old, new, around)


def enter_with_words(
    work: UnitOfWork, token: str, words: str, old: bytes | None, new: bytes, around: Surroundings
) -> Entry:
    """The check words lead to what somebody has begun, once it is known who that was; too many wrong ones make wait.

    Where nobody has begun since somebody was put out, they begin. Once the link is revoked nobody is asked.
    """
    old, new = known_by(work, old) if old else None, known_by(work, new)
    found = _invitation(work, token)
    if found is None or not _is_begun(work, found.id):
        return NoWay()
    match check_words.tried(work, found, words, around.now):
        case Tried.WRONG:
            return WordsWanted()
        case Tried.TOO_SOON | Tried.TOO_SOON_TODAY as soon:
            return TooManyWords(today=soon is Tried.TOO_SOON_TODAY)
        case Tried.FITS:
            return _ask(work, found, old, new, around)


def _ask(work: UnitOfWork, found: Row[Any], old: bytes | None, new: bytes, around: Surroundings) -> Entry:
    """Ask a browser that has given the check words who began, if somebody has."""
    begun = claims.begun(work, found.id)
    if begun is None:
        return _begin(work, found, old, new, around)
    if found.revoked_at is not None:
        _open(work, begun.response_id, new, around.now, instead_of=old)
        return Entered(begun.response_id)
    if old is not None:
        _replace(work, old, new, around.now)
    asked = Claim(
        who=new, invitation_id=found.id, state=ClaimState.ASKED, since=around.now, response_id=begun.response_id
    )
    claims.put(work, asked)
    return WhoBegan(begun.opened_at)


def asked(work: UnitOfWork, token: str, cookie_hash: bytes, now: datetime) -> WhoBegan | None:
    """The question that this browser has to answer, if it has given the check words."""
    found = _invitation(work, token)
    open_now = found and _asked(work, found.id, known_by(work, cookie_hash), now)
    return WhoBegan(open_now[1].opened_at) if open_now else None


def answer(work: UnitOfWork, token: str, cookie_hash: bytes, around: Surroundings, *, was_me: bool) -> Entry:
    """Take the answer to who began, after the check words: both go on, or this visitor begins again and the others are out."""
    found, mine = _invitation(work, token), known_by(work, cookie_hash)
    open_now = found and _asked(work, found.id, mine, around.now)
    if found is None or not open_now:
        return WordsWanted()
    claim, begun = open_now
    if was_me:
        claims.drop(work, claim)
        _open(work, begun.response_id, mine, around.now, instead_of=None)
        return Entered(begun.response_id)
    if found.revoked_at is not None:
        return NoWay()
    claims.set_aside(work, claim, around.now)
    return _begin(work, _invitation(work, token) or found, None, mine, around)


def need_words(work: UnitOfWork, token: str, now: datetime) -> None:
    """Tell the reviewer that somebody with this link has no check words."""
    if (found := _invitation(work, token)) is not None:
        claims.need_words(work, found.id, now)


def can_take_back(work: UnitOfWork, cookie_hash: bytes, now: datetime) -> bool:
    """Tell whether this browser has said in this visit that somebody else had begun."""
    return newest_no(work, cookie_hash, now) is not None


def newest_no(work: UnitOfWork, cookie_hash: bytes, now: datetime) -> Claim | None:
    """Return the claim in which this browser has said that somebody else had begun, while that can be taken back."""
    return claims.newest_no(claims.of(work, [known_by(work, cookie_hash)]), now)


def take_back(work: UnitOfWork, cookie_hash: bytes, now: datetime) -> Claim | None:
    """It was they after all: this browser goes on with what it had set aside; None if it is too late."""
    claim = newest_no(work, cookie_hash, now)
    if claim is None or claim.response_id is None:
        return None
    claims.take_back(work, claim, now)
    _open(work, claim.response_id, claim.who, now, instead_of=None)
    return claim


def leave(work: UnitOfWork, cookie_hash: bytes) -> None:
    """Forget this browser, by every cookie that it ever had."""
    here = known_by(work, cookie_hash)
    device = select(browsers.c.device).where(browsers.c.cookie_hash == here, browsers.c.device.is_not(None))
    mine = (browsers.c.cookie_hash == here) | browsers.c.device.in_(device)
    cookies = work.execute(select(browsers.c.cookie_hash).where(mine)).scalars().all()
    whole = {here, *cookies}
    work.execute(delete(browsers).where(browsers.c.cookie_hash.in_(whole)))
    work.execute(delete(claim_rows).where(claim_rows.c.who.in_(whole)))


def forget_all(work: UnitOfWork, invitation_id: str) -> None:
    """Forget every browser of this invitation. Its wrong words count on: with a new link nobody guesses faster."""
    work.execute(delete(claim_rows).where(claim_rows.c.invitation_id == invitation_id))
    theirs = select(response_rows.c.id).where(response_rows.c.invitation_id == invitation_id)
    work.execute(delete(browsers).where(browsers.c.response_id.in_(theirs)))
    work.execute(delete(moves).where(moves.c.response_id.in_(theirs)))


def prune(work: UnitOfWork, now: datetime) -> None:
    """Forget browsers whose cookie is gone, and links that are over."""
    work.execute(delete(browsers).where(browsers.c.used_at < now - KNOWN))
    work.execute(delete(moves).where(moves.c.expires_at < now))
    claims.prune(work, now)


def _visit(row: Row[Any], now: datetime) -> Visit:
    return Visit(
        cookie_hash=row.cookie_hash,
        response_id=row.response_id,
        lookup=row.lookup,
        ends_at=min(row.used_at + IDLE, row.opened_at + LONGEST),
        open=now - row.used_at < IDLE,
        joined=row.joined_at is not None,
        undoes=row.undoes,
    )


def _one(visit: Visit) -> Any:
    return (browsers.c.cookie_hash == visit.cookie_hash) & (browsers.c.response_id == visit.response_id)


def _invitation(work: UnitOfWork, token: str) -> Row[Any] | None:
    """The invitation of a link, locked, unless it was erased, or its row is not as it was written."""
    named = invitations.c.token_hash == work.vault.link(token)
    found = work.execute(select(invitations).where(named).with_for_update()).first()
    return found if found is not None and found.erased_at is None and openings.is_real(work, found) else None


def _moved(work: UnitOfWork, token: str, once: str, now: datetime) -> int | None:
    """The response that this link was given for; after that it works for the same page alone, and not for long."""
    fresh, used = work.vault.link(token), work.vault.link(f"{token} {once}")
    theirs = moves.c.token_hash.in_((fresh, used)) & (moves.c.expires_at > now)
    found = work.execute(select(moves).where(theirs).with_for_update()).first()
    if found is None or not proofs.holds(work.vault, moving.MOVE, found):
        return None
    if not once or found.token_hash == fresh:
        work.execute(delete(moves).where(moves.c.token_hash == found.token_hash))
    if once and found.token_hash == fresh:
        ends = min(found.expires_at, now + AGAIN)
        work.execute(insert(moves), [{"token_hash": used, "response_id": found.response_id, "expires_at": ends}])
    return int(found.response_id)


def _known(work: UnitOfWork, cookie_hash: bytes, invitation_id: str, now: datetime) -> int | None:
    """The response of this invitation that a browser is known for; not one that somebody else's has overtaken."""
    query = (
        select(browsers, response_rows.c.bound)
        .join_from(browsers, response_rows, browsers.c.response_id == response_rows.c.id)
        .where(browsers.c.cookie_hash == cookie_hash, response_rows.c.invitation_id == invitation_id, STANDS)
        .where(browsers.c.used_at >= now - KNOWN)
        .order_by(response_rows.c.bound.desc(), browsers.c.opened_at.desc())
    )
    rows = work.execute(query).all()
    row = next((row for row in rows if proofs.holds(work.vault, BROWSER, row)), None)
    overtaken = row is not None and not row.bound and _bound(work, invitation_id) is not None
    return None if row is None or overtaken else int(row.response_id)


def _bound(work: UnitOfWork, invitation_id: str) -> int | None:
    """Return the response in which somebody has said that they are the invitee."""
    found = claims.begun(work, invitation_id)
    return found.response_id if found else None


def _is_begun(work: UnitOfWork, invitation_id: str) -> bool:
    """Tell whether nobody comes in any more without the check words."""
    return _bound(work, invitation_id) is not None or openings.is_doubted(work, invitation_id)


def _asked(
    work: UnitOfWork, invitation_id: str, cookie_hash: bytes, now: datetime
) -> tuple[Claim, claims.Begun] | None:
    """The claim of a browser that has given the check words, while what it is asked about stands; and that."""
    begun = claims.begun(work, invitation_id)
    of_it = (c for c in claims.of(work, [cookie_hash]) if c.invitation_id == invitation_id)
    claim = next((c for c in of_it if c.state is ClaimState.ASKED and now - c.since < claims.ASKS), None)
    fits = claim is not None and begun is not None and claim.response_id == begun.response_id
    return (claim, begun) if fits and claim and begun else None


def _begin(work: UnitOfWork, found: Row[Any], old: bytes | None, new: bytes, around: Surroundings) -> Entry:
    """This browser begins with an invitation, if that can still be begun."""
    if found.revoked_at is not None or found.expires_at <= around.now:
        return NoWay()
    begun = openings.open_visit(work, found, new, Channel.PAGE, "", around)
    _open(work, begun, new, around.now, instead_of=old)
    return Entered(begun)


def _open(work: UnitOfWork, response_id: int, new: bytes, now: datetime, *, instead_of: bytes | None) -> None:
    """A new cookie takes the place of the old one, for all that it was known for; this response is the one it is at."""
    if instead_of is not None:
        _replace(work, instead_of, new, now)
    device = work.execute(select(browsers.c.device).where(browsers.c.cookie_hash == new).limit(1)).scalar() or new
    row = {"cookie_hash": new, "response_id": response_id, "opened_at": now, "used_at": now, "device": device}
    statement = insert_into(work.connection, browsers).on_conflict_do_update(
        index_elements=["cookie_hash", "response_id"], set_={"opened_at": now, "used_at": now}
    )
    work.execute(statement, [row])


def _replace(work: UnitOfWork, old: bytes, new: bytes, now: datetime) -> None:
    """The old cookie shows nothing any more. Its browser stays known for a while: the answer with the new one may be lost."""
    was = browsers.c.cookie_hash == old
    parts = ("response_id", "opened_at", "used_at", "joined_at")
    rows = [row for row in work.execute(select(browsers).where(was)) if proofs.holds(work.vault, BROWSER, row)]
    copied = [
        {"cookie_hash": new, "device": row.device or old, **{part: getattr(row, part) for part in parts}}
        for row in rows
    ]
    work.execute(insert(browsers), copied)
    ended = {"opened_at": now - LONGEST, "used_at": now - KNOWN + LONGEST}
    work.execute(update(browsers).where(was).values(device=func.coalesce(browsers.c.device, old), **ended))
    for claim in claims.of(work, [old]):
        claims.drop(work, claim)
        claims.put(work, replace(claim, who=new))
