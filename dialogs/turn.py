"""A turn: everything that follows from one input, whole. Built step by step from the response it begins with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from dialogs.answers import Answer
from dialogs.messages import Message
from dialogs.response import Decision, Response
from dialogs.text import Text


class NoticeKind(StrEnum):
    """What a reviewer is told; never with a family's words."""

    OPENED = "opened"
    NOT_THEM = "not-them"
    FINISHED = "finished"
    AMENDED = "amended"
    DECLINED = "declined"
    ELSEWHERE = "elsewhere"
    STOPPED = "stopped"
    WITHDREW = "withdrew"
    ASKED_TO_TALK = "asked-to-talk"
    RAISED_A_CONCERN = "raised-a-concern"
    QUESTION = "question"
    PAID_CARER = "paid-carer"


class FlagKind(StrEnum):
    """What a reviewer must see to and close."""

    TALK = "talk"
    CALL = "call"
    HELP = "help"
    QUESTION = "question"
    HELPER = "helper"
    PAID_CARER = "paid-carer"
    INTERPRETER = "interpreter"
    OTHER_WAY = "other-way"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Keep the response and what is listed here, send the messages; all or nothing.

    `toast` is a short word back for a press; `repaint` shows the question on the screen with its options as they are now.
    `answers` are revisions as they stand after the turn, new, grown or superseded.
    """

    response: Response
    messages: tuple[Message, ...] = ()
    toast: Text | None = None
    repaint: Message | None = None
    answers: tuple[Answer, ...] = ()
    decisions: tuple[Decision, ...] = ()
    notices: tuple[NoticeKind, ...] = ()
    flags: tuple[FlagKind, ...] = ()
    remind_on: date | None = None

    def now(self, **changes: Any) -> Turn:
        """With these fields of the response changed."""
        return replace(self, response=replace(self.response, **changes))

    def leaving(self, response: Response) -> Turn:
        """With this response."""
        return replace(self, response=response)

    def saying(self, *messages: Message) -> Turn:
        """With these messages after the others."""
        return replace(self, messages=(*self.messages, *messages))

    def keeping(self, answer: Answer) -> Turn:
        """With this answer, which replaces an earlier state of its revision and supersedes the revision before."""
        before = self.response.answers.get(answer.link_id)
        old = () if before is None or before.revision == answer.revision else (replace(before, superseded=True),)
        changed = {(a.link_id, a.revision) for a in (*old, answer)}
        others = tuple(a for a in self.answers if (a.link_id, a.revision) not in changed)
        return replace(self, response=self.response.with_answer(answer), answers=(*others, *old, answer))

    def deciding(self, decision: Decision) -> Turn:
        """With this decision."""
        decisions = {**self.response.decisions, decision.statement: decision.decision}
        return replace(self.now(decisions=decisions), decisions=(*self.decisions, decision))

    def telling(self, *notices: NoticeKind) -> Turn:
        """With these notices for the reviewer."""
        return replace(self, notices=(*self.notices, *notices))

    def flagging(self, *flags: FlagKind) -> Turn:
        """With these flags for the reviewer to close."""
        return replace(self, flags=(*self.flags, *flags))
