"""A response: one participant's run through a questionnaire, whole. It is what a turn begins with and what it leaves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from dialogs.answers import Answer
from dialogs.copies import replace
from dialogs.inputs import Channel, Say
from dialogs.text import isolate


class Status(StrEnum):
    """The state of a response, in the words the reviewer sees."""

    OPENED = "opened"
    CONSENTED = "consented"
    IN_PROGRESS = "in-progress"
    PAUSED = "paused"
    COMPLETED = "completed"
    AMENDED = "amended"
    DECLINED = "declined"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"
    NOT_THEM = "not-them"
    ELSEWHERE = "elsewhere"


FINISHED = frozenset({Status.COMPLETED, Status.AMENDED})
CHECK, AMENDED = "check", "amended"
# The choice of parts; the parts that somebody knows less about, once they are left out.
HUB, REST = "hub", "rest"
ADULT, RECORD = "C1", "C4"
ABOUT_CHANNEL = frozenset({"notice", "C2"})
OVER = frozenset({Status.DECLINED, Status.STOPPED, Status.NOT_THEM, Status.ELSEWHERE, Status.WITHDRAWN})


def end_of(part: str) -> str:
    """The screen at the end of a part."""
    return f"section-{part}"


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The names a conversation may use. `person` is shown only after the visitor has said who they are."""

    invitee: str
    person: str
    reviewer: str = ""
    relationship: str = ""
    called: str = ""

    def names(self, your_reviewer: str) -> dict[str, str]:
        """Return the names for the placeholders, isolated; without a reviewer, the phrase given."""
        return {
            "name": isolate(self.called or self.person),
            "invitee": isolate(self.invitee),
            "reviewer": isolate(self.reviewer) if self.reviewer else your_reviewer,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision on one statement, in the wording that was shown."""

    statement: str
    version: str
    wording: str
    wording_sha256: str
    language: str
    channel: Channel
    decision: str
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """Words that wait in the note: the question that they may belong to, and their places in the chat."""

    link_id: str
    sent: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Response:
    """`at` is the link_id or the screen that is before the person now, `wording` that question as it was shown.

    `left_open` keeps the wordings of questions that were shown and left without an answer for now.
    `answers` holds the answer that counts for each item, `revisions` the last revision of each item ever answered,
    `decisions` the last code for each statement. `changing` and `aside` name what the person has asked to do meanwhile.
    `part` is the part chosen in the hub, `short` whether only the core is asked.
    `halted`: words were read as distress, and nothing goes on before the person says so; `unreminded`: we never write first;
    `unsafe`: a flag was raised that says that somebody may not be safe. `beside`: for each kind of danger that was heard
    beside an answer, where and on which day whom to call was last shown.
    `waiting` holds the voice messages that came before anybody was asked whether they may be kept, without their words;
    `spoken` counts all that ever came. `written` and `sounded`: the letters and the bytes of all that was ever kept.
    `offered`: words in the note that the person may still put with a question.
    `away`: they were reminded, and have not seen the question since; `welcomed`: when it was asked again for words after a pause
    or a silence, until anything else comes; `lagging`: when the last words were written, where they reached us late.
    `unplaced` holds words of which nobody knows yet above which question they stand; `forwards` the places of forwarded words
    of which the person has not said yet whether to keep them; `album`: the newest album of pictures.
    `young`: they said once that they are under 18.
    `held`, `ended` and `languages` come from the review, the invitation and the settings with every load.
    """

    version: str
    language: str
    channel: Channel
    people: People
    status: Status = Status.OPENED
    bound: bool = False
    at: str = ""
    wording: str = ""
    passed: frozenset[str] = frozenset()
    left_open: Mapping[str, str] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    revisions: Mapping[str, int] = field(default_factory=dict)
    decisions: Mapping[str, str] = field(default_factory=dict)
    changing: str | None = None
    part: str = ""
    short: bool = False
    aside: str | None = None
    halted: bool = False
    unreminded: bool = False
    unsafe: bool = False
    beside: Mapping[str, str] = field(default_factory=dict)
    waiting: tuple[Say, ...] = ()
    spoken: int = 0
    written: int = 0
    sounded: int = 0
    offered: Offered | None = None
    away: bool = False
    welcomed: datetime | None = None
    lagging: datetime | None = None
    young: bool = False
    unplaced: tuple[Say, ...] = ()
    forwards: tuple[int, ...] = ()
    album: str = ""
    held: bool = False
    ended: bool = False
    languages: tuple[str, ...] = ("en",)

    @property
    def closed(self) -> bool:
        """Tell whether nothing can be answered any more: the response is over, or its invitation has ended."""
        return self.status in OVER or self.ended

    @property
    def agreed(self) -> bool:
        """Tell whether C3 and C4 were answered with yes."""
        return self.decisions.get("C3") == "yes" == self.decisions.get("C4")

    @property
    def refused(self) -> bool:
        """Tell whether this is a chat that they did not want to use, and have not agreed to since they came back to it."""
        decided, here = self.decisions.get("C2"), self.channel == Channel.TELEGRAM
        return here and decided != "yes" and (decided == "other-way" or self.at in ABOUT_CHANNEL)

    @property
    def consented(self) -> bool:
        """Tell whether what is said here may be kept: they agreed to take part, and did not refuse this chat."""
        return self.agreed and not self.refused

    @property
    def adult(self) -> bool:
        """Tell whether they have said that they are 18 or over, and never that they are not."""
        return self.decisions.get(ADULT) == "yes" and not self.young

    @property
    def answered(self) -> tuple[str, ...]:
        """The items with codes, words or dates, in the order they were first answered."""
        return tuple(link_id for link_id, answer in self.answers.items() if answer.has_value)

    @property
    def finished(self) -> bool:
        """Tell whether the person has said that they have finished; stopping or pausing later does not undo it."""
        return CHECK in self.passed

    def question_of(self, sent: int) -> str | None:
        """The question whose answer holds the message at this place in the chat."""
        return next((a.link_id for a in self.answers.values() if a.holds(sent)), None)

    def with_answer(self, answer: Answer) -> Response:
        """Return a copy with this answer as the one that counts for its item; a superseded one counts no more."""
        answers = {k: v for k, v in self.answers.items() if k != answer.link_id}
        if not answer.superseded:
            answers = {**self.answers, answer.link_id: answer}
        return replace(self, answers=answers, revisions={**self.revisions, answer.link_id: answer.revision})

    def without_offer(self, places: Collection[int]) -> Response:
        """Return a copy in which the words at these places wait for no question any more."""
        left = tuple(sent for sent in self.offered.sent if sent not in places) if self.offered else ()
        return replace(self, offered=replace(self.offered, sent=left) if self.offered and left else None)

    def passing(self, place: str) -> Response:
        """Return a copy with this place behind the person; a passage about a channel counts for that channel."""
        return replace(self, passed=self.passed | {self._mark(place)})

    def has_passed(self, place: str) -> bool:
        """Tell whether this place is behind the person."""
        return self._mark(place) in self.passed

    def _mark(self, place: str) -> str:
        return f"{place}@{self.channel}" if place in ABOUT_CHANNEL else place
