"""One conversation, whoever carries it: what a person does, what the person then sees, and walks that read as a chat.

A walk file holds what the person does and the replies as they were recorded:

    # a comment
    > /start                      the invitation is opened; other commands are written as they are typed
    > Mags                        the person says this
    > [choose:W2:yes]             the person presses the button that carries this
    > (picture) at the sea        the person sends a picture, with words or without
    > (edits) Mags => Maggie      the person edits the newest message that said "Mags"
    < Shall I say Mags?           a message
    | [Yes](yes:name)             `|` goes on with what stands above it; buttons come last, a row a line
    ~ Where did Mags live?        the message of the pressed button, painted again
    ! Saved                       the short word that a press is answered with

`pytest --record-walks` writes the replies anew. A driver carries the deeds through one channel: the core, the terminal,
the bot. `Driver` is for those that answer at once, `LiveDriver` for those that must be waited for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, Self

from dialogs.inputs import Media
from dialogs.response import People

# Who takes part in every walk: a driver invites this person.
PEOPLE = People(invitee="Ann", person="Margaret", reviewer="Jo Carter", relationship="sister")


@dataclass(frozen=True, slots=True)
class Begins:
    """The invitation is opened, for the first time or again."""


@dataclass(frozen=True, slots=True)
class Says:
    """One message of words; `/word` is a command."""

    words: str


@dataclass(frozen=True, slots=True)
class Presses:
    """One button, live or old, by what it carries."""

    data: str


@dataclass(frozen=True, slots=True)
class Edits:
    """The newest message that said `old` reads `new` from now on."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Sends:
    """Something that is not words; words may come with it."""

    media: Media
    words: str = ""


Deed = Begins | Says | Presses | Edits | Sends


@dataclass(frozen=True, slots=True)
class Shown:
    """One message as the person sees it; each row holds buttons as (label, data)."""

    text: str
    rows: tuple[tuple[tuple[str, str], ...], ...] = ()

    @property
    def buttons(self) -> tuple[str, ...]:
        """What the buttons carry."""
        return tuple(data for row in self.rows for _, data in row)


@dataclass(frozen=True, slots=True)
class Reply:
    """Everything that follows from one deed, as the person sees it."""

    messages: tuple[Shown, ...] = ()
    repaint: Shown | None = None
    toast: str = ""


class Driver(Protocol):
    """Carries deeds through one channel and sees what comes back, at once."""

    def does(self, deed: Deed) -> Reply:
        """The reply to `deed`."""


class LiveDriver(Protocol):
    """Carries deeds through one channel whose replies must be waited for."""

    async def does(self, deed: Deed) -> Reply:
        """The reply to `deed`."""


class Person:
    """Somebody in the chat. Each deed gives the person back, so that a scenario reads as one sentence."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.reply = Reply()

    def begins(self) -> Self:
        return self._does(Begins())

    def says(self, *messages: str) -> Self:
        return self._does(*map(Says, messages))

    def presses(self, *buttons: str) -> Self:
        return self._does(*map(Presses, buttons))

    def edits(self, old: str, new: str) -> Self:
        return self._does(Edits(old, new))

    def sends(self, media: Media, words: str = "") -> Self:
        return self._does(Sends(media, words))

    def expects(self, *texts: str, toast: str = "") -> Self:
        """The last deed was answered with messages that read exactly so, and with this short word."""
        assert ([m.text for m in self.reply.messages], self.reply.toast) == ([*texts], toast)
        return self

    def expects_buttons(self, *buttons: str) -> Self:
        """The last message, or the one painted again, carries exactly these buttons."""
        assert self.buttons == buttons
        return self

    @property
    def buttons(self) -> tuple[str, ...]:
        """What the buttons of the last message, or of the one painted again, carry."""
        shown = self.reply.repaint or (self.reply.messages[-1] if self.reply.messages else Shown(""))
        return shown.buttons

    def _does(self, *deeds: Deed) -> Self:
        for deed in deeds:
            self.reply = self.driver.does(deed)
        return self


def inputs_of(walk: str) -> tuple[Deed, ...]:
    """What the person does in the walk, without the replies."""
    return tuple(deed for _, deed in _steps(walk))


def replay(walk: str, driver: Driver) -> str:
    """The walk with the replies as they are now."""
    return "\n".join("\n".join((*above, *_lines(driver.does(deed)), "")) for above, deed in _steps(walk))


async def replay_live(walk: str, driver: LiveDriver) -> str:
    """The walk with the replies as they are now."""
    blocks = ["\n".join((*above, *_lines(await driver.does(deed)), "")) for above, deed in _steps(walk)]
    return "\n".join(blocks)


_PRESS = re.compile(r"\[(\S+)\]")
_EDIT = re.compile(r"\(edits\) (.+?) => (.+)", re.DOTALL)
_MEDIA = re.compile(rf"\(({'|'.join(Media)})\)(?: (.+))?", re.DOTALL)


def _steps(walk: str) -> Iterator[tuple[list[str], Deed]]:
    """Each deed, and the lines of the file that stand for it: the comment above it and its own."""
    above: list[str] = []
    written: list[str] = []
    mine = False
    for line in walk.split("\n"):
        if line[:1] in {"#", ">"} and written:
            yield [*above, *written], _deed(written)
            above, written = [], []
        if line[:1] == "#":
            above.append(line)
        elif line[:1] == ">" or (mine and line[:1] == "|"):
            written.append(line)
        mine = line[:1] == ">" or (mine and line[:1] == "|")
    if written:
        yield [*above, *written], _deed(written)


def _deed(written: Iterable[str]) -> Deed:
    words = "\n".join(line[2:] for line in written)
    if words == "/start":
        return Begins()
    if found := _PRESS.fullmatch(words):
        return Presses(found[1])
    if found := _EDIT.fullmatch(words):
        return Edits(found[1], found[2])
    if found := _MEDIA.fullmatch(words):
        return Sends(Media(found[1]), found[2] or "")
    return Says(words)


def _lines(reply: Reply) -> Iterator[str]:
    for message in reply.messages:
        yield from _message("<", message)
    if reply.repaint:
        yield from _message("~", reply.repaint)
    if reply.toast:
        yield f"! {reply.toast}"


def _message(mark: str, shown: Shown) -> Iterator[str]:
    buttons = (" ".join(f"[{label}]({data})" for label, data in row) for row in shown.rows)
    for line in (*shown.text.split("\n"), *buttons):
        yield f"{mark} {line}".rstrip(" ")
        mark = "|"
