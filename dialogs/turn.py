"""A turn: everything that follows from one input, whole. Built step by step from the response it begins with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from dialogs.answers import Answer
from dialogs.copies import replace
from dialogs.inputs import Attachment, Say
from dialogs.messages import Message
from dialogs.response import Decision, Response
from dialogs.text import Text


class NoticeKind(StrEnum):
    """The kinds of news that a reviewer is told; never with a family's words."""

    OPENED = "opened"
    NOT_THEM = "not-them"
    PART_SENT = "part-sent"
    FINISHED = "finished"
    AMENDED = "amended"
    DECLINED = "declined"
    ELSEWHERE = "elsewhere"
    STOPPED = "stopped"
    CAME_BACK = "came-back"
    WITHDREW = "withdrew"
    ASKED_TO_TALK = "asked-to-talk"
    RAISED_A_CONCERN = "raised-a-concern"
    QUESTION = "question"
    PAID_CARER = "paid-carer"
    DISTRESS = "distress"
    SAFEGUARDING = "safeguarding"
    SAFEGUARDING_URGENT = "safeguarding-urgent"
    FOCUSED_REVIEW = "focused-review"
    TO_SEND = "to-send"
    AVOID_DATES = "avoid-dates"
    ACCESS_NEEDS = "access-needs"
    TOO_HARD = "too-hard"
    AGE = "age"
    WRONG_WORDS = "wrong-words"
    DOUBTED = "doubted"
    STANDS_AGAIN = "stands-again"
    NO_WORDS = "no-words"
    UNOPENED = "unopened"
    EXPIRED = "expired"
    SILENT = "silent"


class ReviewNews(StrEnum):
    """The kinds of news of a review as a whole that its reviewer is told."""

    HELD = "held"
    RESUMED = "resumed"
    CLOSED = "closed"
    ASSIGNED = "assigned"
    TAKEN_OVER = "taken-over"
    REOPENED = "reopened"


class HandoverNews(StrEnum):
    """The kinds of news of several reviews at once that pass from one reviewer to another."""

    GIVEN = "given"
    GONE = "gone"
    COVERING = "covering"
    COVERED = "covered"


class FlagKind(StrEnum):
    """The kinds of things that a reviewer must see to and close."""

    TALK = "talk"
    CALL = "call"
    HELP = "help"
    DISTRESS = "distress"
    SAFEGUARDING = "safeguarding"
    SAFEGUARDING_URGENT = "safeguarding-urgent"
    QUESTION = "question"
    FOCUSED_REVIEW = "focused-review"
    FOCUSED_REVIEW_MORE = "focused-review-more"
    SEND_ANSWERS = "send-answers"
    SEND_DRAFT = "send-draft"
    SEND_REVIEW = "send-review"
    SEND_NEWS = "send-news"
    AVOID_DATES = "avoid-dates"
    ACCESS_NEEDS = "access-needs"
    TOO_HARD = "too-hard"
    HELPER = "helper"
    PAID_CARER = "paid-carer"
    INTERPRETER = "interpreter"
    OTHER_WAY = "other-way"
    UNDER_18 = "under-18"
    AGE = "age"
    VOICE_LOST = "voice-lost"
    DOUBTED = "doubted"
    NO_WORDS = "no-words"
    NOT_THEM = "not-them"


class Keeping(StrEnum):
    """The fate of a voice message: it waits for a decision, is to be kept, or is not."""

    WAITS = "waits"
    WANTED = "wanted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Deposit:
    """A voice message by its place in the chat, and what becomes of it."""

    sent: int
    attachment: Attachment
    keeping: Keeping


