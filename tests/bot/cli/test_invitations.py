"""`interview invitations`, `interview invitation edit` and `interview revoke`."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update

from bot.clock import utc_now
from dialogs.inputs import Choose, Command, Say
from storage.schema.tables import invitations
from tests.bot.cli.conftest import Interview
from tests.storage.people import TOLD

DANGER = "I want to kill myself"
KEYS = [
    "invitation", "review", "to", "relationship", "language", "status", "answered", "asked", "about", "halted",
    "last_activity", "expires_at",
]  # fmt: skip


def test_the_list_as_the_contract_has_it(anywhere: Interview) -> None:
    invited = anywhere.invited()
    [listed] = anywhere.listed()
    assert list(listed) == KEYS
    assert {k: listed[k] for k in KEYS[:11]} == {
        "invitation": invited["invitation"],
        "review": "R-1",
        "to": "Ann",
        "relationship": "sister",
        "language": "en",
        "status": "issued",
        "answered": 0,
        "asked": 0,
        "about": 0,
        "halted": False,
        "last_activity": None,
    }
    assert listed["expires_at"] == invited["expires_at"]


def test_an_answered_one(anywhere: Interview) -> None:
    anywhere.consenting(anywhere.invited(), *TOLD)
    [listed] = anywhere.listed()
    assert (listed["status"], listed["answered"]) == ("in-progress", 2)
    assert listed["asked"] > 2
    assert datetime.fromisoformat(listed["last_activity"]).tzinfo is not None


def test_how_far_somebody_has_come_of_how_much(anywhere: Interview) -> None:
    invited = anywhere.invited()
    anywhere.consenting(invited)
    [begun] = anywhere.listed()
    anywhere.family(invited, *TOLD)
    [listed] = anywhere.listed()
    assert begun["about"] > 10
    assert listed["asked"] < listed["about"]
    assert f"{listed['answered']} of about {listed['about']}" in anywhere.says("invitations")


def test_questions_that_distress_has_stopped(anywhere: Interview) -> None:
    """Until the person goes on."""
    invited = anywhere.invited()
    anywhere.consenting(invited, Say(words=DANGER, sent=70))
    assert [(i["status"], i["halted"]) for i in anywhere.listed()] == [("in-progress", True)]
    assert "in-progress, halted" in anywhere.says("invitations")
    anywhere.family(invited, Command.RESUME)
    assert [i["halted"] for i in anywhere.listed()] == [False]


def test_who_needs_another_way_has_not_expired(anywhere: Interview) -> None:
    """The link runs out meanwhile; that they were here and what they need stays so."""
    invited = anywhere.json("invite", anywhere.review(), "--to", "Jan", "--relationship", "parent")
    anywhere.family(invited, Choose("W1", "bsl"))
    store = anywhere.store()
    with store.begin() as work:
        work.execute(update(invitations).values(expires_at=utc_now() - timedelta(days=1)))
        work.commit()
    store.close()
    assert anywhere.status_of(invited["invitation"]) == "elsewhere"


def test_the_way_of_an_invitation(interview: Interview) -> None:
    invited = interview.invited()
    interview.family(invited)
    assert interview.status_of(invited["invitation"]) == "opened"
    interview.family(invited, Choose("W2", "no"))
    assert interview.status_of(invited["invitation"]) == "not-them"
    interview.family(invited, Choose("W2", "yes"), Command.STOP, user="2")
    assert interview.status_of(invited["invitation"]) == "stopped"


def test_only_one_review(anywhere: Interview) -> None:
    first, second = anywhere.invited(), anywhere.invite(anywhere.review("R-2"))
    assert [i["invitation"] for i in anywhere.listed()] == [first["invitation"], second["invitation"]]
    assert [i["invitation"] for i in anywhere.listed("R-2")] == [second["invitation"]]
    assert anywhere.refuses("invitations", "R-3", "--json") == "There is no review with the reference R-3."


def test_a_table_for_people(interview: Interview) -> None:
    assert interview.says("invitations") == "There are no invitations.\n"
    invited = interview.invited()
    heads, line = interview.says("invitations").splitlines()
    assert line.startswith(invited["invitation"])
    assert line.index("issued") == heads.index("Status")
    assert line.index("2", line.index("0 of 0")) == heads.index("Open until")
    assert not any(invited[k] in line for k in ("token", "code", "check_word"))


def test_a_name_is_mended(anywhere: Interview) -> None:
    invited = anywhere.invited()
    anywhere.says("invitation", "edit", invited["invitation"], "--to", "Anna")
    assert [i["to"] for i in anywhere.listed()] == ["Anna"]
    assert "--to" in anywhere.refuses("invitation", "edit", invited["invitation"])
    anywhere.refuses("invitation", "edit", invited["invitation"], "--to", "\t")
    anywhere.says("erase", invited["invitation"])
    assert "erased" in anywhere.refuses("invitation", "edit", invited["invitation"], "--to", "Anna")


def test_a_revoked_link_is_dead(anywhere: Interview) -> None:
    invited = anywhere.invited()
    anywhere.says("revoke", invited["invitation"])
    assert anywhere.status_of(invited["invitation"]) == "revoked"
    anywhere.family(invited)
    assert "does not work" in anywhere.texts()[0]
    assert "before" in anywhere.refuses("revoke", invited["invitation"])


def test_what_was_answered_stays_after_a_revocation(anywhere: Interview) -> None:
    invited = anywhere.invited()
    anywhere.consenting(invited, *TOLD)
    anywhere.says("revoke", invited["invitation"])
    assert "She sang in the kitchen" in anywhere.says("record", "R-1")


def test_an_erased_one_cannot_be_revoked(interview: Interview) -> None:
    invited = interview.invited()
    interview.says("erase", invited["invitation"])
    assert "erased" in interview.refuses("revoke", invited["invitation"])


def test_an_invitation_in_the_wrong_review_is_moved_before_it_is_opened(anywhere: Interview) -> None:
    invited = anywhere.invited()
    anywhere.review("R-2")
    assert anywhere.says("invitation", "move", invited["invitation"], "--review", "r-2").endswith(
        "the review R-2 now.\n"
    )
    assert [i["review"] for i in anywhere.listed()] == ["R-2"]
    anywhere.family(invited)
    assert "opened" in anywhere.refuses("invitation", "move", invited["invitation"], "--review", "R-1")
    assert [i["review"] for i in anywhere.listed()] == ["R-2"]
    anywhere.says("revoke", (another := anywhere.invite("R-2")["invitation"]))
    assert "is revoked" in anywhere.refuses("invitation", "move", another, "--review", "R-1")
