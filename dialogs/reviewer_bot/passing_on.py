"""Write a reviewer's message about an invitation made or renewed, and the letter that goes on to the family.

The letter names neither the person who died nor the reason for the questions: a message can be seen by others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dialogs import letters
from dialogs.door import door
from dialogs.messages import Message, plain, said_twice
from dialogs.questionnaire import Questionnaire
from dialogs.reviewer_bot import phrases
from dialogs.reviewer_bot.screens import chose
from dialogs.text import Text, isolate, say


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Handover:
    """An invitation as it is handed over, this once. `chosen`: what was just picked."""

    to: str
    reviewer: str
    code: str
    until: date
    telegram_link: str | None
    page_link: str | None
    chosen: Text | None = None
    language: str = "en"
    renewed: bool = False
    bound: bool = False

    @property
    def link(self) -> str | None:
        """The link that a picture and a share button carry."""
        return self.telegram_link or self.page_link


def for_reviewer(handover: Handover) -> Message:
    """Return the link and the code, with what to do with each; the check words are never here."""
    to = isolate(handover.to)
    made = phrases.RENEWED if handover.renewed else phrases.READY
    lines = [say(made, to=to, day=handover.until)]
    lines += [say(phrases.RENEWED_BOUND, to=to)] if handover.bound else []
    lines += [say(phrases.LINK, link=handover.telegram_link)] if handover.telegram_link else []
    lines += [say(phrases.PAGE, link=handover.page_link)] if handover.page_link else []
    lines += [] if handover.link else [say(phrases.NO_LINK, to=to)]
    lines += [say(phrases.CODE, code=_grouped(handover.code))]
    made_so = plain(*lines, say(phrases.CHECK_WORDS_ELSEWHERE, to=to), say(phrases.ONLY_ONCE))
    return made_so.after(chose(handover.chosen)) if handover.chosen else made_so


def picture(handover: Handover) -> Text:
    """The words under the picture of the link."""
    return say(phrases.PICTURE, to=isolate(handover.to))


def forward(handover: Handover, *, shares: bool) -> Message:
    """Explain what the next messages are for; `shares`: there is a button for the first of them."""
    how = phrases.FORWARD_OR_SHARE if shares else phrases.FORWARD
    to = isolate(handover.to)
    short = (say(phrases.FOR_SMS, to=to),) if handover.link else ()
    return plain(say(how, to=to), *short)


def letter(handover: Handover, facts: Mapping[str, str], *, below_link: bool = False) -> Message:
    """The message for the family, a draft in English too; `below_link`: it is shared, and stands under the link already."""
    page = handover.page_link if handover.telegram_link else None
    begin = [say(letters.LINK, link=handover.link)] if handover.link else []
    if below_link:
        begin = [say(letters.LINK_ABOVE)]
    message = plain(
        say(letters.HELLO, invitee=isolate(handover.to)),
        say(letters.ABOUT),
        *begin,
        say(letters.CODE, code=_grouped(handover.code)),
        *([say(letters.PAGE, link=page)] if page else []),
        say(letters.DECLINE, phone=facts["phone"]),
        say(letters.OWN, day=handover.until),
        say(letters.FROM, reviewer=isolate(handover.reviewer)),
    )
    return message if below_link else said_twice(message)


def on_paper(handover: Handover, questionnaire: Questionnaire) -> Message:
    """Return the letter to print: who writes and how to check that stand in it too, and the link for any browser comes first.

    A draft is said in English too.
    """
    who, *_choice, check = door(questionnaire, handover.language)[:4]
    phone = questionnaire.programme["phone"]
    told = [say(letters.LINK, link=handover.page_link or handover.link)] if handover.link else []
    told += [say(letters.CODE, code=_grouped(handover.code))] if handover.telegram_link or not handover.link else []
    return said_twice(
        plain(
            say(letters.HELLO, invitee=isolate(handover.to)),
            who,
            say(letters.ABOUT),
            *told,
            say(letters.DECLINE, phone=phone),
            say(letters.OWN, day=handover.until),
            check,
            say(letters.FROM, reviewer=isolate(handover.reviewer)),
        )
    )


def _grouped(code: str) -> str:
    """A code in groups of four, which are easier to read out; the signs between them need not be typed."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))
