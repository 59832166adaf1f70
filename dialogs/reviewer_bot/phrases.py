"""Every sentence that a reviewer meets: msgids, in the order of the work."""

from __future__ import annotations

from dialogs.invitation import InvitationStatus
from dialogs.response import Status
from dialogs.text import N_

# At the door
NOT_ENROLLED = N_("This chat is for reviewers. To use it, you need a code from your programme office.")
PRIVATE_ONLY = N_("This bot works in a private chat only. Please write to it there.")
NOT_TAKEN = N_("Something went wrong on our side. Your last message was not taken. Please send it again.")
WELCOME = N_("Welcome, {reviewer}. You are enrolled, and this chat is yours.")

# In the families' chat, to an enrolled reviewer who opens a link there
PREVIEW = N_(
    "You are enrolled as a reviewer, so this is only a preview. Nothing was opened, and the link still waits for {to}. "
    "This is what {to} sees first, with buttons below it:"
)
PREVIEW_IF_IT_IS_YOU = N_("If you are {to}, please open the link in a browser, or ask for another way to answer.")

# What can be asked for
HELP = N_("This is what you can do here:")
HELP_REVIEW = N_("/review opens a review, step by step.")
HELP_INVITE = N_("/invite makes an invitation for a family member or a friend.")
HELP_INVITATIONS = N_(
    "/invitations shows your invitations; with a reference behind it, those of one review. There you can make a new link or revoke one."
)
HELP_FLAGS = N_("/flags shows what waits for you, and lets you close what is done.")
HELP_CANCEL = N_("/cancel leaves what you have begun.")
HELP_PRIVACY = N_("/privacy tells you what is kept.")
HELP_NEVER = N_("Please never write a full name, a date of birth, an address or an NHS number in this chat.")
PRIVACY_KEPT = N_(
    "We keep your Telegram account, so that we can write to you. We keep the reviews that you open and the people that you "
    "invite. All of it is locked with a key when it is stored."
)
PRIVACY_WORDS = N_("What a family tells us is never shown in this chat. You read it in the review record.")
PRIVACY_TELEGRAM = N_(
    "Telegram also keeps this chat on its own computers, and could read it. You can clear the chat on your phone."
)
PRIVACY_ASK = N_("To ask about data, phone {phone}.")
OPEN_A_REVIEW = N_("Open a review")
INVITE_SOMEONE = N_("Invite someone")
SEE_INVITATIONS = N_("See invitations")
SEE_FLAGS = N_("See what waits")
CANCELLED_REVIEW = N_("You have left it. No review was opened.")
CANCELLED_INVITATION = N_("You have left it. No invitation was made.")
CANCELLED_CHANGE = N_("You have left it. Nothing was changed.")
NOTHING_TO_CANCEL = N_("There is nothing to cancel.")
FINISH_FIRST = N_("Please finish this first. To leave it, write /cancel.")
TO_LEAVE = N_("To leave it, write /cancel.")
CHANGE_AT_THE_END = N_("You can change each part at the end. To leave it, write /cancel.")
TOO_EARLY = N_("Your last message came before this question, so it was not used.")
OLD_BUTTON = N_("That button does not work any more.")
OLD_LIST = N_("That list is old. Write /invitations to see it as it is now.")
WRITE_PLEASE = N_("Please write your answer as a message.")
CHOOSE_PLEASE = N_("Please choose an answer by its number or its button.")
NO_EDITS = N_("A changed message has no effect here. Please write it again as a new message.")
NOT_KEPT = N_("What you wrote is not kept. Words are taken only where a question asks for them.")
NO_NOTE = N_("What you wrote is not kept: no note can be written in this chat. You can delete your message.")
NO_FILES = N_("We can only read words here. Please do not send pictures, voice messages or files.")

