"""`interview invitations`, `interview invitation edit` and `interview revoke`."""

from __future__ import annotations

from datetime import datetime

from dialogs.inputs import Choose, Command
from tests.bot.cli.conftest import Interview
from tests.storage.people import TOLD

KEYS = [
    "invitation", "review", "to", "relationship", "language", "status", "answered", "asked", "last_activity",
    "expires_at",
]  # fmt: skip


def test_the_list_as_the_contract_has_it(anywhere: Interview) -> None:
    invited = anywhere.invited()
    [listed] = anywhere.listed()
    assert list(listed) == KEYS
    assert {k: listed[k] for k in KEYS[:9]} == {
        "invitation": invited["invitation"],
        "review": "R-1",
        "to": "Ann",
        "relationship": "sister",
        "language": "en",
        "status": "issued",
        "answered": 0,
        "asked": 0,
        "last_activity": None,
    }
    assert listed["expires_at"] == invited["expires_at"]


def test_an_answered_one(anywhere: Interview) -> None:
    anywhere.consenting(anywhere.invited(), *TOLD)
    [listed] = anywhere.listed()
    assert (listed["status"], listed["answered"]) == ("in-progress", 2)
    assert listed["asked"] > 2
    assert datetime.fromisoformat(listed["last_activity"]).tzinfo is not None


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
