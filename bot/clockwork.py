"""What falls due: who asked to be written to, who must be asked again after a gap. All of it is rows; nothing waits in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.turns import Turns
from dialogs import leder, phrases
from dialogs.inputs import Command
from dialogs.messages import RESUME, Button, plain
from dialogs.moves import Scene, ask_again
from dialogs.response import Status
from dialogs.text import say
from dialogs.turn import Turn
from storage import inbox
from storage.repositories import responses
from storage.repositories.responses import Conversation
from storage.unit_of_work import Store, UnitOfWork, is_outage

TICK_SECONDS = 15.0
PRESSES_LIVE = timedelta(seconds=120)
STILL_OPEN = timedelta(days=1)
HEARTBEAT = "last_alive"
log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Clockwork:
    """Writes to those who asked for it, asks again after a gap, forgets old updates. `stir` wakes the delivery."""

    store: Store
    turns: Turns
    now: Clock
    stir: Callable[[], None]

    async def run(self) -> None:
        """Tick until cancelled; a store that is down is tried again at the next tick."""
        while True:
            await asyncio.to_thread(self._guarded_tick)
            self.stir()
            await asyncio.sleep(TICK_SECONDS)

    def tick(self) -> None:
        """Do what is due now, in one transaction."""
        now = self.now()
        with self.store.begin() as work:
            self._after_a_gap(work, now)
            self._remind(work, now)
            inbox.prune(work, now)
            inbox.note_facts(work, [(HEARTBEAT, now.isoformat())])
            work.commit()

    def _guarded_tick(self) -> None:
        try:
            self.tick()
        except Exception as error:
            if not is_outage(error):
                raise
            log.warning("clock waits for the store", error=type(error).__name__)

    def _after_a_gap(self, work: UnitOfWork, now: datetime) -> None:
        """Telegram forgets presses after 150 seconds: who had a question open is asked it again, once."""
        alive = inbox.fact(work, HEARTBEAT)
        if alive is None or now - datetime.fromisoformat(alive) <= PRESSES_LIVE:
            return
        there = self._reachable(work, responses.open_since(work, now - STILL_OPEN), now)
        self.turns.act(work, there, [_again(c, now) for c in there], now)

    def _remind(self, work: UnitOfWork, now: datetime) -> None:
        """Who asked us to write on this day, and is still paused, hears from us."""
        due = self._reachable(work, responses.due_reminders(work, now), now)
        paused = [c for c in due if c.response.status is Status.PAUSED]
        self.turns.act(work, paused, [_come_back(c) for c in paused], now)

    def _reachable(self, work: UnitOfWork, response_ids: Sequence[int], now: datetime) -> list[Conversation]:
        loaded = responses.load_by_id(work, response_ids, self.turns.around(now)) if response_ids else []
        return [c for c in loaded if c.available and not c.response.held]


def _again(conversation: Conversation, now: datetime) -> Turn:
    scene = Scene(leder.load(conversation.response.version), now)
    return ask_again(scene, Turn(response=conversation.response), say(phrases.PRESS_AGAIN))


def _come_back(conversation: Conversation) -> Turn:
    row = (*RESUME, Button(say(phrases.STOP), Command.STOP))
    return Turn(response=conversation.response).saying(plain(say(phrases.COME_BACK_NOW), rows=(row,)))
