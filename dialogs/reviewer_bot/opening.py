"""Opening a review: reference, first name, age at death, then each thing that has to be right, confirmed by itself.

No step can be jumped over: the deed is made of a task whose every value is there and whose every code is confirmed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.answers import Rejection
from dialogs.inputs import Absent, AbsentReason, Choose, Input, Say
from dialogs.messages import Button, Message, Paragraph, plain
from dialogs.phrases import NO, YES
from dialogs.review import ATTESTED, IN_THE_WAY, WARNINGS, TooYoung, Warning_, warnings
from dialogs.reviewer_bot import particulars, phrases, reading
from dialogs.reviewer_bot.screens import chose, question, refused, whole_name, yes_or_no
from dialogs.reviewer_bot.state import Age, DeskTurn, Opening, OpenReview, to_confirm
from dialogs.text import Text, isolate, say

STATEMENTS: Mapping[str, str] = dict((*WARNINGS.items(), *ATTESTED.items()))
ASKED = {
    Warning_.UNDER_18: phrases.GO_ON_ANYWAY,
    Warning_.AGE_UNKNOWN: phrases.GO_ON_ANYWAY,
    "E9": phrases.WORK_THIS_WAY,
    "E10": phrases.WORK_THIS_WAY,
}
HINTS = {"E2": phrases.HINT_E2, "E3": phrases.HINT_E3}
REFUSED = {
    Warning_.UNDER_18: phrases.NO_UNDER_18,
    Warning_.AGE_UNKNOWN: phrases.NO_AGE_UNKNOWN,
    "E2": phrases.NO_E2,
    "E3": phrases.NO_E3,
    "E4": phrases.NO_E4,
    "E5": phrases.NO_E5,
    "E9": phrases.NO_E9,
    "E10": phrases.NO_E10,
}
_CHANGES = {
    "reference": phrases.CHANGE_REFERENCE,
    "person": phrases.CHANGE_NAME,
    "age": phrases.CHANGE_AGE,
}
_WRITE = Rejection(phrases.WRITE_PLEASE)


def ask(task: Opening) -> Message:
    """Ask the question of the step that the task is at."""
    match task.step:
        case "reference":
            return question("reference", say(phrases.REFERENCE), say(phrases.REFERENCE_HINT))
        case "person":
            return question("person", say(phrases.PERSON), say(phrases.FIRST_NAME_HINT))
        case "whole":
            return whole_name()
        case "age":
            not_known = Button(say(phrases.AGE_NOT_KNOWN), Absent("age", AbsentReason.UNKNOWN))
            return question("age", say(phrases.AGE), say(phrases.AGE_HINT), rows=((not_known,),))
        case "refused":
            again = Button(say(phrases.ASK_AGAIN), Choose("refused", "again"))
            return question("refused", say(REFUSED[task.refused or IN_THE_WAY]), rows=((again,),))
        case "check":
            return _check(task)
        case code if code == IN_THE_WAY and task.held is False:
            return yes_or_no(code, say(phrases.OPEN_AS_HELD), say(phrases.OPEN_AS_HELD_HINT))
        case code:
            hints = (say(HINTS[code]),) if code in HINTS else ()
            return yes_or_no(code, say(ASKED.get(code, phrases.IS_THAT_RIGHT)), *hints).after(
                Paragraph(say(STATEMENTS[code]))
            )


def answer(turn: DeskTurn, task: Opening, said: Input) -> DeskTurn:
    """The task one step further, the same step again, or the end of it."""
    match task.step:
        case "reference":
            return _reference(turn, task, said)
        case "person":
            return _person(turn, task, said)
        case "whole":
            return _whole(turn, task, said)
        case "age":
            return _age(turn, task, reading.age(said))
        case "refused":
            return _after_no(turn, task, said)
        case "check":
            return _checked(turn, task, reading.verdict(said, "check", _CHANGES))
        case code if code == IN_THE_WAY and task.held is False:
            return _held(turn, task, reading.decision(said, code))
        case code:
            return _confirm(turn, task, code, reading.decision(said, code))


def opened(reference: str, review_id: str, *, held: bool = False) -> Message:
    """The review is kept; the next thing is to invite somebody, unless it waits."""
    if held:
        return plain(say(phrases.OPENED_HELD, reference=reference)).after(chose(YES))
    button = Button(say(phrases.INVITE_SOMEONE), Choose("review", review_id))
    return plain(say(phrases.OPENED, reference=reference), rows=((button,),)).after(chose(YES))


def _reference(turn: DeskTurn, task: Opening, said: Input) -> DeskTurn:
    match particulars.reference(said.words, turn.desk.taken) if isinstance(said, Say) else _WRITE:
        case Rejection() as why:
            return _again(turn, task, why)
        case reference:
            return _next(turn, replace(task, reference=reference))


def _person(turn: DeskTurn, task: Opening, said: Input) -> DeskTurn:
    match particulars.first_name(said.words) if isinstance(said, Say) else _WRITE:
        case Rejection() as why:
            return _again(turn, task, why)
        case name:
            return _next(turn, replace(task, person=name, whole=False))


def _whole(turn: DeskTurn, task: Opening, said: Input) -> DeskTurn:
    if first := reading.first_of(task.person or "", said):
        return _next(turn, replace(task, person=first))
    decided = reading.decision(said, "whole")
    if decided is None:
        return _again(turn, task, Rejection(phrases.CHOOSE_PLEASE))
    kept = replace(task, whole=True) if decided else replace(task, person=None)
    return _next(turn, kept, chose(YES if decided else NO))


def _age(turn: DeskTurn, task: Opening, age: Age | Rejection) -> DeskTurn:
    if isinstance(age, Rejection):
        unknown = (Paragraph(say(phrases.AGE_OR_NOT_KNOWN)),)
        return turn.saying(ask(task).after(*refused(age), *unknown))
    minimum = int(turn.desk.facts["minimum_age"])
    if isinstance(warnings(age.years, minimum), TooYoung):
        return turn.saying(ask(task).after(Paragraph(say(phrases.TOO_YOUNG, minimum=str(minimum)))))
    return _next(turn, replace(task, age=age))


def _confirm(turn: DeskTurn, task: Opening, code: str, decided: bool | None) -> DeskTurn:
    if decided is None:
        return _again(turn, task, Rejection(phrases.CHOOSE_PLEASE))
    if not decided and code == IN_THE_WAY:
        return _next(turn, replace(task, held=False), chose(NO))
    if not decided:
        return _next(turn, replace(task, refused=code), chose(NO))
    return _next(turn, replace(task, confirmed=(*task.confirmed, code)), chose(YES))


def _held(turn: DeskTurn, task: Opening, decided: bool | None) -> DeskTurn:
    """Another process stands in the way: the review is opened and waits, or it is not opened."""
    if decided is None:
        return _again(turn, task, Rejection(phrases.CHOOSE_PLEASE))
    if not decided:
        return _next(turn, replace(task, refused=IN_THE_WAY), chose(NO))
    return _next(turn, replace(task, held=True), chose(YES))


def _after_no(turn: DeskTurn, task: Opening, said: Input) -> DeskTurn:
    """A no may be a slip of the thumb: what was told is kept until something else begins."""
    if reading.choice(said, "refused", {"again": phrases.ASK_AGAIN}) is None:
        return turn.saying(ask(task))
    return _next(turn, replace(task, refused=None, held=None))


def _change(turn: DeskTurn, task: Opening, part: str) -> DeskTurn:
    """Ask one part again; everything else stays as it was told."""
    left = {
        "reference": replace(task, reference=None),
        "person": replace(task, person=None),
        "age": replace(task, age=None),
    }
    return turn.beginning(left[part]).saying(ask(left[part]).after(chose(_CHANGES[part])))


def _checked(turn: DeskTurn, task: Opening, decided: bool | str | None) -> DeskTurn:
    if isinstance(decided, str):
        return _change(turn, task, decided)
    if decided is None:
        return _again(turn, task, Rejection(phrases.CHOOSE_PLEASE))
    if not decided:
        return turn.ending().saying(plain(say(phrases.NOT_OPENED)).after(chose(NO)))
    found = particulars.reference(task.reference or "", turn.desk.taken)
    if isinstance(found, Rejection):
        return _next(turn, replace(task, reference=None), Paragraph(found.said))
    return turn.doing(_deed(task))


def _deed(task: Opening) -> OpenReview:
    """The review as it was told; ValueError while anything of it is missing."""
    if task.step != "check" or task.reference is None or task.person is None or task.age is None:
        raise ValueError(f"not before the step {task.step}")
    return OpenReview(
        reference=task.reference,
        person=task.person,
        age=task.age.years,
        confirmed=tuple(code for code in to_confirm(task.age) if code in task.confirmed),
        held=task.held is True,
    )


def _check(task: Opening) -> Message:
    known = task.age.years if task.age else None
    age: str | Text = say(phrases.AGE_NOT_KNOWN) if known is None else str(known)
    told = (
        say(phrases.CHECK),
        say(phrases.CHECK_REFERENCE, reference=task.reference or ""),
        say(phrases.CHECK_PERSON, person=isolate(task.person or "")),
        say(phrases.CHECK_AGE, age=age),
        *((say(phrases.CHECK_HELD),) if task.held else ()),
    )
    more = {part: say(label) for part, label in _CHANGES.items()}
    return yes_or_no("check", say(phrases.CHECK_OPEN), more=more).after(*map(Paragraph, told))


def _next(turn: DeskTurn, task: Opening, *intro: Paragraph) -> DeskTurn:
    return turn.going_on(task).saying(ask(task).after(*intro))


def _again(turn: DeskTurn, task: Opening, why: Rejection) -> DeskTurn:
    return turn.saying(ask(task).after(*refused(why)))
