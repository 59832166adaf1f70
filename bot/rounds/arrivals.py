"""Describe what arrives at an edge: the sender, the place, and what was said. No framework's types in here."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, is_dataclass
from datetime import datetime
from typing import Any, get_args

from dialogs.inputs import Above, AbsentReason, Attachment, Channel, Command, Input, Media, Unseen
from dialogs.text import Text
from storage.schema.vocabulary import Bot


@dataclass(frozen=True, slots=True, repr=False)
class Opening:
    """An invitation is opened by its token or code; with nothing, whatever this account has."""

    credential: str = ""


@dataclass(frozen=True, slots=True)
class Stranger:
    """Something outside a private chat."""


@dataclass(frozen=True, slots=True)
class Membership:
    """The person has blocked the bot, or lets it write again."""

    blocked: bool


@dataclass(frozen=True, slots=True, repr=False)
class Unreadable:
    """An update that the framework could not read; `raw` is its JSON."""

    raw: str


@dataclass(frozen=True, slots=True, repr=False)
class Filled:
    """A form that was sent: what was written and chosen in it, and the button; taken together, in this order."""

    inputs: tuple[Input, ...]


Said = Input | Opening | Stranger | Membership | Filled | Unreadable


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Arrival:
    """One update. `user` and `address` are the channel's own ids; `message_id` is that of the words, or of the message
    whose button was pressed; `press_id` answers the press; `at` is when it was said, if that may be long ago; `content` is a
    voice message that came with its bytes; `language` is what the device of the sender is set to, if that is told."""

    bot: Bot
    channel: Channel
    update_id: int
    user: str
    address: str
    said: Said
    message_id: int | None = None
    press_id: str | None = None
    at: datetime | None = None
    content: bytes | None = None
    language: str = ""

    def __repr__(self) -> str:
        return f"<Arrival {self.bot} {type(self.said).__name__}>"

    @property
    def pressed(self) -> int | None:
        """The message whose button was pressed, if one was."""
        return self.message_id if self.press_id else None

    def as_text(self) -> str:
        """The arrival as JSON, for the dead letters. In ASCII: what failed may hold what no encoding can write."""
        rest = {k: getattr(self, k) for k in _PLAIN}
        content = None if self.content is None else base64.b64encode(self.content).decode()
        at = None if self.at is None else self.at.isoformat()
        return json.dumps(
            {**rest, **_written(self.said), "at": at, "content": content, "language": self.language}, default=str
        )


def from_text(text: str) -> Arrival:
    """The arrival that `as_text` wrote; ValueError if it is none, or one that nobody could read."""
    try:
        written = json.loads(text)
        plain = {k: written[k] for k in _PLAIN}
        plain |= {"bot": Bot(plain["bot"]), "channel": Channel(plain["channel"])}
        content = written.get("content")
        bytes_ = None if content is None else base64.b64decode(content)
        at = None if (when := written.get("at")) is None else datetime.fromisoformat(when)
        said, language = _said(written["kind"], written["said"]), str(written.get("language", ""))
        return Arrival(**plain, said=said, at=at, content=bytes_, language=language)
    except (KeyError, TypeError, AttributeError):
        raise ValueError("not an arrival") from None


def _written(said: Said) -> dict[str, Any]:
    """Return what was said as JSON, with its kind."""
    if isinstance(said, Filled):
        inner: Any = [_written(one) for one in said.inputs]
    else:
        inner = asdict(said) if is_dataclass(said) else str(said)
    return {"kind": type(said).__name__, "said": inner}


_PLAIN = ("bot", "channel", "update_id", "user", "address", "message_id", "press_id")
_KINDS = {kind.__name__: kind for kind in get_args(Said) if kind is not Unreadable}


def _attachment(written: Any) -> Attachment:
    return Attachment(**{**written, "kind": Media(written["kind"])})


_READ: dict[str, Callable[[Any], Any]] = {
    "reason": AbsentReason,
    "media": Media,
    "attachment": _attachment,
    "unseen": Unseen,
    "above": Above,
}


def _said(kind: str, written: Any) -> Said:
    if kind == Command.__name__:
        return Command(written)
    if kind == Filled.__name__:
        inputs: Any = tuple(_said(one["kind"], one["said"]) for one in written)
        return Filled(inputs)
    fields = {k: _READ[k](v) if k in _READ and v is not None else v for k, v in written.items()}
    said: Said = _KINDS[kind](**fields)
    return said


@dataclass(frozen=True, slots=True)
class Outcome:
    """The news that the edge may tell the sender at once: a word for a press, and whether an input could not be taken.

    `unkept`: why words of a form are not kept, although it was taken; `whose`: the response that it was taken for.
    `alert`: the word stays until it is closed; one that goes by itself is not read aloud.
    """

    toast: str | None = None
    alert: bool = False
    buried: bool = False
    known: bool = True
    unkept: Text | None = None
    whose: int | None = None
