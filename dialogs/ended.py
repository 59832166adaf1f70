"""An invitation that is not open any more: revoked, or its review is closed. What was answered can still be seen and deleted."""

from __future__ import annotations

from dialogs import phrases
from dialogs.asides import COPY, ENDED_CAN
from dialogs.inputs import Channel, Command, Input, No, Open, Yes
from dialogs.messages import Button, Message, Row, plain
from dialogs.response import Response, Status
from dialogs.text import say

# What still does what it did.
HEARD: tuple[Input, ...] = (
    Command.ANSWERS,
    Command.WITHDRAW,
    Command.HELP,
    Open("help"),
    Command.TALK,
    Command.PRIVACY,
    Yes("withdraw"),
    No("withdraw"),
)


def over(response: Response, phone: str) -> Message:
    """Say that the invitation has ended, what can still be done, and whom to phone."""
    can = (say(ENDED_CAN),) if _has_answers(response) else ()
    return plain(say(phrases.INVITATION_ENDED, phone=phone), *can, rows=ways(response))


def ways(response: Response) -> tuple[Row, ...]:
    """Return the buttons for what can still be done; a page always shows them itself."""
    if response.channel == Channel.PAGE or not _has_answers(response):
        return ()
    return ((Button(say(COPY), Command.ANSWERS),), (Button(say(phrases.WITHDRAW), Command.WITHDRAW),))


def _has_answers(response: Response) -> bool:
    return response.bound and response.status is not Status.WITHDRAWN
