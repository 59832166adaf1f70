"""List the flags that wait for a reviewer, each with the day by which it has to be seen to, and a button to close it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dialogs.flags import OpenFlag
from dialogs.inputs import Choose
from dialogs.london import day_in_london
from dialogs.messages import Button, Message, Paragraph, Role, plain
from dialogs.reviewer_bot import phrases
from dialogs.reviewer_bot.closing import about, invitee, what
from dialogs.reviewer_bot.instead import compared
from dialogs.reviewer_bot.state import Desk, DeskTurn, Late
from dialogs.text import Text, isolate, say

_NAMED = re.compile(r"(?:flag )?(?:no )?(\d{1,9})(?: done)?|done (?:with )?(?:flag )?(\d{1,9})")
A_PAGE = 15
FLAG = "flag"


def show(turn: DeskTurn) -> DeskTurn:
    """Every open flag, the urgent ones first; with buttons while nothing else is on the desk. Then what a lead was told of.

    A flag has the number by which it is closed everywhere: here, on its button, and at the command line.
    """
    flags, late = turn.desk.flags, turn.desk.late
    own = [_page(turn.desk, flags[i : i + A_PAGE], first=i == 0) for i in range(0, len(flags), A_PAGE)]
    others = [_late(late[i : i + A_PAGE]) for i in range(0, len(late), A_PAGE)]
    return turn.saying(*(own or [plain(say(phrases.NO_FLAGS))]), *others)


def named_in(desk: Desk, words: str) -> str | None:
    """Return the number of the flag of this reviewer that words name: "7", "flag 7", "Flag 7: done"."""
    found = _NAMED.fullmatch(compared(words))
    number = next((str(int(n)) for n in found.groups() if n), None) if found else None
    return number if number in {str(flag.id) for flag in desk.flags} else None


def _page(desk: Desk, page: Sequence[OpenFlag], *, first: bool) -> Message:
    is_free = desk.task is None
    intro = say(phrases.FLAGS_LISTED if first else phrases.FLAGS_LISTED_MORE)
    how = (Paragraph(say(phrases.FLAGS_HOW, number=str(page[0].id))),) if first and is_free else ()
    entries = [p for flag in page for p in _entry(flag, invitee(desk, flag))]
    done = [(Button(say(phrases.FLAG_DONE, number=str(flag.id)), Choose(FLAG, str(flag.id))),) for flag in page]
    return Message(paragraphs=(Paragraph(intro), *entries, *how), rows=tuple(done) if is_free else ())


def _late(page: Sequence[Late]) -> Message:
    """Tell a lead what others have not seen to. Only who has the review can close it, so there are no buttons."""
    entries = [p for one in page for p in _late_entry(one)]
    return Message(paragraphs=(Paragraph(say(phrases.LED_LISTED)), *entries, Paragraph(say(phrases.LED_AWAY))))


def _late_entry(late: Late) -> tuple[Paragraph, Paragraph]:
    flag, raised = late.flag, day_in_london(late.flag.raised_at)
    which = _head(phrases.LED_ENTRY, flag, late.to)
    if not late.reviewer or not flag.due:
        return Paragraph(which, Role.QUESTION), Paragraph(say(phrases.LED_NOBODY, day=raised))
    told = say(phrases.LED_DATES, day=raised, due=flag.due, reviewer=isolate(late.reviewer))
    return Paragraph(which, Role.QUESTION), Paragraph(told)


def _head(head: str, flag: OpenFlag, to: str | None) -> Text:
    return say(head, number=str(flag.id), reference=about(flag, to), invitation=flag.invitation, what=what(flag))


def _entry(flag: OpenFlag, to: str | None) -> list[Paragraph]:
    which = _head(phrases.FLAG_URGENT if flag.urgent else phrases.FLAG_ENTRY, flag, to)
    raised = day_in_london(flag.raised_at)
    dates = Paragraph(
        say(phrases.FLAG_DATES, day=raised, due=flag.due) if flag.due else say(phrases.FLAG_NOT_READY, day=raised)
    )
    withdrawn = [Paragraph(say(phrases.FLAG_WITHDRAWN))] if flag.withdrawn else []
    return [Paragraph(which, Role.QUESTION), dates, *withdrawn]
