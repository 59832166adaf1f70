"""Inviting somebody: which review, whom, and whether they have said yes to a link, before anything is made.

The language comes last: one of all that there are, or none, and then the family is asked. Then all of it is said in one
sentence, and each part of it can be changed, before the invitation is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from dialogs.answers import Rejection
from dialogs.inputs import Input, Say
from dialogs.invitation import Invitation
from dialogs.languages import EASY_READ, name_in_english, name_of, named_in
from dialogs.messages import Message, Paragraph, plain
from dialogs.phrases import NO, YES
from dialogs.review import Review, ReviewStatus
from dialogs.reviewer_bot import phrases, reading
from dialogs.reviewer_bot.particulars import first_name, first_name_of
from dialogs.reviewer_bot.screens import choice, chose, question, refused, unnumbered, whole_name, yes_or_no
from dialogs.reviewer_bot.state import Desk, DeskTurn, Invite, Inviting
from dialogs.text import Text, isolate, say, verbatim
from dialogs.typed import folded

ASK_THEM = "ask"
_CHANGES = {
    "review": phrases.CHANGE_REVIEW,
    "invitee": phrases.CHANGE_NAME,
    "relationship": phrases.CHANGE_RELATIONSHIP,
    "language": phrases.CHANGE_LANGUAGE,
}


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
    first = say(phrases.FOR_REVIEW, person=isolate(first_name_of(only.person)), reference=only.reference)
    return turn.beginning(task).saying(ask(desk, task).after(Paragraph(first)))


def ask(desk: Desk, task: Inviting) -> Message:
    """Ask the question of the step that the task is at."""
    to = isolate(task.to or "")
    match task.step:
        case "review":
            return unnumbered("review", say(phrases.WHICH_REVIEW), review_labels(desk.open_reviews))
        case "invitee":
            return question("invitee", say(phrases.INVITEE), say(phrases.FIRST_NAME_HINT))
        case "whole":
            return whole_name()
        case "agreed":
            return yes_or_no("agreed", say(phrases.HAS_AGREED, to=to), say(phrases.HAS_AGREED_HINT))
        case "relationship":
            labels = {code: say(label) for code, label in phrases.RELATIONSHIPS.items()}
            return choice("relationship", say(phrases.RELATIONSHIP, to=to), labels)
        case "language":
            labels = {code: language_label(code, desk.drafts) for code in _languages(desk)}
            return choice("language", say(phrases.LANGUAGE, to=to), labels, say(phrases.LANGUAGE_HINT, to=to))
        case _:
            more = {part: say(label) for part, label in _changes(desk).items()}
            told = (_summary(desk, task), *_there_already(desk, task), *_draft(desk, task.language or ""))
            return yes_or_no("check", say(phrases.MAKE_IT), more=more).after(*map(Paragraph, told))


def answer(turn: DeskTurn, task: Inviting, said: Input) -> DeskTurn:
    """The task one step further, the same step again, or the end of it."""
    match task.step:
        case "review":
            review = reading.review(said, "review", turn.desk.open_reviews)
            return _for(turn, task, review) if review else _again(turn, task, not_that_one(turn.desk, said))
        case "invitee":
            return _name(turn, task, said)
        case "whole":
            return _whole(turn, task, said)
        case "agreed":
            return _agreed(turn, task, reading.decision(said, "agreed"))
        case "relationship":
            code = reading.choice(said, "relationship", phrases.RELATIONSHIPS) or reading.kinship(said)
            return _related(turn, task, code) if code else _again(turn, task, phrases.CHOOSE_PLEASE)
        case "language":
            return _spoken(turn, task, said)
        case _:
            return _checked(turn, task, reading.verdict(said, "check", _changes(turn.desk)))


def review_label(review: Review) -> Text:
    """Return a review as it is picked: its reference and the first name of the person."""
    return say(phrases.REVIEW_LINE, reference=review.reference, person=isolate(first_name_of(review.person)))


def review_labels(reviews: Iterable[Review]) -> Mapping[str, Text]:
    """Return the labels of these reviews by their ids."""
    return {review.id: review_label(review) for review in reviews}


def language_label(code: str, drafts: Mapping[str, bool]) -> Text:
    """A language as it is picked; a draft says that it is one."""
    if code == ASK_THEM:
        return say(phrases.ASK_THE_FAMILY)
    name, english = isolate(name_of(code)), name_in_english(code)
    if english == name_of(code):
        return say(phrases.DRAFT_LANGUAGE, language=name) if drafts.get(code) else verbatim(english)
    both = phrases.DRAFT_LANGUAGE_IN_ENGLISH if drafts.get(code) else phrases.LANGUAGE_IN_ENGLISH
    return say(both, language=name, english=english)


def what_a_draft_means(language: str, name: str) -> tuple[Text, ...]:
    """Say what a reviewer who picks this language has to know, while it is a draft; `name`: as it is shown."""
    twice = () if language == EASY_READ else (say(phrases.DRAFT_TWICE),)
    return (say(phrases.DRAFT, language=name), *twice)


def namesakes(invitations: Iterable[Invitation], reference: str, to: str) -> list[Invitation]:
    """Return the invitations to this review that hold, and are for somebody of this name."""
    theirs = [one for one in invitations if one.review == reference and one.to and not one.revoked]
    return [one for one in theirs if folded(one.to or "") == folded(to)]


def closed_door(review: Review) -> Text | None:
    """Return the reason why nobody can be invited to this review now, if there is one."""
    match review.status:
        case ReviewStatus.OPEN:
            return None
        case ReviewStatus.HELD:
            return say(phrases.ON_HOLD, reference=review.reference)
        case ReviewStatus.CLOSED:
            return say(phrases.CLOSED, reference=review.reference)


def not_that_one(desk: Desk, said: Input) -> Text:
    """Return the reason why no open review was chosen: the one that is meant waits, or is closed, or none is meant."""
    meant = reading.review(said, "review", desk.reviews)
    return (closed_door(meant) if meant else None) or say(phrases.CHOOSE_REVIEW)


def _for(turn: DeskTurn, task: Inviting, review: Review | None) -> DeskTurn:
    if review is None:
        return turn.saying(plain(say(phrases.OLD_BUTTON)))
    if reason := closed_door(review):
        return turn.ending().saying(plain(reason))
    begun = replace(task, review=review.id)
    return turn.beginning(begun).saying(ask(turn.desk, begun).after(chose(review_label(review))))


def _name(turn: DeskTurn, task: Inviting, said: Input) -> DeskTurn:
    match first_name(said.words) if isinstance(said, Say) else Rejection(phrases.WRITE_PLEASE):
        case Rejection() as why:
            return turn.saying(ask(turn.desk, task).after(*refused(why)))
        case name:
            return _next(turn, replace(task, to=name, whole=False))


def _whole(turn: DeskTurn, task: Inviting, said: Input) -> DeskTurn:
    if first := reading.first_of(task.to or "", said):
        return _next(turn, replace(task, to=first))
    decided = reading.decision(said, "whole")
    if decided is None:
        return _again(turn, task, phrases.CHOOSE_PLEASE)
    kept = replace(task, whole=True) if decided else replace(task, to=None)
    return _next(turn, kept, chose(YES if decided else NO))


def _agreed(turn: DeskTurn, task: Inviting, decided: bool | None) -> DeskTurn:
    if decided is None:
        return _again(turn, task, phrases.CHOOSE_PLEASE)
    if not decided:
        return turn.ending().saying(plain(say(phrases.ASK_FIRST, to=isolate(task.to or ""))).after(chose(NO)))
    return _next(turn, replace(task, agreed=True), chose(YES))


def _related(turn: DeskTurn, task: Inviting, relationship: str) -> DeskTurn:
    return _next(turn, replace(task, relationship=relationship), chose(phrases.RELATIONSHIPS[relationship]))


def _spoken(turn: DeskTurn, task: Inviting, said: Input) -> DeskTurn:
    labels = {code: _read_aloud(turn.desk, code) for code in _languages(turn.desk)}
    code = reading.choice(said, "language", labels) or reading.choice(said, "language", _languages(turn.desk))
    if code is None and isinstance(said, Say) and not said.words.strip(" .").isdecimal():
        code = named_in(said.words, tuple(turn.desk.drafts))
    if code is None:
        return _again(turn, task, phrases.CHOOSE_PLEASE)
    return _next(turn, replace(task, language=code), chose(language_label(code, turn.desk.drafts)))


def _checked(turn: DeskTurn, task: Inviting, decided: bool | str | None) -> DeskTurn:
    if isinstance(decided, str):
        left = _without(task, decided)
        return turn.beginning(left).saying(ask(turn.desk, left).after(chose(_CHANGES[decided])))
    if decided is None:
        return _again(turn, task, phrases.CHOOSE_PLEASE)
    if not decided:
        return turn.ending().saying(plain(say(phrases.NOT_MADE)).after(chose(NO)))
    return _make(turn, task)


def _without(task: Inviting, part: str) -> Inviting:
    """Return the task with one part to be told again; another person is asked about the link anew."""
    match part:
        case "review":
            return replace(task, review=None)
        case "invitee":
            return replace(task, to=None, agreed=False)
        case "relationship":
            return replace(task, relationship=None)
        case _:
            return replace(task, language=None)


def _make(turn: DeskTurn, task: Inviting) -> DeskTurn:
    """The deed, if the review is still there and open; ValueError while anything is missing."""
    if task.step != "check" or task.to is None or task.relationship is None:
        raise ValueError(f"not before the step {task.step}")
    review = turn.desk.review(task.review or "")
    reason = say(phrases.NOT_YOURS) if review is None else closed_door(review)
    if review is None or reason:
        return turn.ending().saying(plain(reason or say(phrases.NOT_YOURS)))
    picked = None if task.language == ASK_THEM else task.language
    return turn.doing(Invite(review=review.reference, to=task.to, relationship=task.relationship, language=picked))


def _summary(desk: Desk, task: Inviting) -> Text:
    """Say in one sentence what is about to be made."""
    review = desk.review(task.review or "")
    told: dict[str, str | Text] = {
        "to": isolate(task.to or ""),
        "relationship": phrases.RELATIONSHIPS[task.relationship or ""].lower(),
        "person": isolate(first_name_of(review.person)) if review else "",
        "reference": review.reference if review else "",
    }
    code = task.language or ASK_THEM
    if code == ASK_THEM:
        return say(phrases.YOU_INVITE_ASK, **told)
    own, english = isolate(name_of(code)), name_in_english(code)
    spoken = own if english == name_of(code) else say(phrases.ENGLISH_AND_OWN, english=english, language=own)
    return say(phrases.YOU_INVITE, **told, language=spoken)


def _draft(desk: Desk, language: str) -> tuple[Text, ...]:
    return what_a_draft_means(language, isolate(name_of(language))) if desk.drafts.get(language) else ()


def _there_already(desk: Desk, task: Inviting) -> tuple[Text, ...]:
    """Say that somebody of this name is invited to this review already, if so: two links for one person mix up the record."""
    review = desk.review(task.review or "")
    if not review or not namesakes(desk.invitations, review.reference, task.to or ""):
        return ()
    return (say(phrases.INVITED_ALREADY, to=isolate(task.to or "")),)


def _changes(desk: Desk) -> Mapping[str, str]:
    """Return the parts that can be changed, with the labels of their buttons."""
    return {part: label for part, label in _CHANGES.items() if part != "review" or len(desk.open_reviews) > 1}


def _read_aloud(desk: Desk, code: str) -> str:
    """Return the label of a language as it is typed when a line is copied."""
    own, english = name_of(code), name_in_english(code)
    if code == ASK_THEM or own == english:
        return phrases.ASK_THE_FAMILY if code == ASK_THEM else own
    return f"{own}, {english}" + (" (draft)" if desk.drafts.get(code) else "")


def _languages(desk: Desk) -> Mapping[str, str]:
    """Return the choices of language, by code: the family is asked, or a language by its own name."""
    return {ASK_THEM: phrases.ASK_THE_FAMILY, **{code: name_of(code) for code in desk.drafts}}


def _next(turn: DeskTurn, task: Inviting, *intro: Paragraph) -> DeskTurn:
    return turn.going_on(task).saying(ask(turn.desk, task).after(*intro))


def _again(turn: DeskTurn, task: Inviting, reason: str | Text) -> DeskTurn:
    why = say(reason) if isinstance(reason, str) else reason
    return turn.saying(ask(turn.desk, task).after(Paragraph(why)))
