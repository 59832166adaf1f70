"""Find what others on this machine can read and only the service should: data folder, record store, settings file."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from bot.settings import Settings
from storage.engine.inspection import database_file

OTHERS = stat.S_IRWXG | stat.S_IRWXO
ENV_FILE = Path(".env")
# A log and an index stand beside a SQLite file while it is open; both hold its pages.
BESIDE = ("", "-wal", "-shm")


def open_to_others(settings: Settings) -> Iterator[tuple[str, Path, int]]:
    """Name what others can read or change: what it is, where, and the mode that it should have."""
    if _is_open(settings.data_dir) and settings.data_dir.is_dir():
        yield "folder", settings.data_dir, 0o700
    database = database_file(settings.database)
    for file in [Path(f"{database}{end}") for end in BESIDE] if database else ():
        if _is_open(file):
            yield "record store", file, 0o600
    if _is_open(ENV_FILE):
        yield "settings", ENV_FILE, 0o600


def _is_open(path: Path) -> bool:
    return path.exists() and bool(path.stat().st_mode & OTHERS)
