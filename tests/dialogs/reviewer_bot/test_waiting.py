"""What waits for a reviewer: listed by kind, closed by a button each, and never with a word of the family."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dialogs.flags import OpenFlag
from dialogs.reviewer_bot import phrases
from dialogs.reviewer_bot.state import CloseFlag
from dialogs.turn import URGENT, FlagKind
from tests.dialogs.reviewer_bot.desks import NOW, Reviewer, a_review


def a_flag(number: int, kind: str = "call") -> OpenFlag:
    """A flag of this reviewer's."""
    return OpenFlag(id=number, review="LDR-1", invitation="inv1", kind=kind, raised_at=NOW, due=date(2026, 12, 7))


def at_desk(*flags: OpenFlag) -> Reviewer:
    """A reviewer with one review and these flags."""
    return Reviewer(reviews=[a_review()], flags=list(flags))


def test_nothing_waits() -> None:
    assert Reviewer().does("/flags") == [phrases.NO_FLAGS]


def test_each_flag_is_listed_with_its_day_and_a_button() -> None:
    jo = at_desk(a_flag(7, "distress"), a_flag(9))
    lines = [
        phrases.FLAGS_LISTED,
        "1. Urgent. LDR-1, invitation inv1: wrote words that may mean that somebody is not safe.",
        "Since 23 November 2026. Please see to it by 7 December 2026.",
        "2. LDR-1, invitation inv1: asks for a call; number and best time are in the record.",
        "Since 23 November 2026. Please see to it by 7 December 2026.",
    ]
    assert jo.does("/flags") == ["\n\n".join(lines)]
    assert jo.buttons == ("choose:flag:7", "choose:flag:9")


def test_after_a_withdrawal_the_note_is_all_there_is() -> None:
    told = at_desk(replace(a_flag(7, "distress"), withdrawn=True), a_flag(9)).does("/flags")[0].split("\n\n")
    assert [n for n, line in enumerate(told) if line == phrases.FLAG_WITHDRAWN] == [3]


def test_the_list_is_in_the_menu() -> None:
    jo = at_desk(a_flag(7))
    jo.does("/start")
    assert jo.does("open:flags") == jo.does("/flags")


def test_done_closes_it_and_no_other() -> None:
    jo = at_desk(a_flag(7), a_flag(9, "too-hard"))
    jo.does("/flags")
    assert jo.does("choose:flag:7") == [
        "Done: LDR-1, invitation inv1: asks for a call; number and best time are in the record."
    ]
    assert (jo.deeds, [f.id for f in jo.flags]) == ([CloseFlag(flag=a_flag(7))], [9])
    assert jo.does("choose:flag:7") == [phrases.FLAG_GONE]
    assert len(jo.does("choose:flag:9")) == 1


@pytest.mark.parametrize("pressed", ["choose:flag:8", "choose:flag:x", "choose:flag:7-7"])
def test_a_flag_that_is_not_this_reviewers_stays(pressed: str) -> None:
    jo = at_desk(a_flag(7))
    jo.does("/flags")
    assert (jo.presses(pressed, at=jo.place), jo.deeds) == ([phrases.FLAG_GONE], [])


def test_the_list_is_shown_beside_a_task_without_buttons() -> None:
    jo = at_desk(a_flag(7))
    jo.does("/review", "/flags")
    assert [b for m in jo.shown for b in m.buttons if b.startswith("choose:flag")] == []
    assert len(jo.shown) == 2


def test_many_flags_come_in_several_messages() -> None:
    jo = at_desk(*(a_flag(n) for n in range(40)))
    assert [text.split("\n")[0] for text in jo.does("/flags")] == [
        phrases.FLAGS_LISTED,
        *[phrases.FLAGS_LISTED_MORE] * 2,
    ]


def test_every_kind_of_flag_has_words() -> None:
    assert set(phrases.FLAGS) == set(FlagKind)
    assert {"help", "distress", "safeguarding-urgent"} == URGENT