# Opening a review
REFERENCE = N_("What is the reference of the review?")
REFERENCE_HINT = N_("Use the reference only: no name and no NHS number.")
REFERENCE_FORM = N_(
    "A reference has up to 64 letters, numbers or the signs - _ / . and begins and ends with a letter or a number. "
    "Please write it again."
)
REFERENCE_SIGN = N_(
    "A reference cannot have {signs} in it: only letters from A to Z, numbers and the signs - _ / . Please write it again."
)
REFERENCE_SPACE = N_("A reference has no spaces in it. Please write it without them, like {signs}.")
REFERENCE_TAKEN = N_("There is already a review with the reference {signs}. Please check it.")
REFERENCE_DATE = N_("There is a date in that. Please write the reference only, without a date of birth or a name.")
REFERENCE_NHS = N_("There is an NHS number in that. Please write the reference of the review instead.")
REFERENCE_NAME = N_("That looks like a name. Please write the reference of the review, like LDR-2026-17.")
REFERENCE_WORD = N_("That does not look like a reference. Please write the reference of the review, like LDR-2026-17.")
PERSON = N_("What was the first name of the person who died?")
FIRST_NAME_HINT = N_("The first name only, please.")
NAME_TOO_LONG = N_("That looks like more than a first name. Please write the first name only.")
NAME_WORD = N_("That does not look like a first name. Please write the first name only, like Maria.")
NAME_TITLE = N_("That begins with a title. Please write the first name only, like Maria.")
NAME_LETTERS = N_("A first name has only letters, spaces, hyphens and apostrophes. Please write it again.")
NAME_SIGN = N_(
    "A first name cannot have {signs} in it: only letters, spaces, hyphens and apostrophes. Please write it again."
)
NAME_DATE = N_("There are numbers in that. Please write the first name only, and never a date of birth.")
NAME_NHS = N_("That looks like an NHS number. Please write the first name only.")
NAME_WHOLE = N_("Are both words the first name, like Mary Ann?")
NAME_WHOLE_HINT = N_("If one of them is a family name, choose No and write the first name only.")
REVIEWER_NUMBER = N_("There are numbers in that. Families read this name: please give the reviewer's name only.")
REVIEWER_WORD = N_("That does not look like a name. Families read it: please give the reviewer's name.")
AGE = N_("How old was the person when they died?")
AGE_HINT = N_("Write the age in years, like 47. Please never write a date of birth.")
AGE_NOT_KNOWN = N_("Not known")
AGE_FORM = N_("Please write the age in whole years, like 47.")
AGE_DATE = N_("Please never write a date of birth here. Write only the age in years, like 47.")
AGE_NHS = N_("That looks like an NHS number. Please write only the age in years, like 47.")
AGE_OR_NOT_KNOWN = N_("If it is not known, press Not known.")
DAY_FORM = N_("That day is not understood. Please write it with its whole year, like 1967-03-05 or 5 March 1967.")
DAY_TO_COME = N_("That day is still to come. Please check the year.")
DELETE_IT = N_("You can delete your message.")
TOO_YOUNG = N_(
    "Reviews here are for people who were {minimum} or older when they died. For younger children there is the child death "
    "review. If the age is wrong, please write it again. To leave it, write /cancel."
)
GO_ON_ANYWAY = N_("Have you checked this, and is this review the right way?")
IS_THAT_RIGHT = N_("Is that right?")
WORK_THIS_WAY = N_("Will you work in this way?")
HINT_E2 = N_("For autistic adults without a learning disability, reviews began in January 2022.")
HINT_E3 = N_("If the person had no GP, the regional coordinator decides.")
NO_UNDER_18 = N_("No review was opened. Please ask first if child death review is the right way.")
NO_AGE_UNKNOWN = N_("No review was opened. Please find out the age first. Then you can begin again with /review.")
NO_E2 = N_("No review was opened. If you are not sure that this programme is right, ask your local LeDeR team.")
NO_E3 = N_("No review was opened. Please ask the regional coordinator who should do the review.")
OPEN_AS_HELD = N_("Shall the review be opened on hold?")
OPEN_AS_HELD_HINT = N_(
    "It waits until the inquest or other official process has finished. Until then nobody can be invited."
)
NO_E4 = N_("No review was opened. It has to wait. When the other process has finished, begin again with /review.")
NO_E5 = N_("No review was opened, and the family must not be invited. Please ask your local LeDeR team what to do.")
NO_E9 = N_(
    "No review was opened. Each relative needs an invitation of their own. Please talk with your local LeDeR team."
)
NO_E10 = N_("No review was opened. Please ask paid carers through the service that they work for.")
ASK_AGAIN = N_("Ask me that again")
CHECK = N_("Please check what you told us.")
CHECK_REFERENCE = N_("Reference: {reference}")
CHECK_PERSON = N_("First name: {person}")
CHECK_AGE = N_("Age: {age}")
CHECK_OPEN = N_("Shall we open the review?")
CHECK_HELD = N_("The review waits on hold for the other process. While it waits, nobody can be invited.")
CHANGE_REFERENCE = N_("Change the reference")
CHANGE_NAME = N_("Change the name")
CHANGE_AGE = N_("Change the age")
NOT_OPENED = N_("No review was opened. To begin again, write /review.")
OPENED = N_("The review {reference} is open.")