URGENT = frozenset({FlagKind.HELP, FlagKind.DISTRESS, FlagKind.SAFEGUARDING_URGENT})
# Somebody may not be safe: a kind and two times, no word of anybody's. These stay for the reviewer after a withdrawal.
SAFETY = URGENT | {FlagKind.SAFEGUARDING}
# What a reviewer is told of at once when a flag is raised; not again while it is open, unless it is urgent.
TOLD = {
    FlagKind.TALK: NoticeKind.ASKED_TO_TALK,
    FlagKind.CALL: NoticeKind.ASKED_TO_TALK,
    FlagKind.HELP: NoticeKind.RAISED_A_CONCERN,
    FlagKind.DISTRESS: NoticeKind.DISTRESS,
    FlagKind.SAFEGUARDING: NoticeKind.SAFEGUARDING,
    FlagKind.SAFEGUARDING_URGENT: NoticeKind.SAFEGUARDING_URGENT,
    FlagKind.QUESTION: NoticeKind.QUESTION,
    FlagKind.FOCUSED_REVIEW: NoticeKind.FOCUSED_REVIEW,
    FlagKind.FOCUSED_REVIEW_MORE: NoticeKind.FOCUSED_REVIEW,
    FlagKind.SEND_ANSWERS: NoticeKind.TO_SEND,
    FlagKind.SEND_DRAFT: NoticeKind.TO_SEND,
    FlagKind.SEND_REVIEW: NoticeKind.TO_SEND,
    FlagKind.SEND_NEWS: NoticeKind.TO_SEND,
    FlagKind.AVOID_DATES: NoticeKind.AVOID_DATES,
    FlagKind.ACCESS_NEEDS: NoticeKind.ACCESS_NEEDS,
    FlagKind.TOO_HARD: NoticeKind.TOO_HARD,
    FlagKind.PAID_CARER: NoticeKind.PAID_CARER,
    FlagKind.INTERPRETER: NoticeKind.ELSEWHERE,
    FlagKind.OTHER_WAY: NoticeKind.ELSEWHERE,
    FlagKind.UNDER_18: NoticeKind.ELSEWHERE,
    FlagKind.AGE: NoticeKind.AGE,
    FlagKind.NOT_THEM: NoticeKind.NOT_THEM,
}


@dataclass(frozen=True, kw_only=True)
class Turn:
    """Keep the response and what is listed here, send the messages; all or nothing.

    `toast` is a short word back for a press; `repaint` shows the question on the screen with its options as they are now.
    `unread`: a part of what was written was not understood, so a form does not go on to the next question. `unkept`: why the
    words were not kept, where there was no room for them. `copied`: it shows people all their answers.
    `answers` are revisions as they are after the turn, new, grown or superseded; `deposits` are voice messages after the turn.
    """

    response: Response
    messages: tuple[Message, ...] = ()
    toast: Text | None = None
    repaint: Message | None = None
    answers: tuple[Answer, ...] = ()
    deposits: tuple[Deposit, ...] = ()
    decisions: tuple[Decision, ...] = ()
    notices: tuple[NoticeKind, ...] = ()
    flags: tuple[FlagKind, ...] = ()
    remind_on: date | None = None
    unread: bool = False
    unkept: Text | None = None
    copied: bool = False

    def now(self, **changes: Any) -> Turn:
        """Return a copy with these fields of the response changed."""
        return replace(self, response=replace(self.response, **changes))

    def leaving(self, response: Response) -> Turn:
        """Return a copy with this response."""
        return replace(self, response=response)

    def saying(self, *messages: Message) -> Turn:
        """Return a copy with these messages after the others."""
        return replace(self, messages=(*self.messages, *messages))

    def keeping(self, answer: Answer) -> Turn:
        """Return a copy with this answer, which replaces an earlier state of its revision and supersedes the revision before."""
        before = self.response.answers.get(answer.link_id)
        old = () if before is None or before.revision == answer.revision else (replace(before, superseded=True),)
        changed = {(a.link_id, a.revision) for a in (*old, answer)}
        others = tuple(a for a in self.answers if (a.link_id, a.revision) not in changed)
        return replace(self, response=self.response.with_answer(answer), answers=(*others, *old, answer))

    def depositing(self, said: Say, keeping: Keeping) -> Turn:
        """Return a copy with the fate of this input's voice message, if it has one."""
        if said.attachment is None:
            return self
        return replace(self, deposits=(*self.deposits, Deposit(said.sent, said.attachment, keeping)))

    def deciding(self, decision: Decision) -> Turn:
        """Return a copy with this decision."""
        decisions = {**self.response.decisions, decision.statement: decision.decision}
        return replace(self.now(decisions=decisions), decisions=(*self.decisions, decision))

    def telling(self, *notices: NoticeKind) -> Turn:
        """Return a copy with these notices for the reviewer."""
        return replace(self, notices=(*self.notices, *notices))

    def flagging(self, *flags: FlagKind) -> Turn:
        """Return a copy with these flags for the reviewer to close, and the notices that go with them."""
        told = dict.fromkeys((*self.notices, *(TOLD[f] for f in flags if f in TOLD)))
        turn = self.now(unsafe=True) if SAFETY & {*flags} else self
        return replace(turn, flags=(*self.flags, *flags), notices=tuple(told))
