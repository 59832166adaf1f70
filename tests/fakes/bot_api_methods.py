"""The methods that send, change and answer messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.fakes.bot_api_errors import ApiError, bad_request
from tests.fakes.bot_api_markup import keyboard_of, reply_markup
from tests.fakes.bot_api_text import caption, message_text
from tests.fakes.bot_api_wire import Params
from tests.fakes.bot_api_world import BOT, Bot, Chat, Entry, StoredFile, World

Method = Callable[[World, Bot, Params], Any]

MAX_PHOTO_BYTES = 10 << 20
MAX_DOCUMENT_BYTES = 50 << 20
MAX_DOWNLOAD_BYTES = 20 << 20
MAX_ANSWER = 200
_DELETABLE_FOR = 48 * 3600
_REACTIONS = frozenset("\U0001f44d\u2764\U0001f64f\U0001f44c\U0001f622\u270d\U0001f54a\U0001f4af")
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")
_ACTIONS = frozenset(
    {
        "cancel",
        "choose_sticker",
        "find_location",
        "pick_up_location",
        "record_audio",
        "record_video",
        "record_video_note",
        "record_voice",
        "typing",
        "upload_audio",
        "upload_document",
        "upload_photo",
        "upload_video",
        "upload_video_note",
        "upload_voice",
    }
)


def send_message(world: World, bot: Bot, params: Params) -> dict[str, Any]:
    """sendMessage."""
    words = message_text(params)
    content: dict[str, Any] = {"text": words.text}
    if words.entities:
        content["entities"] = words.entities
    return _send(world, bot, params, "text", content, words.parse_mode)


def send_photo(world: World, bot: Bot, params: Params) -> dict[str, Any]:
    """sendPhoto."""
    content, parse_mode = _captioned(params)
    photo = _file(world, bot, params, "photo", MAX_PHOTO_BYTES)
    if not photo.content.startswith(_IMAGES):
        raise bad_request("IMAGE_PROCESS_FAILED")
    content["photo"] = [photo.info() | {"width": 600, "height": 600}]
    return _send(world, bot, params, "photo", content, parse_mode, photo.content)


def send_document(world: World, bot: Bot, params: Params) -> dict[str, Any]:
    """sendDocument."""
    content, parse_mode = _captioned(params)
    document = _file(world, bot, params, "document", MAX_DOCUMENT_BYTES)
    upload = params.upload("document")
    kind = upload.content_type if upload else "application/octet-stream"
    name = document.path.partition("-")[2]
    content["document"] = document.info() | {"file_name": name, "mime_type": kind}
    return _send(world, bot, params, "document", content, parse_mode, document.content)


def edit_message_text(world: World, bot: Bot, params: Params) -> dict[str, Any]:
    """editMessageText; without reply_markup the keyboard goes too."""
    words = message_text(params)
    markup = reply_markup(params)
    entry = _editable(bot, params)
    if entry.kind != "text":
        raise bad_request("There is no text in the message to edit")
    new: dict[str, Any] = {"text": words.text, "entities": words.entities}
    if markup:
        new["reply_markup"] = markup
    return _change(world, entry, new)


def edit_message_reply_markup(world: World, bot: Bot, params: Params) -> dict[str, Any]:
    """editMessageReplyMarkup; no keyboard takes it away."""
    markup = reply_markup(params)
    entry = _editable(bot, params)
    new: dict[str, Any] = {name: entry.message[name] for name in ("text", "entities") if name in entry.message}
    if markup:
        new["reply_markup"] = markup
    return _change(world, entry, new)


def delete_message(world: World, bot: Bot, params: Params) -> bool:
    """deleteMessage."""
    message_id = params.integer("message_id")
    if message_id <= 0:
        raise bad_request("Message identifier is not specified")
    entry = bot.chat(params.values.get("chat_id")).find(message_id)
    if entry is None:
        raise bad_request("message to delete not found")
    if world.clock.unix() - entry.message["date"] > _DELETABLE_FOR:
        raise bad_request("message can't be deleted")
    entry.deleted = True
    return True


def answer_callback_query(world: World, bot: Bot, params: Params) -> bool:
    """answerCallbackQuery: once, and soon."""
    query = bot.queries.get(params.text("callback_query_id"))
    if query is None or query.answer is not None or world.clock.now() - query.pressed_at > world.query_lifetime:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if len(params.text("text")) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answer = {"text": params.text("text"), "show_alert": params.flag("show_alert")}
    return True


def send_chat_action(world: World, bot: Bot, params: Params) -> bool:
    """sendChatAction."""
    if params.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    bot.open_chat(params.values.get("chat_id"))
    return True


def leave_chat(world: World, bot: Bot, params: Params) -> bool:
    """leaveChat: groups only."""
    chat = bot.chat(params.values.get("chat_id"))
    if chat.info["type"] == "private":
        raise bad_request("chat not found")
    chat.left = True
    return True


def get_file(world: World, bot: Bot, params: Params) -> dict[str, Any]:
    """getFile."""
    if not params.text("file_id"):
        raise bad_request("file_id not specified")
    stored = bot.files.get(params.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.content) > MAX_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return stored.info() | {"file_path": stored.path}


def set_message_reaction(_world: World, bot: Bot, params: Params) -> bool:
    """setMessageReaction: at most one sign, and only of those that there are."""
    entry = bot.chat(params.values.get("chat_id")).find(params.integer("message_id"))
    if entry is None or entry.deleted:
        raise bad_request("message to react not found")
    reaction = params.values.get("reaction") or []
    if not isinstance(reaction, list) or len(reaction) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(one.get("type") != "emoji" or one.get("emoji") not in _REACTIONS for one in reaction):
        raise bad_request("REACTION_INVALID")
    entry.reactions = [str(one["emoji"]) for one in reaction]
    return True


METHODS: dict[str, Method] = {
    "answerCallbackQuery": answer_callback_query,
    "deleteMessage": delete_message,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "editMessageText": edit_message_text,
    "getFile": get_file,
    "leaveChat": leave_chat,
    "sendChatAction": send_chat_action,
    "sendDocument": send_document,
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "setMessageReaction": set_message_reaction,
}


def _send(
    world: World,
    bot: Bot,
    params: Params,
    kind: str,
    content: dict[str, Any],
    parse_mode: str,
    data: bytes = b"",
) -> dict[str, Any]:
    markup = reply_markup(params)
    chat = bot.open_chat(params.values.get("chat_id"))
    content |= _reply(chat, params)
    # Only an inline keyboard is part of the message; the others belong to the chat.
    if markup and "inline_keyboard" in markup:
        content["reply_markup"] = markup
    if params.flag("protect_content"):
        content["has_protected_content"] = True
    message = world.new_message(chat, bot.user, content)
    chat.add(Entry(BOT, kind, message, keyboard_of(message), parse_mode, data))
    return message


def _reply(chat: Chat, params: Params) -> dict[str, Any]:
    asked = params.structure("reply_parameters", dict, "Can't parse reply parameters JSON object") or {}
    message_id = asked.get("message_id") or params.integer("reply_to_message_id")
    if not message_id:
        return {}
    entry = chat.find(message_id)
    if entry is not None:
        return {"reply_to_message": {k: v for k, v in entry.message.items() if k != "reply_to_message"}}
    if asked.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def _captioned(params: Params) -> tuple[dict[str, Any], str]:
    words = caption(params)
    content: dict[str, Any] = {"caption": words.text} if words.text else {}
    if words.entities:
        content["caption_entities"] = words.entities
    return content, words.parse_mode


def _file(world: World, bot: Bot, params: Params, name: str, limit: int) -> StoredFile:
    upload = params.upload(name)
    if upload is None:
        return _known_file(bot, params.text(name), name)
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > limit:
        raise ApiError(413, "Request Entity Too Large")
    return world.store_file(bot, f"{name}s", upload.filename, upload.content)


def _known_file(bot: Bot, file_id: str, name: str) -> StoredFile:
    if not file_id:
        raise bad_request(f"there is no {name} in the request")
    if file_id.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    if file_id not in bot.files:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return bot.files[file_id]


def _editable(bot: Bot, params: Params) -> Entry:
    chat_id, message_id = params.values.get("chat_id"), params.integer("message_id")
    if chat_id in (None, "") and not message_id:
        raise bad_request("Message identifier is not specified")
    entry = bot.chat(chat_id).find(message_id)
    if entry is None:
        raise bad_request("message to edit not found")
    if entry.who != BOT:
        raise bad_request("message can't be edited")
    return entry


def _change(world: World, entry: Entry, new: dict[str, Any]) -> dict[str, Any]:
    message = entry.message
    fields = ("text", "entities", "reply_markup")
    if all((message.get(name) or None) == (new.get(name) or None) for name in fields):
        raise bad_request(
            "message is not modified: specified new message content and reply markup "
            "are exactly the same as a current content and reply markup of the message"
        )
    for name in fields:
        message.pop(name, None)
        if new.get(name):
            message[name] = new[name]
    message["edit_date"] = world.clock.unix()
    return message
