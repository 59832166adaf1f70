"""From the bytes of a call to its parameters: JSON, forms and multipart, in a request or in a webhook's reply."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, MultipartReader, StreamReader

from tests.fakes.bot_api_errors import bad_request

_JSON_FIELDS = frozenset(
    {
        "allowed_updates",
        "caption_entities",
        "commands",
        "entities",
        "link_preview_options",
        "reply_markup",
        "reply_parameters",
        "scope",
    }
)
_INTEGER_FIELDS = frozenset(
    {"chat_id", "limit", "max_connections", "message_id", "offset", "reply_to_message_id", "timeout"}
)
_INTEGER = re.compile(r"-?\d{1,18}")
_TOO_LARGE_INTEGER = 1 << 63


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    filename: str
    content: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Params:
    """The parameters of one call, whatever form they came in."""

    values: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The parameter as words; empty when it is missing."""
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value)

    def integer(
        self, name: str, default: int = 0, low: int = -_TOO_LARGE_INTEGER, high: int = _TOO_LARGE_INTEGER
    ) -> int:
        """The parameter as a number, moved into the range: Telegram corrects such numbers rather than refuse them."""
        text = self.text(name).strip()
        if not text:
            return default
        found = _INTEGER.fullmatch(text)
        return min(max(int(found[0]) if found else 0, low), high)

    def flag(self, name: str) -> bool:
        """Whether the parameter says yes."""
        return self.text(name).strip().lower() in {"true", "yes", "1"}

    def structure(self, name: str, shape: type[dict[str, Any]] | type[list[Any]], complaint: str) -> Any:
        """The parameter as a JSON object or array, None when it is missing; refused with the complaint otherwise."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, shape):
            raise bad_request(complaint)
        return value

    def upload(self, name: str) -> Upload | None:
        """The file sent for this parameter, directly or as attach://."""
        attached = self.text(name).removeprefix("attach://")
        return self.files.get(name) or self.files.get(attached)


async def read_params(headers: Mapping[str, str], content: StreamReader, query: Mapping[str, str]) -> Params:
    """Reads a body in any of the forms that the Bot API takes."""
    values: dict[str, Any] = dict(query)
    files: dict[str, Upload] = {}
    kind = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        await _read_multipart(MultipartReader(headers, content), values, files)
    elif kind == "application/json":
        values.update(_read_json(await content.read()))
    elif kind == "application/x-www-form-urlencoded":
        form = (await content.read()).decode("utf-8", "surrogateescape")
        values.update(parse_qsl(form, keep_blank_values=True, errors="surrogateescape"))
    else:
        await content.read()
    return Params({name: _decoded(name, value) for name, value in values.items()}, files)


def _read_json(body: bytes) -> dict[str, Any]:
    if not body.strip():
        return {}
    try:
        values = json.loads(body)
    except ValueError:
        raise bad_request("Can't parse JSON object") from None
    if not isinstance(values, dict):
        raise bad_request("Can't parse JSON object")
    return values


async def _read_multipart(reader: MultipartReader, values: dict[str, Any], files: dict[str, Upload]) -> None:
    async for part in reader:
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise bad_request("Can't parse multipart/form-data")
        content = bytes(await part.read(decode=True))
        if part.filename is None:
            values[part.name] = content.decode("utf-8", "surrogateescape")
        else:
            kind = part.headers.get("Content-Type", "application/octet-stream")
            files[part.name] = Upload(part.filename, content, kind)


def _decoded(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if name in _INTEGER_FIELDS and _INTEGER.fullmatch(value):
        return int(value)
    if name in _JSON_FIELDS and value:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
