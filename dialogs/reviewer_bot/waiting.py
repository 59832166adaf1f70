"""List the flags that wait for a reviewer, each with the day by which it has to be seen to, and a button to close it."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.flags import OpenFlag
from dialogs.inputs import Choose
from dialogs.london import day_in_london
from dialogs.messages import Button, Message, Paragraph, Role, plain
from dialogs.reviewer_bot import phrases
from dialogs.reviewer_bot.closing import about, invitee, what
from dialogs.reviewer_bot.state import Desk, DeskTurn, Late
from dialogs.text import isolate, say

A_PAGE = 15
FLAG = "flag"


def show(turn: DeskTurn) -> DeskTurn:
    """Every open flag, the urgent ones first; with buttons while nothing else is on the desk. Then what a lead was told of."""
    numbered = list(enumerate(turn.desk.flags, 1))
    pages = [numbered[i : i + A_PAGE] for i in range(0, len(numbered), A_PAGE)]
    own = [_page(turn.desk, page) for page in pages] or [plain(say(phrases.NO_FLAGS))]
    late = [turn.desk.late[i : i + A_PAGE] for i in range(0, len(turn.desk.late), A_PAGE)]
    return turn.saying(*own, *map(_late, late))


def _page(desk: Desk, page: Sequence[tuple[int, OpenFlag]]) -> Message:
    intro = phrases.FLAGS_LISTED if page[0][0] == 1 else phrases.FLAGS_LISTED_MORE
    entries = [p for number, flag in page for p in _entry(number, flag, invitee(desk, flag))]
    done = [(Button(say(phrases.FLAG_DONE, number=str(n)), Choose(FLAG, str(flag.id))),) for n, flag in page]
    return Message(paragraphs=(Paragraph(say(intro)), *entries), rows=tuple(done) if desk.task is None else ())


def _late(page: Sequence[Late]) -> Message:
    """Tell a lead what others have not seen to. Only who has the review can close it, so there are no buttons."""
    entries = [p for one in page for p in _late_entry(one)]
    return Message(paragraphs=(Paragraph(say(phrases.LED_LISTED)), *entries, Paragraph(say(phrases.LED_AWAY))))


def _late_entry(late: Late) -> tuple[Paragraph, Paragraph]:
    flag, raised = late.flag, day_in_london(late.flag.raised_at)
    which = say(phrases.LED_ENTRY, reference=about(flag, late.to), invitation=flag.invitation, what=what(flag))
    if not late.reviewer or not flag.due:
        return Paragraph(which, Role.QUESTION), Paragraph(say(phrases.LED_NOBODY, day=raised))
    told = say(phrases.LED_DATES, day=raised, due=flag.due, reviewer=isolate(late.reviewer))
    return Paragraph(which, Role.QUESTION), Paragraph(told)


def _entry(number: int, flag: OpenFlag, to: str | None) -> list[Paragraph]:
    head = phrases.FLAG_URGENT if flag.urgent else phrases.FLAG_ENTRY
    reference = about(flag, to)
    which = say(head, number=str(number), reference=reference, invitation=flag.invitation, what=what(flag))
    raised = day_in_london(flag.raised_at)
    dates = Paragraph(
        say(phrases.FLAG_DATES, day=raised, due=flag.due) if flag.due else say(phrases.FLAG_NOT_READY, day=raised)
    )
    withdrawn = [Paragraph(say(phrases.FLAG_WITHDRAWN))] if flag.withdrawn else []
    return [Paragraph(which, Role.QUESTION), dates, *withdrawn]
