"""Messages as the Bot API's wire JSON. Built with entities, never with markup: any words arrive exactly as written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dialogs.inputs import data
from dialogs.messages import Message, Role, Row, segments, signs
from dialogs.text import Speech, fill

TEXT_LIMIT = 4096
GAP = "\n\n"
MOST_UNITS = 2  # of UTF-16 in a character
STYLES = {Role.QUESTION: "bold", Role.HEADING: "bold", Role.HINT: "italic", Role.PROGRESS: "italic"}

Wire = dict[str, Any]
# Telegram's servers do not open a link, which may be for one person and for once.
_UNOPENED: Wire = {"link_preview_options": {"is_disabled": True}}


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a text with the one style it is shown in, if any. Lengths are in UTF-16 units, as Telegram counts."""

    text: str
    style: str | None = None
    continues: bool = False


def send_message(message: Message, speech: Speech, names: Mapping[str, str], chat: int) -> list[Wire]:
    """The message as one or more sendMessage bodies; split where it is too long, never cut; buttons on the last."""
    pieces = [Piece(text, STYLES.get(role)) for text, role in segments(message, speech, names)]
    if message.picture:
        pieces.insert(0, Piece(signs(message.picture)))
    bodies = [{"chat_id": chat, **body, **(_UNOPENED if "://" in body["text"] else {})} for body in split(pieces)]
    if message.rows:
        bodies[-1]["reply_markup"] = keyboard(message.rows, speech, names)
    return bodies


def keyboard(rows: tuple[Row, ...], speech: Speech, names: Mapping[str, str]) -> Wire:
    """Rows of buttons as an inline keyboard."""
    return {
        "inline_keyboard": [
            [{"text": fill(b.label, speech, names), "callback_data": data(b.press)} for b in row] for row in rows
        ]
    }


def split(pieces: list[Piece]) -> list[Wire]:
    """Pieces, a blank line between them, as bodies of `text` and `entities` that each fit."""
    shown = [p for p in pieces if p.text]
    if shown and sum(len(p.text) + len(GAP) for p in shown) * MOST_UNITS <= TEXT_LIMIT:
        return [_body(shown)]
    bodies: list[list[Piece]] = [[]]
    room = TEXT_LIMIT
    for piece in (part for whole in pieces for part in _parts(whole)):
        need = width(piece.text) + (len(GAP) if bodies[-1] else 0)
        if need > room or piece.continues:
            bodies.append([])
            room, need = TEXT_LIMIT, width(piece.text)
        bodies[-1].append(piece)
        room -= need
    return [_body(b) for b in bodies if b]


def width(text: str) -> int:
    """The length of a text as Telegram counts it: UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _parts(piece: Piece) -> Iterator[Piece]:
    """A piece cut into what fits a message, at line ends or spaces where there are any; nothing is left out."""
    rest, continues = piece.text, False
    while width(rest) > TEXT_LIMIT:
        end = _last_that_fits(rest)
        yield Piece(rest[:end], piece.style, continues)
        rest, continues = rest[end:], True
    if rest:
        yield Piece(rest, piece.style, continues)


def _last_that_fits(text: str) -> int:
    room, end = TEXT_LIMIT, 0
    for position, character in enumerate(text):
        end = position
        room -= 2 if character > "\uffff" else 1
        if room < 0:
            break
    breaks = [text.rfind(mark, end // 2, end) + 1 for mark in ("\n", " ")]
    return next((b for b in breaks if b), end)


def _body(pieces: list[Piece]) -> Wire:
    entities, offset = [], 0
    for piece in pieces:
        if piece.style and piece.text.strip():
            entities.append({"type": piece.style, "offset": offset, "length": width(piece.text)})
        offset += width(piece.text) + len(GAP)
    body: Wire = {"text": GAP.join(p.text for p in pieces)}
    return {**body, "entities": entities} if entities else body
