"""What came in: updates already taken, inputs that failed alone, guesses that failed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, case, delete, insert, select

from storage.credentials import new_id
from storage.repositories.responses import upsert
from storage.sealing import place
from storage.tables import dead_letters, runtimes, seen_updates, throttles
from storage.unit_of_work import UnitOfWork

KEPT = timedelta(days=8)
GUESSES, WINDOW = 10, timedelta(hours=1)


_SEEN = select(seen_updates.c.update_id).where(
    seen_updates.c.bot == bindparam("bot"), seen_updates.c.update_id.in_(bindparam("ids", expanding=True))
)


def already_seen(work: UnitOfWork, bot: str, update_ids: Collection[int]) -> set[int]:
    """Which of these updates were taken before."""
    return set(work.execute(_SEEN, bot=bot, ids=list(update_ids)).scalars())


def see(work: UnitOfWork, bot: str, update_ids: Collection[int], now: datetime) -> None:
    """Take these updates: they will not be taken again."""
    work.execute(insert(seen_updates), [{"bot": bot, "update_id": u, "seen_at": now} for u in set(update_ids)])


def prune(work: UnitOfWork, now: datetime) -> None:
    """Forget updates that cannot come again, and old guesses."""
    work.execute(delete(seen_updates).where(seen_updates.c.seen_at < now - KEPT))
    work.execute(delete(throttles).where(throttles.c.since < now - WINDOW))


def bury(  # noqa: PLR0913, PLR0917 - a letter has these parts
    work: UnitOfWork, bot: str, lane: str, update_id: int, payload: str, error: str, now: datetime
) -> None:
    """Keep an input that failed alone, sealed, with the kind of failure and nothing else in the clear."""
    letter = new_id()
    sealed = work.vault.system.seal(place("dead_letter", letter, "payload"), payload)
    row = {"id": letter, "bot": bot, "lane": lane, "update_id": update_id, "payload": sealed, "error": error, "at": now}
    work.execute(insert(dead_letters), [row])


def may_guess(work: UnitOfWork, source: bytes, now: datetime) -> bool:
    """Whether this source has failed guesses left within the hour."""
    row = work.execute(select(throttles).where(throttles.c.source == source)).first()
    return row is None or row.since < now - WINDOW or row.failures < GUESSES


def guessed_wrong(work: UnitOfWork, source: bytes, now: datetime) -> None:
    """Count a failed guess."""
    over = throttles.c.since < now - WINDOW
    again = {
        "failures": case((over, 1), else_=throttles.c.failures + 1),
        "since": case((over, now), else_=throttles.c.since),
    }
    statement = upsert(work, throttles).on_conflict_do_update(index_elements=["source"], set_=again)
    work.execute(statement, [{"source": source, "failures": 1, "since": now}])


def fact(work: UnitOfWork, name: str) -> str | None:
    """A small fact that outlives a process."""
    found = work.execute(select(runtimes.c.value).where(runtimes.c.name == name)).scalar()
    return None if found is None else str(found)


def note_facts(work: UnitOfWork, facts: Sequence[tuple[str, str]]) -> None:
    """Write small facts down."""
    statement = upsert(work, runtimes)
    statement = statement.on_conflict_do_update(index_elements=["name"], set_={"value": statement.excluded.value})
    work.execute(statement, [{"name": name, "value": value} for name, value in facts])
