"""Texts for somebody who opens a link with which somebody has begun elsewhere: msgids, in the order in which they are met."""

from __future__ import annotations

from dialogs.text import N_

CHECK_ABOUT = N_("Somebody has begun to answer with this link. To go on here, write your two check words.")
CHECK_HINT = N_("Your reviewer gave you two short words, on the phone.")
CHECK_WRONG = N_("These words do not fit. Look at them again, or ask your reviewer for a new link.")
CHECK_NONE = N_("If you have no check words, ask your reviewer for a new link, or phone {phone}.")
TOO_MANY_TRIES = N_("There were too many tries. Please wait an hour and open your link again.")
TOO_MANY_WORDS = N_(
    "There were too many wrong check words. Please try again on another day. To go on sooner, phone {phone}."
)
NO_WORDS = N_("I do not have the words")
NO_WORDS_TOLD = N_("Please phone {phone} and ask for your check words.")

WHO_BEGAN = N_("Somebody began with your link on {day}. Was that you, or somebody who helps you?")
YES_MEANS = N_("Yes: you go on from there. Whoever began can go on too.")
NO_MEANS = N_(
    "No: you start from the beginning. Nobody else can go on. What was written until now is kept for your reviewer."
)

ANOTHER_DEVICE = N_(
    "Your answers were opened on another device too, with your check words. If that was you, or somebody who helps you, all is well. If not, please phone {phone}."
)
I_KNOW = N_("I know about this")

SET_ASIDE = N_("Thank you for telling us. Now you can start from the beginning.")
TAKE_BACK_ABOUT = N_(
    "Was it you after all? Then you can go back to what was written before. What you have written since then is kept for your reviewer."
)
TAKE_BACK = N_("It was me after all")
TOO_LATE = N_("This can't be taken back any more. Please tell your reviewer, or phone {phone}.")
PUT_OUT = N_(
    "This chat is closed now, because somebody opened the link with the check words. What you wrote before is kept. What you write now is not saved. To go on, open your link again, or phone {phone}."
)
