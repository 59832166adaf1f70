"""A file for its owner alone: whole, or as it was before, and nothing lies beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage import private_file


def test_a_file_is_its_owners_alone_even_where_others_could_read_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    path.write_text("before")
    path.chmod(0o644)
    private_file.write(path, b"after")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"after", 0o600)
    assert [*tmp_path.iterdir()] == [path]


def test_what_cannot_be_put_in_place_leaves_nothing_behind(tmp_path: Path) -> None:
    taken = tmp_path / "folder"
    taken.mkdir()
    with pytest.raises(IsADirectoryError):
        private_file.write(taken, b"after")
    assert [*tmp_path.iterdir()] == [taken]


def test_a_file_that_is_not_moved_is_gone(tmp_path: Path) -> None:
    with private_file.beside(tmp_path / "key", b"words") as new:
        assert (new.parent, new.read_bytes()) == (tmp_path, b"words")
    assert [*tmp_path.iterdir()] == []
