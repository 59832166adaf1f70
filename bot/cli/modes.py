"""Find what others on this machine can read and only the service should: data folder, record store, settings file."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url

from bot.settings import Settings

OTHERS = stat.S_IRWXG | stat.S_IRWXO
ENV_FILE = Path(".env")
# A log and an index stand beside a SQLite file while it is open; both hold its pages.
BESIDE = ("", "-wal", "-shm")


def open_to_others(settings: Settings) -> Iterator[tuple[str, Path, int]]:
    """Name what others can read or change: what it is, where, and the mode that it should have."""
    if _is_open(settings.data_dir) and settings.data_dir.is_dir():
        yield "folder", settings.data_dir, 0o700
    for file in _database_files(settings):
        if _is_open(file):
            yield "record store", file, 0o600
    if _is_open(ENV_FILE):
        yield "settings", ENV_FILE, 0o600


def _is_open(path: Path) -> bool:
    return path.exists() and bool(path.stat().st_mode & OTHERS)


def _database_files(settings: Settings) -> list[Path]:
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite" or not url.database:
        return []
    return [Path(url.database + end) for end in BESIDE]
