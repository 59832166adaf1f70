"""The record store fails for a while: nothing is acknowledged meanwhile, and afterwards everybody goes on by themselves."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from time import sleep
from typing import Self

import pytest

from tests.bot.world import FAMILIES, make_world
from tests.crash.families import Family, Figures
from tests.crash.nursery import Nursery
from tests.crash.outages import OwnPostgres, filled, locked, no_room_for, small_disk
from tests.crash.service import Service
from tests.crash.test_storm import WALK
from tests.fakes.bot_api import FakeBotApi

# The other one is tried in the long run.
MODES = (pytest.param("polling", marks=pytest.mark.long), "webhook")
# SQLite waits for another writer for ten seconds before it gives up.
LONG, SHORT = 12.0, 2.0
BEFORE, AFTER = 16, 3


class Trial:
    """One family in the middle of the interview, and a service that lives through outages with it."""

    def __init__(self, service: Service, name: str) -> None:
        self.service, self.name, self.times = service, name, 0
        self.family = Family.invited(service.world, service.api, service.world.review(), 0)

    def __enter__(self) -> Self:
        self._carry(BEFORE)
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if kind is None:
            figures = Figures.of(self.service.world, [self.family], times=self.times)
            figures.report(self.name)
            figures.prove()
        self.service.world.store.close()

    def endures(
        self, outage: Callable[[], AbstractContextManager[None]], seconds: float, *, refused: bool = True
    ) -> None:
        """An input during an outage is not acknowledged; after it all goes on. `refused`: the webhook answers 503."""
        self.times += 1
        with outage():
            self.family.does(WALK[self.family.sent])
            sleep(seconds)
            assert not self.family.has_heard_all
            assert self.service.api.pending(FAMILIES)
            if refused and (hook := self.service.api.bot(FAMILIES).webhook):
                assert "503" in hook.last_error
        assert self.service.outlives([self.family])
        assert not self.family.repeated
        self._carry(AFTER)

    def _carry(self, deeds: int) -> None:
        for _ in range(deeds):
            self.service.carry([self.family], WALK[self.family.sent])


@pytest.mark.parametrize("mode", MODES)
def test_sqlite_is_locked(mode: str, api: FakeBotApi, nursery: Nursery, tmp_path: Path, sqlite_url: str) -> None:
    """By another writer, for longer than we wait for it."""
    world = make_world(api, tmp_path, sqlite_url, webhook=mode == "webhook", families_only=True)
    with Trial(Service(nursery, world, api, tmp_path), f"locked:{mode}-sqlite") as trial:
        trial.endures(lambda: locked(world.store), LONG)


def test_postgres_is_locked(api: FakeBotApi, nursery: Nursery, tmp_path: Path, postgres_url: str) -> None:
    """By another writer; PostgreSQL waits until it is done."""
    world = make_world(api, tmp_path, postgres_url, families_only=True)
    with Trial(Service(nursery, world, api, tmp_path), "locked:polling-postgres") as trial:
        trial.endures(lambda: locked(world.store), SHORT, refused=False)


@pytest.mark.parametrize("mode", MODES)
def test_no_room(mode: str, api: FakeBotApi, nursery: Nursery, tmp_path: Path, sqlite_url: str) -> None:
    """No file may grow, the log neither."""
    world = make_world(api, tmp_path, sqlite_url, webhook=mode == "webhook", families_only=True)
    with Trial(Service(nursery, world, api, tmp_path), f"no-room:{mode}-sqlite, a limit") as trial:
        trial.endures(lambda: no_room_for(trial.service.pid), SHORT)


def test_disk_full(api: FakeBotApi, nursery: Nursery, tmp_path: Path) -> None:
    """A real full disk, where a small one can be mounted."""
    disk = tmp_path / "disk"
    try:
        with small_disk(disk):
            world = make_world(api, tmp_path, f"sqlite:///{disk}/record.db", webhook=True, families_only=True)
            with Trial(Service(nursery, world, api, tmp_path), "no-room:webhook-sqlite, a full disk") as trial:
                trial.endures(lambda: filled(disk), SHORT)
    except OSError as reason:
        pytest.skip(str(reason))


@pytest.mark.parametrize("mode", MODES)
def test_postgres_crashes(
    mode: str, api: FakeBotApi, nursery: Nursery, tmp_path: Path, own_postgres: OwnPostgres
) -> None:
    """Stopped at once, and started again; the service needs no restart for that."""
    world = make_world(api, tmp_path, own_postgres.url, webhook=mode == "webhook", families_only=True)
    with Trial(Service(nursery, world, api, tmp_path), f"postgres:{mode}") as trial:
        trial.endures(own_postgres.stopped, SHORT)
        trial.endures(own_postgres.stopped, SHORT)
        assert trial.service.stop() < LONG


@pytest.fixture
def own_postgres() -> Iterator[OwnPostgres]:
    """A server that may be stopped. Its folder is outside of pytest's own, which only their owner may enter."""
    server = OwnPostgres(Path(tempfile.mkdtemp(prefix="interview-postgres-")))
    yield server
    server.close()
