"""Sentences that answer what is no answer to a question: msgids."""

from __future__ import annotations

from dialogs.text import N_

THANKS_BACK = N_("Thank you too. Please look after yourself.")
NUMBER_SHORT = N_(
    "Your words are saved. This number looks too short. Please look at it again. If it is right, press Next."
)
EASY_READ_NOW = N_("We use Easy Read from now on. To change this, press Language.")
