"""What was withdrawn or erased is gone from the files, sealed as it was, and the keys to it as well."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.__main__ import main
from dialogs.inputs import Command, Yes
from storage.deletion_list import NAME as NAME_OF_LIST
from storage.deletion_list import DeletionList
from storage.engine.unit_of_work import Store
from storage.maintenance import wiping
from storage.maintenance.roles import Vacuuming
from storage.maintenance.wiping import NOTE, wipe
from storage.record import erasure
from storage.schema.tables import accounts, attachments, invitations, outbox, responses, runtimes
from tests.bot.hurry import HURRIED
from tests.bot.world import World, make_world
from tests.fakes.bot_api import FakeBotApi
from tests.secrecy.canaries import found
from tests.secrecy.story import Story
from tests.storage.people import LATER, TOLD, consenting, invited

SPOKEN = (attachments.c.content, attachments.c.sha256)
SEALED = (invitations.c.data_key, responses.c.state, responses.c.history, outbox.c.payload, *SPOKEN)
ERASED = (*SEALED, invitations.c.to, accounts.c.address, accounts.c.lookup)
PIECE = 16
WITHDRAWING = (Command.WITHDRAW, Yes("withdraw"))


def values(store: Store, *columns: object) -> set[bytes]:
    """What stands in these columns now."""
    with store.read() as work:
        every = [work.execute(select(column)).scalars().all() for column in columns]  # type: ignore[call-overload]
    return {bytes(value) for column in every for value in column if value}


def everything(folder: Path) -> bytes:
    """Every byte of every file."""
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def remains(folder: Path, gone: set[bytes]) -> list[bytes]:
    """Pieces of these values that any file still holds."""
    kept = everything(folder)
    pieces = (value[at : at + PIECE] for value in gone for at in range(9, max(10, len(value) - PIECE), PIECE))
    return [piece for piece in pieces if piece in kept]


def has_note(store: Store) -> bool:
    """Whether something is still to be wiped."""
    with store.read() as work:
        return work.execute(select(runtimes).where(runtimes.c.name == NOTE)).first() is not None


@pytest.fixture
def tick() -> float:
    """For how long the service waits until it looks what there is to be wiped."""
    return 0.1


@pytest.fixture
async def told(api: FakeBotApi, tmp_path: Path, sqlite_url: str, tick: float) -> AsyncIterator[Story]:
    """Somebody has told a good part of an interview to a service that goes on."""
    world = make_world(api, tmp_path, sqlite_url, timing=replace(HURRIED, tick=tick))
    story = Story(world, api)
    async with world.served():
        await story.invites()
        await story.consents()
        await story.does(story.ann, "skip:W3", "skip:R1", "skip:R2", "skip:R3", "skip:R4")
        for question in ("P1", "P2", "P3"):
            await story.talks(question)
        yield story
    world.store.close()


@pytest.mark.promise("deleted")
async def test_after_a_withdrawal_in_the_chat(told: Story, tmp_path: Path) -> None:
    """At the next tick of the running service."""
    before = values(told.world.store, *SEALED)
    assert remains(tmp_path, before)
    assert len(values(told.world.store, *SPOKEN)) == 2
    await told.does(told.ann, "/withdraw", "yes:withdraw")
    await wiped(told.world)
    listed = DeletionList(Path(told.world.settings["data_dir"]) / NAME_OF_LIST).read()
    assert [one.kind for one in listed] == ["withdrawn"]
    gone = before - values(told.world.store, *SEALED)
    assert len(gone) > 4
    assert values(told.world.store, *SPOKEN) == set()
    assert remains(tmp_path, gone) == []
    assert await asyncio.to_thread(found, everything(tmp_path), *told.credentials) == []


@pytest.mark.parametrize("tick", [0.1, 1000.0])
async def test_after_an_erasure_at_the_command_line(
    told: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tick: float
) -> None:
    """At once, whether the running service helps or not."""
    for name, value in told.world.environment().items():
        monkeypatch.setenv(name, value)
    before = values(told.world.store, *ERASED)
    with told.world.store.read() as work:
        invitation = work.execute(select(invitations.c.id)).scalar_one()
    assert await asyncio.to_thread(main, ["erase", invitation, "--yes"]) == 0
    if tick < 1:
        await wiped(told.world)
    gone = before - values(told.world.store, *ERASED)
    assert values(told.world.store, *SPOKEN) == set()
    assert len(gone) > 7
    assert remains(tmp_path, gone) == []
    assert not has_note(told.world.store)


async def wiped(world: World) -> None:
    """Wait until the service has emptied the log."""
    async with asyncio.timeout(20):
        while await asyncio.to_thread(has_note, world.store):  # noqa: ASYNC110 - a store tells nobody of its changes
            await asyncio.sleep(0.02)


@pytest.fixture
def withdrawn(sqlite_store: Store) -> tuple[Store, set[bytes]]:
    """A store where somebody has just withdrawn, and what has to go."""
    visitor = consenting(sqlite_store, invited(sqlite_store))
    visitor.does(*TOLD)
    before = values(sqlite_store, *SEALED)
    visitor.does(*WITHDRAWING)
    return sqlite_store, before - values(sqlite_store, *SEALED)


def test_who_reads_meanwhile_is_waited_for(withdrawn: tuple[Store, set[bytes]], tmp_path: Path) -> None:
    """Not for long, since nobody can write then; it is tried again later."""
    store, gone = withdrawn
    with store.read() as work:
        work.execute(select(runtimes)).all()
        assert not wipe(store)
        assert has_note(store)
        assert remains(tmp_path, gone)
    assert wipe(store)
    assert not has_note(store)
    assert remains(tmp_path, gone) == []


def test_without_a_note_nothing_is_done(sqlite_store: Store, tmp_path: Path) -> None:
    visitor = consenting(sqlite_store, invited(sqlite_store))
    visitor.does(*TOLD)
    log = tmp_path / "record.db-wal"
    size = log.stat().st_size
    assert wipe(sqlite_store)
    assert log.stat().st_size == size > 0


def in_the_file(store: Store, *gone: bytes) -> list[bool]:
    """Tell of each of these values whether it is in the file of the invitations on PostgreSQL, where their keys are."""
    with store.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("CHECKPOINT"))
        raw = bytes(
            connection.execute(text("SELECT pg_read_binary_file(pg_relation_filepath('invitation'))")).scalar_one()
        )
    return [value in raw for value in gone]


def test_on_postgres_the_file_has_no_old_key(postgres_store: Store) -> None:
    """Somebody who looks at an older state is waited for, since they may look at the row; then the others are vacuumed."""
    made = invited(postgres_store)
    visitor = consenting(postgres_store, made)
    visitor.does(*TOLD)
    (old,) = values(postgres_store, invitations.c.data_key)
    with postgres_store.read() as work:
        assert work.execute(select(invitations.c.id)).scalars().all() == [made.id]
        visitor.does(*WITHDRAWING)
        (new,) = values(postgres_store, invitations.c.data_key)
        assert not wipe(postgres_store)
    assert in_the_file(postgres_store, old, new) == [True, True]
    assert has_note(postgres_store)
    assert wipe(postgres_store)
    assert in_the_file(postgres_store, old, new) == [False, True]
    assert not has_note(postgres_store)
    with postgres_store.begin() as work:
        erasure.erase(work, made.id, LATER)
        work.commit()
    assert wipe(postgres_store)
    assert in_the_file(postgres_store, new) == [False]


def test_on_postgres_nobody_waits_for_it(postgres_store: Store) -> None:
    """Somebody is at the invitations: it is tried again later."""
    visitor = consenting(postgres_store, invited(postgres_store))
    visitor.does(*TOLD, *WITHDRAWING)
    with postgres_store.engine.connect() as connection:
        connection.execute(text("LOCK TABLE invitation IN ROW SHARE MODE"))
        assert not wipe(postgres_store)
    assert has_note(postgres_store)
    assert wipe(postgres_store)


def test_on_postgres_a_role_that_may_not_leaves_it_to_the_owner(
    postgres_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = consenting(postgres_store, invited(postgres_store))
    visitor.does(*TOLD, *WITHDRAWING)
    monkeypatch.setattr(wiping, "vacuuming", lambda _: Vacuuming(may=False))
    assert wipe(postgres_store)
    assert not has_note(postgres_store)