OPENED_HELD = N_(
    "The review {reference} is open, on hold. When the other process has finished, ask whoever looks after this service to "
    "let it go on. Then you can invite people."
)

# Inviting
NO_REVIEW = N_("You have no review yet. To open one, write /review.")
NONE_IS_OPEN = N_("You have no open review. While a review is on hold or closed, nobody can be invited.")
ON_HOLD = N_("The review {reference} is on hold. While it waits, nobody can be invited.")
CLOSED = N_("The review {reference} is closed. Nobody can be invited any more.")
NOT_YOURS = N_("That review is not yours any more. No invitation was made.")
FOR_REVIEW = N_("The invitation is for {person}'s review, {reference}.")
WHICH_REVIEW = N_("Which review is the invitation for?")
REVIEW_LINE = N_("{reference}: {person}")
CHOOSE_REVIEW = N_("Please press the button of the review, or write its whole reference.")
INVITEE = N_("What is the first name of the person you would like to invite?")
HAS_AGREED = N_("Has {to} said yes to getting a link?")
HAS_AGREED_HINT = N_("Please ask by phone or letter first. A link should never come as a surprise.")
ASK_FIRST = N_(
    "No invitation was made. Please ask {to} first, by phone or by letter. When {to} says yes, write /invite."
)
RELATIONSHIP = N_("How did {to} know the person who died?")
RELATIONSHIPS = {
    "parent": N_("Parent"),
    "sibling": N_("Brother or sister"),
    "sister": N_("Sister"),
    "brother": N_("Brother"),
    "partner": N_("Husband, wife or partner"),
    "child": N_("Son or daughter"),
    "family": N_("Another family member"),
    "friend": N_("Friend"),
    "someone-else": N_("Someone else"),
}
LANGUAGE = N_("Which language does {to} want to begin in?")
LANGUAGE_HINT = N_("If you are not sure, let the chat ask. {to} can also change it later, at any time.")
ASK_THE_FAMILY = N_("Ask the family")
DRAFT_LANGUAGE = N_("{language} (draft)")
LANGUAGE_IN_ENGLISH = N_("{language}, {english}")
DRAFT_LANGUAGE_IN_ENGLISH = N_("{language}, {english} (draft)")
ENGLISH_AND_OWN = N_("{english} ({language})")
YOU_INVITE = N_("You invite {to}, {relationship}, to {person}'s review, {reference}, in {language}.")
YOU_INVITE_ASK = N_(
    "You invite {to}, {relationship}, to {person}'s review, {reference}. The chat asks which language {to} wants."
)
INVITED_ALREADY = N_(
    "Somebody called {to} is invited to this review already. If it is the same person, choose No here, and make a new link "
    "with /invitations."
)
MAKE_IT = N_("Is that right? Shall we make the invitation?")
CHANGE_REVIEW = N_("Change the review")
CHANGE_RELATIONSHIP = N_("Change the relationship")
CHANGE_LANGUAGE = N_("Change the language")
NOT_MADE = N_("No invitation was made. To begin again, write /invite.")
DRAFT = N_("{language} is a draft translation: nobody has checked it yet.")
DRAFT_TWICE = N_("So the consents and the safety messages are shown in English too.")

