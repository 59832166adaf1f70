"""The interview on aiogram's state machine with its storage in memory: what a restart forgets."""

from __future__ import annotations

from aiogram import Dispatcher
from aiogram.fsm.storage.memory import MemoryStorage

from tests.benchmarks.peers.aiogram_server import serve
from tests.benchmarks.peers.fsm import router

if __name__ == "__main__":
    dispatcher = Dispatcher(storage=MemoryStorage(), keep=None)
    dispatcher.include_router(router)
    serve(dispatcher)
