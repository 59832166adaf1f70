"""The outbox: calls to be sent. Enqueued in the transaction of its turn, and claimed there where nothing goes before it.

In each lane (a chat) only the oldest waiting row can be claimed, so order is kept; the edits behind it go with it, because
they may be made twice. A message never goes with an edit before it: while that hangs, nobody has seen it. A claim is a lease:
it lapses, and a process's own are released when it starts. The payload is sealed wire JSON, emptied once the row is sent.
What is urgent goes first, and while it waits nothing else goes to its chat (`lanes`).
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

import orjson
from sqlalchemy import (
    Boolean,
    ColumnElement,
    Integer,
    Row,
    Select,
    bindparam,
    case,
    func,
    insert,
    literal_column,
    select,
    update,
)

from storage.engine.failpoints import reach
from storage.engine.prepared import Among, Many, Query
from storage.engine.unit_of_work import UnitOfWork
from storage.keys.sealing import Sealer, SealError, UnknownKey, place
from storage.outbox import chat
from storage.outbox.chat import outbox_place
from storage.outbox.lanes import GIVES_WAY, IS_URGENT_FIRST, WAITING_STATES
from storage.outbox.live_buttons import Left, Live, Standing, gone, outdated, standing
from storage.schema.tables import invitations, outbox
from storage.schema.vocabulary import Bot, CallState

LEASE = timedelta(seconds=20)
# To fetch a file takes longer than to send a message; it has a lane of its own, so that nothing waits for it.
FETCH, FETCH_LEASE = "getFile", timedelta(minutes=2)
# A sign on a message of theirs; it has a lane of its own too, and is not tried twice.
REACT = "setMessageReaction"
WAITING = outbox.c.state.in_(WAITING_STATES)
# A row whose key is not in the ring waits until it is, and counts as tried, so that the sweeper sees for how long.
NO_KEY, KEY_PAUSE = "no-key", timedelta(minutes=1)
# It was claimed with what goes before it in its lane, and that was not sent.
UNTRIED = "untried"
# After these answers nothing was sent; after any other failure nobody knows.
REFUSALS: list[ColumnElement[str]] = [
    literal_column(f"'{code}'") for code in (400, 401, 403, 404, 409, 429, NO_KEY, UNTRIED)
]
LAPSED = "lapsed"
# How far to look into a lane: at a message and the edits behind it.
AT_ONCE = 4
EDIT = "edit"
# An edit of the question that was sent last, whichever it is by then.
ABOUT_LAST = "about_last_prompt"

Wire = dict[str, Any]
There = Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One call to make. `response_id` and `key_of` name whose it is, if a participant's; `place` is what it asks.

    `on_page`: nothing is sent; it is what the page shows, until the next turn. `live`: what its buttons belong to, if it has any.
    """

    bot: Bot
    lane: str
    method: str
    wire: Wire
    response_id: int | None = None
    key_of: str | None = None
    sealer: Sealer | None = None
    place: str | None = None
    due_at: datetime | None = None
    on_page: bool = False
    live: Live | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A row taken for sending. `target` is the message to edit, when the call is about the question before it.

    `more`: others wait behind it in its lane, taken or not. `outdated`: whose buttons go once it is sent.
    """

    id: int
    bot: Bot
    lane: str
    method: str
    wire: Wire
    attempts: int
    place: str | None = None
    target: int | None = None
    more: bool = False
    outdated: tuple[Standing, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Fetched:
    """A voice message, by its number, with its content; without content it is lost."""

    number: int
    content: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The outcome of a row: sent with a message id, due again later, or failed for good; `gone` with its whole chat.

    `fetched` is the file of a row that asked for one, `retired` the rows of messages that have no buttons any more; from those
    that are `left` they could not be taken.
    """

    id: int
    state: CallState
    message_id: int | None = None
    due_at: datetime | None = None
    error: str | None = None
    gone: bool = False
    fetched: Fetched | None = None
    retired: tuple[int, ...] = ()
    left: tuple[Left, ...] = ()


