"""What has been kept for long enough goes by itself: by the clock, once a day, with entries that say what went and why."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.casework import retention
from bot.casework.access import CLOCK
from bot.casework.by import By
from dialogs.inputs import Command
from dialogs.leder import facts
from dialogs.retention import FACTS, Rule
from dialogs.review import ReviewStatus
from storage.engine.unit_of_work import Store, UnitOfWork
from storage.maintenance.wiping import wipe
from storage.record import erasure
from storage.record.audit import entries, verify
from storage.record.retention import Due
from storage.repositories.flags import close_flag, open_flags
from storage.repositories.reviews import set_review_status
from storage.schema.tables import invitations, reviews
from tests.bot.usual import usual_turns
from tests.bot.world import make_world
from tests.fakes.bot_api import FakeBotApi
from tests.programme import entry
from tests.storage.people import (
    CONSENT,
    NOW,
    TOLD,
    Visitor,
    a_review,
    an_invitation,
    consenting,
    invited,
    rows,
)

A_DAY = timedelta(days=1)
CLOSED_IN, LINKS = date(2028, 11, 23), date(2027, 3, 21)


@pytest.fixture(autouse=True)
def schedule() -> Iterator[None]:
    """A programme with a schedule; the package's facts are in force again afterwards."""
    of = {Rule.CLOSED: 24, Rule.DECLINED: 30, Rule.LINK: 90}
    facts.adopt({"name": FACTS[rule], "value": number} for rule, number in of.items())
    yield
    facts.adopt([])


def at(day: date) -> datetime:
    """Ten o'clock on a day."""
    return datetime.combine(day, NOW.timetz())


def ticks(store: Store, now: datetime, job: Any = None) -> None:
    """The clock does its part once."""
    job = job or retention.job_of_the_clock(usual_turns())
    with store.begin() as work:
        job(work, now)
        work.commit()


def noted(store: Store) -> list[tuple[Any, ...]]:
    """What the audit log says of it."""
    with store.read() as work:
        assert verify(work).broken is None
        return [(e["actor"], e["deed"], e["review"], e["invitation"], e["detail"]) for e in entries(work)]


def closes(store: Store, review: str) -> None:
    """The review is closed, with nothing open in it."""
    with store.begin() as work:
        for flag in open_flags(work):
            close_flag(work, flag.id, NOW)
        set_review_status(work, review, ReviewStatus.CLOSED, NOW)
        work.commit()


def test_a_review_goes_on_its_day_and_its_entries_say_so(store: Store) -> None:
    made = invited(store)
    consenting(store, made).does(*TOLD, Command.TALK)
    [review] = [row.id for row in rows(store, reviews)]
    closes(store, review)
    ticks(store, at(CLOSED_IN - A_DAY))
    assert noted(store) == []
    ticks(store, at(CLOSED_IN))
    why = {"rule": "closed", "day": CLOSED_IN.isoformat()}
    counted = {**why, "invitations": 1, "responses": 1, "voices": 0}
    assert noted(store) == [
        ("clock", "review.expire", review, None, counted),
        ("clock", "invitation.expire", review, made.id, why),
    ]
    left = {name for name, table in reviews.metadata.tables.items() if rows(store, table)}
    assert left <= {"data_key", "runtime", "reviewer", "deletion", "audit", "audit_head", "tally"}


def test_nothing_goes_without_a_schedule_or_while_it_waits(store: Store) -> None:
    """Held, or with an open flag, however long ago its day was; then on the day after."""
    made = invited(store)
    consenting(store, made).does(Command.TALK)
    [review] = [row.id for row in rows(store, reviews)]
    with store.begin() as work:
        set_review_status(work, review, ReviewStatus.CLOSED, NOW)
        work.commit()
    ticks(store, at(CLOSED_IN + A_DAY))
    assert noted(store) == []
    closes(store, review)
    facts.adopt([])
    ticks(store, at(CLOSED_IN + 2 * A_DAY))
    assert noted(store) == []
    facts.adopt([{"name": FACTS[Rule.CLOSED], "value": 24}])
    ticks(store, at(CLOSED_IN + 2 * A_DAY))
    assert [deed for _, deed, *_ in noted(store)] == ["review.expire", "invitation.expire"]


