"""Do what falls due: write to people who asked for it, ask again after a gap. All of it is rows; nothing waits in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from logging import ERROR, WARNING

import structlog

from bot.clock import USUAL, Clock, Timing, is_daytime
from bot.monitoring.telemetry import Part, Unwatched, Watch
from bot.participants import several
from bot.participants.contact_days import Days, due_time, is_quiet
from bot.participants.gaps import HEARTBEAT as HEARTBEAT  # noqa: PLC0414 - it is the clock's, too
from bot.participants.gaps import Span
from bot.participants.notices import tell_of_silence, tell_sums
from bot.participants.turns import Turns
from bot.rounds.threads import beside
from dialogs import commands, leder, phrases, replies, voice
from dialogs.copies import replace
from dialogs.inputs import Command
from dialogs.london import day_in_london
from dialogs.messages import RESUME, Button, plain
from dialogs.navigation import Scene, ask_again
from dialogs.response import Status
from dialogs.text import say
from dialogs.turn import Turn
from storage.engine.unit_of_work import Store, UnitOfWork, is_outage
from storage.inbox import dead_letters, seen_updates, throttling
from storage.outbox import chat, page, queue
from storage.repositories import attachments, browsers, facts, reminders, responses
from storage.repositories.conversations import Conversation

Act = Callable[[Conversation], Turn | None]
Gather = Callable[[several.Taken], several.Taken]

CLOCK = "clock"
STEP_BACK = timedelta(seconds=10)
AVOIDED = "N4"
log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Contact:
    """When presses could last reach the families' bot, as far as this process knows."""

    now: Clock
    made_at: datetime | None = None

    def made(self) -> None:
        """They can now: Telegram has answered a poll, or says that it reaches the webhook."""
        self.made_at = self.now()

    def last(self) -> datetime | None:
        """The moment, if there was one in this process."""
        return self.made_at


@dataclass(slots=True)
class Clockwork:
    """Write to people who asked for it, ask again after a gap, forget old updates, do the `jobs` of the clock at each tick.

    `stir` wakes the delivery.
    """

    store: Store
    turns: Turns
    now: Clock
    contact: Callable[[], datetime | None]
    stir: Callable[[], None]
    sweep: Callable[[], None] = lambda: None
    watch: Watch = field(default_factory=Unwatched)
    timing: Timing = USUAL
    jobs: Sequence[Callable[[UnitOfWork, datetime], None]] = ()
    _noted: datetime | None = None
    _span: Span = field(default_factory=Span)

    async def run(self) -> None:
        """Tick until cancelled; a store that is down is tried again at the next tick."""
        while True:
            self.watch.beat(Part.CLOCK)
            await beside(lambda: self._guarded(self.tick))
            await beside(lambda: self._guarded(self.sweep))
            self.stir()
            await asyncio.sleep(self.timing.tick)

    def tick(self) -> None:
        """Do what is due now."""
        now, contact = self.now(), self.contact()
        if contact:
            self._span.reached(contact)
            self._after_a_gap(now)
        with self.store.begin() as work:
            # First: what it notes makes the clocks of several processes wait for each other.
            _after_a_step_back(work, now)
            self._remind(work, now)
            self._tell_of_losses(work, now)
            tell_sums(work, now)
            tell_of_silence(work, now)
            for job in self.jobs:
                job(work, now)
            seen_updates.prune(work, now)
            dead_letters.prune(work, now)
            throttling.prune(work, now)
            browsers.prune(work, now)
            chat.fold(work, now)
            page.fold(work, now)
            facts.note(work, self._span.facts(work, now, self._noted))
            work.commit()
        self._noted = contact

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - whatever it was, conversations go on, and so does the clock
            waits = is_outage(error)
            log.log(WARNING if waits else ERROR, "clock waits", error=type(error).__name__)

    def _after_a_gap(self, now: datetime) -> None:
        """Ask open questions once more after a gap in contact: Telegram forgets presses after 150 seconds.

        A transaction for some at a time, so that nobody who writes meanwhile waits for all of them.
        """
        after = 0
        while asked := self._ask_some(now, after):
            after = max(asked)

    def _ask_some(self, now: datetime, after: int) -> list[int]:
        with self.store.begin() as work:
            asked = self._span.pressed_in_vain(work, now, after)
            if asked:
                self._act(work, asked, now, partial(_again, self._span, now), several.only_current)
                work.commit()
        return asked

    def _remind(self, work: UnitOfWork, now: datetime) -> None:
        """Write by day, in England, to people who asked for today and are still paused, and to people who fell silent."""
        if not is_daytime(now):
            return
        facts, kind = leder.programme(), reminders.COME_BACK
        self._act(work, reminders.due(work, kind, now), now, partial(_unless_quiet, work, now, kind, _come_back))
        # After those: who has heard from us today is not reminded as well.
        reminders.nudge(work, now, apart=timedelta(days=int(facts["reminder_days"])), most=int(facts["reminders"]))
        kind = reminders.NUDGE
        self._act(
            work,
            reminders.due(work, kind, now),
            now,
            partial(_unless_quiet, work, now, kind, _nudge),
            several.one_reminder,
        )

    def _tell_of_losses(self, work: UnitOfWork, now: datetime) -> None:
        """Tell people once that their voice message could not be fetched, and raise a flag for the reviewer."""
        lost = attachments.failed(work)
        if not lost:
            return
        try:
            with work.savepoint():
                concerned = responses.load_by_id(work, list(lost), self.turns.around(now))
                turns = [voice.lost(c.response, lost[c.response_id], tell=c.available) for c in concerned]
                self.turns.act(work, concerned, turns, now)
        except Exception as error:
            if is_outage(error):
                raise
            log.error("not told of a loss", error=type(error).__name__, size=len(lost))
        attachments.note_told(work, list(lost))

    def _act(
        self, work: UnitOfWork, ids: Sequence[int], now: datetime, turn: Act, gather: Gather = several.each
    ) -> None:
        """Take this turn for all of them; if that fails, for each one alone, so that it fails for no other."""
        try:
            with work.savepoint():
                self._act_together(work, ids, now, turn, gather)
        except Exception as error:
            if is_outage(error):
                raise
            log.error("not written to", error=type(error).__name__, size=len(ids))
            for one in ids if len(ids) > 1 else ():
                self._act(work, [one], now, turn, gather)

    def _act_together(
        self, work: UnitOfWork, ids: Sequence[int], now: datetime, turn: Act, gather: Gather = several.each
    ) -> None:
        loaded = responses.load_by_id(work, ids, self.turns.around(now)) if ids else []
        there = [c for c in loaded if c.available and not c.blocked and not c.response.held]
        turns = gather([(c, taken) for c in there if (taken := turn(c)) is not None])
        self.turns.act(work, [c for c, _ in turns], [taken for _, taken in turns], now)


