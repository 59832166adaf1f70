"""The sentences of an invitation as a reviewer passes it on: a letter and a text message.

They name nobody who died and say no word of why.
"""

from __future__ import annotations

from dialogs.text import N_

# The invitation as a letter
HELLO = N_("Hello {invitee}.")
ABOUT = N_(
    "Here are the questions that we talked about. You can answer them in your own time. You can skip any question, "
    "stop when you like, and come back on another day."
)
LINK = N_("To begin, open this link: {link}")
LINK_ABOVE = N_("To begin, open the link above.")
PAGE = N_("If you do not use Telegram, open this one: {link}")
CODE = N_("If the chat asks for a code, write: {code}")
DECLINE = N_(
    "You do not have to take part. If you would rather not, do nothing, or say no in the chat. That is fine, and you need "
    "not say why. If you would like to talk to a person instead, phone {phone}."
)
OWN = N_("The link is only for you, so please do not pass it on. It works until {day}.")
FROM = N_("Kind regards, {reviewer}")
# At most 306 letters with a link of 80. The short one is sent where two messages do not hold the other, as in scripts of
# which a message holds less: with a link of 80 it has 54 letters left, a name among them.
# The invitation as a text message
SMS = N_(
    "Hello {invitee}. Here is the link that we talked about: {link}\nIt is only for you and works until {day}. "
    "You do not have to take part. To ask, phone {phone}. {reviewer}"
)
SMS_SHORT = N_("{reviewer}: the link that we talked about: {link}")
