"""Files that only their owner can read, put in place whole."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write(path: Path, content: bytes) -> None:
    """Put the bytes at `path`, in place of what is there. A reader sees all of the new file or none of it."""
    with beside(path, content) as new:
        new.replace(path)


@contextmanager
def beside(path: Path, content: bytes) -> Iterator[Path]:
    """Put the bytes on the disk in a file next to `path`; it is gone afterwards, unless it was moved."""
    new = path.parent / f".{path.name}.{secrets.token_hex(4)}"
    try:
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield new
    finally:
        new.unlink(missing_ok=True)
