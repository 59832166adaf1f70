"""The interview on aiogram's state machine, every answer committed by itself through async SQLModel."""

from __future__ import annotations

from typing import Any

from aiogram import Dispatcher
from sqlalchemy import Engine, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel import Field, SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from tests.benchmarks.peers.aiogram_server import serve
from tests.benchmarks.peers.fsm import router
from tests.benchmarks.peers.setting import FOLDER


class Answer(SQLModel, table=True):
    """What one person answered to one question; the newest counts."""

    id: int | None = Field(default=None, primary_key=True)
    user: int = Field(index=True)
    question: str
    value: str


def _write_ahead(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")


def _engine() -> AsyncEngine:
    engine = create_async_engine(f"sqlite+aiosqlite:///{FOLDER / 'answers.db'}")
    sync: Engine = engine.sync_engine
    event.listen(sync, "connect", _write_ahead)
    return engine


def _dispatcher() -> Dispatcher:
    engine, dispatcher = _engine(), Dispatcher()

    async def keep(user: int, question: str, value: str) -> None:
        async with AsyncSession(engine) as session:
            session.add(Answer(user=user, question=question, value=value))
            await session.commit()

    async def make_tables() -> None:
        async with engine.begin() as connection:
            await connection.run_sync(SQLModel.metadata.create_all)

    dispatcher["keep"] = keep
    dispatcher.startup.register(make_tables)
    dispatcher.include_router(router)
    return dispatcher


if __name__ == "__main__":
    serve(_dispatcher())
