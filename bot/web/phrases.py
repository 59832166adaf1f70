"""Every sentence of the page that the conversation itself does not say: msgids, in the order in which a visitor may meet them."""

from __future__ import annotations

from dialogs.asides import CONSENTS as RECEIPT
from dialogs.asides import CONSENTS_NONE as RECEIPT_NONE
from dialogs.asides import COPY, ENDED_CAN
from dialogs.text import N_

__all__ = ["COPY", "ENDED_CAN", "RECEIPT", "RECEIPT_NONE"]

# Before anything is known of the visitor: nothing here is about anybody
TITLE = N_("Your questions")
SKIP_TO_CONTENT = N_("Skip to the question")
INVITATION = N_("You have an invitation")
ANSWER_HERE = N_("Answer here")
USE_TELEGRAM = N_("Use Telegram")
OPEN_YOUR_LINK = N_("To begin, open the link that you were sent.")
ASK_BY_PHONE = N_("To talk to a person, phone {phone}.")
ALL_LANGUAGES = N_("Language")

# The browser keeps no cookie
COOKIE_WANTED = N_("This page needs a cookie")
COOKIE_WHY = N_(
    "A cookie is one small file. It lets this page know that it is still you. Your browser did not keep it."
)
COOKIE_HOW = N_("You can allow cookies for this page in the settings of your browser. Then try again.")
COOKIE_AGAIN = N_("Try again")

# On another device
CHECK_WORDS = N_("Your two check words")
CHECK_MISSING = N_("Write your two check words.")

# Errors
PROBLEM = N_("There is a problem")
NONE_AND_MORE = N_("You chose {choice} and another answer too. Please choose only one of the two.")
CHOOSE_ONE = N_("Choose one answer, or press Skip.")
CHOOSE_ONE_FIRST = N_("Choose one answer.")
TOO_LONG = N_("These are too many words for one message. Send a part of them first. Nothing is lost.")
TRY_AGAIN = N_("We could not save this now. Your words are still here. Please press the button again in a minute.")
TRY_LATER = N_("The page does not work at the moment. Your answers are safe. Please come back in a few minutes.")
NOT_OPENED_FROM_HERE = N_(
    "We could not be sure that this came from you, so nothing was opened. Please open the link that you were sent again."
)
NOT_SENT_FROM_HERE = N_(
    "We could not be sure that this came from you, so it is not saved. Please press the button again."
)
NO_SUCH_PAGE = N_("There is no such page. To go on, open the link that you were sent.")
YOUR_WORDS_UNSAVED = N_("These words are not saved yet. You can copy them and send them when you are back.")

# The visit ends
VISIT_OVER = N_("This page has closed")
VISIT_OVER_ABOUT = N_("You were away for a while, so we closed this page for you. Your saved answers are safe.")
VISIT_LEFT = N_("This page is closed on this device. Your saved answers are safe.")
VISIT_OVER_HOW = N_("To go on, open the link that you were sent again.")
UNSENT_HERE = N_(
    "You have written words that are not sent. They are still in this browser. Leave this page open. Your words come back when you open your link again."
)
CLOSES = N_("If we hear nothing from you, this page closes at {time}. To keep it open for one more hour:")
CLOSES_SOON = N_(
    "Are you still there? This page closes in a few minutes, so that your answers do not stay on the screen."
)
STAY = N_("Stay here")
EXIT = N_("Exit quickly")
LEAVING = N_("You are leaving this page.")
LEAVE_NOW = N_("Leave now")

# The conversation
SO_FAR = N_("Your answers so far")
EARLIER = N_("Show earlier questions and answers")
YOU_SAID = N_("You said:")
QUESTION_NOW = N_("The question now")
QUESTION_BEFORE = N_("Back to the question before")
LOOKING_BACK = N_("You are looking back. Your answers stay as they are.")
WRITE_MORE = N_("Write more")
WRITE_MORE_HINT = N_("Your reviewer can read what you write here.")
SEND_WORDS = N_("Send")
UNSENT = N_("These words are not sent yet.")
UNSENT_LOST = N_("Your words are kept when you press a button. If you go to another page first, they are lost.")
CHOOSE = N_("Choose this")
CHANGE_ONE = N_("Change")
AT_ANY_TIME = N_("At any time")
IN_TELEGRAM_NOW = N_("You were answering in Telegram. You can go on here. Your answers come with you.")
GO_ON_HERE = N_("Go on here")

