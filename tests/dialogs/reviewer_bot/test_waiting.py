"""What waits for a reviewer: listed by kind, closed by a button each, and never with a word of the family."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dialogs.flags import PASSED_TO, Handled, OpenFlag, Outcome
from dialogs.reviewer_bot import phrases
from dialogs.reviewer_bot.state import CloseFlag, Late, ReopenFlag
from dialogs.turn import URGENT, FlagKind
from tests.dialogs.reviewer_bot.desks import NOW, Reviewer, a_review, an_invitation
from tests.each import each


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
        "Flag 7. Urgent. LDR-1, invitation inv1: wrote words that may mean that somebody is not safe.",
        "Since 23 November 2026. Please see to it by 7 December 2026.",
        "Flag 9. LDR-1, invitation inv1: asks for a call; number and best time are in the record.",
        "Since 23 November 2026. Please see to it by 7 December 2026.",
        phrases.FLAGS_HOW.replace("{number}", "7"),
    ]
    assert jo.does("/flags") == ["\n\n".join(lines)]
    assert jo.buttons == ("choose:flag:7", "choose:flag:9")


def test_each_names_whom_it_is_about_as_the_list_of_invitations_does() -> None:
    jo = Reviewer(reviews=[a_review()], invitations=[an_invitation()], flags=[a_flag(7, "distress"), a_flag(9)])
    (told,) = jo.does("/flags")
    assert "Flag 7. Urgent. LDR-1, \u2068Ann\u2069, invitation inv1: wrote words" in told
    assert "Flag 9. LDR-1, \u2068Ann\u2069, invitation inv1: asks for a call" in told
    named = "LDR-1, \u2068Ann\u2069: wrote words that may mean that somebody is not safe."
    assert jo.does("choose:flag:7")[0].startswith(f"{named} What have you done?")
    sure = jo.does("choose:outcome:spoke")[0]
    assert f"{named}\n\n{phrases.FLAG_SURE}" in sure


def test_a_lead_sees_what_others_have_not_seen_to_and_cannot_close_it() -> None:
    late = Late(flag=replace(a_flag(7, "help"), review="LDR-9"), to="Ann Example", reviewer="Sam Reed")
    lines = [
        phrases.LED_LISTED,
        "Flag 7. LDR-9, \u2068Ann\u2069, invitation inv1: pressed I need help now.",
        "Since 23 November 2026. \u2068Sam Reed\u2069 was to see to it by 7 December 2026.",
        phrases.LED_AWAY,
    ]
    lee = Reviewer(late=[late])
    assert lee.does("/flags") == [phrases.NO_FLAGS, "\n\n".join(lines)]
    assert lee.buttons == ()
    lee = Reviewer(reviews=[a_review()], flags=[a_flag(9)], late=[replace(late, reviewer="")])
    own, others = lee.does("/flags")
    assert own.startswith(phrases.FLAGS_LISTED)
    assert "Since 23 November 2026. Nobody has this review." in others


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
    assert jo.does("choose:flag:7")[0].split("\n\n")[0].endswith("What have you done?")
    assert jo.does("choose:outcome:spoke") == [
        "Done: LDR-1, invitation inv1: asks for a call; number and best time are in the record."
    ]
    assert (jo.deeds, [f.id for f in jo.flags]) == (
        [CloseFlag(flag=a_flag(7), done=Handled(outcome=Outcome.SPOKE))],
        [9],
    )
    assert jo.does("choose:flag:7") == [phrases.FLAG_GONE]
    assert len(jo.does("choose:flag:9")) == 1


def test_an_urgent_one_is_asked_about_before_it_closes() -> None:
    jo = at_desk(a_flag(7, "distress"))
    assert (
        phrases.FLAG_SURE
        in jo.does("/flags", "choose:flag:7", "choose:outcome:passed", "choose:passed:safeguarding")[0]
    )
    assert jo.deeds == []
    assert phrases.FLAG_KEPT in jo.does("no:sure")[0]
    jo.does("/flags", "choose:flag:7", "choose:outcome:passed", "choose:passed:gp", "yes:sure")
    passed = Handled(outcome=Outcome.PASSED, passed_to="gp")
    assert (jo.deeds, jo.flags) == ([CloseFlag(flag=a_flag(7, "distress"), done=passed)], [])


@pytest.mark.parametrize(("kind", "days"), [("distress", 2), ("call", 3)])
def test_after_no_answer_it_waits_until_a_day(kind: str, days: int) -> None:
    """An urgent one not for long; it stays open, so it is not asked whether it shall be closed."""
    jo = at_desk(a_flag(7, kind))
    jo.does("/flags", "choose:flag:7", "choose:outcome:no-answer")
    assert len([b for b in jo.buttons if b.startswith("choose:again:")]) == days
    [told] = jo.does("choose:again:2026-11-25")
    assert (told.startswith("Noted. LDR-1"), "25 November 2026" in told) == (True, True)
    assert [flag.due for flag in jo.flags] == [date(2026, 11, 25)]


def test_nothing_is_typed_about_a_flag_that_could_be_words_of_a_family() -> None:
    jo = at_desk(a_flag(7, "distress"))
    jo.does("/flags", "choose:flag:7")
    told = jo.does("I spoke with Ann, and she is safe")[0]
    assert told.startswith(f"{phrases.CHOOSE_PLEASE}\n\n{phrases.NO_NOTE}\n\n")
    assert not [one for one in ("7", "ok") if phrases.NO_NOTE in jo.does(one)[0]]
    jo.does("1")
    assert phrases.NO_NOTE in jo.does("She is safe with her sister")[0]
    assert jo.does("/cancel") == [phrases.CANCELLED_FLAG]
    assert jo.deeds == []


def test_done_can_be_undone() -> None:
    jo = at_desk(a_flag(7))
    jo.does("/flags", "choose:flag:7", "choose:outcome:not-needed", "choose:undo:7")
    assert jo.deeds[-1] == ReopenFlag(flag=7)
    assert jo.presses("choose:undo:x", at=jo.place) == [phrases.NOT_REOPENED]


def test_what_is_to_be_sent_falls_due_when_it_is_there() -> None:
    [listed] = at_desk(replace(a_flag(7, "send-review"), due=None)).does("/flags")
    assert "Since 23 November 2026. It falls due when it is there to be sent." in listed


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
    assert (set(phrases.OUTCOMES), set(phrases.PASSED_TO)) == (set(Outcome), set(PASSED_TO))
    assert {"help", "distress", "safeguarding-urgent"} == URGENT


@each("words", ["9", "flag 9", "Flag 9: done", "FLAG 9.", "done 9", "9 done", "flag no 9"])
def test_a_flag_is_closed_by_the_number_it_has_everywhere(words: str) -> None:
    """The number is its own, the one that the command line takes, and no line of a list."""
    jo = at_desk(a_flag(7, "distress"), a_flag(9))
    jo.does("/flags")
    assert [label for row in jo.shown[-1].rows for label, _ in row] == ["Flag 7: done", "Flag 9: done"]
    asked = jo.does(words)[0]
    assert asked.startswith("LDR-1: asks for a call;")
    jo.does("1")
    assert jo.deeds == [CloseFlag(flag=a_flag(9), done=Handled(outcome=Outcome.SPOKE))]


def test_a_number_that_no_flag_has_closes_none() -> None:
    jo = at_desk(a_flag(7), a_flag(9))
    jo.does("/flags")
    assert [jo.left.task for words in ("1", "2", "flag 8", "70", "0") if jo.does(words)] == [None] * 5


def test_a_number_that_may_be_of_a_flag_or_of_a_review_is_asked_about() -> None:
    jo = Reviewer(reviews=[a_review("LDR-2026-7")], flags=[a_flag(7)])
    assert jo.does("7") == [phrases.FLAG_OR_REVIEW.replace("{number}", "7")]
    assert "What have you done?" in jo.does("flag 7")[0]


@each("words", ["I phoned her on Monday, and she is safe", "left a message", "her number is 07700 900456"])
def test_words_after_it_is_done_are_said_to_be_not_kept(words: str) -> None:
    jo = at_desk(a_flag(7))
    jo.does("/flags", "choose:flag:7", "choose:outcome:spoke")
    assert jo.does(words)[0].startswith(f"{phrases.NOT_KEPT}\n\n{phrases.DELETE_IT}\n\n{phrases.HELP}")
    assert [jo.does(one)[0].startswith(phrases.HELP) for one in ("thank you", "3", "12.")] == [True] * 3
