"""The store fails somebody who says something good: it waits, is taken once the store is well, and is never buried."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Sequence
from datetime import datetime

import psycopg
import pytest
from psycopg import errors
from sqlalchemy.exc import DBAPIError

from bot.participants.turns import Turns
from bot.rounds.arrivals import Arrival, Outcome
from storage.engine.unit_of_work import UnitOfWork
from storage.outbox.queue import Letter
from tests.bot.misbehaving.family import P2, buried, family
from tests.bot.world import World
from tests.fakes.bot_api import FakeBotApi

FAULTS: dict[str, Exception] = {
    "a name that this connection never heard": errors.InvalidSqlStatementName("it does not exist"),
    "a name that it has heard from another": errors.DuplicatePreparedStatement("it exists"),
    "the server hangs up": psycopg.OperationalError("server closed the connection unexpectedly"),
    "a right that was taken away": errors.InsufficientPrivilege("permission denied"),
    "another writer": sqlite3.OperationalError("database is locked"),
    "a closed connection": sqlite3.ProgrammingError("Cannot operate on a closed database."),
    "no memory": MemoryError(),
    "no file left": OSError(errno.EMFILE, "too many open files"),
}


def as_raised(fault: Exception) -> Exception:
    """A fault as it reaches the rounds."""
    base = sqlite3.Error if isinstance(fault, sqlite3.Error) else psycopg.Error
    made = DBAPIError.instance(None, None, fault, base) if isinstance(fault, base) else fault
    assert isinstance(made, Exception)
    return made


async def test_good_words_wait_and_are_not_poison(
    world: World, api: FakeBotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each fault comes twice, for everybody in the round; then the store is well."""
    ann, take = family(world, api), Turns.take
    coming: list[Exception] = []

    def failing(
        turns: Turns, work: UnitOfWork, arrivals: Sequence[Arrival], now: datetime
    ) -> tuple[list[Outcome], list[Letter]]:
        if coming:
            raise coming.pop()
        return take(turns, work, arrivals, now)

    async with world.served():
        await ann.at_a_story()
        monkeypatch.setattr(Turns, "take", failing)
        for name, fault in FAULTS.items():
            coming += [as_raised(fault)] * 2
            await ann.does(f"She sang: {name}.")
            assert not coming
        await ann.does(P2)
    assert not buried(world)
    assert ann.told == {"P2": [f"She sang: {name}." for name in FAULTS]}