# Moving to Telegram
TO_TELEGRAM = N_("Go on in Telegram")
TO_TELEGRAM_ABOUT = N_(
    "Your answers come with you. The link below works once, for 30 minutes. You can come back here later."
)
OPEN_TELEGRAM = N_("Open Telegram")

# What may be taken away
BACK_TO_CHAT = N_("Back to the questions")
COPY_ABOUT = N_(
    "This is what counts of your answers. What you have changed stays in the record too, marked as replaced. You can print this page or save it."
)
RECEIPT_ABOUT = N_("This is what we asked you, what you decided, and on which day.")
RECEIPT_DECISION = N_("You decided: {choice}.")
RECEIPT_DAY = N_("On {day}.")
RECEIPT_CHANGE = N_("Change this choice")

# With JavaScript
READ_TO_ME = N_("Read this to me")
STOP_READING = N_("Stop reading")
SAVED_POLITELY = N_("Your answer is saved.")
SENDING = N_("Sending your answer.")
NOT_CONNECTED = N_("You are not connected. Your words stay on this page. We send them when you are connected again.")
RECORD = N_("Record my voice")
RECORD_STOP = N_("Stop recording")
RECORDING = N_("Recording. Speak now.")
RECORDING_READY = N_("Your recording is ready. Listen to it, send it or delete it.")
RECORDING_SEND = N_("Send this recording")
RECORDING_DELETE = N_("Delete this recording")
RECORDING_HERE = N_(
    "Your recording is still on this page. Leave this page open. Open your link again in another tab. Then come back to this page, and send your recording."
)
RECORDING_FAILED = N_("We cannot use the microphone. You can write your answer.")

# Privacy
MADE_UP = N_("This is only to try things out. The organisation, its phone number and its reply time are made up.")
PRIVACY = N_("Privacy")
PRIVACY_WHO = N_(
    "Your reviewer, and the people who do this review with them, can read your answers. If someone may not be safe, they may have to share what you say."
)
PRIVACY_WHEN = N_(
    "What you write is kept only after you agree. After that, each answer is kept as soon as you send it."
)
PRIVACY_HOW = N_(
    "Your answers are locked with a key when they are stored. If you answer here, they are not sent to any other company."
)
PRIVACY_DEVICE = N_(
    "This page keeps one cookie on your device. It is only there to know you again. It does not follow you to other pages."
)
PRIVACY_UNSENT = N_(
    "Words that you have not sent yet stay in your browser, so that they are not lost. They are saved when you press a button under the question, for example Pause, or Exit quickly. If you close the page first, they are gone."
)
PRIVACY_VISIT = N_("If you do nothing for an hour, the page closes your visit. Then you open your link again to go on.")
PRIVACY_EXIT = N_(
    "Exit quickly closes your visit and forgets this device. Then it opens a page about the weather. To come back you need your link and your check words."
)
PRIVACY_HISTORY = N_("Your browser may remember that you were here. You can delete that in your browser.")
PRIVACY_RIGHTS = N_("If our reply does not help, phone the ICO, the office for data rights: 0303 123 1113.")

# Accessibility statement
ACCESSIBILITY = N_("Accessibility")
ACCESSIBILITY_FOR_ALL = N_("We want everybody to be able to use this page.")
ACCESSIBILITY_CAN = N_("On this page you can:")
ACCESSIBILITY_TEXT = N_("make the text up to four times bigger, and still read it without scrolling sideways")
ACCESSIBILITY_COLOURS = N_("use your own colours, or a dark screen")
ACCESSIBILITY_KEYBOARD = N_("do everything with a keyboard, or with your voice")
ACCESSIBILITY_READER = N_("listen to it with a screen reader")
ACCESSIBILITY_SCRIPT = N_("use it in an old browser, or with JavaScript switched off")
ACCESSIBILITY_TIME = N_("take your time: you can pause for days or weeks")
ACCESSIBILITY_STANDARD = N_("It is built to meet the Web Content Accessibility Guidelines, version 2.2, level AA.")
ACCESSIBILITY_LIMITS = N_(
    "There is no sign language on this page. If you use BSL, choose that at the first question. "
    "Then we tell you how to reach a person."
)
ACCESSIBILITY_PROBLEM = N_(
    "If something is hard to use, phone {phone}. We help you, and we can ask the questions on the phone."
)
ACCESSIBILITY_RIGHTS = N_("If our reply does not help, phone the Equality Advisory and Support Service: 0808 800 0082.")
