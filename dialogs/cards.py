"""Show the cards that an answer brings: whom to call when somebody may be at risk, who listens when it was too hard.

A card stands alone: nothing is asked until the person goes on from it.
"""

from __future__ import annotations

from dialogs import flags, replies
from dialogs.answers import Answer
from dialogs.copies import replace
from dialogs.inputs import Yes
from dialogs.messages import Button, Message
from dialogs.phrases import GO_ON
from dialogs.questionnaire import Questionnaire
from dialogs.text import say
from dialogs.turn import FlagKind

SAFETY, SUPPORT = "card-safety", "card-support"
CARDS = frozenset({SAFETY, SUPPORT})


def brought_by(answer: Answer) -> str | None:
    """Return the card that stands before the person once this answer is given, if there is one."""
    if FlagKind.SAFEGUARDING_URGENT in flags.raised_by(answer):
        return SAFETY
    return SUPPORT if (answer.link_id, *answer.codes) == replies.TOO_HARD else None


def card(questionnaire: Questionnaire, place: str) -> Message:
    """Return the card with its way on first."""
    message = flags.safety_card(questionnaire) if place == SAFETY else replies.support(questionnaire)
    onward = (Button(say(GO_ON), Yes(place)),)
    return replace(message, rows=(onward, *message.rows), prompt=place)
