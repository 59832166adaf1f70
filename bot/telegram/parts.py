"""Name the parts of an update that we read. Nothing else reaches a framework, so unread parts can't make it unreadable.

What stands here for a part that is only looked for, as a picture, is a small one of our own.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

from bot.rounds.arrivals import Arrival, Unreadable
from bot.telegram.unreadable import LARGEST, is_text, unreadable
from dialogs.inputs import Channel
from storage.schema.vocabulary import Bot

Part = dict[str, Any]
_ALBUM = re.compile(r"[0-9A-Za-z_-]{1,64}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}")
Translate = Callable[[Part], Awaitable[Arrival | None]]
ANY, LATEST, MOST = "-", 2**36, 2**31 - 1
_FILE: Part = {"file_id": ANY, "file_unique_id": ANY}
_SIZE: Part = {"width": 1, "height": 1}
_PLACE: Part = {"latitude": 0.0, "longitude": 0.0}
SHOWN: Part = {
    "photo": [{**_FILE, **_SIZE}],
    "video": {**_FILE, **_SIZE, "duration": 0},
    "video_note": {**_FILE, "length": 1, "duration": 0},
    "sticker": {**_FILE, **_SIZE, "type": "regular", "is_animated": False, "is_video": False},
    "location": _PLACE,
    "venue": {"location": _PLACE, "title": ANY, "address": ANY},
}
SPOKEN = ("voice", "audio")
MEMBER = "my_chat_member"
# Older servers of the Bot API tell of a forwarded message by the others alone.
FORWARDED = ("forward_origin", "forward_date", "forward_from", "forward_from_chat", "forward_sender_name")
# Messages by which Telegram tells what has happened in a chat: nobody has said anything.
SERVICE = frozenset({
    "boost_added", "channel_chat_created", "chat_background_set", "chat_owner_changed", "chat_owner_left",
    "chat_shared", "checklist_tasks_added", "checklist_tasks_done", "community_chat_added", "community_chat_joined",
    "community_chat_removed", "connected_website", "delete_chat_photo", "direct_message_price_changed",
    "forum_topic_closed", "forum_topic_created", "forum_topic_edited", "forum_topic_reopened",
    "general_forum_topic_hidden", "general_forum_topic_unhidden", "gift", "gift_upgrade_sent", "giveaway_completed",
    "giveaway_created", "group_chat_created", "left_chat_member", "managed_bot_created",
    "message_auto_delete_timer_changed", "migrate_from_chat_id", "migrate_to_chat_id", "new_chat_members",
    "new_chat_photo", "new_chat_title", "paid_message_price_changed", "passport_data", "pinned_message",
    "poll_option_added", "poll_option_deleted", "proximity_alert_triggered", "refunded_payment", "successful_payment",
    "suggested_post_approval_failed", "suggested_post_approved", "suggested_post_declined", "suggested_post_paid",
    "suggested_post_refunded", "supergroup_chat_created", "unique_gift", "user_shared", "users_shared",
    "video_chat_ended", "video_chat_participants_invited", "video_chat_scheduled", "video_chat_started",
    "web_app_data", "write_access_allowed",
})  # fmt: skip


def reading_parts(bot: Bot, translate: Translate, *, of_members: bool = False) -> Translate:
    """Make a translator that is shown the parts we read of an update; one that still can't be read is kept whole.

    `of_members`: it also hears who blocks the bot.
    """

    async def translated(update: Part) -> Arrival | None:
        try:
            parts = parts_read(update) or (_membership(update) if of_members else None)
        except (ValueError, TypeError, KeyError):
            return unreadable(bot, Channel.TELEGRAM, update)
        arrival = await translate(parts) if parts else None
        unread = arrival is not None and isinstance(arrival.said, Unreadable)
        return unreadable(bot, Channel.TELEGRAM, update) if unread else arrival

    return translated


def parts_read(update: Part) -> Part | None:
    """Return an update with what we read of it alone; None if nobody has said anything. An error: we can't read that."""
    for kind in ("message", "edited_message"):
        if update.get(kind) is not None:
            message = _message(_part(update[kind]))
            return {"update_id": update["update_id"], kind: message} if message else None
    press = update.get("callback_query")
    return None if press is None else {"update_id": update["update_id"], "callback_query": _press(_part(press))}


