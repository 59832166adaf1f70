"""Make text safe for a terminal: characters that could steer it or turn its lines around become signs, or are left out.

A family's words may hold anything. Files keep them exactly as they are; a terminal gets them without their power.
"""

from __future__ import annotations

import io
import json
import re
import sys
from typing import Any, TextIO

# Controls but new line and tab, DEL, C1, what turns the direction of lines, the separators that JSON alone takes for text.
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
# Marks of direction show nothing by themselves.
_SILENT = "\u061c\u200e\u200f\u2066\u2067\u2068\u2069"
_PICTURES, _DELETE = 0x2400, 0x7F


def visible(text: str) -> str:
    """Return the text with every control and override as a sign that can be seen, and without marks of direction."""
    return _STEERING.sub(_sign, text)


def as_json(value: Any) -> str:
    """Return a value as JSON that people can read too; what could steer a terminal is written as an escape."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False, indent=2))


class Terminal(io.TextIOBase):
    """A terminal's stream that lets text through and nothing that steers."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write the text as it can be seen."""
        self._stream.write(visible(text))
        return len(text)

    def __getattribute__(self, name: str) -> Any:
        """Everything but writing is the stream's own."""
        own = name in {"write", "writelines", "_stream", "__class__", "__dict__"}
        return object.__getattribute__(self, name) if own else getattr(object.__getattribute__(self, "_stream"), name)


def guard_terminals() -> None:
    """Let everything that is printed on a terminal pass through `Terminal`; files and pipes get the text as it is."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream.isatty() and not isinstance(stream, Terminal):
            setattr(sys, name, Terminal(stream))


def _sign(found: re.Match[str]) -> str:
    sign = found[0]
    if sign in _SILENT:
        return ""
    if ord(sign) < ord(" "):
        return chr(_PICTURES + ord(sign))
    return "\u2421" if ord(sign) == _DELETE else f"\\u{ord(sign):04x}"
