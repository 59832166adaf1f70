"""`interview flags`, `interview flag close` and `interview review close`: nothing waits unseen, and no word is shown."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dialogs import phrases
from dialogs.inputs import Choose, Command, Input, Say
from tests.bot.cli.conftest import Interview
from tests.storage.people import CONSENT, TOLD

WORDS = "I can't go on"


def asking(interview: Interview, *said: Input) -> Any:
    """An invitation whose participant has consented and says this."""
    invited = interview.invited()
    interview.consenting(invited, *said)
    return invited


def test_what_waits_is_listed_without_a_word_of_the_family(anywhere: Interview) -> None:
    invited = asking(anywhere, Command.TALK, Say(words=WORDS, sent=70))
    found = anywhere.json("flags")
    assert [list(flag) for flag in found] == [
        ["flag", "review", "invitation", "kind", "urgent", "raised_at", "due", "withdrawn"]
    ] * 2
    assert [(f["kind"], f["urgent"], f["review"]) for f in found] == [("distress", True, "R-1"), ("talk", False, "R-1")]
    assert {f["invitation"] for f in found} == {invited["invitation"]}
    table = anywhere.says("flags", "R-1")
    assert ("distress" in table, WORDS in table, "Ann" in table) == (True, False, False)


def test_nothing_waits(interview: Interview) -> None:
    interview.invited()
    assert interview.says("flags") == "Nothing waits for a reviewer.\n"
    assert interview.json("flags", "R-1") == []
    assert interview.refuses("flags", "R-9") == "There is no review with the reference R-9."


def test_a_flag_is_closed_once(anywhere: Interview) -> None:
    invited = asking(anywhere, Command.TALK)
    (flag,) = anywhere.json("flags")
    closed = f"The flag {flag['flag']} (talk) of the invitation {invited['invitation']} is closed.\n"
    assert anywhere.says("flag", "close", str(flag["flag"])) == closed
    assert anywhere.json("flags") == []
    assert anywhere.refuses("flag", "close", str(flag["flag"])) == f"There is no open flag {flag['flag']}."
    (kept,) = json.loads(anywhere.says("record", "R-1"))["participants"][0]["flags"]
    assert (kept["kind"], kept["closed_at"] is not None) == ("talk", True)


def test_a_flag_about_safety_outlives_a_withdrawal(anywhere: Interview) -> None:
    """The others go with the words."""
    invited = asking(anywhere, Command.TALK, Command.HELP)
    told = anywhere.says("withdraw", invited["invitation"])
    assert "stays until it is closed: see interview flags R-1." in told
    (flag,) = anywhere.json("flags")
    assert (flag["kind"], flag["withdrawn"]) == ("help", True)
    anywhere.says("flag", "close", str(flag["flag"]))
    assert anywhere.json("flags") == []


@pytest.mark.parametrize("typed", ["0", "99", "-1", "x"])
def test_a_flag_that_is_not_there(interview: Interview, typed: str) -> None:
    interview.refuses("flag", "close", "--", typed)


def test_a_review_with_open_flags_is_not_closed_by_the_way(anywhere: Interview) -> None:
    asking(anywhere, Command.TALK)
    refused = "The review R-1 has 1 open flag: see interview flags R-1, or add --anyway."
    assert anywhere.refuses("review", "close", "R-1") == refused
    assert (
        anywhere.says("review", "close", "R-1", "--anyway") == "The review R-1 is closed now; people told of it: 1.\n"
    )
    assert anywhere.says("review", "close", "R-1") == "The review R-1 is closed already.\n"


def test_a_review_without_open_flags_is_closed(interview: Interview) -> None:
    asking(interview, Command.TALK, Command.HELP)
    assert "has 2 open flags" in interview.refuses("review", "close", "R-1")
    for flag in interview.json("flags"):
        interview.says("flag", "close", str(flag["flag"]))
    interview.says("review", "close", "R-1")


def test_the_close_is_told_once_and_kindly(anywhere: Interview) -> None:
    invited = asking(anywhere, *TOLD)
    anywhere.sent()
    anywhere.says("review", "close", "R-1")
    (told,) = anywhere.texts()
    assert told.split("\n\n") == [
        phrases.REVIEW_CLOSED.replace("{phone}", "0191 498 0264"),
        phrases.REVIEW_CLOSED_KEPT,
    ]
    anywhere.says("review", "close", "R-1")
    assert anywhere.texts() == []
    anywhere.family(invited, Say(words="Hello", sent=900))
    assert all("is not open any more" in text or "does not work" in text for text in anywhere.texts())


OVER: list[tuple[Input, ...]] = [
    (*CONSENT[1:6], Choose("C3", "no")),
    (Choose("W2", "no"),),
    (*CONSENT[1:], Command.STOP),
]


@pytest.mark.parametrize("said", OVER)
def test_who_has_gone_hears_nothing_of_the_close(interview: Interview, said: tuple[Input, ...]) -> None:
    invited = interview.invited()
    interview.family(invited, *said)
    interview.sent()
    interview.says("review", "close", "R-1", "--anyway")
    assert interview.texts() == []