def _membership(update: Part) -> Part | None:
    """Return the news that somebody has blocked the bot or lets it write again; None if it is anything else."""
    try:
        change = _part(update.get(MEMBER))
        status = _part(change["new_chat_member"])["status"]
        who = {"chat": _chat(change["chat"]), "from": _person(change["from"]), "date": 1}
    except (ValueError, TypeError, KeyError):
        return None
    if status not in ("member", "kicked"):
        return None
    now = {"status": status, "user": {"id": 1, "is_bot": True, "first_name": ANY}, "until_date": 0}
    return {"update_id": update["update_id"], MEMBER: {**who, "old_chat_member": now, "new_chat_member": now}}


def _message(message: Part) -> Part | None:
    content = _content(message)
    if content is None:
        return None
    chat, sender = _chat(message["chat"]), message.get("from")
    read = {"message_id": _number(message["message_id"]), "date": _date(message["date"]), "chat": chat, **content}
    if sender is not None:
        read["from"] = _person(sender)
    if any(message.get(name) is not None for name in FORWARDED):
        read["forward_origin"] = {"type": "hidden_user", "date": 1, "sender_user_name": ANY}
    if isinstance(album := message.get("media_group_id"), str) and _ALBUM.fullmatch(album):
        read["media_group_id"] = album
    if (answered := _answered(message)) is not None:
        read["reply_to_message"] = {"message_id": answered, "date": 1, "chat": chat}
    return read


def _content(message: Part) -> Part | None:
    """Return what a message says or shows; None if nobody has said anything with it."""
    if text := _words(message.get("text")):
        return {"text": text}
    caption = _words(message.get("caption"))
    content: Part = {"caption": caption} if caption else {}
    for name in SPOKEN:
        if message.get(name) is not None:
            return {**content, **_spoken(name, message[name], caption)}
    if number := _number_of(message.get("contact")):
        return {**content, "contact": {"phone_number": number, "first_name": ANY}}
    shown = [name for name in SHOWN if message.get(name) is not None]
    if not caption and not shown and any(message.get(name) is not None for name in SERVICE):
        return None
    return {**content, **{name: SHOWN[name] for name in shown}}


def _spoken(name: str, spoken: Any, caption: str) -> Part:
    """Return a voice message; without the place of its file there is none, and the words beside it are kept."""
    try:
        where = _words(_part(spoken)["file_id"])
    except (ValueError, TypeError, KeyError):
        if not caption:
            raise
        return {}
    mime = spoken.get("mime_type")
    return {
        name: {
            "file_id": where,
            "file_unique_id": ANY,
            "duration": _amount(spoken.get("duration")),
            "file_size": _amount(spoken.get("file_size")),
            **({"mime_type": mime} if isinstance(mime, str) and mime.isascii() else {}),
        }
    }


def _number_of(contact: Any) -> str:
    """Return the telephone number of a contact; without one it is nothing that can be read."""
    number = contact.get("phone_number") if isinstance(contact, dict) else None
    return number if isinstance(number, str) and is_text(number) else ""


def _press(press: Part) -> Part:
    read: Part = {"id": _words(press["id"]), "from": _person(press["from"]), "chat_instance": ANY}
    if data := _words(press.get("data")):
        read["data"] = data
    if (below := press.get("message")) is not None:
        number = _number(_part(below)["message_id"])
        read["message"] = {"message_id": number, "date": 1, "chat": _chat(below["chat"])}
    return read


def _answered(message: Part) -> int | None:
    """Return the number of the message that this one replies to, if it can be made out."""
    answered = message.get("reply_to_message")
    number = answered.get("message_id") if isinstance(answered, dict) else None
    return number if type(number) is int and 0 < number < LARGEST else None


def _chat(chat: Any) -> Part:
    return {"id": _number(_part(chat)["id"]), "type": _words(chat["type"])}


def _person(person: Any) -> Part:
    read: Part = {"id": _number(_part(person)["id"]), "is_bot": False, "first_name": ANY}
    code = person.get("language_code")
    return {**read, "language_code": code} if isinstance(code, str) and _LANGUAGE.fullmatch(code) else read


def _part(value: Any) -> Part:
    if not isinstance(value, dict):
        raise TypeError("a part that is none")
    return value


def _words(value: Any) -> str:
    """Return words; half a character can't be kept, and nothing else is words."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError("words that are none")
    value.encode()
    return value


def _number(value: Any) -> int:
    if type(value) is not int or not -LARGEST < value < LARGEST:
        raise ValueError("an id that is none")
    return value


def _date(value: Any) -> int:
    if not 0 <= _number(value) < LATEST:
        raise ValueError("a date that is none")
    return _number(value)


def _amount(value: Any) -> int:
    """Return an amount; a number beyond all bounds is too large either way, and nothing else is an amount."""
    return min(max(value, 0), MOST) if type(value) is int else 0
