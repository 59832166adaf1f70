"""Know what a reviewer types in place of an answer: a yes, a wish to leave or to change something, a call for help.

None of these is a name or a reference. Letters of another alphabet that look Latin make no difference.
"""

from __future__ import annotations

from dialogs.reviewer_bot import phrases
from dialogs.reviewer_bot.look_alikes import as_latin
from dialogs.typed import folded


def _listed(words: str) -> frozenset[str]:
    return frozenset(" ".join(words.split()).split(", "))


_LEAVES = _listed(
    """
    abort, begin again, cancel it, cancel please, cancel that, cancel this, end, exit, forget it, leave, leave it, never
    mind, nevermind, please cancel, please stop, quit, restart, start again, start over, stop, stop it, stop please, stop
    this
    """
)
_CHANGES = _listed(
    """
    back, change, change it, change that, correct, correction, edit, go back, i made a mistake, mistake, oops, please go
    back, previous, take that back, undo, wait, wrong
    """
)
_ANSWERS = _listed(
    """
    all right, done, dont know, go on, i do not know, i dont know, n, next, no, no idea, no one, no thank you, no thanks,
    nobody, none, nope, not known, not sure, ok, okay, skip, sure, thank you, thanks, unknown, y, yeah, yep, yes, yes
    please
    """
)
_ASKED = _listed(
    """
    good afternoon, good evening, good morning,
    cancel, first name, flag, flags, hello, help, hi, invitation, invitations, invite, invite someone, menu, name, open a
    review, privacy, reference, review, see invitations, see what waits, the name, the reference
    """
)
_NO_ANSWER = _LEAVES | _CHANGES | _ANSWERS | _ASKED


def compared(words: str) -> str:
    """Return words as they are compared with what may be typed in place of an answer."""
    return folded(as_latin(words))


def is_no_answer(words: str) -> bool:
    """Tell whether words that should be a name or a reference are something else that is said in a chat."""
    return compared(words) in _NO_ANSWER


def wish_in(words: str) -> str | None:
    """Return what to say to a wish to leave, or to change what was told before; None for anything else."""
    said = compared(words)
    return phrases.TO_LEAVE if said in _LEAVES else phrases.CHANGE_AT_THE_END if said in _CHANGES else None
