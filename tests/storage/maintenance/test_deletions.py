"""Whose words were deleted stands on a list outside of the store: after the commit, and at last after a crash."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import MetaData, text

from dialogs.inputs import Command, Yes
from storage.deletion_list import HEAD, Deletion, DeletionList
from storage.engine import failpoints
from storage.engine.unit_of_work import Store, open_engine
from storage.maintenance.deletions import catch_up, noted, unlisted
from storage.maintenance.upgrade import upgrade
from storage.record import erasure
from storage.schema.vocabulary import DeletionKind
from tests.storage.people import LATER, NOW, TOLD, Invited, Visitor, consenting, invited


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


def test_what_was_deleted_before_there_was_a_list_is_noted(empty_url: str) -> None:
    """By the migration; of who stays, nothing is."""
    engine = open_engine(empty_url)
    upgrade(engine, "0016")
    known = MetaData()
    known.reflect(engine)
    at, some = {"opened_at": NOW, "last_activity": NOW}, b"sealed"
    review = {"id": "r", "reference": "R", "reference_key": "r", "person": some, "facts": some, "status": "open"}
    account = {"id": 1, "lookup": some, "channel": "telegram", "address": some}
    theirs = {
        "account_id": 1,
        "channel": "telegram",
        "language": "en",
        "questionnaire": "q",
        "version": 1,
        "bound": True,
    }
    with engine.begin() as connection:
        connection.execute(known.tables["review"].insert().values(**review, opened_at=NOW))
        connection.execute(known.tables["account"].insert().values(**account))
        for number, (one, status, erased) in enumerate(
            (("a", "withdrawn", None), ("b", "completed", None), ("c", None, NOW))
        ):
            hashes = {"token_hash": one.encode(), "code_hash": one.encode(), "check_hash": b"", "relationship": some}
            invitation = {
                "id": one,
                "review_id": "r",
                "created_at": NOW,
                "expires_at": NOW,
                "erased_at": erased,
                **hashes,
            }
            connection.execute(known.tables["invitation"].insert().values(**invitation))
            if status:
                response = {"id": number, "invitation_id": one, "status": status, **theirs, **at}
                connection.execute(known.tables["response"].insert().values(**response))
    upgrade(engine, "0017")
    with engine.connect() as connection:
        found = connection.execute(text("SELECT kind, invitation_id FROM deletion ORDER BY invitation_id")).all()
    assert [tuple(row) for row in found] == [("withdrawn", "a"), ("erased", "c")]
    engine.dispose()


def test_a_list_that_cannot_be_written_fails_no_deletion(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store.deletions = DeletionList(tmp_path / "file" / "withdrawals")
    erase(store, invited(store))
    with store.read() as work:
        assert len(noted(work)) == 1
    assert not catch_up(store)
