"""The key file: made for its owner only, changed by putting a whole new file in its place, by one process at a time."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def make(path: Path, entry: str) -> None:
    """A key file of one key; whole when it appears, and never in the place of another."""
    with _beside(path, f"{entry}\n") as beside:
        try:
            os.link(beside, path)
        except FileExistsError:
            return


def put_first(path: Path, entry: str) -> None:
    """Make another key the current one. The file keeps its owner, and a reader sees all of the new file or none of it."""
    path = path.resolve()
    owner = path.stat()
    with _beside(path, f"{entry}\n{path.read_text(encoding='ascii')}") as beside:
        os.chown(beside, owner.st_uid, owner.st_gid)
        beside.replace(path)
    _sync_folder(path.parent)


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
def _beside(path: Path, content: str) -> Iterator[Path]:
    """A file with this content that is on the disk; it is gone afterwards, unless it was moved."""
    beside = path.parent / f".{path.name}.{secrets.token_hex(4)}"
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield beside
    finally:
        beside.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Bring the folder to the disk: until then the name may still lead to the old file."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
