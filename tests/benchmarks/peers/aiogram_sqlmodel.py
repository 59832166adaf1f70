"""The interview on aiogram's state machine, every answer committed by itself through async SQLModel.

As most such bots have it: a middleware gives each update a session, and an answer is looked for before it is written.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from aiogram import BaseMiddleware, Dispatcher
from aiogram.types import TelegramObject
from sqlalchemy import Engine, UniqueConstraint, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel import Field, SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession

from tests.benchmarks.peers.aiogram_server import serve
from tests.benchmarks.peers.fsm import router
from tests.benchmarks.peers.setting import FOLDER


class Answer(SQLModel, table=True):
    """What one person answered to one question."""

    __table_args__ = (UniqueConstraint("user", "question"),)
    id: int | None = Field(default=None, primary_key=True)
    user: int
    question: str
    value: str


class InSession(BaseMiddleware):
    """A session for each update; `keep` writes in it."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Handle the update while the session is open."""
        async with AsyncSession(self._engine) as session:
            return await handler(event, {**data, "keep": partial(keep, session)})


async def keep(session: AsyncSession, user: int, question: str, value: str) -> None:
    """Change the answer, or add it; commit."""
    found = await session.exec(select(Answer).where(Answer.user == user, Answer.question == question))
    answer = found.one_or_none() or Answer(user=user, question=question, value=value)
    answer.value = value
    session.add(answer)
    await session.commit()


def _write_ahead(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")


def _engine() -> AsyncEngine:
    engine = create_async_engine(f"sqlite+aiosqlite:///{FOLDER / 'answers.db'}")
    sync: Engine = engine.sync_engine
    event.listen(sync, "connect", _write_ahead)
    return engine


def _dispatcher() -> Dispatcher:
    engine, dispatcher = _engine(), Dispatcher()

    async def make_tables() -> None:
        async with engine.begin() as connection:
            await connection.run_sync(SQLModel.metadata.create_all)

    dispatcher.startup.register(make_tables)
    dispatcher.update.middleware(InSession(engine))
    dispatcher.include_router(router)
    return dispatcher


if __name__ == "__main__":
    serve(_dispatcher())
