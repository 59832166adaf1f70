"""An enrolled reviewer who opens a family's link or types its code sees a preview; the invitation stays as it was."""

from __future__ import annotations

from storage.schema.tables import responses, reviewers
from tests.bot.cli.conftest import Interview
from tests.storage.people import TOLD, rows

JO = "8001"


def enrol(interview: Interview) -> None:
    """Jo has this account."""
    interview.says("reviewer", "add", "Jo Carter")
    store = interview.store()
    with store.begin() as work:
        work.execute(reviewers.update().values(lookup=work.vault.hash("reviewer account", JO)))
        work.commit()
    store.close()


def opened(interview: Interview) -> int:
    """How many have opened anything."""
    store = interview.store()
    found = len(rows(store, responses))
    store.close()
    return found


def test_a_reviewers_look_binds_nothing_and_opens_nothing(interview: Interview) -> None:
    enrol(interview)
    invited = interview.invited("--language", "pl")
    for credential in ("token", "code"):
        interview.family({"token": invited[credential]}, user=JO)
        told = interview.texts()
        assert "only a preview" in told[0]
        assert "Ann" in told[1]
        assert "Margaret" not in "".join(told)
    assert (interview.status_of(invited["invitation"]), opened(interview)) == ("issued", 0)
    interview.family(invited)
    assert "preview" not in "".join(interview.texts())
    assert interview.status_of(invited["invitation"]) == "opened"


def test_what_somebody_has_begun_stays_theirs(interview: Interview) -> None:
    invited = interview.invited()
    interview.consenting(invited, *TOLD)
    enrol(interview)
    interview.sent()
    interview.family(invited, user=JO)
    assert "only a preview" in interview.texts()[0]
    assert opened(interview) == 1


def test_a_reviewer_who_had_begun_before_goes_on(interview: Interview) -> None:
    """Somebody may have become a reviewer since."""
    invited = interview.invited()
    interview.consenting(invited, *TOLD, user=JO)
    enrol(interview)
    interview.sent()
    interview.family(invited, user=JO)
    assert "Welcome back." in interview.texts()[0]
