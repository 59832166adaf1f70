"""Every sentence of the conversation that is not a question: msgids, in the order in which a person may meet them."""

from __future__ import annotations

from dialogs.text import N_

# Answering
YOU_CHOSE = N_("You chose: {choice}.")
YOU_WROTE = N_("You wrote:")
PROGRESS = N_("{section}: question {number} of about {total}")
PROGRESS_FOLLOW_UP = N_("{section}: more about question {number} of about {total}")
PROGRESS_SHORT = N_("Question {number} of about {total}")
ONLY_IF_YOU_KNOW = N_("Answer this only if you know. You can skip it.")
TOO_MANY = N_("You can choose up to {number}. To choose another one, first take one away.")
SAVED_FIRST = N_("Saved. Write more, or press Next.")
SAVED_MORE = N_("Saved.")
SAVED_EARLIER = N_("Saved with your answer to the question before this one.")
SAVED_WITH = N_("Saved with your answer to this question:")
SAVED_NOTE = N_("Saved. {reviewer} can read it.")
SAVED_CHANGE = N_("Your change is saved.")
SAVED_TOAST = N_("Saved")
SAVED_PLEASE_CHOOSE = N_(
    "Your words are saved. Please choose an answer too, by its number or its button. You can also skip."
)
COMMAND_OR_ANSWER = N_("Your words are saved as your answer. If you wanted something else, press the button.")
NOTHING_WRITTEN = N_("There are no words yet. Please write your answer, or press Skip.")
NOTHING_CHOSEN = N_("Nothing is chosen yet. Please choose an answer, or press Skip.")
SKIPPED = N_("Skipped.")
UNSURE = N_("You chose: I do not know.")
DECLINED_TO_SAY = N_("You chose: Rather not say.")
KEPT_ANSWER = N_("Your answer stays as it was.")
NO_SUCH_OPTION = N_("Please choose an answer by its number or its button.")
DID_YOU_MEAN = N_("Did you mean {choice}?")
MUST_CHOOSE = N_("We need your answer to go on. You can also stop here.")
OLD_BUTTON = N_("You have answered that question. Would you like to change your answer?")
OTHER_BUTTON = N_("That button is for another question. Here is the question that is open now.")
UNKNOWN_BUTTON = N_("That button does not work any more. Here is the question that is open now.")
EDIT_SAVED = N_("The change to your message is saved.")
EDIT_UNKNOWN = N_("That change is not saved. To change an answer, press Change an answer.")
YOUR_ANSWER_NOW = N_("Your answer now:")
CHANGING_WORDS = N_(
    "Write your new answer. It takes the place of the old one. To keep the old one, press Keep my answer."
)
CHANGING_IN_BOX = N_(
    "Your answer is in the box. Change what you like, then press Next. To keep it as it was, press Keep my answer."
)
CHANGING_VOICE = N_("Your voice messages stay in your answer.")
ANSWER_SO_FAR = N_("Your answer so far:")
WRITE_ON = N_("This is saved. You can write more, or press Next.")
CHANGING_CHOICE = N_("Choose again, or press Keep my answer.")

# Forwarded messages
FORWARDED = N_("You sent us forwarded words. We have saved them and marked them as forwarded.")
FORWARDED_ASK = N_("Shall we keep them, marked like this?")
KEEP_MARKED = N_("Keep them, marked")
LEAVE_THEM_OUT = N_("Leave these words out")
FORWARDED_KEPT = N_("Thank you. The forwarded words stay, marked as forwarded.")
FORWARDED_LEFT = N_("That is fine. The forwarded words are not kept.")
VOICE_FORWARDED = N_(
    "Thank you. This voice message was forwarded, so it may be somebody else's voice. We have not kept it. "
    "Please tell us about it in your own words."
)

# Words that wait as a note
OFFER_WORDS = N_(
    "We saved your words as a note. Are they your answer to this question? If they are, press Put my words here."
)
PUT_WORDS = N_("Put my words here")
LEAVE_WORDS = N_("Leave them as a note")

