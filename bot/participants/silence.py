"""Measure how long somebody was silent before they wrote, by the time of the message: the chat keeps it while we are down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.rounds.arrivals import Arrival
from dialogs.copies import replace
from dialogs.inputs import Say, Unseen
from storage.outbox.prompts import Prompt
from storage.repositories.conversations import Conversation

# After so long a silence nobody has the question in sight any more.
LONG = timedelta(hours=6)
# A message that reaches us so long after it was written has waited while we were down; less is the difference of two clocks.
LATE = timedelta(minutes=1)


def heard(arrival: Arrival, conversation: Conversation, asked: Sequence[Prompt], now: datetime) -> Arrival:
    """Return the arrival, with the reason why its words can't be for the question on the screen; note its time.

    Nothing is written after it has arrived, whatever Telegram's clock says. `asked`: the newest questions, newest first.
    """
    at, response = min(arrival.at or now, now), conversation.response
    if isinstance(arrival.said, Say) and (why := _unseen(arrival, at, conversation, asked)):
        arrival = replace(arrival, said=replace(arrival.said, unseen=why))
    conversation.last_activity = now
    lagging = at if isinstance(arrival.said, Say) and at < now - LATE else None
    if response.lagging != lagging:
        conversation.response = replace(response, lagging=lagging)
    return arrival


def settled(said: Say, asked: Sequence[Prompt]) -> Say:
    """The words once it is known where the question stands that was asked again: those below it were written to it."""
    newest = asked[0].message_id if asked else None
    is_below = newest is not None and newest < said.sent
    return replace(said, unseen=None) if is_below and said.unseen is Unseen.IN_A_ROW else said


def _unseen(arrival: Arrival, at: datetime, conversation: Conversation, asked: Sequence[Prompt]) -> Unseen | None:
    response = conversation.response
    # Words after a silence may wait until it is known where they stand: they are not welcomed yet, and will be.
    comes_back = response.welcomed or any(said.unseen for said in response.unplaced)
    if comes_back and _stands_above(arrival, asked, response.welcomed):
        return Unseen.IN_A_ROW
    return Unseen.SILENCE if at - _last_before(at, conversation, asked) >= LONG else None


def _stands_above(arrival: Arrival, asked: Sequence[Prompt], welcomed: datetime | None) -> bool:
    """Tell whether the words are above the question that was asked again, or that is still on its way."""
    newest = asked[0] if asked else None
    if newest is None or arrival.message_id is None:
        return False
    asked_before = welcomed and newest.asked_at and newest.asked_at < welcomed
    on_its_way = newest.message_id is None or asked_before
    return bool(on_its_way) or arrival.message_id < (newest.message_id or 0)


def _last_before(at: datetime, conversation: Conversation, asked: Sequence[Prompt]) -> datetime:
    """The last moment before this one at which either side said something; Telegram tells the time in whole seconds."""
    response = conversation.response
    known = [conversation.last_activity, response.lagging, *(prompt.asked_at for prompt in asked)]
    return max((moment for moment in known if moment and moment <= at + LATE), default=at)
