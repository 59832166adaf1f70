"""Decide what an answer asks of the reviewer: the flags it raises, the sentence that says so, the card that goes with it.

Changing the answer afterwards takes no flag back: that it was said is a fact, and the reviewer closes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dialogs import asides, phrases
from dialogs.answers import Answer
from dialogs.copies import replace
from dialogs.helplines import COUNCIL
from dialogs.messages import PERSON, Message, plain, said_twice
from dialogs.questionnaire import NONE, Questionnaire
from dialogs.text import Text, say
from dialogs.turn import URGENT, FlagKind


class Outcome(StrEnum):
    """The things that can be done about a flag. After `no-answer` it waits until a day; after each other one it is closed."""

    SPOKE = "spoke"
    NO_ANSWER = "no-answer"
    PASSED = "passed"
    NOT_NEEDED = "not-needed"


PASSED_TO = ("safeguarding", "gp", "colleague", "someone-else")
TO_SEND = frozenset({FlagKind.SEND_ANSWERS, FlagKind.SEND_DRAFT, FlagKind.SEND_REVIEW, FlagKind.SEND_NEWS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """A reviewer's deed about a flag. `again_on`: until when it waits; `passed_to`: the code of who sees to it now."""

    outcome: Outcome
    again_on: date | None = None
    passed_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFlag:
    """A flag that nobody has closed yet; `due`: the last day on which the reviewer has to have seen to it.

    `withdrawn`: they have withdrawn since, so that no words go with it. `doubted`: it comes from what somebody else is said to
    have begun. `again_on`: nobody answered, and it waits until this day. `ready_at`: since when there is something to send,
    where something is to be sent. An urgent one that was overdue was told once more at `chased_at`, to leads at `led_at`.
    """

    id: int
    review: str
    invitation: str
    kind: str
    raised_at: datetime
    due: date | None = None
    withdrawn: bool = False
    doubted: bool = False
    again_on: date | None = None
    ready_at: datetime | None = None
    chased_at: datetime | None = None
    led_at: datetime | None = None

    @property
    def urgent(self) -> bool:
        """Tell whether somebody may not be safe."""
        return self.kind in URGENT

    @property
    def to_send(self) -> bool:
        """Tell whether something is to be sent, once it is there; a review may be closed before that."""
        return self.kind in TO_SEND


# By the item and the code that was chosen.
BY_CODE = {
    ("R1", "paid-carer"): FlagKind.PAID_CARER,
    ("L7", "yes"): FlagKind.SAFEGUARDING,
    ("L7a", "yes"): FlagKind.SAFEGUARDING_URGENT,
    ("M0", "talk"): FlagKind.TALK,
    ("N1", "yes"): FlagKind.CALL,
    ("N2", "answers"): FlagKind.SEND_ANSWERS,
    ("N2", "draft"): FlagKind.SEND_DRAFT,
    ("N2", "finished"): FlagKind.SEND_REVIEW,
    ("N2", "news"): FlagKind.SEND_NEWS,
    ("N3", "yes"): FlagKind.FOCUSED_REVIEW,
    ("N3", "more"): FlagKind.FOCUSED_REVIEW_MORE,
    ("N5", "too-hard"): FlagKind.TOO_HARD,
}
ACCESS = "W3"
SENTENCES = {
    FlagKind.PAID_CARER: phrases.FLAGGED_PAID_CARER,
    FlagKind.SAFEGUARDING: phrases.FLAGGED,
    FlagKind.TALK: phrases.FLAGGED_CALL,
    FlagKind.CALL: phrases.FLAGGED_CALL,
    FlagKind.QUESTION: phrases.FLAGGED_QUESTION,
    FlagKind.SEND_ANSWERS: phrases.FLAGGED_SEND,
    FlagKind.SEND_DRAFT: phrases.FLAGGED_SEND,
    FlagKind.SEND_REVIEW: phrases.FLAGGED_SEND,
    FlagKind.SEND_NEWS: phrases.FLAGGED_SEND,
    FlagKind.FOCUSED_REVIEW: phrases.FLAGGED_FOCUSED,
    FlagKind.FOCUSED_REVIEW_MORE: phrases.FLAGGED_FOCUSED_MORE,
    FlagKind.AVOID_DATES: phrases.FLAGGED_DAYS,
    FlagKind.ACCESS_NEEDS: phrases.FLAGGED,
    FlagKind.TOO_HARD: phrases.FLAGGED,
}


def raised_by(answer: Answer) -> tuple[FlagKind, ...]:
    """Return the flags that this answer raises for the reviewer."""
    flags = [BY_CODE[answer.link_id, code] for code in answer.codes if (answer.link_id, code) in BY_CODE]
    if answer.link_id == "G5" and answer.is_told and not answer.codes:
        flags.append(FlagKind.QUESTION)
    if answer.link_id == "N4" and answer.dates:
        flags.append(FlagKind.AVOID_DATES)
    if answer.link_id == ACCESS and set(answer.codes) - {NONE}:
        flags.append(FlagKind.ACCESS_NEEDS)
    return tuple(flags)


def raised_late(before: Answer, after: Answer) -> tuple[FlagKind, ...]:
    """Return the flags raised by what was added to a finished answer; if its days changed, all its flags."""
    known = raised_by(before) if before.dates == after.dates else ()
    return () if after.growing else tuple(sorted({*raised_by(after)} - {*known}))


def told(answer: Answer) -> tuple[Text, ...]:
    """Return the sentences that tell the person that {reviewer} will see this."""
    sentences = [SENTENCES[flag] for flag in raised_by(answer) if flag in SENTENCES]
    return tuple(say(sentence) for sentence in dict.fromkeys(sentences))


def safety_card(questionnaire: Questionnaire, *told: Text) -> Message:
    """Whom to call when somebody may be at risk, and who hears of it; the council's number where we have it.

    `told`: who hears of it, where the reviewer does not read it as an answer.
    """
    facts = questionnaire.programme
    number = facts.get(COUNCIL, "")
    council = (say(asides.SAFETY_PHONE, phone=number),) if number else ()
    heard = told or (say(phrases.SAFETY_READ),)
    card = plain(say(phrases.SAFETY_CARD, emergency=facts["emergency"]), *council, *heard, rows=(PERSON,))
    return replace(said_twice(card), calls=(COUNCIL,) if number else ())
