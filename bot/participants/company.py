"""Tell the other chats of a response that somebody with the check words has come in on another device."""

from __future__ import annotations

from datetime import datetime

from bot.rounds.channel import ChannelPort
from bot.rounds.lanes import lane, letters
from dialogs import leder
from dialogs.whose.screens import another_device
from locales import speech
from storage.engine.unit_of_work import UnitOfWork
from storage.outbox import queue
from storage.outbox.queue import Letter
from storage.repositories import company
from storage.schema.vocabulary import Bot


def tell(work: UnitOfWork, telegram: ChannelPort, response_id: int, who: bytes, now: datetime) -> None:
    """Tell every other chat at once, and every other browser when it is looked at next. `who` has come in."""
    message, told = another_device(leder.programme()), list[Letter]()
    for chat in company.join(work, response_id, who, telegram.name, now):
        calls = telegram.send(message, speech(chat.language), {}, chat.address)
        told += letters(Bot.FAMILIES, lane(Bot.FAMILIES, chat.lookup), calls)
    queue.enqueue(work, told, now)
