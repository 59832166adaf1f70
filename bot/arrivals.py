"""What arrives at an edge, translated: who, where, and what was said. No framework's types in here."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, is_dataclass

from dialogs.inputs import Input


@dataclass(frozen=True, slots=True, repr=False)
class Opening:
    """An invitation is opened by its token or code; with nothing, whatever this account has."""

    credential: str = ""


@dataclass(frozen=True, slots=True)
class Stranger:
    """Something outside a private chat."""


@dataclass(frozen=True, slots=True, repr=False)
class Unreadable:
    """An update that the framework could not read; `raw` is its JSON."""

    raw: str


Said = Input | Opening | Stranger | Unreadable


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Arrival:
    """One update. `user` and `address` are the channel's own ids; `message_id` is that of the words, or of the message
    whose button was pressed; `press_id` answers the press."""

    bot: str
    channel: str
    update_id: int
    user: str
    address: str
    said: Said
    message_id: int | None = None
    press_id: str | None = None

    def __repr__(self) -> str:
        return f"<Arrival {self.bot} {type(self.said).__name__}>"

    @property
    def pressed(self) -> int | None:
        """The message whose button was pressed, if one was."""
        return self.message_id if self.press_id else None

    def as_text(self) -> str:
        """The arrival as JSON, for the dead letters."""
        said = asdict(self.said) if is_dataclass(self.said) else str(self.said)
        rest = {k: getattr(self, k) for k in _PLAIN}
        return json.dumps({**rest, "kind": type(self.said).__name__, "said": said}, default=str, ensure_ascii=False)


_PLAIN = ("bot", "channel", "update_id", "user", "address", "message_id", "press_id")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the edge may tell the sender at once: a word for a press."""

    toast: str | None = None