# The invitation is made
READY = N_("The invitation for {to} is ready. It works until {day}.")
RENEWED = N_(
    "Here is a new invitation for {to}. It works until {day}. The old link and the old code do not work any more."
)
RENEWED_BOUND = N_("Nothing is lost: {to} can also go on in the same chat as before.")
LINK = N_("Link: {link}")
PAGE = N_("Link without Telegram: {link}")
CODE = N_("Code to type: {code}")
CHECK_WORDS_ELSEWHERE = N_(
    "To go on with another device, {to} needs check words. They are never shown in Telegram: whoever looks after this "
    "service can make them, and you say them on the phone."
)
NO_LINK = N_(
    "There is no link yet, because the chat for families could not be reached. {to} can type the code there. "
    "For a link, make a new one later with /invitations."
)
ONLY_ONCE = N_(
    "It is not shown again. Delete this message once you have passed it on: whoever sees this chat could use the link. "
    "If it gets lost, make a new link with /invitations."
)
PICTURE = N_("{to} can also point the camera of a phone at this picture.")
FORWARD = N_("The next message is for {to}. You can forward it as it is.")
FORWARD_OR_SHARE = N_("The next message is for {to}. Forward it as it is, or press the button to share it.")
FOR_SMS = N_(
    "The message after that is the same in short, for a text message (SMS) to {to}. Copy it as it is: it is "
    "written so that phones send it as two messages at most."
)
SHARE = N_("Share the message")

