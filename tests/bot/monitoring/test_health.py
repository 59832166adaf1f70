"""Health and metrics as an operator's tools see them: over HTTP, while the service runs and while it has trouble."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import delete, text, update

from bot import version
from bot.clock import utc_now
from bot.monitoring.metrics import Metrics
from bot.monitoring.sweeper import Sweeper
from storage.deletion_list import DeletionList
from storage.maintenance.deletions import note
from storage.schema.tables import data_keys, outbox
from storage.schema.vocabulary import Bot, DeletionKind
from tests.bot.hurry import HURRIED
from tests.bot.world import FAMILIES, World, make_world
from tests.fakes.bot_api import FakeBotApi, Person

Numbers = dict[str, float]


class Time:
    """A clock that a test moves on."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self.ahead


@pytest.fixture
def time() -> Time:
    """The time of the service."""
    return Time()


@pytest.fixture
async def world(api: FakeBotApi, tmp_path: Path, database_url: str) -> AsyncIterator[World]:
    """A record store whose service looks after itself all the time."""
    world = make_world(api, tmp_path, database_url, timing=replace(HURRIED, tick=0.05))
    yield world
    world.store.close()


@pytest.fixture
def ann(api: FakeBotApi, world: World) -> Person:
    """Somebody with an invitation."""
    return api.person(FAMILIES, user_id=77, first_name="Ann")


