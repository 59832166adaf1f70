"""Reviewers' arrivals through the rounds: an update that comes twice counts once, and poison is told to its sender alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from bot.rounds.arrivals import Arrival, Unreadable
from bot.rounds.rounds import Rounds, Taker
from dialogs.reviewer_bot import phrases
from storage.schema.tables import dead_letters, reviewers
from storage.schema.vocabulary import Bot
from tests.bot.reviewers.office import BOT, SAM, Office


@asynccontextmanager
async def rounds_of(office: Office) -> AsyncIterator[Rounds]:
    """Rounds that run while the context is open."""
    takers: dict[Bot, Taker] = {BOT: office.turns()}
    rounds = Rounds(store=office.store, takers=takers, now=lambda: office.now, owner="test", claimed=lambda _rows: None)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(rounds.run())
        yield rounds
        rounds.stopping = True
        rounds.stir()


async def test_an_update_that_comes_twice_makes_one_invitation(office: Office) -> None:
    office.at_work()
    office.does("/invite", "Ann", "yes:agreed", "choose:relationship:sister", "choose:language:ask")
    last = office.arrival("yes:check")
    async with rounds_of(office) as rounds:
        await asyncio.gather(rounds.take(last), rounds.take(last))
        await rounds.take(last)
    assert len(office.invitations()) == 1
    assert len([s for s in office.deliver() if s.method == "sendPhoto"]) == 1


async def test_a_restart_between_two_copies_of_an_update_doubles_nothing(office: Office) -> None:
    office.at_work()
    office.does("/invite", "Ann", "yes:agreed", "choose:relationship:sister", "choose:language:ask")
    last = office.arrival("yes:check")
    for _ in range(2):
        again = office.restarted()
        async with rounds_of(again) as rounds:
            await rounds.take(last)
        again.store.close()
    assert len(office.invitations()) == 1


async def test_poison_is_told_to_its_sender_and_harms_nobody_else(office: Office) -> None:
    reviewer = office.enrolled()
    office.enrolled(SAM, "Sam Lee", "B" * 12)
    with office.store.begin() as work:
        work.execute(reviewers.update().where(reviewers.c.id != reviewer).values(desk=b"not sealed"))
        work.commit()
    arrivals: list[Arrival] = [office.arrival("/review"), office.arrival("/review", SAM)]
    async with rounds_of(office) as rounds:
        await asyncio.gather(*map(rounds.take, arrivals))
    told = {s.lane == f"{BOT}:{reviewer}": s.text.partition("\n")[0] for s in office.deliver()}
    assert told == {True: phrases.REFERENCE, False: phrases.NOT_TAKEN}


async def test_what_nobody_can_read_is_kept_and_its_sender_is_told(office: Office) -> None:
    office.enrolled()
    broken = replace(office.said(Unreadable('{"update_id": 9}')), message_id=None)
    async with rounds_of(office) as rounds:
        await rounds.take(broken)
    assert [s.text for s in office.deliver()] == [phrases.NOT_TAKEN]
    with office.store.read() as work:
        assert [row.error for row in work.execute(dead_letters.select())] == ["Unreadable"]
