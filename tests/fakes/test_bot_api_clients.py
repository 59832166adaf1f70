"""The clients that the product uses take the fake Bot API for Telegram."""

from __future__ import annotations

from typing import Any

import aiogram
import pytest
import telegram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from telegram.request import HTTPXRequest

from tests.fakes.bot_api import FakeBotApi, Person
from tests.fakes.bot_api_client import TOKEN

PNG = b"\x89PNG\r\n\x1a\n rest"


def everything(ann: Person) -> None:
    """One update of every kind that people cause."""
    said = ann.says("/help me")
    ann.edits(said, "/help me now")
    ann.says("As I said", reply_to=said)
    ann.sends_voice()
    ann.sends_photo(caption="Mum")
    ann.sends_sticker()
    ann.sends_location()
    ann.sends_document()
    ann.sends_video_note()
    ann.sends_contact()
    ann.presses_raw("a", said["message_id"])
    ann.presses_raw("b", 999)
    ann.says("Hello", chat=ann.makes_group())
    ann.blocks()
    ann.unblocks()


async def test_aiogram(api: FakeBotApi, ann: Person) -> None:
    everything(ann)
    session = AiohttpSession(api=TelegramAPIServer.from_base(api.url))
    async with aiogram.Bot(TOKEN, session=session) as bot:
        assert (await bot.me()).username == "family_bot"
        updates = await bot.get_updates(timeout=1)
        assert len(updates) == 16
        assert [update.event_type for update in updates[-3:]] == ["message", "my_chat_member", "my_chat_member"]
        markup = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Yes", callback_data="yes")]])
        bold = MessageEntity(type="bold", offset=0, length=5)
        sent = await bot.send_message(7, "Hello Ann", entities=[bold], reply_markup=markup)
        assert ann.buttons() == ["yes"]
        await bot.edit_message_reply_markup(chat_id=7, message_id=sent.message_id)
        await bot.send_photo(7, BufferedInputFile(PNG, "code.png"), caption="Your code")
        assert ann.received[-1].content == PNG
        press = ann.presses_raw("yes", sent.message_id)
        await bot.answer_callback_query(press.id)
        await bot.set_my_commands([aiogram.types.BotCommand(command="help", description="Help")])
        file = await bot.get_file(updates[3].message.voice.file_id)  # type: ignore[union-attr]  # it is a voice
        assert file.file_path
        content = await bot.download_file(file.file_path)
        assert content is not None
        assert content.read() == b"OggS voice"
        api.fault("sendMessage", 429, retry_after=2)
        with pytest.raises(aiogram.exceptions.TelegramRetryAfter) as slow:
            await bot.send_message(7, "Hello")
        assert slow.value.retry_after == 2


async def test_python_telegram_bot(api: FakeBotApi, ann: Person) -> None:
    everything(ann)
    # A proxy of the machine must not come between.
    requests: dict[str, Any] = {
        name: HTTPXRequest(httpx_kwargs={"trust_env": False}) for name in ("request", "get_updates_request")
    }
    bot = telegram.Bot(TOKEN, base_url=f"{api.url}/bot", base_file_url=f"{api.url}/file/bot", **requests)
    async with bot:
        assert bot.username == "family_bot"
        updates = await bot.get_updates(timeout=1)
        assert len(updates) == 16
        yes = telegram.InlineKeyboardButton("Yes", callback_data="yes")
        bold = telegram.MessageEntity("bold", 0, 5)
        markup = telegram.InlineKeyboardMarkup([[yes]])
        sent = await bot.send_message(7, "Hello Ann", entities=[bold], reply_markup=markup)
        assert sent.reply_markup == markup
        await bot.edit_message_text("Bye Ann", chat_id=7, message_id=sent.message_id)
        await bot.send_document(7, b"%PDF", filename="letter.pdf")
        assert ann.received[-1].content == b"%PDF"
        await bot.answer_callback_query(ann.presses_raw("yes", sent.message_id).id)
        await bot.set_my_commands([("help", "Help")], scope=telegram.BotCommandScopeChat(7))
        assert await bot.get_my_commands(scope=telegram.BotCommandScopeChat(7))
        assert await (await bot.get_file(updates[3].message.voice.file_id)).download_as_bytearray() == b"OggS voice"  # type: ignore[union-attr]  # it is a voice
        ann.blocks()
        with pytest.raises(telegram.error.Forbidden):
            await bot.send_message(7, "Hello")
