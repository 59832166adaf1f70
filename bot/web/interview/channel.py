"""The page as a channel: a message becomes what a template needs to show it. Pure, and without the web server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.rounds.channel import Call, ChannelPort, Wire
from dialogs import phrases
from dialogs.inputs import Channel, data
from dialogs.leder.pictures import pictures
from dialogs.messages import ALWAYS, Message, Paragraph, Role, Row
from dialogs.text import Speech, Text, fill, placeholders

ERRORS = frozenset(
    {
        phrases.NOTHING_WRITTEN,
        phrases.NOTHING_CHOSEN,
        phrases.NO_SUCH_OPTION,
        phrases.MUST_CHOOSE,
        phrases.BAD_DATE,
        phrases.PAST_DATE,
        phrases.DAYS_UNREAD,
        phrases.DAYS_PAST,
    }
)
ERROR = "error"
ENGLISH = "en"


class PageChannel(ChannelPort):
    """A person at the page; nothing is sent, the page shows it when it is asked for."""

    name = Channel.PAGE
    numbered = False

    def send(self, message: Message, speech: Speech, names: Mapping[str, str], address: str) -> list[Call]:
        """Paragraphs with their roles, options, buttons; the place is in the body, because there is no message to find."""
        return [Call("show", shown(message, speech, names))]


def shown(message: Message, speech: Speech, names: Mapping[str, str]) -> Wire:
    """The message as JSON. What must be said in English too carries its language."""
    return {
        "paragraphs": [*_paragraphs(message, speech, names)],
        "options": [_option(o, speech, names, twice=_is_twice(message)) for o in message.options],
        "rows": [*_rows(message, speech, names)],
        "prompt": message.prompt,
    }


def _paragraphs(message: Message, speech: Speech, names: Mapping[str, str]) -> Iterator[Wire]:
    for p in message.paragraphs:
        yield {"text": fill(p.text, speech, names), "role": _role(p), **_listed(p, speech, names), **_line(p)}
    for p in message.paragraphs:
        if p.twice and (english := speech.beside(p.text)):
            yield {"text": fill(p.text, english, names), "role": _role(p), "lang": ENGLISH}


def _line(paragraph: Paragraph) -> Wire:
    """Return whose number stands in a line of whom to call, for the drawing beside it."""
    if paragraph.role is not Role.SERVICE:
        return {}
    return {
        "line": next((name for name in sorted(placeholders(paragraph.text.msgid)) if name in pictures().service), "")
    }


def _listed(paragraph: Paragraph, speech: Speech, names: Mapping[str, str]) -> Wire:
    """Return what a line of a list has besides: its number before its text, the text alone, the press of its button."""
    if paragraph.role is not Role.LISTED:
        return {}
    name = fill(paragraph.text, speech, names)
    press = data(paragraph.press) if paragraph.press else ""
    is_note = paragraph.text.msgid == phrases.YOU_WROTE
    return {"text": f"{paragraph.number}. {name}", "name": name, "press": press, "note": is_note}


def _rows(message: Message, speech: Speech, names: Mapping[str, str]) -> Iterator[list[list[str]]]:
    """The rows of buttons, without what is always there, and without what stands in a line of a list."""
    in_lines = {p.press for p in message.paragraphs if p.press}
    for row in message.rows:
        if row != ALWAYS and not any(b.press in in_lines for b in row):
            yield _row(row, speech, names)


def _role(paragraph: Paragraph) -> str:
    return ERROR if paragraph.text.msgid in ERRORS else paragraph.role.value


def _option(option: Text, speech: Speech, names: Mapping[str, str], *, twice: bool) -> list[str]:
    english = speech.beside(option) if twice else None
    return [fill(option, speech, names), fill(option, english, names) if english else ""]


def _is_twice(message: Message) -> bool:
    return any(p.twice for p in message.paragraphs)


def _row(row: Row, speech: Speech, names: Mapping[str, str]) -> list[list[str]]:
    return [[fill(b.label, speech, names), data(b.press)] for b in row]