# The person's name
SHALL_I_SAY = N_("Shall I say {called}?")
WILL_SAY = N_("Thank you. I will say {name}.")

# The way through
PARTS_OFFER = N_("You can answer all our questions, or about {number} now, and more later if you like.")
SHORT_CHOSEN = N_("That is fine. We will ask about {number} questions. You can answer more later.")
ALL_CHOSEN = N_("That is fine. We will ask all our questions. You can skip any of them.")
MORE_OFFER = N_("There are more questions, if you would like to answer them. To see them, press More questions.")
AVOID_SEEN = N_("Thank you. {reviewer} will see this.")
LEFT_OUT = N_("That is fine. We will not ask about these parts. You can change this at any time.")
HARD_ANSWER = N_("Thank you for telling us this. You can carry on, or pause and come back when you like.")
LAST_MONTHS_LATER = N_("That is fine. You can come back to this part on another day.")
LAST_MONTHS_LEFT_OUT = N_("That is fine. We leave this part out and will not ask again.")
OTHER_WAY_OFFER = N_("We have told {reviewer}, who can offer you another way. You can go on here, or stop.")
HUB = N_("These are all the parts. You can choose any part, in any order.")
HUB_NEXT = N_("To go on with the next part, press Carry on.")
HUB_LAST = N_("You told us that you know less about some parts. You can choose one now, or leave them out.")
HUB_NOTHING_LEFT = N_("You have seen all the parts. To look at your answers, press Carry on.")
PART_NOT_STARTED = N_("{section}: not started")
PART_STARTED = N_("{section}: started")
PART_DONE = N_("{section}: done")
PART_LATER = N_("{section}: for another day")
PART_LEFT_OUT = N_("{section}: left out")
PART_CLOSED = N_("You chose to leave this part out, so we do not ask about it.")
PART_END = N_("That was the last question of this part: {section}.")
PART_END_CHOICE = N_(
    "Your answers are saved. You can carry on, pause or change an answer. "
    "If you press Send this part, {reviewer} hears that this part is finished."
)
PART_SENT = N_("Thank you. We have told {reviewer} that this part is finished. You can still change your answers.")
PART_SENT_BEFORE = N_("You have sent this part before. {reviewer} can see your changes.")
TOO_HARD = N_("Thank you for telling us. We are sorry that it was too hard.")
TOO_HARD_TALK = N_("Would you like {reviewer} to call you? Press Talk to a person.")
SUPPORT = N_("These people listen and help. You can call them.")
SUPPORT_CRUSE = N_("Cruse Bereavement Support, for anyone after somebody has died:\n{cruse}.")
SUPPORT_MENCAP = N_("Mencap Learning Disability Helpline:\n{mencap}.")
SUPPORT_CHILD_BEREAVEMENT = N_(
    "Child Bereavement UK, when a child has died or a child is grieving:\n{child_bereavement}."
)
SUPPORT_CHILD_DEATH = N_("Child Death Helpline, for parents whose child has died, at any age:\n{child_death}.")
SUPPORT_SUICIDE = N_("Survivors of Bereavement by Suicide, when somebody has died by suicide:\n{suicide_bereavement}.")

# Buttons
ALL_PARTS = N_("All the parts")
SEND_PART = N_("Send this part")
LEAVE_OUT = N_("Leave them out")
ABOUT_SO_MANY = N_("About {number} questions")
MORE_QUESTIONS = N_("More questions")
OPTION = N_("{number}. {choice}")
OPTION_SET = N_("✓ {number}. {choice}")
NEXT = N_("Next")
SKIP = N_("Skip")
DO_NOT_KNOW = N_("I do not know")
RATHER_NOT_SAY = N_("Rather not say")
MORE = N_("More")
HELP_NOW = N_("I need help now")
GO_ON = N_("Go on")
PAUSE = N_("Pause")
CHANGE = N_("Change an answer")
CHANGE_NUMBER = N_("Change {number}")
CHANGE_THIS = N_("Change it")
KEEP = N_("Keep my answer")
TALK = N_("Talk to a person")
LANGUAGE = N_("Language")
STOP = N_("Stop")
WITHDRAW = N_("Delete my answers")
FINISHED = N_("I have finished")
YES = N_("Yes")
NO = N_("No")

