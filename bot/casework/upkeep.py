"""Keep an installation going: change its keys, take an input that failed once more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog

from bot.casework.access import Deed, Refused
from bot.casework.by import By, Looking
from bot.rounds.arrivals import Arrival, from_text
from bot.rounds.rounds import Taker
from bot.settings import Settings
from bot.store import read_keys_anew
from dialogs.london import day_in_london
from storage.engine.unit_of_work import Store, UnitOfWork, is_outage
from storage.inbox import dead_letters
from storage.inbox.dead_letters import DeadLetter
from storage.keys.sealing import KeyRing, SealError
from storage.maintenance.rotation import rewrap
from storage.outbox import queue
from storage.record import audit
from storage.repositories import facts
from storage.schema.vocabulary import Bot

HEAD_TOLD = "audit_head_told"
log = structlog.get_logger(__name__)


def rotate(looking: Looking, ring: KeyRing) -> int:
    """Protect everything with the first key of the ring, many transactions long; return how many data keys that were."""
    with looking.store.begin() as work:
        looking.does(work, Deed.KEYS_ROTATE, key=ring.current)
        work.commit()
    return rewrap(looking.store, ring)


def tell_head(work: UnitOfWork, now: datetime) -> None:
    """Write the head of the audit log in the service's own log, once a day: a whole store that is put back shows by it."""
    today = day_in_london(now).isoformat()
    if facts.fact(work, HEAD_TOLD, lock=True) != today:
        count, head = audit.head(work)
        log.info("head of the audit log", count=count, head=head)
        facts.note(work, [(HEAD_TOLD, today)])


def renew_keys(settings: Settings, store: Store) -> None:
    """Take the keys that their command prints now; if that fails, or they do not open all, those from before stay."""
    try:
        log.info("keys read anew", count=read_keys_anew(settings, store))
    except Exception as error:  # noqa: BLE001 - whatever it was, the service goes on as before
        log.error("keys not read anew, those from before stay", error=type(error).__name__)


def retry(by: By, letter_id: str, taker_of: Callable[[Bot], Taker]) -> DeadLetter:
    """Take an input once more, as if it came now. Its sender must not have written since."""
    letter = dead_letters.find(by.work, letter_id)
    if letter is None:
        raise Refused(f"There is no dead letter {letter_id!r}.")
    if letter.retried_at:
        raise Refused(f"The dead letter {letter.id} was retried before.")
    by.does(Deed.DEAD_LETTER_RETRY, invitation=letter.key_of, letter=letter.id)
    _take(by, letter, _arrival(by.work, letter), taker_of(letter.bot))
    dead_letters.note_retried(by.work, letter.id, by.now)
    return letter


def _arrival(work: UnitOfWork, letter: DeadLetter) -> Arrival:
    try:
        return from_text(dead_letters.content(work, letter))
    except (ValueError, SealError):
        raise Refused(f"The dead letter {letter.id} is no input that can be read, so it cannot be retried.") from None


def _take(by: By, letter: DeadLetter, arrival: Arrival, taker: Taker) -> None:
    try:
        if dead_letters.has_newer(by.work, letter) or taker.heard_since(by.work, arrival, letter.at):
            raise Refused(f"The sender of the dead letter {letter.id} has written since, so it is not taken any more.")
        _, letters = taker.take(by.work, [arrival], by.now)
        queue.enqueue(by.work, letters, by.now)
    except Refused:
        raise
    except Exception as error:
        if is_outage(error):
            raise
        raise Refused(
            f"The dead letter {letter.id} fails again ({type(error).__name__}): nothing is changed."
        ) from None
