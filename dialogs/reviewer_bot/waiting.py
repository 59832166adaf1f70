"""List the flags that wait for a reviewer, each with the day by which it has to be seen to, and a button to close it."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.flags import OpenFlag
from dialogs.inputs import Choose
from dialogs.london import day_in_london
from dialogs.messages import Button, Message, Paragraph, Role, plain
from dialogs.reviewer_bot import phrases
from dialogs.reviewer_bot.closing import what
from dialogs.reviewer_bot.state import Desk, DeskTurn
from dialogs.text import say

A_PAGE = 15
FLAG = "flag"


def show(turn: DeskTurn) -> DeskTurn:
    """Every open flag, the urgent ones first; with buttons while nothing else is on the desk."""
    numbered = list(enumerate(turn.desk.flags, 1))
    if not numbered:
        return turn.saying(plain(say(phrases.NO_FLAGS)))
    pages = [numbered[i : i + A_PAGE] for i in range(0, len(numbered), A_PAGE)]
    return turn.saying(*(_page(turn.desk, page) for page in pages))


def _page(desk: Desk, page: Sequence[tuple[int, OpenFlag]]) -> Message:
    intro = phrases.FLAGS_LISTED if page[0][0] == 1 else phrases.FLAGS_LISTED_MORE
    entries = [p for number, flag in page for p in _entry(number, flag)]
    done = [(Button(say(phrases.FLAG_DONE, number=str(n)), Choose(FLAG, str(flag.id))),) for n, flag in page]
    return Message(paragraphs=(Paragraph(say(intro)), *entries), rows=tuple(done) if desk.task is None else ())


def _entry(number: int, flag: OpenFlag) -> list[Paragraph]:
    head = phrases.FLAG_URGENT if flag.urgent else phrases.FLAG_ENTRY
    which = say(head, number=str(number), reference=flag.review, invitation=flag.invitation, what=what(flag))
    raised = day_in_london(flag.raised_at)
    dates = Paragraph(
        say(phrases.FLAG_DATES, day=raised, due=flag.due) if flag.due else say(phrases.FLAG_NOT_READY, day=raised)
    )
    withdrawn = [Paragraph(say(phrases.FLAG_WITHDRAWN))] if flag.withdrawn else []
    return [Paragraph(which, Role.QUESTION), dates, *withdrawn]
