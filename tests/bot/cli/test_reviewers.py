"""`interview reviewer list|code|add --lead|remove`, `handover`, `review list|show|reopen`, `flag reopen`."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest

from bot.clock import utc_now
from dialogs.inputs import Command
from dialogs.london import day_in_london
from storage.repositories import desks, facts
from storage.repositories.reviewers import renew_code
from storage.repositories.reviews import reviewer_named, reviews_of
from storage.schema.tables import reviewers
from storage.schema.vocabulary import Bot
from tests.bot.cli.conftest import Interview
from tests.storage.people import rows

USERS = count(9001)


def team(interview: Interview) -> None:
    """Jo has two reviews and a flag; Sam leads."""
    interview.says("reviewer", "add", "Jo Carter")
    interview.says("reviewer", "add", "Sam Field", "--lead", "--email", "sam.field@example.org")
    for reference in ("R-1", "R-2"):
        interview.review(reference, "--reviewer", "Jo Carter")
    invited = interview.invite("R-1")
    interview.consenting(invited, Command.TALK)


def theirs(interview: Interview, name: str) -> list[str]:
    """The reviews that a reviewer sees to now, their own and covered ones."""
    store = interview.store()
    with store.read() as work:
        found = reviews_of(work, reviewer_named(work, name), covering=utc_now())
    store.close()
    return [review.reference for review in found]


def chats_told(interview: Interview) -> set[int]:
    """The chats of reviewers that hear of what a family does, once Jo and Sam have enrolled at 7001 and 7002."""
    store = interview.store()
    with store.begin() as work:
        for name, address in (("Jo Carter", "7001"), ("Sam Field", "7002")):
            reviewer_id, code = reviewer_named(work, name), f"CODE {address}"
            renew_code(work, reviewer_id, code)
            assert desks.enrol(work, code, address.encode(), address) == reviewer_id
        work.commit()
    store.close()
    interview.sent(Bot.REVIEWERS)
    interview.consenting(interview.invite("R-2"), Command.TALK, user=str(next(USERS)))
    return {wire["chat_id"] for wire in interview.sent(Bot.REVIEWERS)}


def test_reviewers_are_listed(anywhere: Interview) -> None:
    assert anywhere.says("reviewer", "list") == "There are no reviewers.\n"
    team(anywhere)
    jo, sam = anywhere.json("reviewer", "list")
    assert [jo[k] for k in ("name", "lead", "enrolled", "reviews", "flags", "covered_by")] == [
        "Jo Carter",
        False,
        False,
        2,
        1,
        None,
    ]
    assert (sam["name"], sam["lead"], sam["reviews"], sam["flags"]) == ("Sam Field", True, 0, 0)
    table = anywhere.says("reviewer", "list")
    assert "Sam Field  yes" in table
    assert f"reviewer:{sam['reviewer']}" in table
    store = anywhere.store()
    assert [b"example.org" in (row.email or b"") for row in rows(store, reviewers)] == [False, False]
    store.close()
    assert "e-mail" in anywhere.refuses("reviewer", "add", "Kim", "--email", "kim at home")


def test_an_enrolled_reviewer_can_lead_and_nothing_is_promised_of_an_address(anywhere: Interview) -> None:
    kept = "The address is kept; nothing is sent to it yet."
    assert kept not in anywhere.says("reviewer", "add", "Jo Carter")
    assert kept in anywhere.says("reviewer", "add", "Sam Field", "--email", "sam@example.org").splitlines()[0]
    assert anywhere.says("reviewer", "edit", "Jo Carter", "--lead") == "Jo Carter leads now.\n"
    assert [one["lead"] for one in anywhere.json("reviewer", "list")] == [True, False]
    told = f"Jo Carter does not lead any more. {kept}\n"
    assert anywhere.says("reviewer", "edit", "Jo Carter", "--no-lead", "--email", "jo@example.org") == told
    assert [one["lead"] for one in anywhere.json("reviewer", "list")] == [False, False]
    done = [(e["deed"], e["detail"].get("role"), e["detail"].get("changed")) for e in anywhere.json("audit", "list")]
    assert done[-2:] == [("reviewer.edit", "lead", None), ("reviewer.edit", "reviewer", "email")]
    assert "nothing to change" in anywhere.refuses("reviewer", "edit", "Jo Carter")
    assert "e-mail" in anywhere.refuses("reviewer", "edit", "Jo Carter", "--email", "home")
    assert "no reviewer called" in anywhere.refuses("reviewer", "edit", "Kim Day", "--lead")


def test_a_new_reviewer_is_led_to_the_bot(anywhere: Interview) -> None:
    """As soon as its name is known: the link has the code in it."""
    assert "@" not in anywhere.says("reviewer", "add", "Jo Carter")
    store = anywhere.store()
    with store.begin() as work:
        facts.note_username(work, Bot.REVIEWERS, "desk_bot")
        work.commit()
    store.close()
    said = anywhere.says("reviewer", "code", "Jo Carter")
    code = said.split("Enrolment code: ")[1].split()[0]
    assert f"@desk_bot: /start {code}" in said
    assert said.endswith(f"https://t.me/desk_bot?start={code}\n")


def test_a_lost_phone_can_do_nothing_more(anywhere: Interview) -> None:
    first = anywhere.json("reviewer", "add", "Jo Carter")
    store = anywhere.store()

    def enrols(code: str, lookup: bytes) -> bool:
        with store.begin() as work:
            done = desks.enrol(work, code, lookup, "7001")
            work.commit()
            return done is not None

    assert enrols(first["enrolment_code"], b"old phone")
    again = anywhere.json("reviewer", "code", "Jo Carter")
    assert again["reviewer"] == first["reviewer"]
    with store.read() as work:
        assert desks.reviewer_with(work, b"old phone") is None
    assert not enrols(first["enrolment_code"], b"old phone")
    assert enrols(again["enrolment_code"], b"new phone")
    store.close()


def test_nobody_leaves_with_reviews_that_are_theirs(anywhere: Interview) -> None:
    team(anywhere)
    refused = anywhere.refuses("reviewer", "remove", "Jo Carter")
    assert refused.startswith("Jo Carter has 2 reviews and 1 open flag: hand them over first")
    assert anywhere.says("handover", "Jo Carter", "--to", "Sam Field") == (
        "Sam Field has the reviews of Jo Carter now: R-1, R-2.\n"
        "Sam Field has not enrolled yet, so nothing reaches Sam Field until then.\n"
    )
    assert anywhere.refuses("handover", "Jo Carter", "--to", "Sam Field") == "Jo Carter has no reviews."
    assert [r["reviewer"] for r in anywhere.json("review", "list")] == ["Sam Field", "Sam Field"]
    anywhere.says("reviewer", "remove", "Jo Carter")
    done = [e["deed"] for e in anywhere.json("audit", "list")][-3:]
    assert done == ["review.assign", "review.assign", "reviewer.remove"]


def test_who_has_not_enrolled_may_be_given_a_review_with_a_warning(anywhere: Interview) -> None:
    anywhere.says("reviewer", "add", "Jo Carter")
    warning = "Jo Carter has not enrolled yet, so nothing reaches Jo Carter until then.\n"
    person = ("--person", "Margaret", "--age", "52", "--reviewer", "Jo Carter")
    assert anywhere.says("review", "open", "R-1", *person) == f"The review R-1 is open.\n{warning}"
    assert anywhere.says("review", "assign", "R-1", "--reviewer", "Jo Carter").endswith(warning)
    store = anywhere.store()
    with store.begin() as work:
        work.execute(reviewers.update().values(lookup=b"Jo"))
        work.commit()
    store.close()
    assert anywhere.says("review", "open", "R-2", *person) == "The review R-2 is open.\n"


def test_somebody_covers_until_a_day(anywhere: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    team(anywhere)
    last = day_in_london(utc_now()) + timedelta(days=3)
    covers = anywhere.says("handover", "Jo Carter", "--to", "Sam Field", "--until", last.isoformat())
    assert covers.startswith(f"Sam Field covers for Jo Carter to the end of {last}: R-1, R-2.\n")
    told = "Sam Field covers for Jo Carter: let somebody else cover first, with interview handover."
    assert anywhere.refuses("reviewer", "remove", "Sam Field") == told
    assert (theirs(anywhere, "Jo Carter"), theirs(anywhere, "Sam Field")) == (["R-1", "R-2"], ["R-1", "R-2"])
    jo, _sam = anywhere.json("reviewer", "list")
    assert jo["covered_by"] == "Sam Field"
    assert chats_told(anywhere) == {7002}
    anywhere.says("handover", "Jo Carter", "--to", "Sam Field")
    assert anywhere.json("reviewer", "list")[0]["covered_by"] is None
    assert chats_told(anywhere) == {7002}
    anywhere.says("handover", "Sam Field", "--to", "Jo Carter")
    assert chats_told(anywhere) == {7001}
    day = (day_in_london(utc_now()) - timedelta(days=1)).isoformat()
    assert "is over" in anywhere.refuses("handover", "Sam Field", "--to", "Jo Carter", "--until", day)
    assert "not understood" in anywhere.refuses("handover", "Sam Field", "--to", "Jo Carter", "--until", "soon")
    assert "somebody else" in anywhere.refuses("handover", "Sam Field", "--to", "Sam Field")


def test_a_review_is_shown_without_a_word_of_the_family(anywhere: Interview) -> None:
    assert anywhere.says("review", "list") == "There are no reviews.\n"
    team(anywhere)
    first, _second = anywhere.json("review", "list")
    assert [first[k] for k in ("reference", "status", "reviewer", "invitations", "flags")] == [
        "R-1",
        "open",
        "Jo Carter",
        1,
        1,
    ]
    shown = anywhere.json("review", "show", "r-1")
    assert (shown["person"], shown["age"]) == ("Margaret", 52)
    assert shown["invitations"] == anywhere.listed("R-1")
    assert shown["flags"] == anywhere.json("flags", "R-1")
    assert "R-1: Margaret, age at death 52" in anywhere.says("review", "show", "R-1")
    assert "R-2" in anywhere.says("review", "list")


def test_what_was_closed_too_early_is_opened_again(anywhere: Interview) -> None:
    team(anywhere)
    (flag,) = anywhere.json("flags")
    number = str(flag["flag"])
    assert anywhere.refuses("flag", "reopen", number) == f"There is no closed flag {number}."
    anywhere.says("flag", "close", number)
    anywhere.says("review", "close", "R-1")
    assert anywhere.says("review", "reopen", "R-1") == "The review R-1 is open again.\n"
    assert anywhere.says("review", "reopen", "R-1") == "The review R-1 is open already.\n"
    assert anywhere.says("flag", "reopen", number).endswith("is open again.\n")
    assert anywhere.json("flags") == [flag]
    anywhere.invite("R-1")


def test_a_reviewers_name_is_a_name(interview: Interview) -> None:
    """Families read it."""
    for typed in ("Jo 943 476 5919", "Jo Carter 12/03/1974", "stop", "no", "Jo2"):
        assert "Families read" in interview.refuses("reviewer", "add", typed)
    for typed in ("Dr. Amina Khan-O'Neil", "Małgorzata Anna Kowalska", "نجمة"):
        interview.says("reviewer", "add", typed)