# What can be asked for in every state
MENU = N_("What would you like to do?")
PAUSED = N_(
    "We have paused. Your answers are saved. There is no rush. To go on, press Go on or write to us here, on any day."
)
PAUSED_NOTHING_YET = N_("We have paused. There is no rush. To go on, press Go on or write to us here, on any day.")
PAUSED_ON_PAGE = N_(
    "We have paused. Your answers are saved. There is no rush. To go on now, press Go on. To go on another day, open your link again."
)
PAUSED_ON_PAGE_NOTHING_YET = N_(
    "We have paused. There is no rush. To go on now, press Go on. To go on another day, open your link again."
)
WELCOME_BACK = N_("Welcome back.")
TALK_PROMISE = N_("We have told {reviewer} that you would like to talk. You can also phone {phone}.")
TALK_PHONE = N_("You can talk to a person. Please phone {phone}.")
HELP_TITLE = N_("Help for you now")
HELP_NOBODY = N_("Thank you for telling us. Nobody is reading this chat right now.")
HELP_DANGER = N_("If you or someone else is in danger, call {emergency}.")
HELP_CRISIS = N_(
    "If you cannot keep yourself safe or feel you cannot cope, call {crisis} and choose the mental health option."
)
HELP_LISTEN = N_("Samaritans will listen, day or night: call\n{samaritans}. It is free.")
HELP_TEXT = N_("If you cannot speak, send a text message with the word SHOUT to {shout}. It is free, day or night.")
HELP_RELAY = N_("If you use a textphone or the Relay UK app, dial {relay} before the number.")
HELP_INTERPRETER = N_("You can ask {emergency} and {crisis} for an interpreter.")
HELP_NOTE = N_("{reviewer} will see a note {reply_time}. To ask about the review, phone\n{phone}.")
HELP_PHONE = N_("To ask about this chat, phone\n{phone}.")
PHONE_HOURS = N_("You can phone this number: {hours}.")
CALL = N_("Call {number}")
COPY = N_("Copy {number}")
SEND_TEXT = N_("Text SHOUT to {number}")
HOW_TO_ANSWER = N_(
    "This is how you can answer. Write to us here, or press a button. You can send as many messages as you like."
)
HOW_TO_GO_ON = N_("When an answer is done, press Next. To leave a question out, press Skip.")
HOW_TO_REST = N_("To pause, to change an answer or to stop, press More. You can come back on any day.")
HOW_TO_GET_HELP = N_("If you need help, press I need help now. If anyone is in danger, call {emergency}.")
# Words that may mean that somebody is not safe: the questions stop
CARRY_ON = N_("Carry on")
DISTRESS_SAVED = N_("Your words are saved. We have stopped the questions for now.")
DISTRESS_UNSAVED = N_("We have stopped here for now. Your words are not saved.")
DISTRESS_CHECK = N_("We show this when words may mean that someone is not safe. If we got it wrong, we are sorry.")
DISTRESS_CARRY_ON = N_("There is no rush. We will ask nothing more until you press Carry on.")
DISTRESS_LATER = N_(
    "Nobody is reading this chat right now. If you are in danger, call {emergency}. Samaritans will listen: call\n{samaritans}."
)

# Somebody may be at risk
SAFETY_CARD = N_(
    "Thank you for telling us. If anyone is in danger now, call {emergency}. You can also tell the council's adult social care team."
)
SAFETY_READ = N_(
    "{reviewer} will read this and may have to share it to keep people safe. This chat is not checked all the time."
)

