"""The terminal as a channel: the same messages as plain text, with the buttons written under them."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

from bot.rounds.channel import Call, ChannelPort, Wire
from dialogs.inputs import Channel, data
from dialogs.messages import ALWAYS, Message, Role, Row, segments
from dialogs.text import Speech, fill

WIDTH = 88


class TerminalChannel(ChannelPort):
    """A person at a terminal; a wire body holds what to print."""

    name = Channel.TERMINAL
    numbered = True

    def send(self, message: Message, speech: Speech, names: Mapping[str, str], address: str) -> list[Call]:
        """The text, a paragraph under the other, then what can be pressed."""
        paragraphs = [text for text, _role in segments(message, speech, names)]
        return [Call("print", {"text": paragraphs, "buttons": _buttons(message.rows, speech, names)}, message.prompt)]

    def repaint(
        self, message: Message, speech: Speech, names: Mapping[str, str], address: str, message_id: int | None
    ) -> list[Call]:
        """The question with its options as they are now."""
        asked = [fill(p.text, speech, names) for p in message.paragraphs if p.role is Role.QUESTION]
        return [Call("print", {"text": asked, "buttons": _buttons(message.rows, speech, names)}, message.prompt)]


def printed(wire: Wire) -> str:
    """The lines for a body: text as it is, then a line for each button with what to type for it."""
    text = "\n\n".join(_wrapped(paragraph) for paragraph in wire["text"])
    buttons = [f"    [{label}]  /press {press}" for label, press in wire["buttons"]]
    return "\n".join([text, *([""] if buttons else []), *buttons])


def _wrapped(paragraph: str) -> str:
    return "\n".join(textwrap.fill(line, WIDTH) if len(line) > WIDTH else line for line in paragraph.splitlines())


def _buttons(rows: tuple[Row, ...], speech: Speech, names: Mapping[str, str]) -> list[list[str]]:
    """Every button but those that are always there; /help and /pause work at any time."""
    return [[fill(b.label, speech, names), data(b.press)] for row in rows if row != ALWAYS for b in row]
