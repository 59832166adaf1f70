"""Files that only their owner can read, put in place whole."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


def write(path: Path, content: bytes) -> None:
    """Put the bytes at `path`, in place of what is there. A reader sees all of the new file or none of it."""
    with beside(path, content) as new:
        new.replace(path)


@contextmanager
def new(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write in, which is at `path` once it is whole and on the disk; FileExistsError if another is there."""
    if path.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    with _near(path) as (near, file):
        yield file
        _to_disk(file)
        settle(near, path)


def settle(source: Path, path: Path) -> None:
    """Give a file on the same disk this name, if no other has it; FileExistsError if one does."""
    try:
        path.hardlink_to(source)
    except FileExistsError:
        raise
    except OSError:  # not every disk knows links
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        source.rename(path)
    source.unlink(missing_ok=True)
    sync_folder(path.parent)


@contextmanager
def beside(path: Path, content: bytes) -> Iterator[Path]:
    """Put the bytes on the disk in a file next to `path`; it is gone afterwards, unless it was moved."""
    with _near(path) as (near, file):
        file.write(content)
        _to_disk(file)
        yield near


def sync_folder(path: Path) -> None:
    """Bring a folder to the disk: until then a name in it may still lead to an old file, or to none."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def _near(path: Path) -> Iterator[tuple[Path, BinaryIO]]:
    near = path.parent / f".{path.name}.{secrets.token_hex(4)}"
    try:
        with os.fdopen(os.open(near, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield near, file
    finally:
        near.unlink(missing_ok=True)


def _to_disk(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
