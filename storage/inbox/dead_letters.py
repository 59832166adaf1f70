"""Keep inputs that failed alone, and calls that were refused for good, sealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from storage.engine.unit_of_work import UnitOfWork
from storage.keys.credentials import id_in, new_id
from storage.keys.sealing import SealError, place
from storage.maintenance.wiping import ask_to_wipe
from storage.repositories.owners import Owner, owner_by_id
from storage.schema.tables import dead_letters
from storage.schema.vocabulary import Bot

# For how long what failed may be looked into, and taken once more.
KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """The facts to show about a dead letter; `error` is the kind of failure, `key_of` the invitation whose key seals it."""

    id: str
    bot: Bot
    lane: str
    error: str
    at: datetime
    retried_at: datetime | None
    key_of: str | None = None


def keep(  # noqa: PLR0913, PLR0917 - a letter has these parts
    work: UnitOfWork,
    bot: Bot,
    lane: str,
    update_id: int,
    payload: str,
    error: str,
    now: datetime,
    *,
    owner: Owner | None = None,
) -> None:
    """Keep an input that failed alone, sealed, with the kind of failure and nothing else in the clear.

    It lies under the key of its `owner`, and goes with it; the store's own key seals what is nobody's.
    """
    letter = new_id()
    sealer = owner.sealer if owner else work.vault.system
    row = {
        "id": letter,
        "bot": bot,
        "lane": lane,
        "update_id": update_id,
        "key_of": owner.invitation_id if owner else None,
        "payload": sealer.seal(place("dead_letter", letter, "payload"), payload),
        "error": error,
        "at": now,
    }
    work.execute(insert(dead_letters), [row])


def kept(work: UnitOfWork) -> list[DeadLetter]:
    """All dead letters, oldest first."""
    return [_dead(row) for row in work.execute(select(dead_letters).order_by(dead_letters.c.at, dead_letters.c.id))]


def find(work: UnitOfWork, letter_id: str) -> DeadLetter | None:
    """One dead letter, locked."""
    row = work.execute(select(dead_letters).where(dead_letters.c.id == id_in(letter_id)).with_for_update()).first()
    return _dead(row) if row else None


def content(work: UnitOfWork, letter: DeadLetter) -> str:
    """Return the input that was buried; SealError if it does not open."""
    payload = work.execute(select(dead_letters.c.payload).where(dead_letters.c.id == letter.id)).scalar_one()
    owner = owner_by_id(work, letter.key_of) if letter.key_of else None
    if letter.key_of and owner is None:
        raise SealError("dead_letter: its key is gone")
    sealer = owner.sealer if owner else work.vault.system
    return sealer.open(place("dead_letter", letter.id, "payload"), payload)


def has_newer(work: UnitOfWork, letter: DeadLetter) -> bool:
    """Tell whether something else of the same sender was buried later."""
    later = (dead_letters.c.lane == letter.lane) & (dead_letters.c.at > letter.at)
    return work.execute(select(dead_letters.c.id).where(later).limit(1)).first() is not None


def note_retried(work: UnitOfWork, letter_id: str, now: datetime) -> None:
    """Note that this dead letter was taken after all."""
    work.execute(update(dead_letters).where(dead_letters.c.id == id_in(letter_id)).values(retried_at=now))


def prune(work: UnitOfWork, now: datetime) -> None:
    """Forget what failed long ago."""
    if work.execute(delete(dead_letters).where(dead_letters.c.at < now - KEPT)).rowcount:
        ask_to_wipe(work)


def _dead(row: Row[Any]) -> DeadLetter:
    return DeadLetter(
        id=row.id,
        bot=Bot(row.bot),
        lane=row.lane,
        error=row.error,
        at=row.at,
        retried_at=row.retried_at,
        key_of=row.key_of,
    )