# The list
NO_INVITATIONS = N_("You have no invitations yet. To make one, write /invite.")
LISTED = N_("These are your invitations.")
LISTED_BUSY = N_("These are your invitations. To change one, finish what you have begun, or write /cancel.")
LISTED_MORE = N_("More of your invitations:")
LIST_WHICH = N_("You have {number} invitations. Of which review shall we show them?")
LIST_ALL = N_("All of them")
LIST_HOW = N_("You can also write /invitations and the reference or the first name, like /invitations LDR-2026-17.")
NOBODY_INVITED = N_("Nobody is invited to the review {reference} yet. To invite somebody, write /invite.")
NO_SUCH_REVIEW = N_("That is none of your reviews, or means more than one. To choose one, write /invitations.")
ENTRY = N_("{reference}, {person}: {to} ({relationship}), invitation {invitation}")
ENTRY_ERASED = N_("{reference}: invitation {invitation} was erased.")
ENTRY_STATUS = N_("{status}.")
ENTRY_ANSWERED = N_("{answered} of {total} questions answered.")
ENTRY_ANSWERED_ABOUT = N_("{answered} of about {total} questions answered.")
ENTRY_COMES_BACK = N_("They asked us to write again on {day}.")
ENTRY_HALTED = N_("The questions have stopped: they wrote words that may mean that somebody is not safe. Please phone.")
ENTRY_DOUBTED = N_("There is another response too, which is doubted: the invitee said that somebody else began it.")
ENTRY_ACTIVE = N_("Last active on {day}.")
ENTRY_UNTIL = N_("The link works until {day}.")
STATUSES = {
    InvitationStatus.ISSUED: N_("Not opened yet"),
    Status.OPENED: N_("Opened, no consent yet"),
    Status.CONSENTED: N_("Agreed to take part, no answer yet"),
    Status.IN_PROGRESS: N_("Answering"),
    Status.PAUSED: N_("Paused"),
    InvitationStatus.HELD: N_("On hold, with the review"),
    Status.COMPLETED: N_("Finished"),
    Status.AMENDED: N_("Finished, and changed or added to since"),
    Status.DECLINED: N_("Does not want to take part"),
    Status.STOPPED: N_("Stopped"),
    Status.WITHDRAWN: N_("Withdrew, the answers are deleted"),
    Status.NOT_THEM: N_("The link reached the wrong person"),
    Status.ELSEWHERE: N_("Needs another way to take part"),
    InvitationStatus.EXPIRED: N_("Expired, before anybody began"),
    InvitationStatus.REVOKED: N_("Revoked"),
}
RENEW = N_("New link: {to}")
REVOKE = N_("Revoke: {to}")
MOVE = N_("Move: {to}")
RENEW_ASK = N_("Shall we make a new link for {to}, in {person}'s review, {reference}?")
RENEW_HINT = N_("The old link and the old code will not work any more, also if they have been sent already.")
LINK_STAYS = N_("No new link was made. The link of {to} stays as it was.")
MOVE_WHERE = N_("Which review is the invitation of {to} for?")
MOVE_SURE = N_(
    "Shall the invitation of {to} go from {person}'s review, {reference}, to {other_person}'s review, {other_reference}?"
)
MOVE_HINT = N_("The link and the code stay the same.")
MOVED = N_("The invitation of {to} is in the review {reference} now. Its link and its code stay the same.")
NOT_MOVED = N_("The invitation of {to} stays where it is: only one that nobody has opened can be moved.")
MOVE_LEFT = N_("Nothing was changed. The invitation of {to} stays in its review.")
NOWHERE_TO_MOVE = N_("You have no other open review that it could go to.")
RENEW_SURE = N_("Has {to} said yes to getting a new link?")
RENEW_SURE_HINT = N_("{to} has said no or stopped before, so please ask first.")
NOT_RENEWED = N_("No new link was made. Please ask {to} first, by phone or by letter.")
REVOKE_SURE = N_("Shall we revoke the invitation of {to} to {person}'s review, {reference}?")
REVOKE_SURE_HINT = N_(
    "Nobody can answer any more then. What was answered stays in the record. The family can still see a copy, and delete it."
)
REVOKED = N_("The invitation of {to} is revoked. Nobody can answer with its link or its code any more.")
NOT_REVOKED = N_("Nothing was changed. The invitation of {to} stays as it was.")
WITHDRAWN_IS_FINAL = N_("{to} has withdrawn. There can be no new link.")
ALREADY_REVOKED = N_("The invitation of {to} is revoked already.")
INVITATION_ERASED = N_("This invitation was erased. Nothing more can be done with it.")