async def get(world: World, path: str) -> tuple[int, str]:
    """What the service answers."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{world.settings['port']}{path}") as reply,
    ):
        return reply.status, await reply.text()


async def numbers(world: World) -> Numbers:
    """The metrics, each with its labels."""
    status, found = await get(world, "/metrics")
    assert status == 200
    samples = [s for family in text_string_to_metric_families(found) for s in family.samples]
    return {"/".join((s.name.removeprefix("interview_"), *s.labels.values())): s.value for s in samples}


async def numbers_when(world: World, holds: Callable[[Numbers], bool]) -> Numbers:
    """The metrics once they are as they should become."""
    async with asyncio.timeout(20):
        while not holds(found := await numbers(world)):  # noqa: ASYNC110 - it has to be asked
            await asyncio.sleep(0.02)
    return found


async def readiness(world: World, wanted: str) -> int:
    """The status with which `/readyz` says what is wanted, sooner or later."""
    async with asyncio.timeout(20):
        told = f"{wanted}version {version()}\n"
        while (found := await get(world, "/readyz"))[1] != told:  # noqa: ASYNC110 - it has to be asked
            await asyncio.sleep(0.02)
    return found[0]


# Metrics


async def test_what_happened_is_counted(world: World, api: FakeBotApi, ann: Person) -> None:
    async with world.served():
        ann.starts(world.invite(world.review()))
        await world.settled(api)
        ann.presses("choose:W1:en")
        await world.settled(api)
        api.raw_update(FAMILIES, {"message": {"message_id": "broken", "chat": {"id": 77}, "from": {"id": 77}}})
        await world.settled(api)
        found = await numbers_when(world, lambda n: n["dead_letters"] == 1)
        await numbers_when(world, lambda n: n["outbox_waiting"] == 0)
    assert found["turns_total/families"] == 3
    assert found["round_size_count"] == found["rounds_total/committed"] == found["round_seconds_count"] == 3
    assert found["round_size_sum"] == 3
    assert found["buried_total/families"] == 1
    assert found["calls_total/sent"] >= 3
    assert found["commit_seconds_count"] >= 3
    assert abs(found["last_update_timestamp_seconds/families"] - utc_now().timestamp()) < 60
    assert found["process_resident_memory_bytes"] > 0
    assert found[f"build_info/{version()}"] == 1
    assert (found["responses_unanswered"], found["outbox_overdue"]) == (0, 0)


async def test_calls_that_do_not_get_out_become_overdue(
    world: World, api: FakeBotApi, ann: Person, time: Time, capsys: pytest.CaptureFixture[str]
) -> None:
    """However often they were tried since."""
    broken = api.fault("sendMessage", 500, None)
    async with world.served(time):
        ann.starts(world.invite(world.review()))
        await numbers_when(world, lambda n: n["outbox_waiting"] == 1 and n.get("calls_total/due", 0) >= 1)
        time.ahead = timedelta(minutes=16)
        found = await numbers_when(world, lambda n: n["outbox_overdue"] == 1)
        assert 900 < found["outbox_oldest_due_seconds"] < 1020
        broken.stop()
        time.ahead = timedelta(minutes=30)
        found = await numbers_when(world, lambda n: n["outbox_overdue"] == 0)
        assert found["outbox_oldest_due_seconds"] == 0
    assert "calls overdue" in "".join(capsys.readouterr())


async def test_an_input_without_a_reply_is_found(world: World, api: FakeBotApi, ann: Person, time: Time) -> None:
    async with world.served(time):
        ann.starts(world.invite(world.review()))
        await world.settled(api)
        time.ahead = timedelta(minutes=16)
        assert (await numbers_when(world, lambda n: n["outbox_waiting"] == 0))["responses_unanswered"] == 0
        with world.store.begin() as work:
            work.execute(delete(outbox))
            work.commit()
        await numbers_when(world, lambda n: n["responses_unanswered"] == 1)
        time.ahead = timedelta(days=2)
        await numbers_when(world, lambda n: n["responses_unanswered"] == 0)


def test_a_registry_of_its_own(world: World) -> None:
    first, second = Metrics(utc_now), Metrics(utc_now)
    first.buried(Bot.FAMILIES)
    assert b'buried_total{bot="families"} 1.0' in first.text()
    assert b"families" not in second.text()


def test_the_sweeper_warns_when_something_changes(
    world: World, ann: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    sweeper = Sweeper(world.store, utc_now, Metrics(utc_now))
    sweeper.sweep()
    assert "overdue" not in "".join(capsys.readouterr())
    with world.store.begin() as work:
        made = utc_now() - timedelta(hours=1)
        row = {"uid": "u", "bot": "families", "lane": "l", "method": "m", "due_at": made, "created_at": made}
        work.execute(outbox.insert(), [row])
        work.commit()
    sweeper.sweep()
    assert "count=1" in "".join(capsys.readouterr())
    sweeper.sweep()
    assert "overdue" not in "".join(capsys.readouterr())


def test_the_sweeper_completes_the_list_of_withdrawals(world: World, tmp_path: Path) -> None:
    with world.store.begin() as work:
        note(work, DeletionKind.ERASED, "ann")
        work.deleted.clear()
        work.commit()
    world.store.deletions = DeletionList(tmp_path / "withdrawals")
    Sweeper(world.store, utc_now, Metrics(utc_now)).sweep()
    assert [one.invitation for one in world.store.deletions.read()] == ["ann"]


# Health


async def test_ready(world: World) -> None:
    async with world.served():
        assert await readiness(world, "ready\n") == 200
        assert await get(world, "/healthz") == (200, "alive\n")


async def test_a_store_of_another_revision_is_not_ready(world: World) -> None:
    async with world.served():
        await readiness(world, "ready\n")
        with world.store.begin() as work:
            before = work.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
            work.execute(text("UPDATE alembic_version SET version_num = '9999'"))
            work.commit()
        assert await readiness(world, "not ready: migrations\n") == 503
        with world.store.begin() as work:
            work.execute(text("UPDATE alembic_version SET version_num = :before").bindparams(before=before))
            work.commit()
        await readiness(world, "ready\n")


async def test_a_store_that_other_keys_sealed_is_not_ready(world: World) -> None:
    async with world.served():
        await readiness(world, "ready\n")
        with world.store.begin() as work:
            work.execute(update(data_keys).values(wrapped=b"lost:" + bytes(60)))
            work.commit()
        assert await readiness(world, "not ready: keys\n") == 503


async def test_a_store_that_is_gone_is_not_ready(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses() -> None:
        raise ConnectionError

    async with world.served():
        await readiness(world, "ready\n")
        monkeypatch.setattr("storage.engine.unit_of_work.Store.read", lambda _store: refuses())
        assert await readiness(world, "not ready: store\n") == 503
        monkeypatch.undo()
        await readiness(world, "ready\n")


async def test_rounds_that_stand_still_are_not_ready(world: World) -> None:
    """Somebody else holds what every round needs."""
    world.timing = replace(world.timing, silent_rounds=1.5)
    locking = "SELECT 1" if world.store.engine.dialect.name == "sqlite" else "LOCK TABLE outbox"
    async with world.served():
        await readiness(world, "ready\n")
        with world.store.begin() as work:
            work.execute(text(locking))
            assert await readiness(world, "not ready: rounds\n") == 503
        await readiness(world, "ready\n")


async def test_a_poller_that_stands_still_is_not_ready(world: World, api: FakeBotApi) -> None:
    """A long poll is longer than this patience."""
    world.timing = replace(world.timing, silent_poller=1.5)
    async with world.served():
        await readiness(world, "ready\n")
        assert await readiness(world, "not ready: families poller, reviewers poller\n") == 503


async def test_webhooks_that_were_not_set_are_not_ready(api: FakeBotApi, tmp_path: Path, sqlite_url: str) -> None:
    world = make_world(api, tmp_path, sqlite_url, webhook=True)
    refused = api.fault("setWebhook", 500, None)
    async with world.served():
        assert await readiness(world, "not ready: families webhook, reviewers webhook\n") == 503
        refused.stop()
        assert await readiness(world, "ready\n") == 200
    world.store.close()
