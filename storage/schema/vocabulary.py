"""The words that columns hold, where the core has none for them: bots, and how far something has come."""

from __future__ import annotations

from enum import StrEnum

# The method of a row of the outbox that holds all that a page shows.
FOLDED = "screen"


class Bot(StrEnum):
    """The two bots, and what stands in the place of one: whose updates are taken, whose calls are made."""

    FAMILIES = "families"
    REVIEWERS = "reviewers"
    PAGE = "page"
    TERMINAL = "terminal"


class CallState(StrEnum):
    """How far a call in the outbox has come."""

    DUE = "due"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"


class SoundState(StrEnum):
    """How far a voice message has come: waiting -> expected -> kept, or failed -> lost.

    Waiting: nobody has said yet whether it may be kept. Expected: it is to be fetched. Lost: those who spoke it were told.
    """

    WAITING = "waiting"
    EXPECTED = "expected"
    KEPT = "kept"
    FAILED = "failed"
    LOST = "lost"


class DeletionKind(StrEnum):
    """How much of a participant was deleted for good: every answer, or everything."""

    WITHDRAWN = "withdrawn"
    ERASED = "erased"


class ClaimState(StrEnum):
    """How far somebody has come who opened what was begun elsewhere.

    The check words are wanted; they fit, and it is asked who began; they may go on here; or somebody else had begun.
    """

    WORDS = "words"
    ASKED = "asked"
    HERE = "here"
    OTHER = "other"
