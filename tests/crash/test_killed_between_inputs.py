"""The process is killed between every two inputs of a whole interview, and started again: the record is the same."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from storage.schema.codec import dump_value
from tests.bot.hurry import HURRIED
from tests.bot.world import PATIENCE, World, make_world
from tests.crash.families import Family, Figures, in_a_chat
from tests.crash.nursery import Nursery
from tests.dialogs.core import CoreDriver
from tests.fakes.bot_api import FakeBotApi
from tests.scenario import Deed, inputs_of

HERE = Path(__file__).parent
WHOLE = inputs_of((HERE.parent / "walks" / "whole-interview.walk").read_text(encoding="utf-8"))
SHORT = inputs_of((HERE / "short.walk").read_text(encoding="utf-8"))
MODES = [("polling", "sqlite_url"), ("webhook", "postgres_url")]
# The whole interview takes longer.
WALKS = (pytest.param(SHORT, id="short"), pytest.param(WHOLE, id="whole", marks=pytest.mark.long))
STARTS = (2, pytest.param(5, marks=pytest.mark.long))


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("mode", "database"), MODES, ids=["polling-sqlite", "webhook-postgres"])
@pytest.mark.parametrize("walk", WALKS)
def test_killed_between_every_two_inputs(
    walk: tuple[Deed, ...],
    mode: str,
    database: str,
    api: FakeBotApi,
    nursery: Nursery,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    """No answer is lost or doubled, and every reply comes, whenever the process dies."""
    world = make_world(api, tmp_path, request.getfixturevalue(database), webhook=mode == "webhook")
    family = Family.invited(world, api, world.review(), 0)
    for deed in walk:
        service = nursery.start(world.environment(), mark=HURRIED.mark)
        family.does(deed)
        world.wait_settled(api)
        assert os.WTERMSIG(nursery.kill(service)) == signal.SIGKILL
    compare(world, family, walk, request.node.callspec.id, len(walk))


@pytest.mark.timeout(300)
@pytest.mark.parametrize("starts", STARTS)
def test_killed_and_started_in_full(starts: int, api: FakeBotApi, tmp_path: Path, sqlite_url: str) -> None:
    """The same with the program itself, as an operator starts it, at so many points."""
    world = make_world(api, tmp_path, sqlite_url)
    family = Family.invited(world, api, world.review(), 0)
    stretch = -(-len(WHOLE) // starts)
    for begin in range(0, len(WHOLE), stretch):
        program = [sys.executable, "-m", "bot", "run"]
        service = subprocess.Popen(program, env={**os.environ, **world.environment()}, stderr=subprocess.DEVNULL)
        for deed in WHOLE[begin : begin + stretch]:
            family.does(deed)
            api.wait_until(lambda: family.has_heard_all, timeout=PATIENCE)
        world.wait_settled(api)
        service.kill()
        assert service.wait(30) == -signal.SIGKILL
    compare(world, family, WHOLE, f"polling-sqlite, the program in full, {starts}", starts)


def compare(world: World, family: Family, walk: tuple[Deed, ...], way: str, times: int) -> None:
    """The record and the chat are those of a conversation that nothing disturbed."""
    undisturbed = CoreDriver()
    expected = [text for deed in walk for text in in_a_chat(undisturbed, deed)]
    participant = world.record()["participants"][0]
    kept = {(a["link_id"], a["revision"]): (a["value"], a["question"], a["superseded"]) for a in participant["answers"]}
    wanted = {k: (json.loads(dump_value(a)), a.question, a.superseded) for k, a in undisturbed.record.items()}
    assert kept == wanted
    assert [e.text for e in family.driver.person.received] == expected
    figures = Figures.of(world, [family], times=times)
    figures.report(f"between:{way}")
    figures.prove()
    world.store.close()
