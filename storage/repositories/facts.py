"""Small facts that outlive a process, such as a bot's username."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from storage.engine.unit_of_work import UnitOfWork, insert_into
from storage.schema.tables import runtimes
from storage.schema.vocabulary import Bot


def username(work: UnitOfWork, bot: Bot = Bot.FAMILIES) -> str | None:
    """Return the username of a bot, if it was noted."""
    return fact(work, _username(bot))


def note_username(work: UnitOfWork, bot: Bot, username: str) -> None:
    """Write a bot's username down."""
    note(work, [(_username(bot), username)])


def fact(work: UnitOfWork, name: str, *, lock: bool = False) -> str | None:
    """A small fact that outlives a process; locked, only one process at a time may draw its conclusions."""
    query = select(runtimes.c.value).where(runtimes.c.name == name)
    found = work.execute(query.with_for_update() if lock else query).scalar()
    return None if found is None else str(found)


def note(work: UnitOfWork, facts: Sequence[tuple[str, str]]) -> None:
    """Write small facts down."""
    statement = insert_into(work.connection, runtimes)
    statement = statement.on_conflict_do_update(index_elements=["name"], set_={"value": statement.excluded.value})
    work.execute(statement, [{"name": name, "value": value} for name, value in facts])


def _username(bot: Bot) -> str:
    return f"{bot}_username"
