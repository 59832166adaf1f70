"""The things a person can do: write, press, or use a command; and the form in which a press travels.

A button's data is `verb:target[:code]`, at most 64 bytes, ids and codes only. Everything that sends a button or reads one
uses `data` and `parse`, so the grammar is kept in one place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Channel(StrEnum):
    """A way to answer: in Telegram, at the page, in a terminal."""

    TELEGRAM = "telegram"
    PAGE = "page"
    TERMINAL = "terminal"


class AbsentReason(StrEnum):
    """The reason why a question has no answer: three different facts (FHIR data-absent-reason, and `skipped`)."""

    SKIPPED = "skipped"
    UNKNOWN = "asked-unknown"
    DECLINED = "asked-declined"


class Media(StrEnum):
    """The kinds of message that came instead of words, or with them."""

    VOICE = "voice"
    AUDIO = "audio"
    VIDEO = "video"
    PICTURE = "picture"
    STICKER = "sticker"
    PLACE = "place"
    CONTACT = "contact"
    OTHER = "other"


class Unseen(StrEnum):
    """Why words can't be for the question on the screen: it is out of sight after a long silence, or it was asked again for
    words that came just before these."""

    SILENCE = "silence"
    IN_A_ROW = "in-a-row"


class Above(StrEnum):
    """The certainty about which question a message belongs to.

    REPLIED: the person has replied to that very question; SOON: the one above it is being sent just now, and what becomes of
    that will tell; LIKELY: it was sent once more, and these words stand between, so its first copy was most likely there.
    """

    KNOWN = "known"
    REPLIED = "replied"
    SOON = "soon"
    LIKELY = "likely"

    @property
    def is_sure(self) -> bool:
        """Tell whether the question above is known, so that these words may decide a consent or a name."""
        return self in {Above.KNOWN, Above.REPLIED}


@dataclass(frozen=True, slots=True)
class Begin:
    """The invitation was opened, or opened again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A voice message as it came. `kind` is VOICE or AUDIO; `bytes` 0 if not known.

    `where` is the channel's own name for it, by which it can be fetched; empty when its bytes come with the input. `number`
    is its own among all of one response, wherever they were sent; the core gives it.
    """

    kind: Media
    seconds: int
    bytes: int = 0
    mime: str = ""
    where: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """One message of words, or a voice message with words or without.

    With `media` CONTACT the words are the number of a contact that was shared.

    `sent`: its place in the chat; `about`: the question above it, if known, and `above` how well; `media`: what came with it
    and is not kept; `unseen`: why it is no answer to what is on the screen; `reply_to`: the message that it replies to;
    `forwarded`: somebody else may have said it; `album`: of which album what came with it is a part.
    """

    words: str
    sent: int
    about: str | None = None
    media: Media | None = None
    attachment: Attachment | None = None
    unseen: Unseen | None = None
    above: Above = Above.KNOWN
    reply_to: int | None = None
    forwarded: bool = False
    album: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amend:
    """The message at place `sent` was edited and now reads `words`."""

    words: str
    sent: int


@dataclass(frozen=True, slots=True)
class Unkept:
    """Something that carries no words and is not kept; `album`: of which it is a part."""

    media: Media
    album: str = ""


@dataclass(frozen=True, slots=True)
class Choose:
    link_id: str
    code: str


@dataclass(frozen=True, slots=True)
class Toggle:
    link_id: str
    code: str
    on: bool = True


@dataclass(frozen=True, slots=True)
class Next:
    link_id: str


@dataclass(frozen=True, slots=True)
class Absent:
    link_id: str
    reason: AbsentReason


@dataclass(frozen=True, slots=True)
class Yes:
    screen: str


@dataclass(frozen=True, slots=True)
class No:
    screen: str


@dataclass(frozen=True, slots=True)
class Send:
    """I have finished: everything, or the part that ends here."""

    screen: str = "check"


@dataclass(frozen=True, slots=True)
class Open:
    section: str


@dataclass(frozen=True, slots=True)
class Change:
    """Change the answer to `link_id`; without one, show what can be changed."""

    link_id: str | None = None


@dataclass(frozen=True, slots=True)
class Back:
    screen: str


@dataclass(frozen=True, slots=True)
class Language:
    """Speak `code` from now on; without one, show the languages."""

    code: str | None = None


class Command(StrEnum):
    """The commands that can be given in every state."""

    PAUSE = "pause"
    RESUME = "resume"
    TALK = "talk"
    HELP = "help"
    PRIVACY = "privacy"
    ANSWERS = "answers"
    STOP = "stop"
    WITHDRAW = "withdraw"


Press = Choose | Toggle | Next | Absent | Yes | No | Send | Open | Change | Back | Language | Command
Input = Begin | Say | Amend | Unkept | Press

_ABSENT_VERBS = {"skip": AbsentReason.SKIPPED, "unsure": AbsentReason.UNKNOWN, "decline": AbsentReason.DECLINED}
_VERB_OF = {reason: verb for verb, reason in _ABSENT_VERBS.items()}
_TARGET = re.compile(r"[A-Za-z0-9][A-Za-z0-9_@-]*")
_CODE = re.compile(r"-?[A-Za-z0-9][A-Za-z0-9_@-]*")
DATA_LIMIT = 64


@lru_cache(maxsize=4096)
def data(press: Press) -> str:
    """The press as callback data."""
    match press:
        case Choose(link_id, code):
            return f"choose:{link_id}:{code}"
        case Toggle(link_id, code, on):
            return f"toggle:{link_id}:{'' if on else '-'}{code}"
        case Absent(link_id, reason):
            return f"{_VERB_OF[reason]}:{link_id}"
        case Next(target) | Send(target) | Yes(target) | No(target) | Open(target) | Back(target):
            return f"{type(press).__name__.lower()}:{target}"
        case Change(link_id):
            return f"change:{link_id}" if link_id else "change"
        case Language(wanted):
            return f"lang:{wanted}" if wanted else "lang"
        case Command():
            return press.value


def parse(pressed: str) -> Press | None:
    """The press that `pressed` stands for, or None if it is not of the grammar."""
    return None if len(pressed.encode()) > DATA_LIMIT else _parsed(pressed)


@lru_cache(maxsize=4096)
def _parsed(pressed: str) -> Press | None:
    verb, *rest = pressed.split(":")
    if not _well_formed(rest):
        return None
    match rest:
        case []:
            return _bare(verb)
        case [target]:
            return _with_target(verb, target)
        case [target, code]:
            return _with_code(verb, target, code)
        case _:
            return None


def _well_formed(rest: list[str]) -> bool:
    patterns = (_TARGET, _CODE)
    return len(rest) <= len(patterns) and all(p.fullmatch(r) for p, r in zip(patterns, rest, strict=False))


def _bare(verb: str) -> Press | None:
    commands: dict[str, Press] = {c.value: c for c in Command}
    return {**commands, "change": Change(), "lang": Language()}.get(verb)


def _with_target(verb: str, target: str) -> Press | None:
    if verb in _ABSENT_VERBS:
        return Absent(target, _ABSENT_VERBS[verb])
    if verb == "send":
        return Send(target) if target == "check" or target.startswith("section-") else None
    makers: dict[str, Callable[[str], Press]] = {
        "next": Next,
        "yes": Yes,
        "no": No,
        "open": Open,
        "change": Change,
        "back": Back,
        "lang": Language,
    }
    maker = makers.get(verb)
    return maker(target) if maker else None


def _with_code(verb: str, target: str, code: str) -> Press | None:
    match verb:
        case "choose" if not code.startswith("-"):
            return Choose(target, code)
        case "toggle":
            return Toggle(target, code.removeprefix("-"), not code.startswith("-"))
        case _:
            return None
