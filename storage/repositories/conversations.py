"""A response with what surrounds it in a round, as the road hands it on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from dialogs.inputs import Channel
from dialogs.response import Response
from dialogs.turn import Turn
from storage.keys.sealing import Sealer


@dataclass(slots=True, kw_only=True)
class Conversation:
    """A response with the rows around it, loaded and locked. `available` is False once its invitation can't be used.

    `notified`: there is a reviewer who can be told of things.
    `contents` are voice messages whose bytes came with the input, by their place in the chat.
    """

    response_id: int
    account_id: int
    lookup: bytes
    channel: Channel
    address: str
    invitation_id: str
    reviewer_id: str | None
    sealer: Sealer
    response: Response
    version: int
    available: bool
    current: bool
    blocked: bool
    last_activity: datetime
    notified: bool = True
    turns: list[Turn] = field(default_factory=list)
    contents: dict[int, bytes] = field(default_factory=dict)

    def take(self, turn: Turn) -> None:
        """Go on from the response that `turn` leaves; `save` keeps the rest."""
        self.response = turn.response
        self.turns.append(turn)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The facts that every load brings and no row holds: the time, the settings, the version of new responses."""

    now: datetime
    questionnaire: str
    language: str
    languages: tuple[str, ...]
