"""Which of our messages asked what, in one sealed value a response, once nobody is writing in that chat any more.

While somebody answers, each message is a row of the outbox: what is on its way, and which buttons stand. The number of those
rows would tell how many questions there were, and so what was answered. So an hour later they become one value, and two days
later also what was said last; then the days alone are left of when they wrote.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import orjson
from sqlalchemy import ColumnElement, Row, Select, delete, func, insert, literal_column, or_, select, update

from dialogs.london import day_in_london, start_of_day
from storage.engine.prepared import Query
from storage.engine.unit_of_work import UnitOfWork, insert_into
from storage.keys.sealing import Sealer, SealError, place
from storage.schema.tables import accounts, browsers, invitations, outbox, responses, runtimes
from storage.schema.vocabulary import FOLDED, Bot, CallState

REST, LONG_REST = timedelta(hours=1), timedelta(days=2)
# How many chats at a time: nobody waits for all of them.
MOST = 100
# As they stand in the index of them: so they are found without a look at every row there is.
DONE = outbox.c.state.in_([literal_column(f"'{state}'") for state in (CallState.SENT, CallState.FAILED)])
LOOSE = DONE & (outbox.c.method != literal_column(f"'{FOLDED}'"))
TWICE = "lapsed"
# Up to when it was done; a clock that was set back may have left something behind.
BLURRED, OVERLAP = "blurred", timedelta(days=2)


class Sent(NamedTuple):
    """A message that was sent; `place` is what it asked, `twice`: it may stand in the chat a second time.

    `live`: its buttons stand there still, and what they belong to.
    """

    id: int
    message_id: int | None
    place: str | None
    twice: bool
    at: datetime
    live: str | None = None


def of(work: UnitOfWork, response_ids: Collection[int]) -> dict[int, list[Sent]]:
    """Return what was folded of each of these responses, oldest first."""
    rows = work.find(_CHATS, list(response_ids))
    return {row.id: _opened(_sealer(work, row), row) for row in rows}


def place_of(work: UnitOfWork, uid: str, sealed: bytes | None) -> str | None:
    """Return the question that a row of the outbox asks."""
    return None if sealed is None else work.vault.system.open(outbox_place(uid), sealed)


def outbox_place(uid: str) -> str:
    """Return the place for which the question of a row is sealed."""
    return place("outbox", uid, "place")


def fold(work: UnitOfWork, now: datetime) -> None:
    """Fold the chats in which nobody has written for a while."""
    _forget_sent(work, now)
    for row in work.execute(resting(now - REST, _over(now), responses.c.chat)).all():
        with suppress(SealError):  # its key is not there now; it stays as it is
            _fold(work, row, now)
    _blur(work, now)


def _fold(work: UnitOfWork, row: Row[Any], now: datetime) -> None:
    theirs = select(outbox).join_from(outbox, responses, outbox.c.response_id == responses.c.id)
    gone = work.execute(theirs.where(responses.c.id == row.id, LOOSE, _over(now)).order_by(outbox.c.id)).all()
    asked = [_sent(work, one) for one in gone if one.state == CallState.SENT and one.message_id is not None]
    sealer = _sealer(work, row)
    chat = _sealed(sealer, row.id, [*_opened(sealer, row), *asked])
    work.execute(update(responses).where(responses.c.id == row.id).values(chat=chat))
    work.execute(delete(outbox).where(outbox.c.id.in_([one.id for one in gone])))


def unfold(work: UnitOfWork, last_activity: Mapping[int, datetime], now: datetime) -> None:
    """Make the messages whose buttons stand rows again where somebody comes back after days: something new will end those.

    `last_activity`: when they wrote last, by response.
    """
    resting = [whose for whose, moment in last_activity.items() if moment < now - LONG_REST]
    for row in work.find(_CHATS, resting):
        sealer = _sealer(work, row)
        folded = _opened(sealer, row)
        live = [sent for sent in folded if sent.live]
        if live:
            rows = [_row_again(work, row, sent) for sent in live]
            work.execute(insert(outbox), rows)
            chat = _sealed(sealer, row.id, [sent for sent in folded if not sent.live])
            work.execute(update(responses).where(responses.c.id == row.id).values(chat=chat))


def _row_again(work: UnitOfWork, row: Any, sent: Sent) -> dict[str, Any]:
    uid = os.urandom(8).hex()
    return {
        "uid": uid,
        "bot": Bot.FAMILIES,
        "lane": f"{Bot.FAMILIES}:{row.lookup.hex()}",
        "response_id": row.id,
        "key_of": row.invitation_id,
        "method": "sendMessage",
        "place": None if sent.place is None else work.vault.system.seal(outbox_place(uid), sent.place),
        "state": CallState.SENT,
        "due_at": sent.at,
        "attempts": 1,
        "error": TWICE if sent.twice else None,
        "message_id": sent.message_id,
        "live": sent.live,
        "created_at": sent.at,
    }


def _forget_sent(work: UnitOfWork, now: datetime) -> None:
    """Forget what was sent to reviewers and to strangers, but for what asked them something."""
    sent = outbox.c.response_id.is_(None) & DONE & outbox.c.place.is_(None)
    work.execute(delete(outbox).where(sent, outbox.c.live.is_(None), outbox.c.created_at < now - LONG_REST))


def _over(now: datetime) -> ColumnElement[bool]:
    """Match rows of chats from before the last turn without buttons; after a long rest all of them."""
    before = (outbox.c.created_at < responses.c.last_activity) & outbox.c.live.is_(None)
    return (outbox.c.bot == Bot.FAMILIES) & or_(before, responses.c.last_activity < now - LONG_REST)


def resting(since: datetime, which: ColumnElement[bool], *columns: Any) -> Select[Any]:
    """Select the responses in which nobody has written since, and of which there are such loose rows.

    They are locked, so many at a time; those that somebody holds come later.
    """
    there = (
        select(outbox.c.response_id)
        .join_from(outbox, responses, outbox.c.response_id == responses.c.id)
        .where(LOOSE, which, responses.c.last_activity < since)
        .correlate(None)
    )
    return (
        select(responses.c.id, responses.c.last_activity, responses.c.invitation_id, invitations.c.data_key, *columns)
        .join_from(responses, invitations, responses.c.invitation_id == invitations.c.id)
        .where(responses.c.id.in_(there), invitations.c.data_key.is_not(None))
        .order_by(responses.c.id)
        .limit(MOST)
        .with_for_update(of=responses, skip_locked=True)
    )


def _blur(work: UnitOfWork, now: datetime) -> None:
    """Leave of when somebody last wrote the day alone: from the first moment to the last would tell how long it took."""
    before = work.execute(select(runtimes.c.value).where(runtimes.c.name == BLURRED)).scalar()
    until = now - LONG_REST
    for moment in (responses.c.last_activity, browsers.c.used_at):
        since = datetime.fromisoformat(before) - OVERLAP if before else work.execute(select(func.min(moment))).scalar()
        day = start_of_day(day_in_london(since)) if since else until
        while day < until:
            after = start_of_day(day_in_london(day) + timedelta(days=1))
            theirs = (moment > day) & (moment < min(after, until))
            work.execute(update(moment.table).where(theirs).values({moment: day}))
            day = after
    noted = insert_into(work.connection, runtimes)
    noted = noted.on_conflict_do_update(index_elements=["name"], set_={"value": noted.excluded.value})
    work.execute(noted, [{"name": BLURRED, "value": until.isoformat()}])


def _sealer(work: UnitOfWork, row: Any) -> Sealer:
    return work.vault.participant(row.invitation_id, row.data_key)


def _sent(work: UnitOfWork, row: Row[Any]) -> Sent:
    asked = place_of(work, row.uid, row.place)
    return Sent(row.id, row.message_id, asked, row.error is not None, row.created_at, row.live)


def _opened(sealer: Sealer, row: Any) -> list[Sent]:
    if row.chat is None:
        return []
    written = orjson.loads(sealer.open_bytes(place("response", row.id, "chat"), row.chat))
    return [
        Sent(row_id, number, asked, twice, datetime.fromtimestamp(at, UTC), live)
        for row_id, number, asked, twice, at, live in written
    ]


def _sealed(sealer: Sealer, response_id: int, sent: Iterable[Sent]) -> bytes:
    written = orjson.dumps([[*one[:4], one.at.timestamp(), one.live] for one in sent])
    return sealer.seal_bytes(place("response", response_id, "chat"), written)


_CHATS = Query(
    lambda ids: (
        select(responses.c.id, responses.c.chat, responses.c.invitation_id, invitations.c.data_key, accounts.c.lookup)
        .join_from(responses, invitations, responses.c.invitation_id == invitations.c.id)
        .join(accounts, responses.c.account_id == accounts.c.id)
        .where(responses.c.id.in_(ids), responses.c.chat.is_not(None), invitations.c.data_key.is_not(None))
    ),
    responses.c.id.type,
)
