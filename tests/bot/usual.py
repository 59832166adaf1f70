"""What takes a family's turns under no settings but the usual ones; made once for all tests."""

from __future__ import annotations

from functools import cache

from bot.bootstrap import participants
from bot.participants.turns import Turns
from bot.settings import Settings


@cache
def usual_turns() -> Turns:
    """Return the object that takes the turns of families."""
    return participants(Settings(_env_file=None))