# What {reviewer} will see to
FLAGGED = N_("Thank you for telling us. {reviewer} will see this.")
FLAGGED_CALL = N_("{reviewer} will see that you would like a call.")
FLAGGED_QUESTION = N_("{reviewer} will see your question.")
FLAGGED_FOCUSED = N_("{reviewer} will see that you ask for a more detailed review.")
FLAGGED_FOCUSED_MORE = N_(
    "A more detailed review looks deeper and asks more people. {reviewer} will see this, and can tell you more."
)
FLAGGED_SEND = N_("{reviewer} will see what you would like us to send you.")
FLAGGED_DAYS = N_("We will not write to you first on those days. {reviewer} will see them too.")
FLAGGED_PAID_CARER = N_("Thank you for telling us. {reviewer} will see that you were a paid carer.")

# Reminders
REMINDER = N_("Your questions are still here. There is no rush, and you do not have to go on.")
REMINDER_WAYS = N_("To go on, press Go on. If you do not want reminders, press Stop reminders.")
STOP_REMINDERS = N_("Stop reminders")
REMINDERS_STOPPED = N_("We will not remind you again. You can still go on here, on any day.")

# The review is closed
REVIEW_CLOSED = N_(
    "The review is finished now, so this chat has ended. Thank you. If you have questions, phone {phone}."
)
REVIEW_CLOSED_KEPT = N_("What you told us stays in the review.")

# Who reads what, and which answers there are
PRIVACY = N_(
    "{reviewer} and the people who do this review can read your answers. They are locked with a key when they are stored."
)
PRIVACY_SHARE = N_("If someone may not be safe, {reviewer} may have to share what you say.")
PRIVACY_COMMANDS = N_("You can see your answers with /answers. You can have them deleted with /withdraw.")
PRIVACY_LINKS = N_(
    "You can see a copy of your answers, and you can have them deleted. Both are at the end of each page of questions."
)
PRIVACY_KEPT = N_(
    "After this review ends, we keep your answers for some time. Then we delete them. Number of months: {keep_closed_months}."
)
PRIVACY_ORGANISATION = N_("Who does this review: {organisation}.")
PRIVACY_ASK = N_("To ask about your data, phone {phone}.")
PRIVACY_UNBOUND = N_("What you write here is kept only after you agree. To ask about your data, phone {phone}.")
PRIVACY_TELEGRAM = N_(
    "Telegram also keeps this chat on its own computers, and could read it. You can clear the chat on your phone."
)
ONE_LANGUAGE = N_("We are sorry. This chat is only in English for now. To use another language or BSL, phone {phone}.")
CHOOSE_LANGUAGE = N_("Which language would you like to use?")
YOUR_ANSWERS = N_("These are your answers.")
NO_ANSWERS = N_("There are no answers yet.")
CHOOSE_CHANGE = N_("Which answer would you like to change? Press its button, or write /change and its number.")
CHOOSE_CHANGE_ON_PAGE = N_("Which answer would you like to change? Press its button.")
NO_CHANGE = N_("There is no such answer to change.")
NO_WORDS = N_("(no answer)")
ABSENT_SKIPPED = N_("(skipped)")
ABSENT_UNKNOWN = N_("(I do not know)")
ABSENT_DECLINED = N_("(rather not say)")

# Pictures and the like
NO_PICTURE = N_("Thank you. We cannot keep pictures or files here. Please tell us in words.")
NO_VIDEO = N_("Thank you. We cannot keep videos here. Please tell us in words or in a voice message.")
NO_PLACE = N_("We do not need to know where anybody is, and we have not kept it. Please tell us in words.")
WORDS_WITHOUT_PICTURE = N_("We kept your words. We cannot keep pictures or files here.")

