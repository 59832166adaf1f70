"""Change to Easy Read, where it is on offer, for somebody who says that it would help: from the next question on."""

from __future__ import annotations

from dialogs.answers import Answer
from dialogs.asides import EASY_READ_NOW
from dialogs.flags import ACCESS
from dialogs.languages import EASY_READ
from dialogs.meaning import ENGLISH
from dialogs.text import Text, say
from dialogs.turn import Turn

EASY_READ_HELPS = "easy-read"


def spoken_from_now(turn: Turn, answer: Answer) -> tuple[Turn, tuple[Text, ...]]:
    """Return the turn in Easy Read, and what says so, where this answer asks for it; it is a wording of English alone."""
    response = turn.response
    asks = answer.link_id == ACCESS and EASY_READ_HELPS in answer.codes
    if not asks or response.language != ENGLISH or EASY_READ not in response.languages:
        return turn, ()
    return turn.now(language=EASY_READ), (say(EASY_READ_NOW),)
