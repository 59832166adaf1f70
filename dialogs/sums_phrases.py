"""Sentences for a response that is full."""

from __future__ import annotations

from dialogs.text import N_

WORDS_FULL = N_(
    "This message is not saved. There is no more room for words here. Everything before it is saved. "
    "To tell us more, please phone {phone}."
)
SOUND_FULL = N_(
    "This voice message is not saved. There is no more room for voice messages here. Everything before it is saved. "
    "You can still write your answer."
)
