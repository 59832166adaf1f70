"""The key file: made for its owner only, changed by putting a whole new file in its place, by one process at a time."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from storage import private_file
from storage.private_file import beside, sync_folder


def make(path: Path, entry: str) -> None:
    """A key file of one key; whole when it appears, and never in the place of another."""
    with suppress(FileExistsError), private_file.new(path) as file:
        file.write(f"{entry}\n".encode())


def put_first(path: Path, entry: str) -> None:
    """Make another key the current one. The file keeps its owner, and a reader sees all of the new file or none of it."""
    path = path.resolve()
    owner = path.stat()
    with beside(path, f"{entry}\n".encode() + path.read_bytes()) as new:
        os.chown(new, owner.st_uid, owner.st_gid)
        new.replace(path)
    sync_folder(path.parent)


@contextmanager
def held(path: Path) -> Iterator[bool]:
    """Tell whether this process alone changes the keys in this folder; the right to do so dies with the process."""
    folder = os.open(path.resolve().parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        yield False
    else:
        yield True
    finally:
        os.close(folder)


@contextmanager
def turn(folder: Path) -> Iterator[None]:
    """Wait until no other process has its turn in this folder; the turn ends with the process, too."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)
