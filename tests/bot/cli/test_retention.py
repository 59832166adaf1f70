"""`interview retention`: what is to go, what has gone, and nothing without a schedule."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.clock import utc_now
from dialogs.inputs import Command
from dialogs.leder import facts
from dialogs.london import day_in_london
from storage.maintenance.wiping import NOTE
from storage.schema.tables import invitations, reviews, runtimes
from tests.bot.cli.conftest import Interview
from tests.programme import entry
from tests.storage.people import TOLD, rows

YEARS = timedelta(days=800)


@pytest.fixture(autouse=True)
def afterwards() -> Iterator[None]:
    """The package's facts are in force again."""
    yield
    facts.adopt([])


@pytest.fixture
def scheduled(anywhere: Interview, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Interview:
    """A machine whose programme has a schedule."""
    file = tmp_path / "own.toml"
    file.write_text(entry("keep_closed_months", 24) + entry("keep_links_days", 90))
    monkeypatch.setenv("INTERVIEW_PROGRAMME", str(file))
    return anywhere


def passes(interview: Interview) -> None:
    """All that was closed was closed years ago, and every link has ended then."""
    store = interview.store()
    with store.begin() as work:
        long_ago = utc_now() - YEARS
        work.execute(update(reviews).where(reviews.c.closed_at.is_not(None)).values(closed_at=long_ago))
        work.execute(update(invitations).values(expires_at=long_ago, created_at=long_ago, revoked_at=None))
        work.commit()
    store.close()


def test_what_will_go_is_told_and_then_goes(scheduled: Interview) -> None:
    told, unused = scheduled.invited(), scheduled.invite(scheduled.review("R-2"))
    scheduled.consenting(told, *TOLD)
    scheduled.says("review", "close", "R-1")
    passes(scheduled)
    today = day_in_london(utc_now())
    alone, whole = scheduled.json("retention", "--dry-run")
    assert (whole["rule"], whole["reference"], whole["invitation"], whole["waits"]) == ("closed", "R-1", None, None)
    assert (alone["rule"], alone["reference"], alone["invitation"]) == ("link", "R-2", unused["invitation"])
    assert max(whole["day"], alone["day"]) < today.isoformat()
    lines = scheduled.says("retention", "--dry-run")
    assert "all of them" in lines
    assert not {"Ann", "Margaret", "sang"} & set(lines.split())
    assert "retention: 2 are past their day and still here" in scheduled("doctor").out
    assert scheduled.says("retention", "--certificate") == "Nothing has gone by the schedule.\n"
    assert scheduled.says("retention") == "Gone: 2. See: interview retention --certificate\n"
    assert scheduled.says("retention") == "Nothing goes today.\n"
    assert [r["reference"] for r in scheduled.json("review", "list")] == ["R-2"]
    assert [i["to"] for i in scheduled.listed()] == [None]
    gone = scheduled.json("retention", "--certificate")
    assert [(e["deed"], e["invitation"], e["detail"]["rule"]) for e in gone] == [
        ("invitation.expire", unused["invitation"], "link"),
        ("review.expire", None, "closed"),
        ("invitation.expire", told["invitation"], "closed"),
    ]
    assert {whole["review"], alone["review"]} == {e["review"] for e in gone}
    assert all(e["actor"].startswith("operator:") and len(e["hash"]) == 64 for e in gone)
    printed = scheduled.says("retention", "--certificate")
    assert told["invitation"] in printed
    assert not {"Ann", "Margaret", "R-1"} & set(printed.split())
    store = scheduled.store()
    assert NOTE not in {row.name for row in rows(store, runtimes)}
    store.close()


def test_what_waits_stays_and_says_for_what(scheduled: Interview) -> None:
    scheduled.consenting(scheduled.invited(), Command.TALK)
    scheduled.says("review", "close", "R-1", "--anyway")
    scheduled.invite(scheduled.review("R-2"))
    scheduled.says("review", "hold", "R-2")
    passes(scheduled)
    assert {d["reference"]: d["waits"] for d in scheduled.json("retention", "--dry-run")} == {
        "R-1": "flags",
        "R-2": "held",
    }
    assert scheduled.says("retention", "--dry-run").count("its open flags") == 1
    assert "retention: 2 are past their day and wait for a hold or for open flags" in scheduled("doctor").out
    assert scheduled.says("retention") == "Nothing goes today.\n"


def test_without_a_schedule_nothing_goes_and_that_is_said(interview: Interview) -> None:
    interview.invited()
    interview.says("review", "close", "R-1")
    passes(interview)
    for said in (interview.says("retention"), interview.says("retention", "--dry-run"), interview("doctor").out):
        assert "has no schedule (keep_closed_months, keep_longest_months" in said
        assert "nothing goes by itself but dead letters, after 30 days." in said
    assert json.loads(interview.says("retention", "--dry-run", "--json")) == []
    assert len(interview.json("review", "list")) == 1
    assert "with --dry-run or --certificate" in interview.refuses("retention", "--json")
    assert "either --dry-run or --certificate" in interview.refuses("retention", "--dry-run", "--certificate")


def test_a_shell_without_the_programme_of_the_service_is_refused(
    scheduled: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it would say that nothing goes while the service lets it go."""
    from bot.participants import programme

    scheduled.invited()
    store = scheduled.store()
    programme.note(store)
    store.close()
    monkeypatch.delenv("INTERVIEW_PROGRAMME")
    for arguments in (("--dry-run",), ()):
        assert "INTERVIEW_PROGRAMME is set for the service" in scheduled.refuses("retention", *arguments)