# Letters that were claimed as they were enqueued, by uid, each with whether more waits behind it.
Taken = Mapping[str, tuple[Letter, bool]]
NOTHING: Taken = {}


def enqueue(
    work: UnitOfWork,
    letters: Sequence[Letter],
    now: datetime,
    *,
    owner: str | None = None,
    at_once: Collection[int] = (),
) -> list[str]:
    """Put these calls in their lanes, in this order; those `at_once`, by number, are claimed for `owner` as they are put there.

    Gives their uids.
    """
    rows = [_row(work, letter, now, owner if number in at_once else None) for number, letter in enumerate(letters)]
    work.write(_ENQUEUE, rows)
    return [row["uid"] for row in rows]


def goes_along(head: str, method: str, wire: Wire) -> bool:
    """Tell whether a call goes with the head of its lane: an edit does, unless the head may be the message that it edits."""
    return method.startswith(EDIT) and (head.startswith(EDIT) or ABOUT_LAST not in wire)


def _row(work: UnitOfWork, letter: Letter, now: datetime, owner: str | None) -> dict[str, Any]:
    uid = os.urandom(8).hex()
    sealer = letter.sealer or work.vault.system
    return {
        "uid": uid,
        "bot": letter.bot,
        "lane": letter.lane,
        "response_id": letter.response_id,
        "key_of": letter.key_of,
        "method": letter.method,
        "place": None if letter.place is None else work.vault.system.seal(outbox_place(uid), letter.place),
        "payload": sealer.seal_bytes(place("outbox", uid, "payload"), orjson.dumps(letter.wire)),
        "state": CallState.SENT if letter.on_page else CallState.CLAIMED if owner else CallState.DUE,
        "due_at": letter.due_at or now,
        "claimed_by": owner,
        "claimed_until": now + _lease(letter.method) if owner else None,
        "attempts": int(owner is not None),
        "live": letter.live,
        "created_at": now,
    }


def _lease(method: str) -> timedelta:
    return FETCH_LEASE if method == FETCH else LEASE


_ENQUEUE = Many(insert(outbox))


_HEADS = select(func.min(outbox.c.id)).where(WAITING).group_by(outbox.c.lane)
_NOW = bindparam("now", type_=outbox.c.due_at.type)
_IS_FREE = (outbox.c.due_at <= _NOW) & ((outbox.c.state == CallState.DUE) | (outbox.c.claimed_until <= _NOW))
_FREE_HEADS = (
    select(outbox.c.id, outbox.c.lane)
    .where(outbox.c.id.in_(_HEADS), _IS_FREE, ~GIVES_WAY)
    .order_by(IS_URGENT_FIRST, outbox.c.id)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
)
_PARTS = ("id", "uid", "bot", "lane", "method", "place", "payload", "key_of", "response_id", "attempts", "live")


def _free_lanes(bots: Among) -> Select[Any]:
    head = _FREE_HEADS.where(outbox.c.bot.in_(bots)).cte("head")
    return (
        select(*(outbox.c[part] for part in _PARTS), invitations.c.data_key, _IS_FREE.label("is_free"))
        .join_from(head, outbox, (outbox.c.lane == head.c.lane) & (outbox.c.id >= head.c.id))
        .join(invitations, outbox.c.key_of == invitations.c.id, isouter=True)
        .where(WAITING)
        .order_by(IS_URGENT_FIRST, head.c.id, outbox.c.id)
        .with_for_update(of=outbox, skip_locked=True)
    )


