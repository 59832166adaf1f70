"""A conversation in which the service dies at the 1st, the 2nd, … the last point of the road, each time with another family.

Every family goes the whole way. At a deed that is swept, the first family's service dies at the first point that it passes,
is started again and brings the deed to its end; the second family's dies at the second; and so on, until one has passed all
its points alive. The other families do it together. So the points of a deed are counted anew for each deed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Self

import pytest

from dialogs.inputs import Media
from tests.bot.world import make_world
from tests.crash.families import Family, Figures
from tests.crash.nursery import Nursery
from tests.crash.service import Service
from tests.fakes.bot_api import FakeBotApi
from tests.scenario import Deed, Presses, Says, Sends, inputs_of

FOLDER = Path(__file__).parent
SHORT, WITHDRAWAL = (inputs_of((FOLDER / f"{name}.walk").read_text("utf-8")) for name in ("short", "withdrawal"))
WALKS = (
    pytest.param(SHORT, id="short", marks=pytest.mark.long),
    pytest.param(WITHDRAWAL, id="withdrawal", marks=pytest.mark.nightly),
)
VOICE = Sends(Media.VOICE)
FAMILIES = 50
HANGS = 3600
ANSWER = Says("She was funny.")
MODES = [(mode, database) for mode in ("polling", "webhook") for database in ("sqlite", "postgres")]


@pytest.mark.timeout(300)
def test_dies_at_every_point_of_an_answer(api: FakeBotApi, nursery: Nursery, tmp_path: Path, sqlite_url: str) -> None:
    """Whatever the point: nothing is lost or doubled, nobody is stuck, and at most one message comes once more."""
    world = make_world(api, tmp_path, sqlite_url, families_only=True)
    sweep = Sweep.of(Service(nursery, world, api, tmp_path))
    sweep.go(SHORT[: SHORT.index(ANSWER) + 3], {ANSWER}, "sweep:polling-sqlite, an answer")


@pytest.mark.timeout(300)
def test_dies_at_every_point_of_a_voice_message(
    api: FakeBotApi, nursery: Nursery, tmp_path: Path, sqlite_url: str
) -> None:
    """It is committed, asked for, fetched and kept; wherever the service dies, it is kept once."""
    world = make_world(api, tmp_path, sqlite_url, families_only=True)
    sweep = Sweep.of(Service(nursery, world, api, tmp_path), 2 * FAMILIES)
    walk = (*SHORT[: SHORT.index(ANSWER)], VOICE, Presses("choose:voice:yes"), ANSWER)
    sweep.go(walk, {Presses("choose:voice:yes")}, "sweep:polling-sqlite, a voice message")


@pytest.mark.timeout(1500)
@pytest.mark.parametrize(("mode", "database"), MODES, ids=map("-".join, MODES))
@pytest.mark.parametrize("walk", WALKS)
def test_dies_at_every_point_of_every_deed(
    walk: tuple[Deed, ...],
    mode: str,
    database: str,
    api: FakeBotApi,
    nursery: Nursery,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    """The same in every mode, for every deed of a whole conversation, and of one that is withdrawn."""
    url = request.getfixturevalue(f"{database}_url")
    world = make_world(api, tmp_path, url, webhook=mode == "webhook", families_only=True)
    sweep = Sweep.of(Service(nursery, world, api, tmp_path), 2 * FAMILIES)
    sweep.go(walk, walk, f"sweep:{request.node.callspec.id}")


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize(("mode", "database"), MODES, ids=map("-".join, MODES))
def test_dies_at_every_point_of_its_start(
    mode: str, database: str, api: FakeBotApi, nursery: Nursery, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """It starts with a message that it had claimed before it died and with one that came meanwhile, and dies again."""
    url = request.getfixturevalue(f"{database}_url")
    world = make_world(api, tmp_path, url, webhook=mode == "webhook", families_only=True)
    sweep = Sweep.of(Service(nursery, world, api, tmp_path), 160)
    for deed in SHORT[:11]:
        sweep.service.carry(sweep.families, deed)
    pairs = enumerate(zip(sweep.families[::2], sweep.families[1::2], strict=True))
    sweep.points = next(n for n, (one, other) in pairs if sweep.outlived_start(one, other, SHORT[11], n + 1))
    sweep.report(f"start-sweep:{mode}-{database}")


@dataclass(slots=True)
class Sweep:
    """The service that dies, and the families with whom it does."""

    service: Service
    families: list[Family]
    points: int = 0

    @classmethod
    def of(cls, service: Service, families: int = FAMILIES) -> Self:
        """A sweep that has not begun."""
        review = service.world.review()
        return cls(service, [Family.invited(service.world, service.api, review, n) for n in range(families)])

    def go(self, walk: Collection[Deed], dying: Collection[Deed], name: str) -> None:
        """All families go the walk; the service dies at every point of the deeds in `dying`. Prints the figures."""
        for deed in walk:
            self._carry(deed, dying=deed in dying)
        self.report(name)

    def report(self, name: str) -> None:
        """Print the figures; they must prove the promise."""
        figures = Figures.of(self.service.world, self.families, times=self.service.deaths, points=self.points)
        self.service.world.store.close()
        figures.report(name)
        figures.prove()

    def _carry(self, deed: Deed, *, dying: bool) -> None:
        """Everybody does it; if `dying`, one after the other while the service dies one point later each time."""
        numbers = count(1) if dying else ()
        alone = next((n for n in numbers if self._outlived(self.families[n - 1], deed, n)), 0)
        self.points += max(alone - 1, 0)
        self.service.carry(self.families[alone:], deed)

    def _outlived(self, family: Family, deed: Deed, number: int) -> bool:
        """Whether there are fewer points than this; else the service died there, and all went on as it should."""
        before = family.repeated
        self.service.points.arm(number, since="received")
        self.service.start()
        family.does(deed)
        alive = self.service.outlives([family])
        if not alive:
            self._recover(family)
        assert family.repeated <= before + 1, "more than one message came once more"
        return alive

    def outlived_start(self, claimed: Family, coming: Family, deed: Deed, number: int) -> bool:
        """Whether a start has fewer points than this, when it follows a death and a family has written meanwhile."""
        hanging = self.service.api.fault("sendMessage", "hang", seconds=HANGS)
        claimed.does(deed)
        self.service.api.wait_until(lambda: hanging.hits)
        self.service.kill()
        coming.does(deed)
        self.service.points.arm(number)
        self.service.start()
        alive = self.service.outlives([claimed, coming])
        if not alive:
            self._recover(claimed, coming)
        assert claimed.repeated + coming.repeated <= 1, "more than one message came once more"
        return alive

    def _recover(self, *families: Family) -> None:
        self.service.points.arm(0)
        self.service.start()
        assert self.service.outlives(families, quiet=0)
