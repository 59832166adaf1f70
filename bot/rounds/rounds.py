"""Rounds: everything that has arrived is taken together, in one transaction, and acknowledged after its commit.

What arrives while a round commits is the next round; nobody waits for a round to fill, nor for all that
somebody else sends. The marks of what was sent and the claims of what is to be sent ride in the same transaction.

A round that fails is taken again one input at a time: poison fails alone, is kept sealed as a dead letter and its sender is
told. A store that is down or full acknowledges nothing: Telegram keeps the updates and sends them again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import structlog

from bot.clock import USUAL, Clock, Timing
from bot.monitoring.telemetry import Part, Unwatched, Watch
from bot.rounds import settlement
from bot.rounds.arrivals import Arrival, Outcome, Unreadable
from bot.rounds.lanes import lane, lookup_of
from bot.rounds.shares import Shares
from storage.engine.faults import passes
from storage.engine.forgetting import forget_if_asked
from storage.engine.unit_of_work import Store, UnitOfWork, is_outage
from storage.inbox import dead_letters, seen_updates
from storage.outbox import queue, unplaced
from storage.outbox.posting import Posting, Sender
from storage.outbox.queue import Claimed, Letter, Mark
from storage.repositories.owners import owner_of
from storage.schema.vocabulary import Bot, CallState

LIMIT = 100
log = structlog.get_logger(__name__)


class StoreDown(Exception):  # noqa: N818 - what the edge needs to know: acknowledge nothing, try again
    """The store can't keep anything now; nothing was acknowledged."""


class Taker(Protocol):
    """Takes the turns of one bot's arrivals inside an open transaction."""

    def take(self, work: UnitOfWork, arrivals: Sequence[Arrival], now: datetime) -> tuple[list[Outcome], list[Letter]]:
        """Return an outcome for each arrival, and what is to be sent."""
        ...

    def heard_since(self, work: UnitOfWork, arrival: Arrival, at: datetime) -> bool:
        """Tell whether the sender of an arrival has written after this moment."""
        ...

    def sorry(self, work: UnitOfWork, arrival: Arrival) -> list[Letter]:
        """Return the letters that tell the sender that the message was not saved."""
        ...

    def place(self, work: UnitOfWork, response_ids: Sequence[int], now: datetime) -> list[Letter]:
        """Place words that have waited for what would become of a question; gives what is to be sent."""
        return []


@dataclass(slots=True)
class _Waiting:
    arrival: Arrival
    done: asyncio.Future[Outcome]


@dataclass(frozen=True, slots=True)
class _Taken:
    """The result of a round: an outcome for each arrival, what is to be sent now, the lanes in which it left something."""

    outcomes: list[Outcome]
    claimed: list[Claimed]
    lanes: set[str]


