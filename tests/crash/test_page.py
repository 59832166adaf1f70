"""The page while its service dies: at each point of the road in turn, and at random moments. What was sent counts once."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from itertools import count
from pathlib import Path
from random import Random

import pytest

from tests.bot.web.place import make_place
from tests.crash.families import Figures
from tests.crash.nursery import Nursery
from tests.crash.test_sweep import ANSWER, SHORT, WITHDRAWAL
from tests.crash.visitors import PageService, Visitor, visiting
from tests.scenario import Begins, Deed, Presses, Says

VISITORS, FEW = 80, 24
ANSWERED = SHORT.index(Says("1"))
# To the first answer and the question after it.
BEGINNING = (
    *(d for d in SHORT[:ANSWERED] if d != Presses("choose:C2:yes")),
    Presses("choose:R1:sibling"),
    *SHORT[ANSWERED + 1 : ANSWERED + 3],
)
KINDS = (
    Begins(),
    Presses("choose:W2:yes"),
    Presses("choose:C4:yes"),
    ANSWER,
    Presses("next:P2"),
    Presses("toggle:H2:epilepsy"),
    Presses("next:H2"),
    Presses("change:P2"),
    Presses("send:check"),
)
BOTH = [pytest.param(f"{database}_url", id=database, marks=pytest.mark.long) for database in ("sqlite", "postgres")]


@pytest.mark.timeout(300)
async def test_dies_at_every_point_of_an_answer(nursery: Nursery, tmp_path: Path, sqlite_url: str) -> None:
    """The form is sent again as it was: the answer is kept once, and the conversation goes on."""
    dying = {Presses("choose:R1:sibling")}
    await swept(BEGINNING, dying, "page-sweep:sqlite, an answer", nursery, tmp_path, sqlite_url, FEW)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("database", BOTH)
async def test_dies_at_every_point_of_each_kind(
    database: str, nursery: Nursery, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The same for Start and for a form of each kind, to the end of the conversation."""
    url = request.getfixturevalue(database)
    await swept(SHORT, KINDS, f"page-sweep:{database.removesuffix('_url')}, kinds", nursery, tmp_path, url)


@pytest.mark.long
@pytest.mark.timeout(900)
async def test_dies_at_every_point_of_a_withdrawal(nursery: Nursery, tmp_path: Path, sqlite_url: str) -> None:
    """Nothing of the answers is left, wherever it dies."""
    last = set(WITHDRAWAL[-2:])
    await swept(WITHDRAWAL, last, "page-sweep:sqlite, a withdrawal", nursery, tmp_path, sqlite_url)


@pytest.mark.long
@pytest.mark.timeout(900)
async def test_dies_at_every_point_of_a_return(nursery: Nursery, tmp_path: Path, sqlite_url: str) -> None:
    """Start is pressed again later, and again when its answer is lost: the browser stays known."""
    walk = (*BEGINNING, Begins(), Presses("skip:R3"))
    await swept(walk, {Begins()}, "page-sweep:sqlite, a return", nursery, tmp_path, sqlite_url)


@pytest.mark.timeout(300)
async def test_three_kills(nursery: Nursery, tmp_path: Path, sqlite_url: str) -> None:
    """Six visitors on their way to the first answers, three kills."""
    await weathered(6, 3, BEGINNING, "page-storm:sqlite, three kills", nursery, tmp_path, sqlite_url)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("database", BOTH)
async def test_twenty_kills(database: str, nursery: Nursery, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Twenty visitors who hold the whole interview, twenty kills."""
    url = request.getfixturevalue(database)
    await weathered(20, 20, SHORT, f"page-storm:{database.removesuffix('_url')}", nursery, tmp_path, url)


async def swept(
    walk: Sequence[Deed],
    dying: Collection[Deed],
    name: str,
    nursery: Nursery,
    folder: Path,
    url: str,
    number: int = VISITORS,
) -> None:
    """Everybody goes the walk; at a deed in `dying` the service dies under one after the other, a point later each time."""
    service = PageService(nursery, make_place(folder, url), folder)
    service.start()
    points = 0
    async with visiting(service, number) as visitors:
        for deed in walk:
            alone = await _dies(service, visitors, deed) if deed in dying else 0
            points += max(alone - 1, 0)
            await asyncio.gather(*(v.does(deed) for v in visitors[alone:]))
        _prove(service, visitors, name, points)


async def _dies(service: PageService, visitors: Sequence[Visitor], deed: Deed) -> int:
    """How many visitors it took until one found the service alive to the end."""
    for number in count(1):
        service.points.arm(number, since="received", beside=isinstance(deed, Begins))
        deaths = service.deaths
        await visitors[number - 1].does(deed)
        service.has_died()
        if service.deaths == deaths:
            service.points.arm(0)
            return number
    raise AssertionError


async def weathered(
    number: int, kills: int, walk: Sequence[Deed], name: str, nursery: Nursery, folder: Path, url: str
) -> None:
    """Everybody goes the walk as fast as they are answered, while the service is killed at moments that a seed picks."""
    service, random = PageService(nursery, make_place(folder, url), folder), Random(name)
    service.start()
    async with visiting(service, number) as visitors:
        moments = sorted(random.sample(range(number * len(walk)), kills))
        walking = asyncio.gather(*(_goes(v, walk) for v in visitors))
        for moment in moments:
            while sum(v.sent for v in visitors) < moment:  # noqa: ASYNC110 - many visitors, each a task of its own
                await asyncio.sleep(0.001)
            service.kill()
        await walking
        _prove(service, visitors, name)


async def _goes(visitor: Visitor, walk: Sequence[Deed]) -> None:
    for deed in walk:
        await visitor.does(deed)


def _prove(service: PageService, visitors: Sequence[Visitor], name: str, points: int = 0) -> None:
    """Nothing was lost, nothing counts twice, and everybody saw what they would have seen."""
    world = service.place.world
    assert len(world.record()["participants"]) == len(visitors)
    figures = Figures.of(world, visitors, times=service.deaths, points=points)
    world.store.close()
    figures.report(name)
    figures.prove()
    assert service.deaths
