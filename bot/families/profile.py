"""Set what Telegram shows of the families' bot: name, descriptions, the commands menu. Compare first, set only differences."""

from __future__ import annotations

from bot.telegram.profile import Profile
from dialogs.text import N_

COMMANDS = {
    "pause": N_("Pause, and come back on any day"),
    "change": N_("Change an answer"),
    "answers": N_("See your answers"),
    "help": N_("How to answer, and help"),
    "talk": N_("Talk to a person"),
    "language": N_("Use another language"),
    "privacy": N_("Who can read your answers"),
    "stop": N_("Stop taking part"),
    "withdraw": N_("Delete your answers"),
}
DESCRIPTION = N_(
    "Here you can answer questions for LeDeR, a programme of the NHS, in your own time. It is your choice. "
    "You need an invitation from a reviewer."
)
SHORT_DESCRIPTION = N_("For family and friends who were invited to a LeDeR review.")
PROFILE = Profile(commands=COMMANDS, description=DESCRIPTION, short_description=SHORT_DESCRIPTION)
