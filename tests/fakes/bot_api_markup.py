"""Keyboards as Telegram takes them."""

from __future__ import annotations

from typing import Any

from tests.fakes.bot_api_errors import ApiError, bad_request
from tests.fakes.bot_api_text import check_link, check_words
from tests.fakes.bot_api_wire import Params

Keyboard = list[list[dict[str, Any]]]

MAX_BUTTONS = 100
MAX_BUTTONS_IN_ROW = 8
MAX_CALLBACK_DATA = 64
MAX_COPY_TEXT = 256

_ACTIONS = frozenset(
    {
        "callback_data",
        "callback_game",
        "copy_text",
        "login_url",
        "pay",
        "switch_inline_query",
        "switch_inline_query_chosen_chat",
        "switch_inline_query_current_chat",
        "url",
        "web_app",
    }
)


def reply_markup(params: Params) -> dict[str, Any] | None:
    """The keyboard of a call, refused as Telegram refuses it; None when there is none."""
    complaint = "Can't parse reply keyboard markup JSON object"
    markup = params.structure("reply_markup", dict, complaint)
    if markup is None:
        return None
    if "keyboard" in markup:
        _check_reply_keyboard(markup["keyboard"])
        return dict(markup)
    if markup.get("remove_keyboard") or markup.get("force_reply"):
        return dict(markup)
    keyboard = _inline_keyboard(markup.get("inline_keyboard", []))
    return {"inline_keyboard": keyboard} if keyboard else None


def keyboard_of(message: dict[str, Any]) -> Keyboard:
    """The inline keyboard that a message shows."""
    keyboard: Keyboard = message.get("reply_markup", {}).get("inline_keyboard", [])
    return keyboard


def _inline_keyboard(rows: Any) -> Keyboard:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    keyboard = [[_inline_button(button) for button in row] for row in rows if row]
    if sum(map(len, keyboard)) > MAX_BUTTONS or any(len(row) > MAX_BUTTONS_IN_ROW for row in keyboard):
        raise bad_request("reply markup is too long")
    return keyboard


def _inline_button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise _unreadable("InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise _unreadable('Can\'t find field "text"')
    if not button["text"].strip():
        raise bad_request("Inline keyboard button text must be non-empty")
    check_words(button["text"], "Inline keyboard button text")
    actions = [name for name in sorted(_ACTIONS & button.keys()) if button[name] not in (None, "")]
    if not actions:
        raise _unreadable("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("BUTTON_TYPE_INVALID")
    _check_action(actions[0], button[actions[0]])
    return {name: value for name, value in button.items() if value is not None}


def _check_action(action: str, value: Any) -> None:
    if action == "callback_data":
        _check_callback_data(value)
    elif action == "url":
        check_link(str(value), "Inline keyboard button")
    elif action == "copy_text":
        _check_copy_text(value)


def _check_callback_data(data: Any) -> None:
    if not isinstance(data, str):
        raise _unreadable('Field "callback_data" must be of type String')
    check_words(data)
    if len(data.encode()) > MAX_CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_copy_text(value: Any) -> None:
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        raise _unreadable('Can\'t find field "text"')
    if not 1 <= len(value["text"]) <= MAX_COPY_TEXT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _check_reply_keyboard(rows: Any) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('Field "keyboard" must be an Array of Arrays')
    for button in (button for row in rows for button in row):
        text = button.get("text") if isinstance(button, dict) else button
        if not isinstance(text, str) or not text:
            raise bad_request("Keyboard button text must be non-empty")


def _unreadable(reason: str) -> ApiError:
    return bad_request(f"Can't parse inline keyboard button: {reason}")
