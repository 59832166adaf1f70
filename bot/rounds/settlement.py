"""Keep a call that Telegram refuses for good as a dead letter; send nothing more to a chat that can't be reached.

A dead letter of ours holds the call as it was sealed for the outbox, with the participant's own key, so that erasing a
participant makes it unreadable too. A call that is nobody's has no such key: of it only the method is kept.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from datetime import datetime

import structlog

from bot.rounds.lanes import lookup_in
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox import dead_letters
from storage.outbox import queue, refusals, retiring
from storage.outbox.queue import Mark
from storage.outbox.refusals import Refused
from storage.repositories import fetched_files, reachable
from storage.schema.vocabulary import Bot

OURS = "Call"
log = structlog.get_logger(__name__)


def settle(work: UnitOfWork, marks: Sequence[Mark], now: datetime) -> None:
    """Write down what became of claimed rows, and draw the consequences of what was refused."""
    letters = refusals.refused(work, marks)
    for error in fetched_files.settle(work, marks):
        log.error("voice message not kept", error=error)
    queue.mark(work, marks)
    retiring.later(work, marks, now)
    for letter in letters:
        dead_letters.keep(work, letter.bot, letter.lane, 0, _as_text(letter), f"Refused {letter.error}", now)
    for lane in sorted({letter.lane for letter in letters if letter.gone}):
        refusals.cancel(work, lane)
        if (lookup := lookup_in(lane, Bot.FAMILIES)) is not None:
            reachable.block(work, lookup, now)


def _as_text(letter: Refused) -> str:
    sealed = base64.b64encode(letter.payload).decode() if letter.key_of and letter.payload else None
    kept = {"kind": OURS, "method": letter.method, "uid": letter.uid, "key_of": letter.key_of, "sealed": sealed}
    return json.dumps(kept)
