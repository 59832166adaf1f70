"""`interview migrate` and `interview keys new`."""

from __future__ import annotations

import gzip
import json
import stat
from pathlib import Path

import pytest

from storage.engine.unit_of_work import open_engine, open_store
from storage.keys import key_file
from storage.keys.sealing import KeyRing
from storage.maintenance.upgrade import current, head
from tests.bot.cli.conftest import Interview

BEFORE = Path(__file__).parents[2] / "storage" / "maintenance" / "before"


def mode(path: Path) -> int:
    """Who may do what with a file."""
    return stat.S_IMODE(path.stat().st_mode)


def test_the_first_time_everything_is_made(bare: Interview) -> None:
    said = bare.says("migrate")
    data = bare.folder / "data"
    assert (mode(data), mode(data / "keys"), mode(data / "interview.db")) == (0o700, 0o600, 0o600)
    assert (data / "keys").read_text().startswith("k1:")
    assert "Made the key file data/keys" in said
    assert sorted(p.name for p in data.iterdir() if not p.name.startswith("interview.db-")) == ["interview.db", "keys"]
    assert bare.listed() == []


def test_the_second_time_nothing_is(bare: Interview) -> None:
    bare.says("migrate")
    key = (bare.folder / "data" / "keys").read_text()
    store = bare.folder / "data" / "interview.db"
    assert bare.says("migrate") == f"The record store {store} is up to date: revision {head()}.\n"
    assert (bare.folder / "data" / "keys").read_text() == key


def test_keys_of_the_environment_make_no_file(bare: Interview, monkeypatch: pytest.MonkeyPatch, empty_url: str) -> None:
    monkeypatch.setenv("INTERVIEW_KEYS", bare.says("keys", "new").strip())
    monkeypatch.setenv("INTERVIEW_DATABASE_URL", empty_url)
    bare.says("migrate", "--new")
    assert not (bare.folder / "data" / "keys").exists()
    assert bare.listed() == []


