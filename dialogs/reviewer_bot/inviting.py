"""Inviting somebody: which review, whom, and whether they have said yes to a link, before anything is made.

The language comes last: one of all that there are, or none, and then the family is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.answers import Rejection
from dialogs.inputs import Input, Say
from dialogs.languages import EASY_READ, name_of
from dialogs.messages import Message, Paragraph, plain
from dialogs.phrases import NO, YES
from dialogs.review import Review, ReviewStatus
from dialogs.reviewer_bot import phrases, reading
from dialogs.reviewer_bot.screens import choice, chose, question, yes_or_no
from dialogs.reviewer_bot.state import Desk, DeskTurn, Invite, Inviting
from dialogs.text import Text, isolate, say, verbatim

ASK_THEM = "ask"


def begin(turn: DeskTurn, review_id: str | None = None) -> DeskTurn:
    """A new invitation: for this review, for the only one that is open, or for one that has to be chosen."""
    desk = turn.desk
    if not desk.reviews:
        return turn.saying(plain(say(phrases.NO_REVIEW)))
    if review_id is not None:
        return _for(turn, Inviting(), desk.review(review_id))
    if not desk.open_reviews:
        return turn.saying(plain(say(phrases.NONE_IS_OPEN)))
    if len(desk.open_reviews) > 1:
        return turn.beginning(Inviting()).saying(ask(desk, Inviting()))
    only = desk.open_reviews[0]
    task = Inviting(review=only.id)
    first = Paragraph(say(phrases.FOR_REVIEW, reference=only.reference))
    return turn.beginning(task).saying(ask(desk, task).after(first))


def ask(desk: Desk, task: Inviting) -> Message:
    """Ask the question of the step that the task is at."""
    to = isolate(task.to or "")
    match task.step:
        case "review":
            labels = {code: verbatim(reference) for code, reference in _references(desk).items()}
            return choice("review", say(phrases.WHICH_REVIEW), labels)
        case "invitee":
            return question("invitee", say(phrases.INVITEE), say(phrases.FIRST_NAME_HINT))
        case "agreed":
            return yes_or_no("agreed", say(phrases.HAS_AGREED, to=to), say(phrases.HAS_AGREED_HINT))
        case "relationship":
            labels = {code: say(label) for code, label in phrases.RELATIONSHIPS.items()}
            return choice("relationship", say(phrases.RELATIONSHIP, to=to), labels)
        case _:
            labels = {code: language_label(code, desk.drafts) for code in _languages(desk)}
            return choice("language", say(phrases.LANGUAGE, to=to), labels, say(phrases.LANGUAGE_HINT, to=to))


def answer(turn: DeskTurn, task: Inviting, said: Input) -> DeskTurn:
    """The task one step further, the same step again, or the end of it."""
    match task.step:
        case "review":
            code = reading.choice(said, "review", _references(turn.desk))
            return _for(turn, task, turn.desk.review(code)) if code else _again(turn, task, phrases.CHOOSE_PLEASE)
        case "invitee":
            return _name(turn, task, said)
        case "agreed":
            return _agreed(turn, task, reading.decision(said, "agreed"))
        case "relationship":
            code = reading.choice(said, "relationship", phrases.RELATIONSHIPS)
            return _related(turn, task, code) if code else _again(turn, task, phrases.CHOOSE_PLEASE)
        case _:
            code = reading.choice(said, "language", _languages(turn.desk))
            return _make(turn, task, code) if code else _again(turn, task, phrases.CHOOSE_PLEASE)


def language_label(code: str, drafts: Mapping[str, bool]) -> Text:
    """A language as it is picked; a draft says that it is one."""
    if code == ASK_THEM:
        return say(phrases.ASK_THE_FAMILY)
    name = isolate(name_of(code))
    return say(phrases.DRAFT_LANGUAGE, language=name) if drafts.get(code) else verbatim(name_of(code))


def what_a_draft_means(language: str, name: str) -> tuple[Text, ...]:
    """Say what a reviewer who picks this language has to know, while it is a draft; `name`: as it is shown."""
    twice = () if language == EASY_READ else (say(phrases.DRAFT_TWICE),)
    return (say(phrases.DRAFT, language=name), *twice)


def closed_door(review: Review) -> Text | None:
    """Return the reason why nobody can be invited to this review now, if there is one."""
    match review.status:
        case ReviewStatus.OPEN:
            return None
        case ReviewStatus.HELD:
            return say(phrases.ON_HOLD, reference=review.reference)
        case ReviewStatus.CLOSED:
            return say(phrases.CLOSED, reference=review.reference)


def _for(turn: DeskTurn, task: Inviting, review: Review | None) -> DeskTurn:
    if review is None:
        return turn.saying(plain(say(phrases.OLD_BUTTON)))
    if reason := closed_door(review):
        return turn.ending().saying(plain(reason))
    begun = replace(task, review=review.id)
    return turn.beginning(begun).saying(ask(turn.desk, begun).after(chose(verbatim(review.reference))))


def _name(turn: DeskTurn, task: Inviting, said: Input) -> DeskTurn:
    match reading.first_name(said.words) if isinstance(said, Say) else Rejection(phrases.WRITE_PLEASE):
        case Rejection() as refused:
            return turn.saying(ask(turn.desk, task).after(Paragraph(refused.said)))
        case name:
            return _next(turn, replace(task, to=name))


def _agreed(turn: DeskTurn, task: Inviting, decided: bool | None) -> DeskTurn:
    if decided is None:
        return _again(turn, task, phrases.CHOOSE_PLEASE)
    if not decided:
        return turn.ending().saying(plain(say(phrases.ASK_FIRST, to=isolate(task.to or ""))).after(chose(NO)))
    return _next(turn, replace(task, agreed=True), chose(YES))


def _related(turn: DeskTurn, task: Inviting, relationship: str) -> DeskTurn:
    return _next(turn, replace(task, relationship=relationship), chose(phrases.RELATIONSHIPS[relationship]))


def _make(turn: DeskTurn, task: Inviting, language: str) -> DeskTurn:
    """The deed, if the review is still there and open; ValueError while anything is missing."""
    if task.to is None or task.relationship is None or not task.agreed:
        raise ValueError(f"not before the step {task.step}")
    review = turn.desk.review(task.review or "")
    reason = say(phrases.NOT_YOURS) if review is None else closed_door(review)
    if review is None or reason:
        return turn.ending().saying(plain(reason or say(phrases.NOT_YOURS)))
    picked = None if language == ASK_THEM else language
    return turn.doing(Invite(review=review.reference, to=task.to, relationship=task.relationship, language=picked))


def _languages(desk: Desk) -> Mapping[str, str]:
    """Return the choices of language, by code: the family is asked, or a language by its own name."""
    return {ASK_THEM: phrases.ASK_THE_FAMILY, **{code: name_of(code) for code in desk.drafts}}


def _references(desk: Desk) -> Mapping[str, str]:
    return {r.id: r.reference for r in desk.open_reviews}


def _next(turn: DeskTurn, task: Inviting, *intro: Paragraph) -> DeskTurn:
    return turn.going_on(task).saying(ask(turn.desk, task).after(*intro))


def _again(turn: DeskTurn, task: Inviting, reason: str) -> DeskTurn:
    return turn.saying(ask(turn.desk, task).after(Paragraph(say(reason))))
