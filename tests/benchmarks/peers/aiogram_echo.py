"""The least that an aiogram bot can do: it says back what it hears. Nothing is kept."""

from __future__ import annotations

from aiogram import Dispatcher, Router
from aiogram.types import Message

from tests.benchmarks.peers.aiogram_server import serve

router = Router()


@router.message()
async def echo(message: Message) -> None:
    """Say it back."""
    await message.answer(message.text or "")


if __name__ == "__main__":
    dispatcher = Dispatcher()
    dispatcher.include_router(router)
    serve(dispatcher)
