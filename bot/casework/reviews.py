"""Open, mend, assign, hold, resume and close a review, and tell the people who take part in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace

from bot.casework.access import Deed, Refused
from bot.casework.by import By
from dialogs import leder, phrases
from dialogs.invitation import ACTIVE
from dialogs.messages import RESUME, Message, plain
from dialogs.response import OVER
from dialogs.review import ATTESTED, IN_THE_WAY, Dates, Review, ReviewStatus, TooYoung, Warning_, warnings
from dialogs.text import say
from dialogs.turn import ReviewNews, Turn
from storage.repositories import flags, invitations, reminders, responses, reviews
from storage.repositories.conversations import Conversation

UNCONFIRMED = {
    Warning_.UNDER_18: "The person was under 18, and child death review may be the right route",
    Warning_.AGE_UNKNOWN: "The age at death is not known, so please check that the review is in scope",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReview:
    """A review that is to be opened. `confirmed`: the warnings that were looked into, and what was attested.

    `held`: it waits for an inquest or another official process from the beginning.
    """

    reference: str
    person: str
    age: int | None
    dates: Dates = field(default_factory=Dates)
    confirmed: Sequence[str]
    reviewer_id: str | None
    held: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """The right facts of a review; what is not given stays as it is. `confirmed`: warnings that were looked into."""

    reference: str | None = None
    person: str | None = None
    age: int | None = None
    dates: Dates = field(default_factory=Dates)
    confirmed: Sequence[str] = ()

    @property
    def named(self) -> list[str]:
        """Return what is corrected, by name."""
        told = {"reference": self.reference, "person": self.person, "age": self.age, **asdict(self.dates)}
        return [name for name, value in told.items() if value is not None]


@dataclass(frozen=True, slots=True)
class Changed:
    """A review, and how many people were told of a change; None where it was so already."""

    review: Review
    told: int | None


def open_review(by: By, new: NewReview) -> str:
    """Keep a new review and give its id; Refused while a warning is not confirmed, or a rule is not attested."""
    warned(new.age, new.confirmed)
    if missing := [rule for rule in ATTESTED if rule not in new.confirmed and not (new.held and rule == IN_THE_WAY)]:
        raise Refused(f"The rule {missing[0]} is not attested: {ATTESTED[missing[0]]}")
    review_id = reviews.open_review(
        by.work,
        new.reference,
        person=new.person,
        age=new.age,
        dates=new.dates,
        confirmed=new.confirmed,
        reviewer_id=new.reviewer_id,
        now=by.now,
    )
    if new.held:
        reviews.set_review_status(by.work, review_id, ReviewStatus.HELD)
    by.does(Deed.REVIEW_OPEN, reviews.review(by.work, new.reference), reviewer=new.reviewer_id, held=int(new.held))
    return review_id


def edit(by: By, reference: str, right: Corrections) -> Review:
    """Mend what was told wrong or not at all; the age follows from the days where both are known. Gives it as it is then."""
    review = reviews.review(by.work, reference, lock=True)
    before = reviews.dates_of(by.work, review.id)
    dates = replace(before, **{n: d for n, d in asdict(right.dates).items() if d is not None})
    if reason := impossible(dates, right.age):
        raise Refused(reason)
    years = right.age if dates.age is None else dates.age
    raised = [] if years in {None, review.age} else warned(years, right.confirmed)
    by.does(Deed.REVIEW_EDIT, review, changed=".".join(right.named) or None)
    reviews.edit_review(by.work, review.id, right.person, reference=right.reference, age=years, dates=dates)
    reviews.confirm(by.work, review.id, raised)
    return reviews.review(by.work, right.reference or review.reference)


def assign(by: By, reference: str, reviewer: str, *, tells: bool = True) -> Review:
    """Give the review to the reviewer of this name; both are told, unless they hear of it together with others."""
    review, reviewer_id = reviews.review(by.work, reference, lock=True), reviews.reviewer_named(by.work, reviewer)
    by.does(Deed.REVIEW_ASSIGN, review, before=review.reviewer_id, after=reviewer_id)
    reviews.assign_review(by.work, review.id, reviewer_id)
    if tells and review.reviewer_id != reviewer_id:
        _news(by, review, ReviewNews.TAKEN_OVER, review.reviewer_id)
        _news(by, review, ReviewNews.ASSIGNED, reviewer_id)
    return review


def hold(by: By, reference: str) -> Changed:
    """Hold the review, if it is open: everybody who is answering is told, once, and hears nothing more."""
    review = _not_closed(by, reference)
    if review.status is ReviewStatus.HELD:
        return Changed(review, None)
    by.does(Deed.REVIEW_HOLD, review)
    reviews.set_review_status(by.work, review.id, ReviewStatus.HELD)
    _news(by, review, ReviewNews.HELD, review.reviewer_id)
    phone = leder.programme()["phone"]
    return Changed(review, _tell(by, review, plain(say(phrases.HELD), say(phrases.HELD_LATER, phone=phone))))


def resume(by: By, reference: str) -> Changed:
    """End the hold, if there is one: everybody who was answering is told that they can go on."""
    review = _not_closed(by, reference)
    if review.status is ReviewStatus.OPEN:
        return Changed(review, None)
    by.does(Deed.REVIEW_RESUME, review)
    reviews.set_review_status(by.work, review.id, ReviewStatus.OPEN)
    _news(by, review, ReviewNews.RESUMED, review.reviewer_id)
    return Changed(review, _tell(by, review, plain(say(phrases.HELD_OVER), rows=(RESUME,))))


def close(by: By, reference: str, *, anyway: bool) -> Changed:
    """Close the review: unused links stop, nobody is reminded, people taking part are told once.

    Refused while something waits for its reviewer, unless it is to be closed anyway. What is to be sent then falls due.
    """
    review = reviews.review(by.work, reference, lock=True)
    if review.status is ReviewStatus.CLOSED:
        return Changed(review, None)
    waiting = len([flag for flag in flags.open_flags(by.work, [review.reference]) if not flag.to_send])
    if waiting and not anyway:
        number = "1 open flag" if waiting == 1 else f"{waiting} open flags"
        raise Refused(
            f"The review {review.reference} has {number}: see interview flags {review.reference}, or add --anyway."
        )
    by.does(Deed.REVIEW_CLOSE, review, flags=waiting)
    return Changed(review, _close(by, review))


def reopen(by: By, reference: str) -> Changed:
    """Open a review again that was closed. Its reviewer is told, no family is, and what was revoked stays so."""
    review = reviews.review(by.work, reference, lock=True)
    if review.status is not ReviewStatus.CLOSED:
        return Changed(review, None)
    by.does(Deed.REVIEW_REOPEN, review)
    reviews.set_review_status(by.work, review.id, ReviewStatus.OPEN)
    _news(by, review, ReviewNews.REOPENED, review.reviewer_id)
    return Changed(review, 0)


def impossible(dates: Dates, age: int | None = None) -> str:
    """Return why these days and this age cannot be; "" if they can."""
    if dates.age is not None and dates.age < 0:
        return "The day of death is before the day of birth."
    if dates.died and dates.notified and dates.notified < dates.died:
        return "The programme cannot have heard of the death before the day of death."
    if dates.age is not None and age not in {None, dates.age}:
        return f"The days of birth and death make {dates.age} years: please give either the right days or the age."
    return ""


def warned(age: int | None, confirmed: Sequence[str]) -> list[str]:
    """Return the warnings that an age raises; Refused while one of them is not confirmed, or below the minimum."""
    raised = warnings(age, int(leder.programme()["minimum_age"]))
    if isinstance(raised, TooYoung):
        raise Refused(f"The person died below the age of {raised.minimum}, so there can be no review here.")
    if missing := [warning for warning in raised if warning not in confirmed]:
        raise Refused(f"{UNCONFIRMED[missing[0]]}: to go on, add --confirm {missing[0]}.")
    return list(raised)


def _news(by: By, review: Review, news: ReviewNews, reviewer_id: str | None) -> None:
    """Have a reviewer told of this, unless it is they who do it."""
    from bot.participants.notices import tell_of_review  # noqa: PLC0415 - mere looks need no words for reviewers

    if reviewer_id != by.actor.id:
        tell_of_review(by.work, review, news, reviewer_id, by.now)


def _not_closed(by: By, reference: str) -> Review:
    review = reviews.review(by.work, reference, lock=True)
    if review.status is ReviewStatus.CLOSED:
        raise Refused(f"The review {review.reference} is closed.")
    return review


def _close(by: By, review: Review) -> int:
    conversations = _conversations(by, review)
    there = [c for c in conversations if c.available and c.response.status not in OVER]
    reviews.set_review_status(by.work, review.id, ReviewStatus.CLOSED, by.now)
    _news(by, review, ReviewNews.CLOSED, review.reviewer_id)
    unused = [i.id for i in invitations.invitations_of(by.work, [review.reference]) if not i.bound]
    invitations.revoke(by.work, unused, by.now)
    _say(by, there, [_closed(c) for c in there])
    reminders.forget(by.work, [c.response_id for c in conversations])
    return len(there)


def _closed(conversation: Conversation) -> Message:
    kept = conversation.response.consented and conversation.response.answered
    last = (say(phrases.REVIEW_CLOSED_KEPT),) if kept else ()
    return plain(say(phrases.REVIEW_CLOSED, phone=leder.programme()["phone"]), *last)


def _tell(by: By, review: Review, message: Message) -> int:
    conversations = _conversations(by, review)
    answering = [c for c in conversations if c.available and c.response.status in ACTIVE]
    _say(by, answering, [message] * len(answering))
    reminders.forget(by.work, [c.response_id for c in conversations])
    return len(answering)


def _conversations(by: By, review: Review) -> list[Conversation]:
    return responses.of_review(by.work, review.id, by.turns().around(by.now))


def _say(by: By, to: Sequence[Conversation], messages: Sequence[Message]) -> None:
    turns = [Turn(response=c.response).saying(message) for c, message in zip(to, messages, strict=True)]
    by.turns().act(by.work, to, turns, by.now)
