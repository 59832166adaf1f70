"""Tell what was done about a flag, by buttons alone: nothing is typed here that could be words of a family."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from dialogs.flags import Handled, OpenFlag, Outcome
from dialogs.inputs import Choose, Input, Say
from dialogs.messages import Button, Message, Paragraph, plain
from dialogs.phrases import NO
from dialogs.reviewer_bot import phrases, reading
from dialogs.reviewer_bot.instead import is_no_answer
from dialogs.reviewer_bot.particulars import first_name_of
from dialogs.reviewer_bot.screens import choice, chose, yes_or_no
from dialogs.reviewer_bot.state import CloseFlag, Closing, Desk, DeskTurn, ReopenFlag
from dialogs.text import Text, isolate, say

UNDO = "undo"
# An urgent one waits no longer than two working days.
SOON = 2


def begin(turn: DeskTurn, flag_id: str) -> DeskTurn:
    """Ask what was done."""
    flag = next((f for f in turn.desk.flags if str(f.id) == flag_id), None)
    if flag is None:
        return turn.saying(plain(say(phrases.FLAG_GONE)))
    task = Closing(flag=flag.id, urgent=flag.urgent)
    return turn.beginning(task).saying(ask(turn.desk, task))


def ask(desk: Desk, task: Closing) -> Message:
    """The question of the step that is asked now."""
    if task.step == "sure":
        named = Paragraph(say(phrases.FLAG_NAMED, **_named(desk, task)))
        return yes_or_no("sure", say(phrases.FLAG_SURE), say(phrases.FLAG_SURE_HINT)).after(named)
    asked = {"outcome": phrases.FLAG_OUTCOME, "again": phrases.FLAG_AGAIN, "passed": phrases.FLAG_PASSED}[task.step]
    return choice(task.step, say(asked, **_named(desk, task)), _labels(desk, task))


def answer(turn: DeskTurn, task: Closing, said: Input) -> DeskTurn:
    """The next step, or the end of it."""
    if _flag(turn.desk, task) is None:
        return turn.ending().saying(plain(say(phrases.FLAG_GONE)))
    if task.step == "sure":
        decided = reading.decision(said, "sure")
        if decided is None:
            return _again(turn, task, *_unkept(said))
        return _do(turn, task) if decided else turn.ending().saying(plain(say(phrases.FLAG_KEPT)).after(chose(NO)))
    labels = _labels(turn.desk, task)
    code = reading.choice(said, task.step, {code: label.msgid for code, label in labels.items()})
    if code is None:
        return _again(turn, task, *_unkept(said))
    told = _told(task, code)
    if told.step == "done":
        return _do(turn, told)
    return turn.going_on(told).saying(ask(turn.desk, told).after(chose(labels[code])))


def undo(turn: DeskTurn, flag_id: str) -> DeskTurn:
    """Open it again."""
    known = flag_id.isascii() and flag_id.isdecimal()
    return turn.doing(ReopenFlag(flag=int(flag_id))) if known else turn.saying(plain(say(phrases.NOT_REOPENED)))


def closed(deed: CloseFlag) -> Message:
    """It is done; what was pressed by mistake can be undone."""
    flag, done = deed.flag, deed.done
    if done.again_on:
        return plain(say(phrases.FLAG_WAITS, reference=flag.review, what=what(flag), day=done.again_on))
    button = Button(say(phrases.UNDO), Choose(UNDO, str(flag.id)))
    return plain(
        say(phrases.FLAG_CLOSED, reference=flag.review, invitation=flag.invitation, what=what(flag)), rows=((button,),)
    )


def about(flag: OpenFlag, to: str | None) -> str:
    """Return the reference of a flag's review, with the first name of who was invited, where it is known."""
    return f"{flag.review}, {isolate(first_name_of(to))}" if to else flag.review


def invitee(desk: Desk, flag: OpenFlag) -> str | None:
    """Return the name of whom a flag is about."""
    found = desk.invitation(flag.invitation)
    return found.to if found else None


def what(flag: OpenFlag) -> Text:
    """Return what a flag asks for, in plain words."""
    return say(phrases.FLAGS.get(flag.kind, phrases.FLAG_UNKNOWN))


def _do(turn: DeskTurn, task: Closing) -> DeskTurn:
    flag = _flag(turn.desk, task)
    if flag is None or task.outcome is None:
        raise ValueError(f"not before the step {task.step}")
    day = date.fromisoformat(task.when) if task.when else None
    done = Handled(outcome=Outcome(task.outcome), again_on=day, passed_to=task.to)
    return turn.doing(CloseFlag(flag=flag, done=done))


def _told(task: Closing, code: str) -> Closing:
    match task.step:
        case "outcome":
            return replace(task, outcome=code)
        case "again":
            return replace(task, when=code)
        case _:
            return replace(task, to=code)


def _again(turn: DeskTurn, task: Closing, *more: Text) -> DeskTurn:
    return turn.saying(ask(turn.desk, task).after(*map(Paragraph, (say(phrases.CHOOSE_PLEASE), *more))))


def _unkept(said: Input) -> tuple[Text, ...]:
    """Say that words are not kept here, where there were any that may be a note."""
    may_be_note = isinstance(said, Say) and not said.words.strip(" .").isdecimal() and not is_no_answer(said.words)
    return (say(phrases.NO_NOTE),) if may_be_note else ()


def _named(desk: Desk, task: Closing) -> Mapping[str, str | Text]:
    flag = _flag(desk, task)
    return (
        {"reference": about(flag, invitee(desk, flag)), "what": what(flag)} if flag else {"reference": "", "what": ""}
    )


def _flag(desk: Desk, task: Closing) -> OpenFlag | None:
    return next((f for f in desk.flags if f.id == task.flag), None)


def _labels(desk: Desk, task: Closing) -> Mapping[str, Text]:
    """Return the options of this step, each with its code."""
    match task.step:
        case "outcome":
            return {code: say(label) for code, label in phrases.OUTCOMES.items()}
        case "passed":
            return {code: say(label) for code, label in phrases.PASSED_TO.items()}
        case _:
            days = desk.days[:SOON] if task.urgent else desk.days
            return {day.isoformat(): say(phrases.ON_A_DAY, day=day) for day in days}
