"""Words as Telegram takes them: lengths in UTF-16, entities inside the text, trimmed and cleaned."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from tests.fakes.bot_api_errors import bad_request
from tests.fakes.bot_api_wire import Params

MAX_TEXT = 4096
MAX_CAPTION = 1024
_MAX_BYTES = 1 << 15

_ENTITY_NEEDS: dict[str, str | None] = {
    "blockquote": None,
    "bold": None,
    "bot_command": None,
    "cashtag": None,
    "code": None,
    "custom_emoji": "custom_emoji_id",
    "email": None,
    "expandable_blockquote": None,
    "hashtag": None,
    "italic": None,
    "mention": None,
    "phone_number": None,
    "pre": None,
    "spoiler": None,
    "strikethrough": None,
    "text_link": "url",
    "text_mention": "user",
    "underline": None,
    "url": None,
}
_PARSE_MODES = frozenset({"", "none", "markdown", "markdownv2", "html"})

# Telegram drops these without a word, and the entities after them move.
_DROPPED = frozenset({"\r", "\u0333", "\u033f", "\u030a", *map(chr, range(0x2028, 0x202F))})
_BLANKED = frozenset(map(chr, range(32))) - {"\n", "\r"}
_CLEANING = dict.fromkeys(map(ord, _DROPPED)) | dict.fromkeys(map(ord, _BLANKED), " ")

_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]+)?(?!\w)")
_LINK = re.compile(r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):(?://)?)?(?P<host>\[[^\]]*\]|[^/?#\s:]*)[^\s]*")


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text as it will stand in the chat."""

    text: str
    entities: list[dict[str, Any]]
    parse_mode: str


def utf16_length(text: str) -> int:
    """How long Telegram takes the text to be."""
    return len(text) + sum(char > "\uffff" for char in text)


def message_text(params: Params) -> Formatted:
    """The text of a message, refused as Telegram refuses it."""
    if not params.text("text"):
        raise bad_request("Message text is empty")
    formatted = _formatted(params, "text", "entities")
    if not formatted.text:
        raise bad_request("Text must be non-empty")
    if utf16_length(formatted.text) > MAX_TEXT:
        raise bad_request("Message is too long")
    return formatted


def caption(params: Params) -> Formatted:
    """The words under a photo or document; there may be none."""
    formatted = _formatted(params, "caption", "caption_entities")
    if utf16_length(formatted.text) > MAX_CAPTION:
        raise bad_request("Message caption is too long")
    return formatted


def command_entities(text: str) -> list[dict[str, Any]]:
    """The bot commands in what a person writes, as Telegram marks them."""
    return [
        {"type": "bot_command", "offset": utf16_length(text[: found.start()]), "length": len(found[0])}
        for found in _COMMAND.finditer(text)
    ]


def check_words(text: str, name: str = "Strings") -> None:
    """Refuses what is not Unicode."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise bad_request(f"{name} must be encoded in UTF-8") from None


def check_link(url: str, where: str) -> None:
    """Refuses what Telegram does not take for a link: anything but http, https and tg."""
    found = _LINK.fullmatch(url)
    scheme = (found["scheme"] or "http").lower() if found else ""
    if scheme not in {"http", "https", "tg"}:
        raise bad_request(f"{where} URL '{url}' is invalid: Unsupported URL protocol")
    host = found["host"] if found else ""
    if not host or (scheme != "tg" and "." not in host and not host.startswith("[")):
        raise bad_request(f"{where} URL '{url}' is invalid: Wrong HTTP URL")


def _formatted(params: Params, name: str, entities_name: str) -> Formatted:
    text = params.text(name)
    check_words(text)
    if len(text.encode()) > _MAX_BYTES:
        raise bad_request("Text is too long")
    mode = params.text("parse_mode")
    if mode.lower() not in _PARSE_MODES:
        raise bad_request("Unsupported parse_mode")
    entities = params.structure(entities_name, list, "Can't parse entities JSON object") or []
    if entities and not mode:
        return Formatted(*_cleaned(text, _checked_entities(text, entities)), mode)
    return Formatted(text.translate(_CLEANING).strip(" \n"), [], mode)


def _checked_entities(text: str, entities: list[Any]) -> list[dict[str, Any]]:
    edges = {0}
    at = 0
    for char in text:
        at += utf16_length(char)
        edges.add(at)
    for entity in entities:
        _check_kind(entity)
        _check_place(entity["offset"], entity["length"], edges, at)
    return entities


def _check_kind(entity: Any) -> None:
    if not isinstance(entity, dict):
        raise bad_request("Can't parse MessageEntity: expected an Object")
    for name, shape in (("type", str), ("offset", int), ("length", int)):
        if name not in entity:
            raise bad_request(f"Can't parse MessageEntity: Can't find field \"{name}\"")
        if not isinstance(entity[name], shape):
            raise bad_request(f'Can\'t parse MessageEntity: Field "{name}" must be of type {shape.__name__}')
    if entity["type"] not in _ENTITY_NEEDS:
        raise bad_request("Can't parse MessageEntity: Unsupported type specified")
    need = _ENTITY_NEEDS[entity["type"]]
    if need is not None and not entity.get(need):
        raise bad_request(f"Can't parse MessageEntity: Can't find field \"{need}\"")
    if need == "url":
        check_link(str(entity["url"]), "Entity")


def _check_place(offset: int, length: int, edges: set[int], end: int) -> None:
    if offset < 0:
        raise bad_request(f"Receive an entity with incorrect offset {offset}")
    if length < 0:
        raise bad_request(f"Receive an entity with incorrect length {length}")
    if offset > end:
        raise bad_request(f"Entity begins after the end of the text at UTF-16 offset {offset}")
    if offset + length > end:
        reach = f"UTF-16 offset {offset + length}"
        raise bad_request(f"Entity beginning at UTF-16 offset {offset} ends after the end of the text at {reach}")
    if offset not in edges:
        raise bad_request(f"Entity begins in a middle of a UTF-16 symbol at UTF-16 offset {offset}")
    if offset + length not in edges:
        raise bad_request(f"Entity beginning at UTF-16 offset {offset} ends in a middle of a UTF-16 symbol")


def _cleaned(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    moved_to = [0]
    for char in text:
        here, step = moved_to[-1], 0 if char in _DROPPED else 1
        moved_to.extend(here + step * unit for unit in range(1, utf16_length(char) + 1))
    spans = [(moved_to[one["offset"]], moved_to[one["offset"] + one["length"]], one) for one in entities]
    return _trimmed(text.translate(_CLEANING), spans)


def _trimmed(text: str, spans: list[tuple[int, int, dict[str, Any]]]) -> tuple[str, list[dict[str, Any]]]:
    text = text.rstrip(" \n")
    # Blanks at the beginning stay where an entity covers them.
    lead = min([len(text) - len(text.lstrip(" \n")), *(start for start, _, _ in spans)])
    end = utf16_length(text)
    kept = [(start, min(stop, end), entity) for start, stop, entity in spans if min(stop, end) > start]
    return text[lead:], [{**entity, "offset": start - lead, "length": stop - start} for start, stop, entity in kept]
