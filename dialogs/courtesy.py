"""Thanks and goodbyes: they ask for nothing and tell nothing, so they are answered kindly and change nothing."""

from __future__ import annotations

from functools import cache

from dialogs.asides import THANKS_BACK
from dialogs.inputs import Say
from dialogs.leder import courtesies
from dialogs.meaning import plain as folded
from dialogs.messages import RESUME, plain
from dialogs.response import Response
from dialogs.text import say
from dialogs.turn import Turn

# Nobody says thanks in more words than these and tells nothing besides.
MOST_WORDS, LONGEST = 12, 120


def is_thanks(response: Response, said: Say) -> bool:
    """Return whether a message is thanks or a goodbye and nothing else."""
    if said.attachment is not None or said.forwarded or said.media is not None or len(said.words) > LONGEST:
        return False
    words = folded(said.words).split()
    names = {*folded(response.people.reviewer).split()}
    known, whole = _vocabulary() | names, f" {' '.join(words)} "
    return 0 < len(words) <= MOST_WORDS and known.issuperset(words) and any(f" {t} " in whole for t in _thanks())


def answer(turn: Turn) -> Turn:
    """Say a kind word back; nothing changes."""
    return turn.saying(plain(say(THANKS_BACK), rows=(RESUME,), brief=True))


@cache
def _thanks() -> frozenset[str]:
    return frozenset(filter(None, (folded(t) for one in courtesies() for t in one["thanks"])))


@cache
def _vocabulary() -> frozenset[str]:
    around = {word for one in courtesies() for a in one["around"] for word in folded(a).split()}
    return frozenset(around | {word for thanks in _thanks() for word in thanks.split()})