def test_an_invitation_goes_alone_and_its_name_is_gone_from_the_files(sqlite_store: Store, tmp_path: Path) -> None:
    """Nobody has opened it: what goes is the contact. The review stays as it was."""
    made = invited(sqlite_store)
    [before] = [row.to for row in rows(sqlite_store, invitations)]
    ticks(sqlite_store, at(LINKS))
    [(_, deed, _, invitation, detail)] = noted(sqlite_store)
    assert (deed, invitation, detail["rule"]) == ("invitation.expire", made.id, "link")
    assert [(row.to, row.data_key, row.erased_at) for row in rows(sqlite_store, invitations)] == [
        (None, None, at(LINKS))
    ]
    assert len(rows(sqlite_store, reviews)) == 1
    assert wipe(sqlite_store)
    assert not any(before in file.read_bytes() for file in tmp_path.glob("record.db*"))
    ticks(sqlite_store, at(LINKS + A_DAY))
    assert len(noted(sqlite_store)) == 1


def test_the_clock_looks_once_a_day(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the whole of a day's ticks, of whichever process; to look again each time would cost the store too much."""
    looks: list[date] = []
    real = retention.due_today

    def counted(work: UnitOfWork, now: datetime) -> list[Due]:
        looks.append(now.date())
        return real(work, now)

    monkeypatch.setattr(retention, "due_today", counted)
    for day in (LINKS, LINKS, LINKS + A_DAY):
        ticks(sqlite_store, at(day))
    assert looks == [LINKS, LINKS + A_DAY]


def test_what_has_changed_meanwhile_stays(store: Store) -> None:
    """It was due when it was looked for, and is held when its turn comes."""
    invited(store)
    with store.begin() as work:
        dues = retention.due_today(work, at(LINKS))
        set_review_status(work, dues[0].review, ReviewStatus.HELD)
        by = By(actor=CLOCK, work=work, now=at(LINKS), turns=usual_turns)
        done = retention.let_go_of_all(by, dues)
        assert (done.gone, done.busy, done.failed) == ([], dues, [])
        work.commit()
    assert noted(store) == []


def test_one_that_fails_is_in_nobodys_way(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is left for the next day, and the others go; some at a time, so that nobody waits for all of them."""
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    with store.begin() as work:
        made = [an_invitation(work, a_review(work, f"R-{n}")).id for n in range(5)]
        work.commit()
    real = erasure.erase

    def fails(work: Any, invitation: str, now: datetime) -> None:
        if invitation in {made[0], made[1]} and now.date() == LINKS:
            raise KeyError(invitation)
        real(work, invitation, now)

    monkeypatch.setattr(erasure, "erase", fails)
    job = retention.job_of_the_clock(usual_turns())
    for left in ({*made}, {*made[:2], made[4]}, {*made[:2]}, {*made[:2]}):
        ticks(store, at(LINKS), job)
        assert {row.id for row in rows(store, invitations) if row.data_key} == left
    ticks(store, at(LINKS + A_DAY), job)
    assert {row.id for row in rows(store, invitations) if row.data_key} == set()
    assert len(noted(store)) == len(made)


async def test_the_running_service_lets_go(api: FakeBotApi, tmp_path: Path, sqlite_url: str) -> None:
    world = make_world(api, tmp_path, sqlite_url)
    visitor = Visitor(world.store)
    visitor.opens(invited(world.store))
    visitor.does(*CONSENT, *TOLD)
    closes(world.store, rows(world.store, reviews)[0].id)
    # What the programme says is read anew when the service starts.
    world.settings["programme"] = tmp_path / "own.toml"
    world.settings["programme"].write_text(entry(FACTS[Rule.CLOSED], 24, last_checked="2026-11-01"))
    gone = list[tuple[Any, ...]]()
    async with world.served(lambda: at(CLOSED_IN)), asyncio.timeout(20):
        while not gone:
            await asyncio.sleep(0.02)
            gone = await asyncio.to_thread(noted, world.store)
    assert [what[:2] for what in gone] == [("clock", "review.expire"), ("clock", "invitation.expire")]
