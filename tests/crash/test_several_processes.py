"""Two services on one PostgreSQL behind nginx, one killed in the middle: the records are those of undisturbed talks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from storage.schema.codec import dump_value
from tests.bot.hurry import HURRIED
from tests.bot.world import World, free_port, make_world
from tests.crash import nginx
from tests.crash.families import Family, Figures
from tests.crash.nursery import Nursery
from tests.dialogs.core import CoreDriver
from tests.fakes.bot_api import FakeBotApi
from tests.scenario import inputs_of

WALK = inputs_of((Path(__file__).parent.parent / "walks" / "whole-interview.walk").read_text(encoding="utf-8"))
FAMILIES = 4


@pytest.mark.timeout(300)
def test_two_services_behind_nginx(
    program: str, api: FakeBotApi, nursery: Nursery, tmp_path: Path, postgres_url: str
) -> None:
    """Whichever service an update reaches, it is taken once; what the dead one had claimed is sent by the other."""
    world = make_world(api, tmp_path, postgres_url, webhook=True)
    front, ports = free_port(), (free_port(), free_port())
    world.settings["public_url"] = f"http://127.0.0.1:{front}"
    review = world.review()
    families = [Family.invited(world, api, review, number) for number in range(FAMILIES)]
    with nginx.serving(program, tmp_path / "nginx", front, ports):
        environments = [{**world.environment(), "INTERVIEW_PORT": str(port)} for port in ports]
        services = [nursery.start(environment, mark=HURRIED.mark) for environment in environments]
        for step, deed in enumerate(WALK):
            for family in families:
                family.does(deed)
            if step == len(WALK) // 2:
                nursery.kill(services.pop())
            world.wait_settled(api)
        for service in services:
            nursery.kill(service)
    assert answers(world) == [undisturbed()] * FAMILIES
    figures = Figures.of(world, families, times=1)
    figures.report("services:webhook-postgres")
    figures.prove()
    world.store.close()


Kept = dict[tuple[str, int], tuple[object, str, bool]]


def answers(world: World) -> list[Kept]:
    """What the record holds of each participant."""
    return [
        {(a["link_id"], a["revision"]): (a["value"], a["question"], a["superseded"]) for a in participant["answers"]}
        for participant in world.record()["participants"]
    ]


def undisturbed() -> Kept:
    """What it holds when nothing happens."""
    driver = CoreDriver()
    for deed in WALK:
        driver.does(deed)
    return {k: (json.loads(dump_value(a)), a.question, a.superseded) for k, a in driver.record.items()}
