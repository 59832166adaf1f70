"""Sentences beside the questions: thanks, limits, the end of an invitation. Msgids."""

from __future__ import annotations

from dialogs.text import N_

# At the door, the same for every link
WHO_WE_ARE = N_("This is from {organisation}. We work for {programme}, a programme of the NHS.")
DOOR_CHOICE = N_("We would like to ask you some questions. It is your choice.")
DOOR_MINUTES = N_(
    "A few questions take {few_from} to {few_to} minutes, all of them {all_from} to {all_to}. "
    "You can skip, and come back on another day."
)
DOOR_CHECK = N_("To check that this is real, phone {phone}.")
# More about Telegram, for whoever asks before they agree to it
TELEGRAM_WHERE = N_(
    "Telegram says that data from the UK is kept in the Netherlands. It has firms in Dubai and the British Virgin Islands too. "
    "You can clear this chat on your phone."
)
TELEGRAM_SENDS = N_(
    "Telegram also sends us your name, username and photo. We do not keep them. "
    "We keep a number from Telegram, so that we can write to you here."
)
TELEGRAM_GOOGLE = N_("If Telegram translates for you or turns voice into text, your words or voice may go to Google.")
THANKS_BACK = N_("Thank you too. Please look after yourself.")
NUMBER_SHORT = N_(
    "Your words are saved. This number looks too short. Please look at it again. If it is right, press Next."
)
TICKED = N_("Your words are saved. Press Next to go on.")
TO_GO_ON = N_("To go on, press {choice}.")
TO_REST = N_("To have a break, press Pause. To end here, press Stop.")
TO_FINISH = N_("If you have finished, press I have finished.")
ASKED_AGAIN = N_("We are not sure what you mean, so here is the question again.")
EASY_READ_NOW = N_("We use Easy Read from now on. To change this, press Language.")
# A response that is full
WORDS_FULL = N_(
    "This message is not saved. There is no more room for words here. Everything before it is saved. "
    "To tell us more, please phone {phone}."
)
SOUND_FULL = N_(
    "This voice message is not saved. There is no more room for voice messages here. Everything before it is saved. "
    "You can still write your answer."
)
NO_CONTACT = N_("Thank you. We have not kept this contact. Please tell us in words.")
# The way back on a page, which has no place for a code
DECLINED_ON_PAGE = N_(
    "Thank you for telling us. That is fine. We will not write to you again. "
    "If you change your mind, press Go on or open your link again. You can also phone {phone}."
)
STOPPED_RETURN_ON_PAGE = N_(
    "To come back, press Go on or open your link again. To have your answers deleted, press Delete my answers."
)
OVER_ON_PAGE = N_(
    "This chat has ended, so this message is not saved. "
    "To come back, press Go on or open your link again. You can also phone {phone}."
)
OVER_BY_LINK = N_(
    "This chat has ended, so this message is not saved. To come back, open your link again. You can also phone {phone}."
)
COME_BACK_BY_LINK = N_("To come back, open your link again. You can also phone {phone}.")
COME_BACK_ON_PAGE = N_("To come back, press Go on or open your link again. You can also phone {phone}.")
# An invitation that is not open any more
ENDED_CAN = N_("You can still see your answers, or delete them.")
COPY = N_("A copy of my answers")
# Who hears of what a card stands for
NOBODY_TOLD = N_("Nobody is told about this. If you need help, you can call one of these numbers.")
NO_NOTE = N_("We have not sent a note about this to anybody.")
NOTE_WORDLESS = N_("The note to {reviewer} holds none of your words.")
NOTE_KEPT = N_("Nobody gets a message about this now. A note without your words is kept for {reviewer}.")
NOT_ANSWERED = N_("Your words are not part of an answer. {reviewer} can read them.")
# Whom to call when somebody is hurt by somebody
ABUSE = N_("National Domestic Abuse Helpline, for women, day or night. It is free:\n{abuse}.")
COUNCIL = N_("You can also tell the council's adult social care team.")
# Who writes here, for whoever asks
COMPUTER = N_("This is a computer program, not a person.")
# Words in a note that are taken away
TAKE_AWAY = N_("Take my words away")
WORDS_AWAY = N_("Your words are taken away. {reviewer} may have read them before.")
# The way is open to grown-ups alone, or was closed by a slip
ADULTS_ONLY = N_("These questions are only for people who are 18 or over.")
WRONG_BUTTON = N_("If you pressed the wrong button, open your link again.")
# Somebody takes back what they agreed to, after they have answered
STILL_KEPT = N_(
    "What you have answered until now is still in the record, and {reviewer} can read it. "
    "To have it deleted, press Delete my answers."
)
# A long list of answers in a chat
BOARD = N_("These are your answers, part by part. To look at a part or to change an answer in it, press its button.")
# Somebody may not be safe, and the organisation has given the council's number
SAFETY_PHONE = N_("The council's adult social care team: {phone}.")
# Words beside a choice that is changed
WORDS_OUT = N_("These words are not part of your answer any more. The record keeps them, marked as replaced.")
# What is said where nobody can be told
DAYS_ALONE = N_("We will not write to you first on those days.")
HELPER_ALONE = N_("Thank you for helping. Please let {invitee} decide on the next questions.")
PART_END_ALONE = N_("Your answers are saved. You can carry on, pause or change an answer.")
WHAT_NEXT_ALONE = N_("{reviewer} can read your answers and use them in the review.")
WITHDRAWN_ALONE = N_("Your answers are deleted here.")
# What somebody has agreed to
CONSENTS = N_("What I agreed to")
CONSENTS_NONE = N_("You have not decided anything yet.")
