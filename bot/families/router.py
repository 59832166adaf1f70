"""aiogram's routers as translators: a Telegram event -> one Arrival. A handler does nothing else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from aiogram import Bot, Dispatcher, F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command as Named
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import CallbackQuery, Message, Update

from bot.arrivals import Arrival, Opening, Stranger
from bot.telegram.unreadable import unreadable
from dialogs.inputs import (
    Absent,
    AbsentReason,
    Amend,
    Back,
    Change,
    Command,
    Input,
    Language,
    Media,
    Next,
    Say,
    Unkept,
    parse,
)

BOT, CHANNEL = "families", "telegram"
COMMANDS: dict[str, Input] = {
    **{c.value: c for c in Command},
    "change": Change(),
    "language": Language(),
    "next": Next(""),
    "skip": Absent("", AbsentReason.SKIPPED),
    "unsure": Absent("", AbsentReason.UNKNOWN),
    "decline": Absent("", AbsentReason.DECLINED),
}
MEDIA = {
    "voice": Media.VOICE,
    "audio": Media.VOICE,
    "video_note": Media.VOICE,
    "photo": Media.PICTURE,
    "video": Media.PICTURE,
    "sticker": Media.STICKER,
    "location": Media.PLACE,
    "venue": Media.PLACE,
}

Heard = list[Arrival]


def translator(token: str) -> Callable[[dict[str, Any]], Awaitable[Arrival | None]]:
    """What asks aiogram about an update; None when there is nothing to do."""
    bot, dispatcher = Bot(token), Dispatcher(disable_fsm=True)
    dispatcher.include_router(_router())

    async def translate(update: dict[str, Any]) -> Arrival | None:
        heard: Heard = []
        try:
            read = Update.model_validate(update, context={"bot": bot})
            await dispatcher.feed_update(bot, read, heard=heard)
        except Exception:  # noqa: BLE001 - whatever the library can't read is kept as it came
            return unreadable(BOT, CHANNEL, update)
        return replace(heard[0], update_id=read.update_id) if heard else None

    return translate


def _router() -> Router:
    """Made anew for each dispatcher: a router belongs to one."""
    router = Router()
    private = F.chat.type == ChatType.PRIVATE
    router.message.register(on_start, private, CommandStart())
    router.message.register(on_command, private, Named(*COMMANDS))
    router.message.register(on_words, private, F.text)
    router.message.register(on_caption, private, F.caption)
    router.message.register(on_media, private)
    router.message.register(on_group)
    router.edited_message.register(on_edit, private, F.text | F.caption)
    router.callback_query.register(on_press, F.message.chat.type == ChatType.PRIVATE)
    return router


async def on_start(message: Message, command: CommandObject, heard: Heard) -> None:
    """/start, with the token or the code of an invitation or without."""
    heard.append(_arrival(message, Opening((command.args or "").strip())))


async def on_command(message: Message, command: CommandObject, heard: Heard) -> None:
    """A command that works in every state."""
    said = COMMANDS[command.command.lower()]
    number = (command.args or "").strip()
    heard.append(_arrival(message, Change(number) if said == Change() and number.isdecimal() else said))


async def on_words(message: Message, heard: Heard) -> None:
    """Words, exactly as written."""
    heard.append(_arrival(message, Say(words=message.text or "", sent=message.message_id)))


async def on_caption(message: Message, heard: Heard) -> None:
    """The words under a picture are words; the picture is not kept."""
    said = Say(words=message.caption or "", sent=message.message_id, media=_media(message))
    heard.append(_arrival(message, said))


async def on_media(message: Message, heard: Heard) -> None:
    """What carries no words."""
    if message.content_type in SERVICE:
        return
    heard.append(_arrival(message, Unkept(_media(message))))


async def on_group(message: Message, heard: Heard) -> None:
    """A group is no place for this; only what is addressed to the bot gets a word."""
    if (message.text or "").startswith("/"):
        heard.append(_arrival(message, Stranger()))


async def on_edit(message: Message, heard: Heard) -> None:
    """An edited message amends the answer that it gave."""
    heard.append(_arrival(message, Amend(words=message.text or message.caption or "", sent=message.message_id)))


async def on_press(query: CallbackQuery, heard: Heard) -> None:
    """A button; one that is not of the grammar asks for what is on now."""
    assert query.message is not None  # noqa: S101 - the filter asked for its chat
    arrival = Arrival(
        bot=BOT,
        channel=CHANNEL,
        update_id=0,
        user=str(query.from_user.id),
        address=str(query.message.chat.id),
        said=parse(query.data or "") or Back("here"),
        message_id=query.message.message_id,
        press_id=query.id,
    )
    heard.append(arrival)


SERVICE = frozenset({"pinned_message", "new_chat_members", "left_chat_member", "message_auto_delete_timer_changed"})


def _arrival(message: Message, said: Any) -> Arrival:
    return Arrival(
        bot=BOT,
        channel=CHANNEL,
        update_id=0,
        user=str(message.from_user.id if message.from_user else message.chat.id),
        address=str(message.chat.id),
        said=said,
        message_id=message.message_id,
    )


def _media(message: Message) -> Media:
    return MEDIA.get(message.content_type, Media.OTHER)
