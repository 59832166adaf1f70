"""A service is started again and again for three minutes: presses die at Telegram, and whoever pressed is asked again, once.

Everything goes ten times as fast as by the wall clock, for the service and for Telegram alike.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from bot.clock import utc_now
from dialogs import phrases
from tests.bot.misbehaving.family import CONSENT, TO_P2, Family
from tests.bot.world import FAMILIES, World, make_world
from tests.crash.families import Figures
from tests.crash.nursery import Nursery
from tests.fakes.bot_api import FakeBotApi

WAYS = [(mode, database) for mode in ("polling", "webhook") for database in ("sqlite", "postgres")]
SPEED = 10.0
PEOPLE = 20
STORM, AFTERWARDS, PATIENCE = 180 / SPEED, 180 / SPEED, 300 / SPEED
SKIP = "skip:P2"


@contextmanager
def racing(api: FakeBotApi) -> Iterator[None]:
    """Telegram's clock goes faster meanwhile."""
    stop = threading.Event()

    def race() -> None:
        last = time.monotonic()
        while not stop.wait(0.05):
            now = time.monotonic()
            api.advance((now - last) * (SPEED - 1))
            last = now

    racer = threading.Thread(target=race)
    racer.start()
    try:
        yield
    finally:
        stop.set()
        racer.join()


def at_a_story(world: World, api: FakeBotApi, there: Sequence[Family]) -> None:
    """All of them go as far as the first question that wants a story."""
    for who in there:
        who.act(f"/start {who.token}")
    for deed in (*CONSENT, *TO_P2):
        world.wait_settled(api)
        for who in there:
            who.act(deed)
    world.wait_settled(api)


def asked_again(who: Family) -> int:
    """How often somebody was asked again."""
    return sum(text.startswith(phrases.PRESS_AGAIN) for text in who.shown)


def has_gone_on(who: Family) -> bool:
    """Whether their press came through."""
    return any("skip:P3" in entry.buttons for entry in who.person.received)


def skips(world: World) -> int:
    """How many presses stand in the record, each revision counted."""
    answers = [a for who in world.record()["participants"] for a in who["answers"] if a["link_id"] == "P2"]
    return sum(a["value"] == {"absent": "skipped"} for a in answers)


def rage(start: Callable[[], Callable[[], int]], there: Sequence[Family], random: Random) -> int:
    """The service dies as soon as it serves, for three minutes; each presses once, at some moment. How often it died."""
    began, deaths, late = time.monotonic(), 0, [*there]
    random.shuffle(late)
    while (passed := time.monotonic() - began) < STORM:
        end = start()
        while late and (len(there) - len(late)) / len(there) < passed / STORM:
            late.pop().act(SKIP)
        time.sleep(random.uniform(0, 0.2))
        end()
        deaths += 1
    for who in late:
        who.act(SKIP)
    return deaths


@pytest.mark.long
@pytest.mark.timeout(400)
@pytest.mark.parametrize(("mode", "database"), WAYS, ids=map("-".join, WAYS))
def test_started_again_and_again(
    mode: str, database: str, api: FakeBotApi, nursery: Nursery, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue(f"{database}_url")
    world = make_world(api, tmp_path, url, webhook=mode == "webhook", families_only=True)
    review = world.review()
    there = [
        Family(world, api, api.person(FAMILIES, user_id=9000 + n, first_name=f"Ann {n}"), world.invite(review))
        for n in range(PEOPLE)
    ]
    clock = (utc_now().timestamp(), SPEED)

    def start() -> Callable[[], int]:
        pid = nursery.start(world.environment(), clock=clock)
        return lambda: nursery.kill(pid)

    with racing(api):
        end = start()
        at_a_story(world, api, there)
        # All has been well for a while.
        time.sleep(120 / SPEED)
        end()
        deaths = rage(start, there, Random(f"{mode} {database}"))
        start()
        deadline = time.monotonic() + PATIENCE
        while not all(has_gone_on(who) or asked_again(who) for who in there) and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(AFTERWARDS)
    in_record, gone_on = skips(world), sum(map(has_gone_on, there))
    figures = Figures(
        times=deaths + 1,
        sent=PEOPLE,
        kept=in_record,
        lost=max(0, gone_on - in_record),
        doubled=max(0, in_record - gone_on),
        repeated=sum(map(asked_again, there)),
        stuck=sum(not (has_gone_on(who) or asked_again(who)) for who in there),
    )
    figures.report(f"restarts:{mode}-{database}")
    world.store.close()
    figures.prove()
    assert max(map(asked_again, there)) <= 1
    # Whoever got through only when it was quiet again need not hear it.
    assert figures.repeated >= PEOPLE // 2