_FREE_LANES = Query(_free_lanes, outbox.c.bot.type)
# It was tried, and nobody knows whether it arrived.
UNSURE = outbox.c.error.is_not(None) & outbox.c.error.not_in(REFUSALS)
# Taken before, by somebody not heard from since. A refusal is forgotten when the row is tried again.
_LAPSED = (outbox.c.attempts > 0) & outbox.c.error.is_(None)
_WAS_TRIED = (outbox.c.attempts > 0, func.coalesce(outbox.c.error, LAPSED))
_TAKE = Many(
    update(outbox)
    .where(outbox.c.id == bindparam("key"))
    .values(
        state=literal_column(f"'{CallState.CLAIMED}'"),
        claimed_by=bindparam("owner"),
        claimed_until=bindparam("until"),
        attempts=outbox.c.attempts + 1,
        error=case((UNSURE, outbox.c.error), (_LAPSED, LAPSED), else_=None),
    )
)
LOST = {"state": CallState.FAILED, "payload": None, "error": "unreadable"}
_PUT_OFF = {"state": CallState.DUE, "attempts": outbox.c.attempts + 1, "error": case(_WAS_TRIED, else_=NO_KEY)}


def claim(
    work: UnitOfWork, owner: str, bots: Sequence[Bot], now: datetime, limit: int = 100, taken: Taken = NOTHING
) -> list[Claimed]:
    """Take the oldest waiting row of each lane, if it is due and nobody holds it, with the edits behind it; lane by lane.

    What was `taken` as it was enqueued comes first.
    """
    rows = work.find(_FREE_LANES, bots, now=now, most=limit)
    lanes = [list(lane) for _, lane in groupby(rows, key=lambda row: row.lane)]
    there = standing(
        work, {row.lane for row in rows if row.live} | {letter.lane for letter, _ in taken.values() if letter.live}
    )
    claimed = [taken for lane in lanes for taken in _first_of(work, lane, there, now)]
    work.write(_TAKE, [{"key": c.id, "owner": owner, "until": now + _lease(c.method)} for c in claimed])
    return [*_taken(work, taken, there), *claimed]


def _taken(work: UnitOfWork, taken: Taken, there: There) -> Iterator[Claimed]:
    """Return the rows that were claimed as they were enqueued, and are still there."""
    lanes = {letter.lane for letter, _ in taken.values()}
    for row in work.find(_OF_LANES, list(lanes)):
        if row.uid in taken:
            letter, more = taken[row.uid]
            yield _claimed(work, row, letter, dict(letter.wire), there, more=more)


_OF_LANES = Query(
    lambda lanes: (
        select(outbox.c.id, outbox.c.uid, outbox.c.response_id, (outbox.c.attempts - 1).label("attempts"))
        .where(outbox.c.lane.in_(lanes), WAITING)
        .order_by(outbox.c.lane, outbox.c.id)
    ),
    outbox.c.lane.type,
)


def _first_of(work: UnitOfWork, lane: Sequence[Row[Any]], there: There, now: datetime) -> Iterator[Claimed]:
    """Claim the head of a lane, and the edits behind it that need not wait for the outcome of a message before them."""
    for rank, row in enumerate(lane[:AT_ONCE], 1):
        if not row.is_free or (rank > 1 and not row.method.startswith(EDIT)):
            return
        wire = _wire(work, row)
        if not isinstance(wire, dict):
            if rank == 1:
                _put_aside(work, row, wire, now)
            return
        if rank > 1 and not goes_along(lane[0].method, row.method, wire):
            return
        yield _claimed(work, row, row, wire, there, more=len(lane) > rank)


def _put_aside(work: UnitOfWork, row: Row[Any], why: str | None, now: datetime) -> None:
    values = LOST if why is None else {**_PUT_OFF, "due_at": now + KEY_PAUSE}
    work.execute(update(outbox).where(outbox.c.id == row.id).values(values))


def release(work: UnitOfWork, owner: str) -> None:
    """Give back what this owner claimed in an earlier life."""
    mine = WAITING & (outbox.c.state == CallState.CLAIMED) & (outbox.c.claimed_by == owner)
    work.execute(update(outbox).where(mine).values(state=CallState.DUE, claimed_by=None, claimed_until=None))


