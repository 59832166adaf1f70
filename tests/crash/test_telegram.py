"""Telegram misbehaves again and again in a whole conversation: all is kept once, and it goes on to its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.bot.hurry import IMPATIENT
from tests.bot.world import FAMILIES, World, make_world
from tests.crash.families import Family, Figures
from tests.crash.test_clock import heard
from tests.crash.test_sweep import SHORT
from tests.fakes.bot_api import FakeBotApi, Fault
from tests.scenario import Deed

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]
MODES = [("polling", "sqlite"), ("webhook", "postgres")]
REFUSING: dict[str, dict[str, Any]] = {
    "429": {"retry_after": 1},
    "500": {},
    "502": {},
    "hang": {"seconds": 0.3},
    "reset": {},
}
LOST = "effect_without_reply"


@dataclass(slots=True)
class Talk:
    """Somebody who goes the whole way."""

    world: World
    api: FakeBotApi
    mode: str
    family: Family
    faults: list[Fault] = field(default_factory=list)

    async def goes(self, name: str, wrong: Callable[[Deed], None], *, every: int = 2, repeats: int = 0) -> None:
        """`wrong` is done beside every second step; so often may a message come once more for each time."""
        beside = range(1, len(SHORT), every)
        async with self.world.served():
            for number, deed in enumerate(SHORT):
                self.family.does(deed) if number not in beside else wrong(deed)
                await heard(self.world, self.family)
        times = sum(fault.hits for fault in self.faults) or len(beside)
        figures = Figures.of(self.world, [self.family], times=times)
        figures.report(f"telegram-{name}:{self.mode}")
        figures.prove()
        assert figures.repeated <= repeats * times

    def fails(self, deed: Deed, kind: str, **details: Any) -> None:
        """The message that answers this, and by polling the next question for updates, meet that."""
        chat = self.family.driver.person.chat_id
        self.faults.append(self.api.fault("sendMessage", kind, chat_id=chat, **details))
        if self.mode.startswith("polling"):
            self.faults.append(self.api.fault("getUpdates", kind, token=FAMILIES, **details))
        self.family.does(deed)


@pytest.fixture(params=MODES, ids=["-".join(mode) for mode in MODES])
def talk(request: pytest.FixtureRequest, api: FakeBotApi, tmp_path: Path) -> Iterator[Talk]:
    """In each mode."""
    mode, database = request.param
    url = request.getfixturevalue(f"{database}_url")
    world = make_world(api, tmp_path, url, webhook=mode == "webhook", families_only=True, timing=IMPATIENT)
    yield Talk(world, api, f"{mode}-{database}", Family.invited(world, api, world.review(), 0))
    world.store.close()


@pytest.mark.parametrize("kind", REFUSING)
async def test_it_does_nothing(talk: Talk, kind: str) -> None:
    """It asks us to wait, fails, says so with a page of HTML, answers late, or hangs up: nothing comes twice."""
    every = 8 if kind == "429" else 2
    await talk.goes(kind, lambda deed: talk.fails(deed, kind, **REFUSING[kind]), every=every)


async def test_it_does_it_and_its_answer_is_lost(talk: Talk) -> None:
    """A message may then come once more, and no more than once."""
    await talk.goes("lost", lambda deed: talk.fails(deed, LOST), repeats=1)


async def test_it_gives_an_update_again(talk: Talk) -> None:
    """While the first one is still under way, or when it is done."""

    def again(deed: Deed) -> None:
        talk.family.does(deed)
        talk.api.redeliver(talk.api.bot(FAMILIES).queue.next_id - 1, token=FAMILIES)

    await talk.goes("again", again)


async def test_it_numbers_anew(talk: Talk) -> None:
    """As after a week in which nobody wrote, again and again."""

    def anew(deed: Deed) -> None:
        talk.api.jump_update_id(FAMILIES)
        talk.family.does(deed)

    await talk.goes("anew", anew)
