"""`interview flags`, `interview flag close` and `interview review close`: nothing waits unseen, and no word is shown."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Row, select

from bot.clock import LONDON, utc_now
from dialogs import phrases
from dialogs.inputs import Choose, Command, Input, Say
from storage.repositories.flags import raise_flags
from storage.schema.tables import handlings, responses
from tests.bot.cli.conftest import Interview
from tests.storage.people import CONSENT, TOLD

WORDS = "I can't go on"
SPOKE, NOTE = ("--outcome", "spoke"), "Rang twice, then spoke with her daughter"


def asking(interview: Interview, *said: Input) -> Any:
    """An invitation whose participant has consented and says this."""
    invited = interview.invited()
    interview.consenting(invited, *said)
    return invited


@pytest.mark.promise("not-read-live", "note-without-words")
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
    anywhere.says("flag", "close", str(flag["flag"]), *SPOKE)
    assert anywhere.json("flags") == []


def test_of_an_urgent_flag_it_is_said_what_was_done(anywhere: Interview) -> None:
    asking(anywhere, Command.HELP)
    number = str(anywhere.json("flags")[0]["flag"])
    assert "is urgent" in anywhere.refuses("flag", "close", number)
    assert "is closed" in anywhere.says("flag", "close", number, *SPOKE)
    anywhere.says("flag", "reopen", number)
    assert [flag["flag"] for flag in anywhere.json("flags")] == [int(number)]
    passed = anywhere.says("flag", "close", number, "--outcome", "passed", "--to", "safeguarding", "--note", NOTE)
    assert "is closed" in passed
    details = [e["detail"] for e in anywhere.json("audit", "list") if e["deed"] == "flag.close"]
    assert [(d["outcome"], d.get("to")) for d in details] == [("spoke", None), ("passed", "safeguarding")]
    assert NOTE not in anywhere.says("audit", "list", "--json")
    [kept] = json.loads(anywhere.says("record", "R-1"))["participants"][0]["flags"]
    assert list(kept) == ["kind", "raised_at", "closed_at"]


def test_the_note_is_sealed_and_goes_with_the_words(anywhere: Interview) -> None:
    invited = asking(anywhere, Command.TALK, Command.HELP)
    for flag in anywhere.json("flags"):
        anywhere.says("flag", "close", str(flag["flag"]), *SPOKE, "--note", NOTE)
    assert [NOTE.encode() in row.note for row in handled(anywhere)] == [False, False]
    anywhere.says("withdraw", invited["invitation"])
    assert [(row.outcome, row.note) for row in handled(anywhere)] == [("spoke", None)]
    anywhere.says("erase", invited["invitation"])
    assert handled(anywhere) == []


def test_after_no_answer_it_waits_until_a_day(anywhere: Interview) -> None:
    """It stays open, and falls due on that day; an urgent one cannot be put off for long."""
    asking(anywhere, Command.HELP)
    number, today = str(anywhere.json("flags")[0]["flag"]), utc_now().astimezone(LONDON).date()
    soon, late = ((today + timedelta(days=n)).isoformat() for n in (3, 30))
    again = ("flag", "close", number, "--outcome", "no-answer")
    assert "--again" in anywhere.refuses(*again)
    assert "within 7 days" in anywhere.refuses(*again, "--again", late)
    assert anywhere.says(*again, "--again", soon).endswith(f"waits until {soon}.\n")
    assert [flag["due"] for flag in anywhere.json("flags")] == [soon]
    assert len(handled(anywhere)) == 1


@pytest.mark.parametrize(
    "typed",
    [
        ("--outcome", "rang"),
        ("--outcome", "passed"),
        ("--outcome", "passed", "--to", "mum"),
        ("--outcome", "spoke", "--to", "gp"),
        ("--outcome", "spoke", "--again", "2030-01-01"),
        ("--outcome", "no-answer", "--again", "soon"),
        ("--note", "spoke with her"),
    ],
)
def test_what_was_done_is_said_whole(interview: Interview, typed: tuple[str, ...]) -> None:
    asking(interview, Command.TALK)
    [flag] = interview.json("flags")
    interview.refuses("flag", "close", str(flag["flag"]), *typed)
    assert interview.json("flags") == [flag]


def test_what_is_to_be_sent_falls_due_when_it_is_there_and_does_not_hold_up_a_close(anywhere: Interview) -> None:
    invited = asking(anywhere)
    store = anywhere.store()
    with store.begin() as work:
        [response] = work.execute(select(responses.c.id)).scalars()
        raise_flags(work, [(response, kind) for kind in ("send-answers", "send-review")], utc_now())
        work.commit()
    store.close()
    assert [flag["due"] for flag in anywhere.json("flags")] == [None, None]
    assert "when it is there" in anywhere.says("flags")
    anywhere.family(invited, Command.STOP)
    assert [flag["due"] is None for flag in anywhere.json("flags")] == [False, True]
    assert "is closed now" in anywhere.says("review", "close", "R-1")
    assert [flag["due"] is None for flag in anywhere.json("flags")] == [False, False]


def handled(interview: Interview) -> list[Row[Any]]:
    """What was done about flags, as it is kept."""
    store = interview.store()
    with store.read() as work:
        found = list(work.execute(select(handlings)))
    store.close()
    return found


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
        interview.says("flag", "close", str(flag["flag"]), *SPOKE)
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
    (*CONSENT[1:5], Choose("C3", "no")),
    (Choose("W2", "no"),),
    (*CONSENT[1:], Command.STOP),
]


@pytest.mark.promise("not-written-to")
@pytest.mark.parametrize("said", OVER)
def test_who_has_gone_hears_nothing_of_the_close(interview: Interview, said: tuple[Input, ...]) -> None:
    invited = interview.invited()
    interview.family(invited, *said)
    interview.sent()
    interview.says("review", "close", "R-1", "--anyway")
    assert interview.texts() == []
