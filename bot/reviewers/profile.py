"""Set what Telegram shows of the reviewers' bot: descriptions and the commands menu. Compare first, set only differences."""

from __future__ import annotations

from bot.telegram.profile import Profile
from dialogs.text import N_

COMMANDS = {
    "review": N_("Open a review, step by step"),
    "invite": N_("Invite a family member or a friend"),
    "invitations": N_("See your invitations, make a new link or revoke one"),
    "flags": N_("See what waits for you"),
    "cancel": N_("Leave what you have begun"),
    "help": N_("What you can do here"),
    "privacy": N_("What is kept"),
}
DESCRIPTION = N_(
    "Here reviewers of the LeDeR programme open reviews, invite family and friends, and hear how far they are. "
    "What families say is never shown here. You need a code from your programme office."
)
SHORT_DESCRIPTION = N_("For reviewers of the LeDeR programme.")
PROFILE = Profile(commands=COMMANDS, description=DESCRIPTION, short_description=SHORT_DESCRIPTION)
