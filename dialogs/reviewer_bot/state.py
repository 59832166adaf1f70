"""The state of a reviewer's desk: the task in hand, the records that the load brings with it, and the outcome of a turn.

A task is a value that is filled step by step; its step is whatever is still missing. Nothing else is remembered, so what
is stored can never name a step that its own values contradict.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from dialogs.flags import Handled, OpenFlag, Outcome
from dialogs.invitation import Invitation
from dialogs.messages import Message
from dialogs.review import ATTESTED, IN_THE_WAY, Review, ReviewStatus, TooYoung, warnings
from dialogs.reviewer_bot.particulars import may_be_full


class Errand(StrEnum):
    """The things a reviewer can ask for at any time; as an input, each is `Open` of its value."""

    REVIEW = "review"
    INVITE = "invite"
    INVITATIONS = "invitations"
    FLAGS = "flags"
    CANCEL = "cancel"
    HELP = "help"
    PRIVACY = "privacy"


@dataclass(frozen=True, slots=True)
class Age:
    """Age at death in years; None: not known."""

    years: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A review that is being opened.

    `whole`: both words of the name are the first name; `held`: it waits for an inquest; `refused`: the code that was answered no.
    """

    reference: str | None = None
    person: str | None = None
    whole: bool = False
    age: Age | None = None
    confirmed: tuple[str, ...] = ()
    held: bool | None = None
    refused: str | None = None

    @property
    def step(self) -> str:
        """Return the step asked now: a value, a code to confirm, what a no leads to, or the check of it all."""
        if self.refused is not None:
            return "refused"
        if self.reference is None:
            return "reference"
        if self.person is None:
            return "person"
        if not self.whole and may_be_full(self.person):
            return "whole"
        if self.age is None:
            return "age"
        return next((code for code in to_confirm(self.age) if not self._is_settled(code)), "check")

    def _is_settled(self, code: str) -> bool:
        return code in self.confirmed or (code == IN_THE_WAY and self.held is True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inviting:
    """An invitation that is being made. `language`: its code, or that the family is asked."""

    review: str | None = None
    to: str | None = None
    whole: bool = False
    agreed: bool = False
    relationship: str | None = None
    language: str | None = None

    @property
    def step(self) -> str:
        """Return the step asked now. Nobody's relationship is asked before they have said yes to a link."""
        if self.review is None:
            return "review"
        if self.to is None:
            return "invitee"
        if not self.whole and may_be_full(self.to):
            return "whole"
        if not self.agreed:
            return "agreed"
        if self.relationship is None:
            return "relationship"
        return "language" if self.language is None else "check"


@dataclass(frozen=True, slots=True)
class Renewing:
    """A new link that waits for its yes."""

    invitation: str
    step = "renew"


@dataclass(frozen=True, slots=True)
class Revoking:
    """A revocation that waits for its yes."""

    invitation: str
    step = "revoke"


@dataclass(frozen=True, slots=True)
class Moving:
    """An invitation that was made in the wrong review, and the one that it goes to."""

    invitation: str
    review: str | None = None

    @property
    def step(self) -> str:
        """Return the step asked now."""
        return "review" if self.review is None else "move"


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """The outcome of a flag, as it is told step by step: `when` or `to` follow from the outcome. No words, only codes."""

    flag: int
    urgent: bool
    outcome: str | None = None
    when: str | None = None
    to: str | None = None

    @property
    def step(self) -> str:
        """Return the step asked now; of an urgent one that is to be closed it is asked once more."""
        if self.outcome is None:
            return "outcome"
        if self.outcome == Outcome.NO_ANSWER:
            return "again" if self.when is None else "done"
        if self.outcome == Outcome.PASSED and self.to is None:
            return "passed"
        return "sure" if self.urgent else "done"


Task = Opening | Inviting | Renewing | Revoking | Moving | Closing


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReview:
    """Keep a new review; a held one waits until the other official process is over."""

    reference: str
    person: str
    age: int | None
    confirmed: tuple[str, ...]
    held: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """Make an invitation and hand it over. `review`: its reference. `language`: to begin in; None: the family is asked."""

    review: str
    to: str
    relationship: str
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Renew:
    """Make a new link for an invitation and hand it over. `bound`: somebody answers already."""

    invitation: str
    to: str
    bound: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Revoke:
    """Let an invitation work no more."""

    invitation: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Put an invitation that nobody has opened into another review."""

    invitation: str
    to: str
    review: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseFlag:
    """The reviewer has done something about a flag."""

    flag: OpenFlag
    done: Handled


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenFlag:
    """The reviewer closed a flag by mistake."""

    flag: int


Deed = OpenReview | Invite | Renew | Revoke | Move | CloseFlag | ReopenFlag


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """An urgent flag of somebody else's review that the leads were told of. `reviewer`: the name of whose review it is."""

    flag: OpenFlag
    to: str
    reviewer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One reviewer's desk. `task`, `since` and `heard` are stored; the rest comes with every load.

    `since` is the place in the chat where the task began: a button above it asks about something else. `heard` is the
    place of the last message that was taken. `taken` are the references that can't be used, of those that may come up in
    this turn. `late`: what others have not seen to, where this reviewer leads. `days`: those on which somebody can be rung
    again. `drafts`: each language that there is, in order, and whether it is a draft.
    """

    task: Task | None = None
    since: int = 0
    heard: int = 0
    reviewer: str = ""
    reviews: tuple[Review, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    flags: tuple[OpenFlag, ...] = ()
    late: tuple[Late, ...] = ()
    taken: frozenset[str] = frozenset()
    days: tuple[date, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    drafts: Mapping[str, bool] = field(default_factory=dict)

    def review(self, review_id: str) -> Review | None:
        """The review with this id, if it is one of this reviewer's."""
        return next((r for r in self.reviews if r.id == review_id), None)

    def invitation(self, invitation_id: str) -> Invitation | None:
        """The invitation with this id, if it is of one of this reviewer's reviews."""
        return next((i for i in self.invitations if i.id == invitation_id), None)

    @property
    def open_reviews(self) -> list[Review]:
        """Those that somebody can be invited to."""
        return [r for r in self.reviews if r.status is ReviewStatus.OPEN]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskTurn:
    """Keep the desk, do the deed and send the messages; all or nothing. `used_up`: the pressed message needs no buttons."""

    desk: Desk
    now: datetime
    sent: int
    messages: tuple[Message, ...] = ()
    deed: Deed | None = None
    used_up: bool = False

    def saying(self, *messages: Message) -> DeskTurn:
        """Return a copy with these messages after the others."""
        return replace(self, messages=(*self.messages, *messages))

    def beginning(self, task: Task) -> DeskTurn:
        """Return a copy with this task on the desk from here on."""
        return replace(self, desk=replace(self.desk, task=task, since=self.sent))

    def going_on(self, task: Task) -> DeskTurn:
        """Return a copy with the task one step further."""
        return replace(self, desk=replace(self.desk, task=task))

    def ending(self) -> DeskTurn:
        """Return a copy with nothing on the desk."""
        return replace(self, desk=replace(self.desk, task=None))

    def doing(self, deed: Deed) -> DeskTurn:
        """Return a copy with this deed to do, and nothing more on the desk."""
        return replace(self.ending(), deed=deed)

    def using_up(self) -> DeskTurn:
        """Return a copy with the buttons of the pressed message gone."""
        return replace(self, used_up=True)


def to_confirm(age: Age) -> tuple[str, ...]:
    """Return the codes to confirm, one by one, for somebody who died at this age; ValueError for an age below zero."""
    match warnings(age.years, minimum=0):
        case TooYoung():
            raise ValueError("an age below zero")
        case found:
            return (*found, *ATTESTED)
