"""Families are interviewed at the same time, and the service is killed again and again, at moments that a seed picks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import monotonic, sleep

import pytest

from bot.clock import USUAL
from tests.bot.world import PATIENCE, make_world
from tests.crash.families import Family, Figures
from tests.crash.nursery import Nursery
from tests.crash.service import GLANCE, Service
from tests.fakes.bot_api import FakeBotApi
from tests.scenario import inputs_of

WALK = inputs_of((Path(__file__).parent.parent / "walks" / "whole-interview.walk").read_text(encoding="utf-8"))
MODES = [(mode, database) for mode in ("polling", "webhook") for database in ("sqlite", "postgres")]
# How long after the deed that brings death, in seconds: a turn takes a few thousandths, a start a tenth.
LATEST = 0.1
# The others are tried in the long run.
QUICK = [("polling", "sqlite"), ("webhook", "postgres")]
EACH = [pytest.param(*one, marks=() if one in QUICK else pytest.mark.long, id="-".join(one)) for one in MODES]


@dataclass(slots=True)
class Storm:
    """Families who go their way as fast as they are answered, and a service that is killed; `gently`: asked to end."""

    service: Service
    families: Sequence[Family]
    random: Random
    gently: bool = False
    done: int = 0

    def rage(self, kills: int) -> None:
        """Until everybody is at the end, or nobody has got any further for a long while."""
        moments = sorted(self.random.sample(range(len(self.families) * len(WALK)), kills))
        self.service.start()
        moved = monotonic()
        while monotonic() < moved + PATIENCE and not self._is_over():
            before = self.done
            self._go_on()
            if moments and self.done >= moments[0]:
                moments.pop(0)
                sleep(self.random.uniform(0, LATEST))
                self.service.stop() if self.gently else self.service.kill()
                self.service.start()
            if self.done > before:
                moved = monotonic()
            sleep(GLANCE)

    def _go_on(self) -> None:
        for family in self.random.sample(self.families, len(self.families)):
            if family.has_heard_all and family.sent < len(WALK):
                family.does(WALK[family.sent])
                self.done += 1
            assert family.repeated <= self.service.deaths, "a death repeats at most one message of a conversation"

    def _is_over(self) -> bool:
        at_the_end = all(f.sent == len(WALK) and f.has_heard_all for f in self.families)
        return at_the_end and self.service.world.is_settled(self.service.api)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("mode", "database"), EACH)
def test_three_kills(
    mode: str, database: str, api: FakeBotApi, nursery: Nursery, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Six families, three kills."""
    figures = weathered(6, 3, mode, request.getfixturevalue(f"{database}_url"), api, nursery, tmp_path)
    figures.report(f"storm:{mode}-{database}, three kills")


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize(("mode", "database"), MODES, ids=map("-".join, MODES))
def test_twenty_kills(
    mode: str, database: str, api: FakeBotApi, nursery: Nursery, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Fifty families, twenty kills."""
    figures = weathered(50, 20, mode, request.getfixturevalue(f"{database}_url"), api, nursery, tmp_path)
    figures.report(f"storm:{mode}-{database}")


def weathered(
    families: int, kills: int, mode: str, url: str, api: FakeBotApi, nursery: Nursery, folder: Path
) -> Figures:
    """The figures of a storm, in which nothing was lost or doubled and nobody is stuck."""
    world = make_world(api, folder, url, webhook=mode == "webhook", families_only=True)
    review = world.review()
    service = Service(nursery, world, api, folder, mark=USUAL.mark)
    there = [Family.invited(world, api, review, number) for number in range(families)]
    Storm(service, there, Random(f"{mode}{kills}")).rage(kills)
    figures = Figures.of(world, there, times=service.deaths)
    world.store.close()
    figures.prove()
    return figures