def _after_a_step_back(work: UnitOfWork, now: datetime) -> None:
    """Bring calls forward after the clock was set back: those put off by the old clock would wait for too long."""
    before = facts.fact(work, CLOCK)
    if before is not None and now < datetime.fromisoformat(before) - STEP_BACK:
        log.warning("clock set back")
        queue.hasten(work, now)
    facts.note(work, [(CLOCK, now.isoformat())])


def _again(span: Span, now: datetime, conversation: Conversation) -> Turn | None:
    response = conversation.response
    if response.halted or span.heard_of(response.welcomed):
        return None
    scene = Scene(leder.load(conversation.response.version), now)
    return ask_again(scene, Turn(response=response), say(phrases.PRESS_AGAIN))


def _unless_quiet(work: UnitOfWork, now: datetime, kind: str, turn: Act, conversation: Conversation) -> Turn | None:
    """The turn; on a day when this person is to be left alone it is put off."""
    day = day_in_london(now)
    known = dict(zip(("born", "died"), reminders.days_of_person(work, conversation.invitation_id), strict=False))
    named = conversation.response.answers.get(AVOIDED)
    days = Days(**known, avoid=named.dates if named else ())
    if not is_quiet(day, days):
        return turn(conversation)
    reminders.put_off(work, conversation.response_id, kind, now, due_time(day, days))
    return None


def _nudge(conversation: Conversation) -> Turn | None:
    response = conversation.response
    left_alone = response.unreminded or response.halted or replies.wants_another_way(response)
    waits = response.status in {Status.CONSENTED, Status.IN_PROGRESS} and not left_alone
    return commands.reminder(Turn(response=response)) if waits else None


def _come_back(conversation: Conversation) -> Turn | None:
    if conversation.response.status is not Status.PAUSED or conversation.response.unreminded:
        return None
    row = (*RESUME, Button(say(phrases.STOP), Command.STOP))
    asked = replace(plain(say(phrases.COME_BACK_NOW), rows=(row,)), unopened=True)
    return Turn(response=conversation.response).saying(asked)
