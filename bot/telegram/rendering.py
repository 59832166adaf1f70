"""Messages as the Bot API's wire JSON. Built with entities, never with markup: any words arrive exactly as written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.telegram.buttons import Labelled, call_buttons, fitting, is_whole, paired
from dialogs.inputs import data
from dialogs.leder.pictures import pictures
from dialogs.messages import Message, Role, Row, segments
from dialogs.numbers import pieces
from dialogs.text import Speech, fill

TEXT_LIMIT = 4096
GAP = "\n\n"
MOST_UNITS = 2  # of UTF-16 in a character
# Nothing is in italics: they are hard to read, and half of the scripts have none.
STYLES = {Role.QUESTION: "bold", Role.HEADING: "bold"}
# Where a number is one of ours.
OURS = (Role.PLAIN, Role.SERVICE)

Wire = dict[str, Any]
# Telegram's servers do not open a link, which may be for one person and for once.
_UNOPENED: Wire = {"link_preview_options": {"is_disabled": True}}


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a text with the one style it is shown in, if any. Lengths are in UTF-16 units, as Telegram counts.

    `calls`: the telephone numbers of the programme in it are marked as such.
    """

    text: str
    style: str | None = None
    continues: bool = False
    calls: bool = False


def send_message(message: Message, speech: Speech, names: Mapping[str, str], chat: int, page: str = "") -> list[Wire]:
    """The message as one or more sendMessage bodies; split where it is too long, never cut; buttons on the last.

    `page`: where the page is that calls a number, if there is one.
    """
    shown = _without_labels(segments(message, speech, names), message, speech, names)
    parts = [Piece(text, STYLES.get(role), calls=role in OURS) for text, role in shown]
    if speech.pictured and message.prompt:
        parts.insert(_before_question([role for _, role in shown]), Piece(pictures().signs(message.prompt)))
    bodies = [{"chat_id": chat, **body, **(_UNOPENED if "://" in body["text"] else {})} for body in split(parts)]
    if message.rows or message.calls:
        rows = keyboard(message.rows, speech, names)["inline_keyboard"]
        bodies[-1]["reply_markup"] = {"inline_keyboard": [*call_buttons(message.calls, speech, page), *rows]}
    return bodies


def _labelled(rows: tuple[Row, ...], speech: Speech, names: Mapping[str, str]) -> list[list[Labelled]]:
    return [[(fill(b.label, speech, names), b.press) for b in row] for row in rows]


def _without_labels(
    shown: list[tuple[str, Role]], message: Message, speech: Speech, names: Mapping[str, str]
) -> list[tuple[str, Role]]:
    """Leave out the options that a button says whole, so that the question stands right above its buttons."""
    labels = [label for row in _labelled(message.rows, speech, names) for label, _ in row]
    said = {fill(o, speech, names): n for n, o in enumerate(message.options, 1)}
    whole = {f"{n}. {o}" for o, n in said.items() if any(o in label and is_whole(label) for label in labels)}
    left = ["\n".join(x for x in text.split("\n") if x not in whole) for text, _ in shown]
    return [(kept if role is Role.OPTIONS else text, role) for kept, (text, role) in zip(left, shown, strict=True)]


def _before_question(roles: list[Role]) -> int:
    """Return the place of the picture: where the question begins, below what is said about the one before."""
    return next((n for n, role in enumerate(roles) if role in {Role.PROGRESS, Role.QUESTION}), 0)


def keyboard(rows: tuple[Row, ...], speech: Speech, names: Mapping[str, str]) -> Wire:
    """Rows of buttons as an inline keyboard, each label whole on a narrow phone."""
    return {
        "inline_keyboard": [
            [{"text": label, "callback_data": data(press)} for label, press in row]
            for row in fitting([*paired(_labelled(rows, speech, names))])
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
        entities += _numbers(piece, offset)
        offset += width(piece.text) + len(GAP)
    body: Wire = {"text": GAP.join(p.text for p in pieces)}
    return {**body, "entities": entities} if entities else body


def _numbers(piece: Piece, offset: int) -> Iterator[Wire]:
    """The numbers in a piece: bold, and marked as numbers, which the server may leave out."""
    for text, number in pieces(piece.text) if piece.calls else ():
        if number:
            styles = ("phone_number",) if piece.style == "bold" else ("bold", "phone_number")
            yield from ({"type": style, "offset": offset, "length": width(text)} for style in styles)
        offset += width(text)
