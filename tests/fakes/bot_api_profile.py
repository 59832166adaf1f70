"""The methods about the bot itself: who it is, its commands and descriptions, and how it gets its updates."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests.fakes.bot_api_errors import bad_request
from tests.fakes.bot_api_methods import Method
from tests.fakes.bot_api_text import check_words, utf16_length
from tests.fakes.bot_api_updates import KNOWN_TYPES
from tests.fakes.bot_api_wire import Params
from tests.fakes.bot_api_world import Bot, Webhook, World

DEFAULT_CONNECTIONS = 40
MAX_CONNECTIONS = 100
MAX_COMMANDS = 100
_MAX_COMMAND = 32
_MAX_COMMAND_DESCRIPTION = 256
_MAX_SECRET = 256
_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_COMMAND = re.compile(r"[a-z0-9_]+")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")
_SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
_CHAT_SCOPES = frozenset({"chat", "chat_administrators", "chat_member"})


@dataclass(frozen=True, slots=True)
class Described:
    """A result with a remark beside it."""

    result: bool
    description: str


def get_me(world: World, bot: Bot, params: Params) -> dict[str, Any]:
    """getMe."""
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return bot.user | {"first_name": bot.texts.get(("name", ""), bot.user["first_name"])} | abilities


def set_webhook(world: World, bot: Bot, params: Params) -> Described:
    """setWebhook; plain http is taken, as a local Bot API server takes it."""
    url = params.text("url")
    if not url:
        return delete_webhook(world, bot, params)
    new = Webhook(url, _secret(params), _connections(params))
    if not urlsplit(url).hostname or urlsplit(url).scheme not in {"http", "https"}:
        raise bad_request("invalid webhook URL specified")
    remember_allowed_updates(bot, params)
    drop = params.flag("drop_pending_updates")
    if bot.webhook and not drop and _same(bot.webhook, new):
        return Described(True, "Webhook is already set")
    if drop:
        bot.queue.clear()
    bot.webhook = new
    return Described(True, "Webhook was set")


def delete_webhook(world: World, bot: Bot, params: Params) -> Described:
    """deleteWebhook."""
    if params.flag("drop_pending_updates"):
        bot.queue.clear()
    was_set, bot.webhook = bot.webhook is not None, None
    return Described(True, "Webhook was deleted" if was_set else "Webhook is already deleted")


def get_webhook_info(world: World, bot: Bot, params: Params) -> dict[str, Any]:
    """getWebhookInfo."""
    hook = bot.webhook
    info: dict[str, Any] = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(bot.queue.pending()),
    }
    if hook:
        info |= {"max_connections": hook.max_connections, "ip_address": "127.0.0.1"}
    if hook and hook.last_error:
        info |= {"last_error_date": hook.last_error_date, "last_error_message": hook.last_error}
    if bot.queue.allowed is not None:
        info["allowed_updates"] = sorted(bot.queue.allowed)
    return info


def set_my_commands(world: World, bot: Bot, params: Params) -> bool:
    """setMyCommands."""
    commands = params.structure("commands", list, "Can't parse commands JSON object") or []
    key = _scope(bot, params), _language(params)
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    bot.commands[key] = [_command(command) for command in commands]
    return True


def get_my_commands(world: World, bot: Bot, params: Params) -> list[dict[str, str]]:
    """getMyCommands: those of exactly this scope and language."""
    return bot.commands.get((_scope(bot, params), _language(params)), [])


def delete_my_commands(world: World, bot: Bot, params: Params) -> bool:
    """deleteMyCommands."""
    bot.commands.pop((_scope(bot, params), _language(params)), None)
    return True


def remember_allowed_updates(bot: Bot, params: Params) -> None:
    """Types of updates count from the call that names them until another one does."""
    names = params.structure("allowed_updates", list, "Can't parse allowed updates JSON object")
    if names is not None:
        bot.queue.allowed = frozenset(map(str, names)) & KNOWN_TYPES or None


def _text_setter(name: str, limit: int) -> Method:
    def set_text(world: World, bot: Bot, params: Params) -> bool:
        text = params.text(name)
        check_words(text)
        if utf16_length(text) > limit:
            raise bad_request(f"BOT_{name.upper()}_TOO_LONG")
        bot.texts[name, _language(params)] = text
        return True

    return set_text


def _text_getter(name: str) -> Method:
    def get_text(world: World, bot: Bot, params: Params) -> dict[str, str]:
        default = bot.texts.get((name, ""), "") or (bot.user["first_name"] if name == "name" else "")
        return {name: bot.texts.get((name, _language(params)), "") or default}

    return get_text


METHODS: dict[str, Method] = {
    "deleteMyCommands": delete_my_commands,
    "deleteWebhook": delete_webhook,
    "getMe": get_me,
    "getMyCommands": get_my_commands,
    "getMyDescription": _text_getter("description"),
    "getMyName": _text_getter("name"),
    "getMyShortDescription": _text_getter("short_description"),
    "getWebhookInfo": get_webhook_info,
    "setMyCommands": set_my_commands,
    "setMyDescription": _text_setter("description", 512),
    "setMyName": _text_setter("name", 64),
    "setMyShortDescription": _text_setter("short_description", 120),
    "setWebhook": set_webhook,
}


def _secret(params: Params) -> str:
    secret = params.text("secret_token")
    if len(secret) > _MAX_SECRET:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    return secret


def _connections(params: Params) -> int:
    return params.integer("max_connections", DEFAULT_CONNECTIONS, 1, MAX_CONNECTIONS)


def _same(old: Webhook, new: Webhook) -> bool:
    return (old.url, old.secret_token, old.max_connections) == (new.url, new.secret_token, new.max_connections)


def _language(params: Params) -> str:
    code = params.text("language_code")
    if not _LANGUAGE.fullmatch(code):
        raise bad_request("Invalid language code specified")
    return code


def _scope(bot: Bot, params: Params) -> str:
    scope = params.structure("scope", dict, "Can't parse BotCommandScope JSON object") or {"type": "default"}
    if scope.get("type") not in _SCOPES | _CHAT_SCOPES:
        raise bad_request("Can't parse BotCommandScope: Unsupported type specified")
    if scope["type"] in _CHAT_SCOPES:
        bot.chat(scope.get("chat_id"))
    return json.dumps(scope, sort_keys=True)


def _command(command: Any) -> dict[str, str]:
    if not isinstance(command, dict):
        raise bad_request("Can't parse BotCommand: expected an Object")
    for name in ("command", "description"):
        if not isinstance(command.get(name), str):
            raise bad_request(f"Can't parse BotCommand: Can't find field \"{name}\"")
    word, description = command["command"].strip().removeprefix("/"), command["description"].strip()
    if not word:
        raise bad_request("Command must be non-empty")
    if len(word) > _MAX_COMMAND:
        raise bad_request(f"Command length must not exceed {_MAX_COMMAND}")
    if not _COMMAND.fullmatch(word):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description:
        raise bad_request("Command description must be non-empty")
    if len(description) > _MAX_COMMAND_DESCRIPTION:
        raise bad_request(f"Command description length must not exceed {_MAX_COMMAND_DESCRIPTION}")
    return {"command": word, "description": description}