@dataclass(slots=True)
class Rounds:
    """The one place where arrivals become commits. `takers` by bot; `claimed` is called with what is to be sent now."""

    store: Store
    takers: dict[Bot, Taker]
    now: Clock
    owner: str
    claimed: Callable[[list[Claimed]], None]
    sends: tuple[Bot, ...] = ()
    watch: Watch = field(default_factory=Unwatched)
    shares: Shares = field(default_factory=Shares)
    timing: Timing = USUAL
    _waiting: list[_Waiting] = field(default_factory=list)
    _marks: list[Mark] = field(default_factory=list)
    _stir: asyncio.Event = field(default_factory=asyncio.Event)
    _later: asyncio.TimerHandle | None = None
    _in_flight: dict[int, str] = field(default_factory=dict)
    _behind: set[str] = field(default_factory=set)
    _thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "round"))
    _under_way: asyncio.Lock = field(default_factory=asyncio.Lock)
    stopping: bool = False

    async def take(self, arrival: Arrival) -> Outcome:
        """Wait until this arrival is committed; StoreDown if it can't be now."""
        waiting = _Waiting(arrival, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        self._stir.set()
        return await waiting.done

    def mark(self, mark: Mark) -> None:
        """Write down with the next round what became of a claimed row; without waiting for it where others wait behind."""
        self._marks.append(mark)
        self.watch.marked(mark.state)
        lane = self._in_flight.pop(mark.id, "")
        if mark.state != CallState.SENT or (lane in self._behind and lane not in self._in_flight.values()):
            self._stir.set()
        elif self._later is None:
            self._later = asyncio.get_running_loop().call_later(self.timing.mark, self._stir.set)

    def stir(self) -> None:
        """Look for work now."""
        self._stir.set()

    async def run(self) -> None:
        """Take round after round until `stopping` and nothing is left."""
        while not (self.stopping and not self._waiting and not self._marks):
            await self._wait()
            self.watch.beat(Part.ROUNDS)
            async with self._under_way:
                await self._next()
        self._thread.shutdown()

    def release(self) -> None:
        """Give back the rows that this process had claimed before it died; before the first round."""
        with self.store.begin() as work:
            queue.release(work, self.owner)
            work.commit()

    async def end(self, running: Awaitable[None], finish: Callable[[], Awaitable[None]]) -> None:
        """Claim nothing more, let what is being sent `finish`, commit what is waiting; `running` is `run` on its way."""
        await self.claim_no_more()
        await finish()
        self.stopping = True
        self.stir()
        await running

    async def claim_no_more(self) -> None:
        """Claim nothing more; rows that the round under way has claimed are handed over when this returns."""
        self.sends = ()
        async with self._under_way:
            pass

    async def _next(self) -> None:
        """One round. While the store is down marks wait for a better time; at the end they are lost, and a call comes again."""
        waiting, self._waiting = self.shares.split(self._waiting)
        marks, self._marks = self._marks, []
        if self._later is not None:
            self._later.cancel()
            self._later = None
        loop = asyncio.get_running_loop()
        try:
            with self.watch.round([w.arrival.bot for w in waiting]):
                taken = await loop.run_in_executor(self._thread, self._round, waiting, marks)
        except StoreDown as down:
            _settle_down(waiting, down)
            self._marks = [] if self.stopping else marks + self._marks
            await asyncio.sleep(self.timing.idle)
            return
        self.shares.learn((w.arrival, o.whose) for w, o in zip(waiting, taken.outcomes, strict=True))
        for one, outcome in zip(waiting, taken.outcomes, strict=True):
            if not one.done.done():
                one.done.set_result(outcome)
        self._hand_over(taken)

    def _hand_over(self, taken: _Taken) -> None:
        """Hand claimed rows to delivery, except those in flight; remember the lanes with rows that wait behind them."""
        claimed = [row for row in taken.claimed if row.id not in self._in_flight]
        self._in_flight.update({row.id: row.lane for row in claimed})
        more = {row.lane: row.more for row in taken.claimed}
        behind = {lane for lane in self._behind | more.keys() if more.get(lane, True)} | taken.lanes
        self._behind = behind & set(self._in_flight.values())
        if self._marks and self._behind != behind:
            self._stir.set()
        if claimed:
            self.claimed(claimed)

    async def _wait(self) -> None:
        if not self._waiting:
            try:
                async with asyncio.timeout(self.timing.idle):
                    await self._stir.wait()
            except TimeoutError:
                pass
        self._stir.clear()

    # In the worker thread

    def _round(self, waiting: list[_Waiting], marks: list[Mark]) -> _Taken:
        arrivals = [w.arrival for w in waiting]
        try:
            return self._twice(arrivals, marks)
        except Exception as error:  # noqa: BLE001 - whatever the input did, it is found out one by one below
            if is_outage(error):
                log.warning("store down", error=type(error).__name__)
                raise StoreDown from None
            log.warning("round failed, taking it one by one", error=type(error).__name__, size=len(arrivals))
        try:
            return self._one_by_one(arrivals, marks)
        except Exception as error:  # noqa: BLE001 - nothing is acknowledged, so Telegram sends it again
            log.error("round not taken", error=type(error).__name__)
            raise StoreDown from None

    def _twice(self, arrivals: list[Arrival], marks: list[Mark]) -> _Taken:
        """All together; once more at once where only the connection was at fault, so that nobody waits for that."""
        try:
            return self._together(arrivals, marks)
        except Exception as error:
            if not passes(error):
                raise
            log.warning("round taken again", error=type(error).__name__, size=len(arrivals))
        return self._together(arrivals, marks)

    def _together(self, arrivals: list[Arrival], marks: list[Mark]) -> _Taken:
        now = self.now()
        with self.store.begin() as work:
            posting = Posting(work, self._sender)
            forget_if_asked(work)
            settlement.settle(work, marks, now)
            outcomes = self._take(posting, arrivals, now)
            claimed = self._claim(posting, marks, now)
            with self.watch.commit():
                work.commit()
        return _Taken(outcomes, claimed, posting.lanes)

    def _one_by_one(self, arrivals: list[Arrival], marks: list[Mark]) -> _Taken:
        now = self.now()
        with self.store.begin() as work:
            posting = Posting(work, self._sender)
            settlement.settle(work, marks, now)
            outcomes = [self._alone(posting, arrival, now) for arrival in arrivals]
            claimed = self._claim(posting, marks, now)
            with self.watch.commit():
                work.commit()
        return _Taken(outcomes, claimed, posting.lanes)

    def _alone(self, posting: Posting, arrival: Arrival, now: datetime) -> Outcome:
        try:
            with posting.work.savepoint():
                return self._take(posting, [arrival], now)[0]
        except Exception as error:
            if is_outage(error):
                raise
            self._bury(posting, arrival, type(error).__name__, now)
            return Outcome(buried=True)

    def _take(self, posting: Posting, arrivals: list[Arrival], now: datetime) -> list[Outcome]:
        work, outcomes = posting.work, dict[int, Outcome]()
        for bot, taker in self.takers.items():
            mine = _first_of_each({i: a for i, a in enumerate(arrivals) if a.bot == bot})
            seen = seen_updates.already_seen(work, bot, {a.update_id for a in mine.values()}) if mine else set()
            new = {i: a for i, a in mine.items() if a.update_id not in seen}
            seen_updates.see(work, bot, [a.update_id for a in new.values()], now)
            broken = {i: a for i, a in new.items() if isinstance(a.said, Unreadable)}
            for arrival in broken.values():
                self._bury(posting, arrival, "Unreadable", now, seen=True)
            read = {i: a for i, a in new.items() if i not in broken}
            if read:
                taken, letters = taker.take(work, list(read.values()), now)
                posting.enqueue(letters, now)
                outcomes.update(zip(read, taken, strict=True))
        return [outcomes.get(i, Outcome()) for i in range(len(arrivals))]

    def _bury(self, posting: Posting, arrival: Arrival, error: str, now: datetime, *, seen: bool = False) -> None:
        work = posting.work
        if not seen:
            seen_updates.see(work, arrival.bot, [arrival.update_id], now)
        whose = lane(arrival.bot, lookup_of(work, arrival.channel, arrival.user))
        log.error("dead letter", bot=arrival.bot, error=error)
        self.watch.buried(arrival.bot)
        owner = owner_of(work, arrival.channel, arrival.user)
        dead_letters.keep(work, arrival.bot, whose, arrival.update_id, arrival.as_text(), error, now, owner=owner)
        if arrival.address:
            self._tell(posting, arrival, now)

    def _tell(self, posting: Posting, arrival: Arrival, now: datetime) -> None:
        """Tell its sender that an input was not saved; if that can't be said, the input still goes to the dead letters."""
        try:
            with posting.work.savepoint():
                posting.enqueue(self.takers[arrival.bot].sorry(posting.work, arrival), now)
        except Exception as error:
            if is_outage(error):
                raise
            log.error("sender not told", bot=arrival.bot, error=type(error).__name__)

    @property
    def _sender(self) -> Sender | None:
        return Sender(self.owner, self.sends) if self.sends else None

    def _claim(self, posting: Posting, marks: Sequence[Mark], now: datetime) -> list[Claimed]:
        """Take what is to be sent; words that wait for what was marked are placed, and what that says is taken too."""
        work = posting.work
        undelivered = [m for m in marks if m.state == CallState.DUE or not posting.sender]
        self._place(posting, unplaced.responses_behind(work, undelivered), now)
        claimed, waiting = unplaced.split(posting.claim(now, LIMIT))
        if not waiting:
            return claimed
        self._place(posting, unplaced.responses_at(work, waiting), now)
        queue.mark(work, [Mark(id=row.id, state=CallState.SENT) for row in waiting])
        more = self._claim(posting, (), now)
        return list({row.id: row for row in (*claimed, *more)}.values())

    def _place(self, posting: Posting, response_ids: Sequence[int], now: datetime) -> None:
        """Place words; words that can't be placed wait for the next thing that their person says."""
        for taker in self.takers.values() if response_ids else ():
            try:
                with posting.work.savepoint():
                    posting.enqueue(taker.place(posting.work, response_ids, now), now)
            except Exception as error:
                if is_outage(error):
                    raise
                log.error("words not placed", error=type(error).__name__)


def _first_of_each(arrivals: dict[int, Arrival]) -> dict[int, Arrival]:
    """One arrival of each update; a repeat within the round has no effect."""
    first: dict[int, int] = {}
    for index, arrival in arrivals.items():
        first.setdefault(arrival.update_id, index)
    return {i: arrivals[i] for i in first.values()}


def _settle_down(waiting: Sequence[_Waiting], down: StoreDown) -> None:
    for one in waiting:
        if not one.done.done():
            one.done.set_exception(down)
