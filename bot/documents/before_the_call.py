"""Gather what a reviewer must know before she calls: who asked for what, what not to ask, who may not be safe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.documents.side_by_side import REVIEWER, Column, SideBySide, english, in_words
from dialogs.inputs import AbsentReason
from dialogs.london import day_in_london
from dialogs.questionnaire import NONE
from dialogs.record import RecordedAnswer
from dialogs.reviewer_bot import phrases
from dialogs.turn import SAFETY, FlagKind
from locales import SOURCE, locale_of

Lines = Iterator[str]
# What is open of these she has to know first; what they ask for stands in their answers.
_TO_KNOW = frozenset(
    {FlagKind.UNDER_18, FlagKind.AGE, FlagKind.INTERPRETER, FlagKind.OTHER_WAY, FlagKind.NO_WORDS, FlagKind.TOO_HARD}
)


@dataclass(frozen=True, slots=True)
class Matter:
    """One heading of the first page, and for each person in their order the lines below it."""

    title: str
    lines: tuple[tuple[str, ...], ...]


def first_page(seen: SideBySide) -> tuple[Matter, ...]:
    """Return the four matters of the first page, each with what is known of it from each person."""
    return tuple(Matter(title, tuple(tuple(of(seen, one)) for one in seen.columns)) for title, of in _MATTERS.items())


def language_of(column: Column) -> str:
    """Return the language that somebody answers in, by its English name."""
    code = column.who.language
    if code is None:
        return "not chosen yet"
    name = locale_of(code).get_language_name(SOURCE) or code
    return f"{name}, Easy Read" if "easyread" in code else name


def _before_you_call(seen: SideBySide, column: Column) -> Lines:
    if column.who.doubted:
        yield "Somebody else is said to have begun this. It may not be in their own words."
    yield f"Answers in {language_of(column)}." if column.who.language else "Has not begun."
    if column.who.support:
        yield from _helped(seen, column)
    yield from _said(seen, column, "W3", "Would help them")
    yield from _said(seen, column, "R4", "Do not ask about")
    yield from _said(seen, column, "R4-what", "Parts to leave out")
    yield from _said(seen, column, "N1-when", "A good time to call")
    yield from _said(seen, column, "N4", "Do not call on")
    if {one.statement: one.decision for one in column.who.consents}.get("C5") == "no":
        yield "Their words must not be used in reports or training."
    yield from (f"They {phrases.FLAGS[f.kind]}." for f in column.who.flags if f.kind in _TO_KNOW and not f.closed_at)


def _helped(seen: SideBySide, column: Column) -> Lines:
    support = column.who.support
    for link_id, code, what in (
        ("W2-who", support and support.who, "Somebody helps them to answer"),
        ("W2-what", support and support.whose_words, "Whose words these are"),
    ):
        item = seen.questionnaire.items[link_id]
        option = item.option(code) if code else None
        yield f"{what}: {option.text.format(invitee=column.who.to or 'the person invited') if option else 'not said'}."


def _they_ask(seen: SideBySide, column: Column) -> Lines:
    if column.says("N1", "yes"):
        yield f"A call from {REVIEWER}."
    yield from _said(seen, column, "N1-what", "The number to call")
    yield from _said(seen, column, "N2", "To be sent")
    yield from _said(seen, column, "N3", "A more detailed review")
    yield from _said(seen, column, "G5", "A question for the review")


def _may_not_be_safe(seen: SideBySide, column: Column) -> Lines:
    for flag in column.who.flags:
        if flag.kind in SAFETY:
            state = f"closed on {in_words(day_in_london(flag.closed_at))}" if flag.closed_at else "OPEN"
            yield f"They {phrases.FLAGS[flag.kind]}: {in_words(day_in_london(flag.raised_at))}, {state}."
    yield from _said(seen, column, "L7", "Ever worried that they were not safe")
    yield from _said(seen, column, "L7a", "Somebody else may be at risk now")


def _what_they_want(seen: SideBySide, column: Column) -> Lines:
    yield from _said(seen, column, "G3", "One thing they would change for others")
    yield from _said(seen, column, "G4", "What people should remember")
    yield from _said(seen, column, "G2", "What could have been better")


_MATTERS: dict[str, Callable[[SideBySide, Column], Lines]] = {
    "What to know": _before_you_call,
    "They ask": _they_ask,
    "May not be safe": _may_not_be_safe,
    "What they want others to learn": _what_they_want,
}


def _said(seen: SideBySide, column: Column, link_id: str, what: str) -> Lines:
    """Yield a line with what they said to a question, in English and in their words; none where they said nothing, or "none"."""
    answer = column.answers.get(link_id)
    if answer is None or answer.absent is AbsentReason.SKIPPED or answer.codes in {(NONE,), ("no",)}:
        return
    if told := "; ".join(_told(seen, column, answer)):
        yield f"{what}: {told}"


def _told(seen: SideBySide, column: Column, answer: RecordedAnswer) -> Iterator[str]:
    yield from english(answer, column.version, seen.record)
    yield from (f"“{words}”" for words in answer.text)
    yield from (f"voice message {one.file or one.state}" for one in answer.attachments)
    if answer.absent:
        yield str(answer.absent)
