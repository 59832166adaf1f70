"""aiogram's routers as translators: a Telegram event -> one Arrival. A handler does nothing else.

Filters are coroutines, not `F` expressions: aiogram runs each of those in a thread of its own, which costs more than all the
rest of a translation.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiogram import Bot as Api
from aiogram import Router
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from bot.rounds.arrivals import Arrival, Membership, Opening, Said, Stranger
from bot.telegram.parts import MEMBER, reading_parts
from bot.telegram.translation import arrival
from bot.telegram.unreadable import is_somewhere, unreadable
from dialogs.copies import replace
from dialogs.inputs import (
    Amend,
    Attachment,
    Back,
    Channel,
    Media,
    Say,
    Unkept,
    parse,
)
from dialogs.slash import COMMANDS, START, command_in, slashed
from storage.schema.vocabulary import Bot

MEDIA = {
    "voice": Media.VOICE,
    "audio": Media.AUDIO,
    "video_note": Media.VIDEO,
    "photo": Media.PICTURE,
    "video": Media.VIDEO,
    "sticker": Media.STICKER,
    "location": Media.PLACE,
    "venue": Media.PLACE,
}

EVENTS: dict[str, type[Message | CallbackQuery | ChatMemberUpdated]] = {
    "message": Message,
    "edited_message": Message,
    "callback_query": CallbackQuery,
    MEMBER: ChatMemberUpdated,
}
MOST = 2**31 - 1


def translator(token: str) -> Callable[[dict[str, Any]], Awaitable[Arrival | None]]:
    """Return a function that has aiogram read an update; it gives None when there is nothing to do."""
    bot, router = Api(token), _router()

    async def translate(update: dict[str, Any]) -> Arrival | None:
        hearing = Hearing(update["update_id"])
        try:
            kind = next(k for k in EVENTS if update.get(k) is not None)
            told, under = _parted(update[kind])
            event = EVENTS[kind].model_validate(told, context={"bot": bot})
            await router.observers[kind].trigger(event, bot=bot, hearing=hearing, under=under)
        except Exception:  # noqa: BLE001 - whatever the library can't read is kept as it came
            return unreadable(Bot.FAMILIES, Channel.TELEGRAM, update)
        if hearing.arrival is not None and not is_somewhere(hearing.arrival):
            return unreadable(Bot.FAMILIES, Channel.TELEGRAM, update)
        return hearing.arrival

    return reading_parts(Bot.FAMILIES, translate, of_members=True)


@dataclass(slots=True)
class Hearing:
    """One update: its number, and what was said in it, if anything."""

    update_id: int
    arrival: Arrival | None = None

    def hear(self, message: Message, said: Said) -> None:
        """Note what was said in a message."""
        if isinstance(said, Say) and (message.forward_origin or message.reply_to_message):
            answered = message.reply_to_message.message_id if message.reply_to_message else None
            said = replace(said, reply_to=answered, forwarded=message.forward_origin is not None)
        if isinstance(said, Say | Unkept) and message.media_group_id:
            said = replace(said, album=message.media_group_id)
        self.arrival = arrival(Bot.FAMILIES, self.update_id, message, said)


@dataclass(frozen=True, slots=True)
class Under:
    """Of the message that carried a button nobody asks more than this, and of its chat only who is in it."""

    message_id: int
    chat_id: int
    is_private: bool


def _parted(event: dict[str, Any]) -> tuple[dict[str, Any], Under | None]:
    """An event without the message under its button, which would be read whole, and what is asked of that."""
    if (message := event.get("message")) is None:
        return event, None
    chat = message["chat"]
    ids = message["message_id"], chat["id"]
    if any(type(i) is not int for i in ids):
        raise TypeError("an id that is no number")
    return {**event, "message": None}, Under(*ids, is_private=chat["type"] == ChatType.PRIVATE)


def _router() -> Router:
    """Make a router for one translator: a router belongs to one."""
    router = Router()
    router.message.register(on_words, with_text, in_private)
    router.message.register(on_voice, in_private, with_voice)
    router.message.register(on_caption, in_private, with_caption)
    router.message.register(on_contact, in_private, with_contact)
    router.message.register(on_media, in_private)
    router.message.register(on_group)
    router.edited_message.register(on_edit, in_private, with_words)
    router.callback_query.register(on_press)
    router.my_chat_member.register(on_membership)
    return router


async def in_private(message: Message) -> bool:
    """Tell whether a message comes from a chat with one person."""
    return message.chat.type == ChatType.PRIVATE


async def with_text(message: Message) -> bool:
    """A message of words."""
    return bool(message.text)


async def with_voice(message: Message) -> bool:
    """A voice message or a sound file."""
    return bool(message.voice or message.audio)


async def with_caption(message: Message) -> bool:
    """Words under a picture."""
    return bool(message.caption)


async def with_contact(message: Message) -> bool:
    """A contact that is shared."""
    return message.contact is not None


async def with_words(message: Message) -> bool:
    """Words of either kind."""
    return bool(message.text or message.caption)


async def on_words(message: Message, hearing: Hearing) -> None:
    """Words, exactly as written; a command that stands alone is one, and /start may have a token or a code behind it.

    Whatever was forwarded orders nothing.
    """
    text = message.text or ""
    name, credential = (slashed(text, KNOWN) if message.forward_origin is None else None) or ("", "")
    if name == START:
        hearing.hear(message, Opening(credential))
        return
    command, rest = (command_in(text) if name else None) or (None, text)
    hearing.hear(message, command if command and not rest else Say(words=text, sent=message.message_id))


async def on_voice(message: Message, hearing: Hearing) -> None:
    """A voice message, or a sound file: what Telegram tells of it. A number beyond all bounds is too large either way."""
    spoken = message.voice or message.audio
    assert spoken is not None  # noqa: S101 - the filter asked for it
    attachment = Attachment(
        kind=_media(message),
        seconds=min(max(spoken.duration, 0), MOST),
        bytes=min(max(spoken.file_size or 0, 0), MOST),
        mime=(spoken.mime_type or "")[:100].lower(),
        where=spoken.file_id,
    )
    said = Say(words=message.caption or "", sent=message.message_id, attachment=attachment)
    hearing.hear(message, said)


async def on_caption(message: Message, hearing: Hearing) -> None:
    """The words under a picture are words; the picture is not kept."""
    said = Say(words=message.caption or "", sent=message.message_id, media=_media(message))
    hearing.hear(message, said)


async def on_contact(message: Message, hearing: Hearing) -> None:
    """A contact is its number."""
    number = message.contact.phone_number if message.contact else ""
    hearing.hear(message, Say(words=number, sent=message.message_id, media=Media.CONTACT))


async def on_media(message: Message, hearing: Hearing) -> None:
    """Hear a message that carries no words."""
    if message.content_type in SERVICE:
        return
    hearing.hear(message, Unkept(_media(message)))


async def on_group(message: Message, hearing: Hearing) -> None:
    """A group is no place for this; only what is addressed to the bot gets a word."""
    if (message.text or "").startswith("/") and message.forward_origin is None:
        hearing.hear(message, Stranger())


async def on_edit(message: Message, hearing: Hearing) -> None:
    """An edited message amends the answer that it gave; nobody can edit what somebody else has said."""
    if message.forward_origin is not None:
        return
    hearing.hear(message, Amend(words=message.text or message.caption or "", sent=message.message_id))


async def on_press(query: CallbackQuery, hearing: Hearing, under: Under | None) -> None:
    """A button in the chat with one person; one that is not of the grammar asks for what is on now."""
    if under is None or not under.is_private:
        return
    hearing.arrival = Arrival(
        bot=Bot.FAMILIES,
        channel=Channel.TELEGRAM,
        update_id=hearing.update_id,
        user=str(query.from_user.id),
        address=str(under.chat_id),
        said=parse(query.data or "") or Back("here"),
        message_id=under.message_id,
        press_id=query.id,
    )


async def on_membership(event: ChatMemberUpdated, hearing: Hearing) -> None:
    """Hear that somebody has blocked the bot, or lets it write again; a group is no place for this."""
    if event.chat.type != ChatType.PRIVATE:
        return
    hearing.arrival = Arrival(
        bot=Bot.FAMILIES,
        channel=Channel.TELEGRAM,
        update_id=hearing.update_id,
        user=str(event.from_user.id),
        address=str(event.chat.id),
        said=Membership(blocked=event.new_chat_member.status == ChatMemberStatus.KICKED),
    )


KNOWN = frozenset({START, *COMMANDS})
SERVICE = frozenset({"pinned_message", "new_chat_members", "left_chat_member", "message_auto_delete_timer_changed"})


def _media(message: Message) -> Media:
    return MEDIA.get(message.content_type, Media.OTHER)