# Voice messages
VOICE_FIRST = N_("We have your voice message. Say or write more, or press Next.")
VOICE_MORE = N_("We have your voice message.")
VOICE_EARLIER = N_("Your voice message is with your answer to the question before this one.")
VOICE_NOTE = N_("We have your voice message. {reviewer} can listen to it.")
VOICE_PLEASE_CHOOSE = N_(
    "We have your voice message. Please choose an answer too, by its number or its button. You can also skip."
)
VOICE_WAITS = N_("Please choose first if we can keep your voice messages. Until then we do not listen to them.")
VOICE_NOT_KEPT = N_("That is fine. Your voice message is not kept. Please write your answer.")
VOICE_NO_MORE = N_("That is fine. We will not keep any new voice messages. Please write your answer.")
VOICE_AGAIN = N_("Thank you. If you sent a voice message before, please send it again.")
VOICE_REFUSED = N_("You chose to type, so this voice message is not kept. Please write your answer.")
VOICE_CHANGE = N_("To send voice messages after all, press Change it.")
VOICE_TOO_BIG = N_("This voice message is too big for us to keep. Please send a shorter one, or write your answer.")
VOICE_TOO_LONG = N_(
    "This voice message is too long for us to keep. Please send shorter ones of up to 10 minutes, or write your answer."
)
VOICE_WRONG_KIND = N_(
    "We cannot keep this kind of sound file. Please record a voice message here, or write your answer."
)
VOICE_LOST = N_("We could not keep your voice message. Please send it again or write it.")
VOICE_MESSAGES = N_("Voice messages")
VOICE_MESSAGE = N_("Voice message, {length}")
VOICE_MESSAGE_LOST = N_("Voice message, {length} (we could not keep it)")

# Before consent, and endings
NOT_SAVED_YET = N_("Your answers are saved only after you agree. This message is not saved.")
NOT_THEM = N_(
    "Thank you for telling us. We are sorry for the mistake. We only note that this link was not for you. You can close this chat."
)
HELPER = N_("Thank you for helping. {reviewer} will see this. Please let {invitee} decide on the next questions.")
DECLINED = N_(
    "Thank you for telling us. That is fine. We will not write to you again. "
    "If you change your mind, open your link or write your code again. You can also phone {phone}."
)
ELSEWHERE_ADULT = N_("Thank you. {reviewer} will see this. We ask no more questions here. You can phone {phone}.")
CHILD_COMFORT = N_("You have not done anything wrong. It is OK to feel sad, angry or nothing at all.")
CHILDLINE = N_("Childline, for anyone under 19, day or night. It is free:\n{childline}.")
ELSEWHERE_WAY = N_(
    "Thank you. We have told {reviewer}, who can offer you another way. You can also phone {phone}. We ask no more questions here."
)
HERE_AFTER_ALL = N_("If you would like to answer here after all, press Go on.")
ON_PAGE_INSTEAD = N_("You can also answer on a web form. The link below works once, for 30 minutes.")
ELSEWHERE_BSL = N_(
    "Thank you. We will tell the programme, so that they can offer an interpreter. You can phone {phone}."
)
ELSEWHERE_RECORD = N_(
    "Thank you. Then we ask no questions here. Would you like to talk with {reviewer}? You can also phone {phone}."
)
MORE_ABOUT_CHANNEL = N_(
    "You can answer here, on a web form or on the phone. The questions are the same. If you are not sure, choose another way and {reviewer} can help you."
)
BAD_DATE = N_("We did not understand that day. Please write it like this: 5 March 2027. You can also skip.")
PAST_DATE = N_("That day has passed. Please write a day that is still to come. You can also skip.")
DAYS_SAVED = N_("Saved: {days}. Write more days, or press Next.")
DAYS_UNREAD = N_("We did not understand this: {words}. Please write each day like this: 5 March 2027.")
DAYS_PAST = N_("This is in the past: {days}. Please write a day that is still to come.")
COME_BACK_ON = N_("Thank you. We will write to you on {day} or soon after. You can come back before then: press Go on.")
COME_BACK_ANY = N_("Thank you. We will not write first. When you are ready, press Go on or open your link again.")
COME_BACK_NOW = N_(
    "You asked us to write to you again. There is no rush, and we will not remind you again. To go on, press Go on. To end here, press Stop."
)
STOPPED = N_("We have stopped. Your answers are kept for {reviewer}. We will not write to you again.")
STOPPED_NOTHING = N_("We have stopped. We will not write to you again.")
STOPPED_RETURN = N_(
    "To come back, open your link or write your code again. To have your answers deleted, press Delete my answers."
)
OVER = N_(
    "This chat has ended, so this message is not saved. "
    "To come back, open your link or write your code again. You can also phone {phone}."
)
COME_BACK = N_("To come back, open your link or write your code again. You can also phone {phone}.")
WITHDRAW_SURE = N_("Do you want us to delete all your answers? This cannot be undone.")
WITHDRAW_LIMIT = N_("If {reviewer} has already added them to the review, we cannot always take them out there.")
WITHDRAW_NOTE = N_("A note that somebody may not be safe stays with {reviewer}. It holds none of your words.")
WITHDRAWN = N_(
    "Your answers are deleted here. {reviewer} will see that you changed your mind. They may have read your answers before, but they cannot see them here now."
)
WITHDRAWN_TELEGRAM = N_("This chat may still be on your phone and at Telegram. You can clear it in Telegram.")
WITHDRAWN_HELP = N_("Your answers were deleted. You can still talk to a person: phone {phone}.")
WITHDRAWN_OVER = N_(
    "Your answers were deleted and this chat has ended. This message is not saved. You can phone {phone}."
)
NOT_WITHDRAWN = N_("Nothing is deleted. Your answers are kept.")
HELD = N_("The review has to wait for now, because of an official process. There is nothing that you need to do.")
HELD_LATER = N_("We will write to you when it goes on. You can phone {phone}.")
HELD_SAVED = N_("Your words are saved.")
HELD_NOT_SAVED = N_("This message is not saved.")
HELD_OVER = N_("The review goes on now. When you are ready, press Go on.")

