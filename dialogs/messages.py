"""Messages: paragraphs with a role, numbered options, rows of buttons. Still without a language; a channel renders them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dialogs.copies import replace
from dialogs.inputs import Command, Open, Press
from dialogs.phrases import GO_ON, HELP_NOW, MORE, TALK
from dialogs.text import Speech, Text, fill, say


class Role(StrEnum):
    """The purpose of a paragraph; channels show each in their own way."""

    PLAIN = "plain"
    SERVICE = "service"
    PROGRESS = "progress"
    QUESTION = "question"
    HEADING = "heading"
    LISTED = "listed"
    HINT = "hint"
    OPTIONS = "options"
    WORDS = "words"


WORDING = (Role.QUESTION, Role.HINT, Role.OPTIONS)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`twice`: what must be understood exactly, and is said in English too where the wording is a draft.

    `number` is that of a line in a list, `press` what changes that line, where there is a way to.
    """

    text: Text
    role: Role = Role.PLAIN
    twice: bool = False
    number: int = 0
    press: Press | None = None


@dataclass(frozen=True, slots=True)
class Button:
    label: Text
    press: Press


Row = tuple[Button, ...]


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message. `prompt` is the place it puts before the person, if any; of one kind `once`, one is said a round.

    `renews`: it asks in short what the question on the screen asks, and its buttons take the place of those.
    `rewritten`: where it is shown in the place of another, its words change too.
    `unopened`: nothing they did has caused it, and it may be read on a lock screen, so it names nobody there.
    `receipt`: it says that words are kept; `later`: once no more of them come is early enough.

    `beside`: it belongs to none of what is asked, and stays on a page whatever else the same form brings.
    `replies_to`: the message of theirs that it speaks of, by its place in the chat.

    `calls`: the facts of the programme whose numbers a channel offers as buttons, if it can.
    """

    paragraphs: tuple[Paragraph, ...]
    options: tuple[Text, ...] = ()
    rows: tuple[Row, ...] = ()
    prompt: str | None = None
    once: str = ""
    calls: tuple[str, ...] = ()
    beside: bool = False
    replies_to: int | None = None
    renews: bool = False
    rewritten: bool = False
    unopened: bool = False
    receipt: bool = False
    later: bool = False

    def after(self, *first: Paragraph) -> Message:
        """The same message with these paragraphs before it."""
        return replace(self, paragraphs=(*first, *self.paragraphs))


HELP: Row = (Button(say(HELP_NOW), Command.HELP),)
ALWAYS: Row = (Button(say(MORE), Open("more")), Button(say(HELP_NOW), Command.HELP))
PERSON: Row = (Button(say(TALK), Command.TALK), Button(say(HELP_NOW), Command.HELP))
RESUME: Row = (Button(say(GO_ON), Command.RESUME),)


def plain(*texts: Text, rows: tuple[Row, ...] = (), brief: bool = False) -> Message:
    """A message of plain paragraphs; a brief one is said once a round."""
    once = texts[0].msgid if brief else ""
    return Message(paragraphs=tuple(map(Paragraph, texts)), rows=rows, once=once)


def segments(
    message: Message, speech: Speech, names: Mapping[str, str], *, numbered: bool = True
) -> list[tuple[str, Role]]:
    """The strings of a message with their roles, in the order they are shown, one blank line between each two."""
    shown = _shown(message, speech, names, numbered)
    twice = tuple(p for p in message.paragraphs if p.twice)
    again = tuple(p for p in twice if speech.beside(p.text))
    options = message.options if again or (twice and any(map(speech.beside, message.options))) else ()
    if speech.english is None or not (again or options):
        return shown
    return [*shown, *_shown(replace(message, paragraphs=again, options=options), speech.english, names, numbered)]


def said_twice(message: Message) -> Message:
    """The message, to be said in English too where the wording is a draft."""
    return replace(message, paragraphs=tuple(replace(p, twice=True) for p in message.paragraphs))


def wording(message: Message, speech: Speech, names: Mapping[str, str], *, numbered: bool = True) -> str:
    """The question of a message exactly as shown: text, hint and options."""
    shown = segments(message, speech, names, numbered=numbered)
    return "\n\n".join(text for text, role in shown if role in WORDING)


def _numbered(paragraph: Paragraph, text: str) -> str:
    return f"{paragraph.number}. {text}" if paragraph.number else text


def _shown(message: Message, speech: Speech, names: Mapping[str, str], numbered: bool) -> list[tuple[str, Role]]:
    shown = [(_numbered(p, fill(p.text, speech, names)), p.role) for p in message.paragraphs]
    if message.options:
        options = [fill(o, speech, names) for o in message.options]
        lines = (f"{n}. {o}" for n, o in enumerate(options, 1)) if numbered else options
        shown.append(("\n".join(lines), Role.OPTIONS))
    return shown