# What waits for the reviewer
NO_FLAGS = N_("Nothing waits for you.")
FLAGS_LISTED = N_("This waits for you. What the family said is in the record.")
FLAGS_HOW = N_("To say what was done about one, press its button, or write its number, like flag {number}.")
FLAG_OR_REVIEW = N_(
    "That is the number of a flag and of a review. Please write flag {number}, or the whole reference of the review."
)
FLAGS_LISTED_MORE = N_("More that waits for you:")
FLAG_ENTRY = N_("Flag {number}. {reference}, invitation {invitation}: {what}.")
FLAG_URGENT = N_("Flag {number}. Urgent. {reference}, invitation {invitation}: {what}.")
FLAG_DATES = N_("Since {day}. Please see to it by {due}.")
FLAG_NAMED = N_("{reference}: {what}.")
LED_LISTED = N_(
    "These are urgent, and their day is over. They wait for other reviewers: please ask them what was done."
)
LED_ENTRY = N_("Flag {number}. {reference}, invitation {invitation}: {what}.")
LED_DATES = N_("Since {day}. {reviewer} was to see to it by {due}.")
LED_NOBODY = N_("Since {day}. Nobody has this review.")
LED_AWAY = N_(
    "If somebody is away, ask whoever looks after this service to give the review to another reviewer, or to you. "
    "Then it can be closed in this chat."
)
FLAG_WITHDRAWN = N_("They have withdrawn since: their words are deleted, and this note is all there is.")
FLAG_DONE = N_("Flag {number}: done")
FLAG_CLOSED = N_("Done: {reference}, invitation {invitation}: {what}.")
FLAG_WAITS = N_("Noted. {reference}: {what}. It waits here again until {day}.")
FLAG_NOT_READY = N_("Since {day}. It falls due when it is there to be sent.")
FLAG_OUTCOME = N_("{reference}: {what}. What have you done?")
OUTCOMES = {
    "spoke": N_("I have spoken, or done it"),
    "no-answer": N_("No answer: I will try again"),
    "passed": N_("I have passed it on"),
    "not-needed": N_("It is not needed any more"),
}
FLAG_AGAIN = N_("{reference}: {what}. On which day will you try again?")
ON_A_DAY = N_("{day}")
FLAG_PASSED = N_("{reference}: {what}. To whom have you passed it on?")
PASSED_TO = {
    "safeguarding": N_("Safeguarding"),
    "gp": N_("Their doctor (GP)"),
    "colleague": N_("A colleague"),
    "someone-else": N_("Someone else"),
}
FLAG_SURE = N_("This is urgent. Shall it be closed?")
FLAG_SURE_HINT = N_("Please close it only when somebody has seen to it that everybody is safe.")
FLAG_KEPT = N_("Nothing was closed. It still waits for you.")
CANCELLED_FLAG = N_("Nothing was changed. It still waits for you.")
UNDO = N_("Undo: open it again")
FLAG_REOPENED = N_("It is open again. To see what waits for you, write /flags.")
NOT_REOPENED = N_("It was not opened again: it is open already, or not yours. To see what waits for you, write /flags.")
FLAG_GONE = N_("That is done already. Write /flags to see what waits now.")
FLAG_UNKNOWN = N_("asks for something that is in the record")
FLAGS = {
    "talk": N_("asks to talk with you"),
    "call": N_("asks for a call; number and best time are in the record"),
    "help": N_("pressed I need help now"),
    "distress": N_("wrote words that may mean that somebody is not safe"),
    "safeguarding": N_("had a worry about safety"),
    "safeguarding-urgent": N_("says that someone else could be at risk now"),
    "question": N_("asks a question of the review, and waits for an answer"),
    "focused-review": N_("asks for a more detailed review"),
    "focused-review-more": N_("asks what a more detailed review is"),
    "send-answers": N_("would like a copy of their answers"),
    "send-draft": N_("would like the draft of the person's story"),
    "send-review": N_("would like the finished review"),
    "send-news": N_("would like news of what changed"),
    "avoid-dates": N_("named days when they must not be contacted"),
    "helper": N_("is helped by somebody"),
    "paid-carer": N_("was a paid carer: that is another route"),
    "interpreter": N_("needs an interpreter"),
    "other-way": N_("needs another way to take part"),
    "under-18": N_("says that they are under 18; the questions stopped, please talk with the family"),
    "age": N_("said both that they are under 18 and that they are not; please ask by phone"),
    "access-needs": N_("told us what would help them to take part"),
    "doubted": N_("says that somebody else had begun with the link; please get in touch"),
    "no-words": N_("has no check words at hand on another device; please phone the family"),
    "voice-lost": N_("sent a voice message that could not be kept; please offer a call"),
    "not-them": N_("the link reached the wrong person; please phone the one who was invited"),
    "too-hard": N_("found it too hard to answer in the chat; please offer a call"),
}