def test_a_key_file_at_another_place(bare: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEW_KEY_FILE", str(bare.folder / "ring"))
    bare.says("migrate")
    assert mode(bare.folder / "ring") == 0o600
    assert not (bare.folder / "data" / "keys").exists()


def test_a_store_never_gets_a_second_first_key(bare: Interview) -> None:
    bare.says("migrate")
    (bare.folder / "data" / "keys").unlink()
    assert "not empty" in bare.refuses("migrate")
    assert not (bare.folder / "data" / "keys").exists()


def test_other_keys_change_nothing(bare: Interview, monkeypatch: pytest.MonkeyPatch, empty_url: str) -> None:
    ring = KeyRing.parse(bare.says("keys", "new"))
    engine = open_engine(empty_url)
    monkeypatch.setenv("INTERVIEW_DATABASE_URL", empty_url)
    monkeypatch.setenv("INTERVIEW_KEYS", bare.says("keys", "new").strip())
    bare.says("migrate", "--new")
    monkeypatch.setenv("INTERVIEW_KEYS", bare.says("keys", "new").strip())
    assert "do not open" in bare.refuses("migrate")
    assert current(engine) == head()
    with pytest.raises(Exception, match="key ring"):
        open_store(engine, ring)
    engine.dispose()


@pytest.mark.parametrize("keys", ["file", "environment"])
@pytest.mark.parametrize("mount", ["gone", "empty"])
def test_a_disk_that_is_not_mounted_makes_no_second_store(
    bare: Interview, monkeypatch: pytest.MonkeyPatch, keys: str, mount: str
) -> None:
    """However often the service starts: the folder is not there, or is the empty place where the disk should be."""
    monkeypatch.setenv("INTERVIEW_KEY_FILE", str(bare.folder / "ring"))
    if keys == "environment":
        monkeypatch.setenv("INTERVIEW_KEYS", bare.says("keys", "new").strip())
    bare.says("migrate", *(["--new"] if keys == "environment" else []))
    bare.review()
    data = bare.folder / "data"
    data.rename(bare.folder / "elsewhere")
    if mount == "empty":
        data.mkdir(mode=0o700)
    where = f"at {bare.folder}/ring" if keys == "file" else "in INTERVIEW_KEYS"
    for _ in range(2):
        assert bare.refuses("migrate").startswith(
            f"There is a key {where}, but no record store at {data}/interview.db: "
        )
    assert bare.refuses("invitations").startswith("There is no record store at ")
    assert not data.exists() or not list(data.iterdir())
    assert bare.says("migrate", "--new").endswith(f"interview.db is made: revision {head()}.\n")
    assert bare.refuses("migrate", "--new").endswith("already: run interview migrate without --new.")


def test_an_empty_database_is_not_the_store_of_a_key(
    bare: Interview, monkeypatch: pytest.MonkeyPatch, empty_postgres_url: str
) -> None:
    """A wrong name in the address looks like an unmounted disk."""
    monkeypatch.setenv("INTERVIEW_DATABASE_URL", empty_postgres_url)
    monkeypatch.setenv("INTERVIEW_KEYS", bare.says("keys", "new").strip())
    assert "There is a key in INTERVIEW_KEYS, but no record store at " in bare.refuses("migrate")
    assert "is empty: if it held a review before" in bare.refuses("invitations")


@pytest.mark.parametrize(("content", "said"), [("k1:short", "cannot be read"), (None, "chmod 600")])
def test_a_key_file_that_is_no_good(bare: Interview, content: str | None, said: str) -> None:
    (bare.folder / "data").mkdir(mode=0o700)
    path = bare.folder / "data" / "keys"
    path.write_text(content or bare.says("keys", "new"))
    path.chmod(0o600 if content else 0o644)
    assert said in bare.refuses("migrate")
    assert not (bare.folder / "data" / "interview.db").exists()


def test_a_folder_whose_name_is_taken(bare: Interview) -> None:
    (bare.folder / "data").touch()
    assert "data" in bare.refuses("migrate")


def test_a_new_key_is_printed_and_not_kept(bare: Interview) -> None:
    first, second = bare.says("keys", "new"), bare.says("keys", "new")
    assert first != second
    assert len(KeyRing.parse(f"{first}{second}").keys) == 2
    assert not list(bare.folder.iterdir())


@pytest.mark.parametrize("name", ["data?x=1", "a%20b", "100% ok", "with a space", "a#b", "dat\u00e4"])
def test_a_folder_of_any_name(bare: Interview, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("INTERVIEW_DATA_DIR", name)
    bare.says("migrate")
    assert {"interview.db", "keys"} <= {p.name for p in (bare.folder / name).iterdir()}
    assert [p.name for p in bare.folder.iterdir()] == [name]
    assert bare.listed() == []


def test_a_store_from_before_everything_was_sealed(bare: Interview) -> None:
    """A dry run says what is to be done; the command does it once."""
    folder = bare.folder / "data"
    folder.mkdir(mode=0o700)
    (folder / "interview.db").write_bytes(gzip.decompress((BEFORE / "record.db.gz").read_bytes()))
    key_file.make(folder / "keys", json.loads((BEFORE / "record.json").read_text())["keys"])
    told = bare.says("migrate", "--dry-run")
    assert told.startswith(f"The record store {folder / 'interview.db'} would be brought up from 0014 to {head()}.\n")
    assert "To be sealed: 3 reviews\n" in told
    assert told.splitlines()[-1].startswith("To be proved: ")
    assert bare.says("migrate", "--dry-run") == told
    done = bare.says("migrate").splitlines()
    assert done[-4].startswith("Sealed ")
    assert done[-2].startswith("Proved ")
    assert "ok    record store: nobody without the keys has changed it\n" in bare("doctor").out
    assert done[-1] == f"The record store {folder / 'interview.db'} was brought up from 0014: revision {head()}."
    assert len(bare.says("migrate").splitlines()) == 1
    assert len(bare.listed()) == 3
