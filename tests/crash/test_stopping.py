"""SIGTERM, as at every deploy: what has arrived is kept, nothing is lost or comes twice, and the service ends in seconds."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from bot.clock import USUAL
from tests.bot.world import World, make_world
from tests.crash.families import Family, Figures
from tests.crash.nursery import Nursery
from tests.crash.outages import locked
from tests.crash.service import Service
from tests.crash.test_storm import WALK, Storm
from tests.fakes.bot_api import FakeBotApi

# The other one is tried in the long run.
MODES = ("polling", pytest.param("webhook", marks=pytest.mark.long))
A_FEW_SECONDS = 8.0


@pytest.mark.timeout(300)
@pytest.mark.parametrize("mode", MODES)
def test_deploys_lose_nothing(mode: str, api: FakeBotApi, nursery: Nursery, tmp_path: Path, sqlite_url: str) -> None:
    """Three deploys while families are interviewed; not even a message comes once more."""
    world = make_world(api, tmp_path, sqlite_url, webhook=mode == "webhook", families_only=True)
    review = world.review()
    service = Service(nursery, world, api, tmp_path, mark=USUAL.mark)
    families = [Family.invited(world, api, review, number) for number in range(6)]
    Storm(service, families, Random(mode), gently=True).rage(3)
    figures = Figures.of(world, families, times=3)
    world.store.close()
    figures.report(f"deploys:{mode}")
    figures.prove()
    assert figures.repeated == 0


@pytest.mark.parametrize("mode", MODES)
def test_telegram_hangs(mode: str, api: FakeBotApi, nursery: Nursery, tmp_path: Path, sqlite_url: str) -> None:
    """A deploy does not wait for Telegram; what was under way may come once more."""
    world = make_world(api, tmp_path, sqlite_url, webhook=mode == "webhook", families_only=True)
    service = Service(nursery, world, api, tmp_path)
    family = Family.invited(world, api, world.review(), 0)
    for deed in WALK[:16]:
        service.carry([family], deed)
    hanging = api.fault("*", "hang", times=None, seconds=60)
    family.does(WALK[16])
    api.wait_until(lambda: hanging.hits and world.waiting())
    assert service.stop() < A_FEW_SECONDS
    hanging.stop()
    service.start()
    assert service.outlives([family])
    proven(world, family, f"hanging:{mode}")


@pytest.mark.long
def test_the_store_is_locked(api: FakeBotApi, nursery: Nursery, tmp_path: Path, sqlite_url: str) -> None:
    """What was sent can't be written down now; that keeps nobody from ending, and may bring a message once more."""
    world = make_world(api, tmp_path, sqlite_url, families_only=True)
    service = Service(nursery, world, api, tmp_path)
    family = Family.invited(world, api, world.review(), 0)
    for deed in WALK[:16]:
        service.carry([family], deed)
    slow = api.fault("sendMessage", "hang", seconds=0.5)
    family.does(WALK[16])
    api.wait_until(lambda: slow.hits)
    with locked(world.store):
        api.wait_until(lambda: family.has_heard_all)
        service.stop()
    service.start()
    assert service.outlives([family])
    proven(world, family, "unwritten:sqlite")


def proven(world: World, family: Family, name: str) -> None:
    """Nothing is missing, and at most one message came once more."""
    figures = Figures.of(world, [family], times=1)
    world.store.close()
    figures.report(name)
    figures.prove()
    assert figures.repeated <= 1
