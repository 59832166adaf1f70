"""Rotation: everything is wrapped with the new key, whoever is at work meanwhile, and the old one can go."""

from __future__ import annotations

import secrets
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread
from time import sleep

import pytest

from dialogs.inputs import Command, Say, Yes
from storage.engine.unit_of_work import Store, is_outage, open_engine, open_store
from storage.keys import key_file
from storage.keys.sealing import KeyRing, KeyRingError, UnknownKey, new_ring_entry, wrapped_with
from storage.maintenance.rotation import BATCH, fresh_key, rewrap, wrapped_otherwise
from storage.repositories.invitations import sealer_of
from storage.schema.tables import data_keys, invitations
from tests.storage.people import INVITEE, STORY, TOLD, Invited, Visitor, a_review, an_invitation, consenting, rows

WITHDRAWING = (Command.WITHDRAW, Yes("withdraw"))


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """A key file of one key."""
    path = tmp_path / "keys"
    key_file.make(path, new_ring_entry("old"))
    return path


@pytest.fixture
def service(database_url: str, keys: Path) -> Iterator[Store]:
    """A record store as a running process has it open."""
    store = opened(database_url, keys)
    yield store
    store.close()


def opened(url: str, keys: Path) -> Store:
    """The record store, opened by a process that starts now."""
    return open_store(open_engine(url), KeyRing.read(keys))


def family(store: Store, number: int = 1) -> list[Invited]:
    """Several invitations of one review."""
    with store.begin() as work:
        review = a_review(work, f"LR-{secrets.token_hex(8)}")
        made = [an_invitation(work, review) for _ in range(number)]
        work.commit()
    return made


def rotate(url: str, keys: Path, new: str = "new", size: int = BATCH) -> int:
    """A rotation by a process of its own."""
    key_file.put_first(keys, new_ring_entry(new))
    store = opened(url, keys)
    done = rewrap(store, store.vault.ring, size)
    store.close()
    return done


def wrapped_by(store: Store) -> set[str]:
    """The keys that wrap anything."""
    found = [row.wrapped for row in rows(store, data_keys)] + [row.data_key for row in rows(store, invitations)]
    return {wrapped_with(key) for key in found if key is not None}


def only(keys: Path, key_id: str) -> None:
    """Every other key is taken out of the file."""
    keys.write_text("".join(line for line in keys.read_text().splitlines(True) if line.startswith(f"{key_id}:")))


def test_everything_is_wrapped_anew_and_the_old_key_can_go(database_url: str, service: Store, keys: Path) -> None:
    made = family(service, 10)
    consenting(service, made[0]).does(*TOLD)
    assert rotate(database_url, keys, size=3) == 12
    assert wrapped_by(service) == {"new"}
    only(keys, "new")
    fresh = opened(database_url, keys)
    assert Visitor(fresh).sees().response.answers["P2"].text[0].text == STORY
    with fresh.read() as work:
        assert {sealer_of(work, one.id) is not None for one in made} == {True}
    fresh.close()


def test_a_running_service_learns_of_the_new_key(database_url: str, service: Store, keys: Path) -> None:
    (made,) = family(service)
    visitor = consenting(service, made)
    rotate(database_url, keys)
    service.vault.forget()
    assert visitor.sees().response.people.invitee == INVITEE
    rotate(database_url, keys, "newer")
    only(keys, "newer")
    service.vault.forget()
    visitor.does(*TOLD)
    assert visitor.sees().response.answers["P2"].text[0].text == STORY


def test_a_running_service_wraps_nothing_with_the_old_key(database_url: str, service: Store, keys: Path) -> None:
    visitor = consenting(service, family(service)[0])
    rotate(database_url, keys)
    family(service)
    visitor.does(*WITHDRAWING)
    assert wrapped_by(service) == {"new"}


def test_who_is_making_a_key_is_waited_for(database_url: str, service: Store, keys: Path) -> None:
    """It was wrapped with the old key before the new one was there, and is committed after."""
    review = family(service)[0].id
    with ThreadPoolExecutor(1) as pool:
        with service.begin() as work:
            wrapped, _ = fresh_key(work, review)
            work.execute(invitations.update().where(invitations.c.id == review).values(data_key=wrapped))
            rotation = pool.submit(rotate, database_url, keys)
            sleep(0.3)
            assert not rotation.done()
            work.commit()
        rotation.result(20)
    assert wrapped_by(service) == {"new"}


@pytest.mark.parametrize("rounds", [3])
def test_under_load(database_url: str, service: Store, keys: Path, rounds: int) -> None:
    """Families talk and withdraw, reviewers invite, and the keys are changed again and again."""
    stop, troubles = Event(), list[BaseException]()
    talked: list[list[Visitor]] = [[], []]

    def talk(number: int) -> None:
        try:
            while not stop.is_set():
                visitor = consenting(service, family(service)[0], f"{number}-{len(talked[number])}")
                visitor.does(*TOLD)
                visitor.does(Say(words="more", sent=900))
                if len(talked[number]) % 3 == 0:
                    visitor.does(*WITHDRAWING)
                talked[number].append(visitor)
        except BaseException as error:  # noqa: BLE001 - told by the test below
            troubles.append(error)

    threads = [Thread(target=talk, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for number in range(rounds):
        sleep(0.3)
        rotate(database_url, keys, f"k{number}")
    stop.set()
    for thread in threads:
        thread.join()
    assert troubles == []
    last = f"k{rounds - 1}"
    assert wrapped_by(service) == {last}
    only(keys, last)
    fresh = opened(database_url, keys)
    seen = [Visitor(fresh, one.user, now=one.now).sees().response for side in talked for one in side]
    assert len(seen) > rounds
    assert {r.people.invitee for r in seen} == {INVITEE}
    assert all(r.answers["P2"].text[0].text == STORY for r in seen if r.status != "withdrawn")
    fresh.close()


def test_a_key_that_is_not_there_is_said(database_url: str, service: Store, keys: Path) -> None:
    consenting(service, family(service)[0])
    rotate(database_url, keys)
    only(keys, "old")
    with pytest.raises(UnknownKey, match="has no key new"):
        open_store(service.engine, KeyRing.read(keys))
    with service.read() as work:
        assert wrapped_otherwise(work, ["old"]) == 3
        assert wrapped_otherwise(work, ["old", "new"]) == 0


def test_a_key_file_that_broke_is_an_outage_and_one_that_went_is_none(service: Store, keys: Path) -> None:
    """Nothing is wrapped with a key that nobody knows to be current; where the file is taken away, it does not change."""
    keys.chmod(0o644)
    with pytest.raises(KeyRingError) as raised:
        family(service)
    assert is_outage(raised.value)
    keys.unlink()
    assert family(service)


def test_a_key_file_is_changed_as_a_whole(keys: Path) -> None:
    """Also behind a link; nothing is left beside it."""
    link = keys.parent / "link"
    link.symlink_to(keys)
    before = keys.read_text()
    key_file.put_first(link, entry := new_ring_entry("new"))
    assert keys.read_text() == f"{entry}\n{before}"
    assert link.is_symlink()
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    assert [*KeyRing.read(link).keys] == ["new", "old"]
    assert sorted(p.name for p in keys.parent.glob("*keys*")) == ["keys"]


def test_one_process_changes_the_keys_at_a_time(keys: Path) -> None:
    with key_file.held(keys) as first, key_file.held(keys) as second:
        assert (first, second) == (True, False)
    with key_file.held(keys) as again:
        assert again
