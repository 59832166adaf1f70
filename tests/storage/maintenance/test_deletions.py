"""Whose words were deleted stands on a list outside of the store: after the commit, and at last after a crash."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from dialogs.inputs import Command, Yes
from storage.deletion_list import HEAD, Deletion, DeletionList
from storage.engine import failpoints
from storage.engine.unit_of_work import Store, open_engine, open_store
from storage.keys.sealing import KeyRing
from storage.maintenance.deletions import catch_up, noted, unlisted
from storage.maintenance.upgrade import downgrade, upgrade
from storage.record import erasure
from storage.repositories.reviews import all_reviews
from storage.schema.vocabulary import DeletionKind
from tests.databases import migrated
from tests.storage.people import LATER, TOLD, Invited, Visitor, an_invitation, consenting, invited


@pytest.fixture
def listed(store: Store, tmp_path: Path) -> Path:
    """Where the list of this store is; it is not there yet."""
    store.deletions = DeletionList(tmp_path / "withdrawals")
    return tmp_path / "withdrawals"


def lines(path: Path) -> list[list[str]]:
    """The kinds and invitations on the list."""
    return [line.split()[:2] for line in path.read_text().removeprefix(HEAD).splitlines()] if path.exists() else []


def erase(store: Store, made: Invited, *, commit: bool = True) -> None:
    """Erase, and commit if that is wanted."""
    with store.begin() as work:
        erasure.erase(work, made.id, LATER)
        if commit:
            work.commit()


def another(store: Store) -> Invited:
    """One more invitation."""
    with store.begin() as work:
        made = an_invitation(work, all_reviews(work)[0].id, to="Lee")
        work.commit()
    return made


def withdraw(visitor: Visitor) -> None:
    """Let a visitor withdraw."""
    visitor.does(Command.WITHDRAW, Yes("withdraw"))


def test_each_deletion_is_listed_once_it_is_committed(store: Store, listed: Path) -> None:
    made = invited(store)
    visitor = consenting(store, made)
    visitor.does(*TOLD)
    erase(store, made, commit=False)
    assert lines(listed) == []
    withdraw(visitor)
    assert lines(listed) == [["withdrawn", made.id]]
    erase(store, made)
    assert lines(listed) == [["withdrawn", made.id], ["erased", made.id]]
    assert listed.stat().st_mode & 0o077 == 0
    assert unlisted(store) == set()


def test_what_fails_alone_is_not_listed(store: Store, listed: Path) -> None:
    made = invited(store)
    with store.begin() as work:
        with suppress(KeyError), work.savepoint():
            erasure.erase(work, made.id, LATER)
            raise KeyError
        work.commit()
    assert (lines(listed), unlisted(store)) == ([], set())


def test_what_a_crash_left_out_is_added(store: Store, listed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(point: str) -> None:
        if point == "after commit":
            raise SystemExit

    made = invited(store)
    with monkeypatch.context() as dying:
        dying.setattr(failpoints, "watcher", dies)
        with pytest.raises(SystemExit):
            erase(store, made)
    assert lines(listed) == []
    assert catch_up(store)
    assert catch_up(store)
    assert lines(listed) == [["erased", made.id]]


def test_a_list_that_was_torn_goes_on(tmp_path: Path) -> None:
    place = tmp_path / "withdrawals"
    place.write_text("withdrawn abc 1\nerased a")
    one = Deletion(DeletionKind.ERASED, "def", "2")
    assert DeletionList(place).add([one])
    assert DeletionList(place).read() == {Deletion(DeletionKind.WITHDRAWN, "abc", "1"), one}


def test_where_the_first_place_takes_nothing_the_second_does(store: Store, tmp_path: Path) -> None:
    first, second = tmp_path / "folder" / "withdrawals", tmp_path / "withdrawals"
    first.parent.touch()
    store.deletions = DeletionList(first, second)
    made = invited(store)
    erase(store, made)
    assert lines(second) == [["erased", made.id]]
    first.parent.unlink()
    erase(store, made)
    assert (len(lines(first)), len(lines(second))) == (1, 1)
    assert unlisted(store) == set()


def test_what_was_deleted_before_there_was_a_list_is_listed(empty_url: str, key_ring: KeyRing, tmp_path: Path) -> None:
    """Migrated from a version that noted nothing."""
    migrated(empty_url)
    store, listed = open_store(open_engine(empty_url), key_ring), tmp_path / "withdrawals"
    store.deletions = DeletionList(listed)
    made = invited(store)
    withdraw(consenting(store, made))
    erased = another(store)
    erase(store, erased)
    listed.unlink()
    downgrade(store.engine, "0016")
    upgrade(store.engine)
    assert catch_up(store)
    assert sorted(lines(listed)) == [["erased", erased.id], ["withdrawn", made.id]]
    store.close()


def test_a_list_that_cannot_be_written_fails_no_deletion(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store.deletions = DeletionList(tmp_path / "file" / "withdrawals")
    erase(store, invited(store))
    with store.read() as work:
        assert len(noted(work)) == 1
    assert not catch_up(store)