def hasten(work: UnitOfWork, now: datetime) -> None:
    """Make calls put off by a clock that was ahead due now, and shorten its leases to the length of new ones."""
    work.execute(
        update(outbox).where(WAITING, outbox.c.state == CallState.DUE, outbox.c.due_at > now).values(due_at=now)
    )
    late = WAITING & (outbox.c.state == CallState.CLAIMED) & (outbox.c.claimed_until > now + LEASE)
    work.execute(update(outbox).where(late).values(due_at=now, claimed_until=now + LEASE))


_MARK = Many(
    update(outbox)
    .where(outbox.c.id == bindparam("key"), outbox.c.state == CallState.CLAIMED)
    .values(
        state=bindparam("new_state"),
        message_id=bindparam("sent_as"),
        due_at=func.coalesce(bindparam("again_at", type_=outbox.c.due_at.type), outbox.c.due_at),
        error=case((UNSURE, outbox.c.error), else_=func.coalesce(bindparam("why"), outbox.c.error)),
        payload=case((bindparam("again", type_=Boolean), outbox.c.payload)),
        claimed_until=None,
    )
)


def mark(work: UnitOfWork, marks: Sequence[Mark]) -> None:
    """Write down the outcome of claimed rows; a finished row keeps no payload."""
    reach("before mark")
    work.write(_MARK, [_marked(m) for m in marks])
    gone(work, [key for m in marks for key in (*m.retired, *(one.id for one in m.left))])


def _marked(mark: Mark) -> dict[str, Any]:
    return {
        "key": mark.id,
        "new_state": mark.state,
        "again": mark.state == CallState.DUE,
        "sent_as": mark.message_id,
        "again_at": mark.due_at,
        "why": mark.error,
    }


def _wire(work: UnitOfWork, row: Row[Any]) -> Wire | str | None:
    """The call to make; None if its key is gone: such a row fails, so that its lane goes on. NO_KEY: not now."""
    if row.payload is None or (row.key_of and row.data_key is None):
        return None
    try:
        sealer = work.vault.participant(row.key_of, row.data_key) if row.key_of else work.vault.system
        wire: Wire = orjson.loads(sealer.open_bytes(place("outbox", row.uid, "payload"), row.payload))
    except UnknownKey:
        return NO_KEY
    except SealError:
        return None
    return wire


def _claimed(
    work: UnitOfWork, row: Row[Any], call: Letter | Row[Any], wire: Wire, there: There, *, more: bool
) -> Claimed:
    """A row as its sender gets it; `call`: what the row says of it, or the letter that it was made of."""
    target = _message_before(work, row) if wire.pop(ABOUT_LAST, False) else None
    asks = call.place if isinstance(call, Letter) else chat.place_of(work, call.uid, call.place)
    return Claimed(
        id=row.id,
        bot=Bot(call.bot),
        lane=call.lane,
        method=call.method,
        wire=wire,
        attempts=row.attempts + 1,
        place=asks,
        target=target,
        more=more,
        outdated=outdated(there.get(call.lane, ()), call.live, row.id),
    )


_PROMPT_BEFORE = Query(
    lambda _: (
        select(outbox.c.message_id)
        .where(outbox.c.response_id == bindparam("whose"), outbox.c.place.is_not(None))
        .where(outbox.c.state == CallState.SENT, outbox.c.id < bindparam("before"))
        .order_by(outbox.c.id.desc())
        .limit(1)
    )
)


def _message_before(work: UnitOfWork, row: Row[Any]) -> int | None:
    """The message id of the newest question sent before this row."""
    found: list[Any] = work.find(_PROMPT_BEFORE, whose=row.response_id, before=row.id)
    if found:
        return int(found[0].message_id)
    folded = chat.of(work, [row.response_id]).get(row.response_id, ()) if row.response_id else ()
    return next((one.message_id for one in reversed(folded) if one.place is not None), None)