# The end
CHECK = N_("These are all your answers. Please check them. To change one, press its button or write its number.")
CHECK_SEND = N_("When you are happy with them, press I have finished.")
THANK_YOU = N_("Thank you for telling us about {name}.")
THANK_YOU_ANYWAY = N_("Thank you for taking the time. {reviewer} can see that you were here.")
WHAT_NEXT = N_(
    "{reviewer} can read your answers and use them in the review. If you asked for a call, {reviewer} will see that."
)
STILL_OPEN = N_("You can still write more here, or change an answer. To talk to a person, phone {phone}.")
ALREADY_FINISHED = N_(
    "You have finished, and your answers are saved. You can still write more here, or change an answer."
)

# Made at the command line, and told to whoever has begun
NEW_CHECK_WORDS = N_(
    "There are new check words for your link. Your reviewer can tell you them on the phone. "
    "If you did not ask for them, please phone {phone}."
)

# Before any invitation is known
NO_INVITATION = N_(
    "This chat opens with an invitation. Please open the link that you were sent, or write the code of 12 letters and numbers. "
    "To talk to a person, phone {phone}."
)
LINK_DOES_NOT_WORK = N_(
    "This link or code does not work, or it does not work any more. Please ask the person who sent it for a new one, or phone {phone}."
)
INVITATION_ENDED = N_("This invitation is not open any more. If you have questions, phone {phone}.")
PRIVATE_ONLY = N_("We can only talk in a private chat. Please open the link that you were sent.")
NOT_UNDERSTOOD_SAVED = N_("Something went wrong on our side, and your last message is not saved. Please send it again.")
PRESS_AGAIN = N_("We were away for a short time. If you pressed a button and nothing happened, please press it again.")
WHICH_INVITATION = N_("You have more than one invitation. Which one would you like to go on with?")
NEW_INVITATION = N_("A new invitation.")
THE_NEW_INVITATION = N_("the new invitation")
GO_ON_WITH = N_("Go on: {choice}")
ABOUT_LABEL = N_("About {name}:")

# R1: the reviewer's word is confirmed, not asked again
TOLD_RELATIONSHIP = N_("{reviewer} told us: {choice}. If that is right, please choose it here too.")
YOUR_REVIEWER = N_("your reviewer")
