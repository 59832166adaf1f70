"""A backup: the whole store as it was at one moment, encrypted for whoever has the age identity. This machine cannot open it.

The first line says what it is (`About`), the last one that it is whole; between them are the rows (`copying`). Keys of the
key ring are no part of it: what was sealed stays sealed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from pyrage import DecryptError, EncryptError, IdentityError, RecipientError, decrypt_io, encrypt_io
from pyrage.x25519 import Identity, Recipient

from storage import private_file
from storage.engine.unit_of_work import UnitOfWork
from storage.maintenance import copying, revision

KIND, FORM = "interview backup", 1
Moved = Callable[[int, int], None]


class BackupError(Exception):
    """A backup can't be made or put back; one sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a backup is of: the store's revision, the moment, the rows, the entries of its audit log and its head."""

    revision: str
    made_at: datetime
    rows: int
    entries: int
    head: str
    given: Mapping[str, int]

    def line(self) -> bytes:
        """Return the first line of the backup."""
        told = asdict(self) | {"made_at": self.made_at.astimezone(UTC).isoformat(), "kind": KIND, "form": FORM}
        return json.dumps(told).encode() + b"\n"


def is_recipient(named: str) -> bool:
    """Tell whether this is an age recipient for whom a backup can be made."""
    with suppress(RecipientError):
        return bool(Recipient.from_str(named))
    return False


def write(work: UnitOfWork, path: Path, to: str, now: datetime, head: tuple[int, str], moved: Moved) -> About:
    """Write the store into a new file, for this recipient; FileExistsError if there is one. `head`: of the audit log.

    `work` only reads: all is as it was at one moment, and nobody has to wait.
    """
    about = _about(work, now, head)
    with private_file.new(path) as file:
        way = _Way(_all(work, about, moved), file)
        try:
            encrypt_io(way, way, [Recipient.from_str(to)])
        except EncryptError:
            raise way.trouble or OSError("the backup cannot be encrypted") from None
    return about


def identities(path: Path) -> list[Identity]:
    """Return the age identities in a file, as age-keygen writes it."""
    found = []
    for line in path.read_text(encoding="ascii", errors="replace").splitlines():
        with suppress(IdentityError):
            found.append(Identity.from_str(line.strip()))
    if not found:
        raise BackupError(f"There is no age identity in {path}: a line that begins with AGE-SECRET-KEY-.")
    return found


def read(path: Path, identity: Path, begin: Callable[[About], copying.Loading], moved: Moved) -> About:
    """Read a backup; `begin` is told what it is and gives what takes the rows. BackupError if it is not whole."""
    reading, known = _Reading(begin, moved), identities(identity)
    with path.open("rb") as file:
        try:
            decrypt_io(file, reading, known)
        except DecryptError as error:
            if "matching" in str(error):
                raise BackupError(f"The identity in {identity} does not open {path}: it is for another one.") from None
            raise BackupError(_torn(path)) from None
        except (ValueError, KeyError, TypeError):
            raise BackupError(_torn(path)) from None
        except OSError as error:
            if error.errno is not None:
                raise
            raise BackupError(_torn(path)) from None
    if reading.about is None or not reading.whole:
        raise BackupError(_torn(path))
    return reading.about


def _torn(path: Path) -> str:
    return f"The file {path} is torn, or is no backup: nothing of it was put back. Take another copy of it."


def _about(work: UnitOfWork, now: datetime, head: tuple[int, str]) -> About:
    return About(
        revision=revision.head(),
        made_at=now,
        rows=copying.count(work),
        entries=head[0],
        head=head[1],
        given=copying.highest(work.connection),
    )


def _all(work: UnitOfWork, about: About, moved: Moved) -> Iterator[bytes]:
    yield about.line()
    for done, line in enumerate(copying.lines(work)):
        if done % copying.SIZE == 0:
            moved(done, about.rows)
        yield line
    yield json.dumps({"whole": about.rows}).encode() + b"\n"


class _Way:
    """Hands lines on in pieces, as they are asked for, and takes what they become; keeps the error that ended it."""

    def __init__(self, lines: Iterable[bytes], file: BinaryIO) -> None:
        self.trouble: Exception | None = None
        self._lines, self._file = iter(lines), file
        self._rest = memoryview(b"")

    def read(self, size: int) -> bytes:
        """Return the next bytes, `size` at most; none at the end."""
        with self._kept():
            if not self._rest:
                self._rest = memoryview(next(self._lines, b""))
            piece, self._rest = self._rest[:size], self._rest[size:]
            return bytes(piece)

    def write(self, piece: bytes) -> int:
        """Take a piece that is encrypted."""
        with self._kept():
            return self._file.write(piece)

    def flush(self) -> None:
        """Do nothing: the file is brought to the disk when it is whole."""

    @contextmanager
    def _kept(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            self.trouble = error
            raise


class _Reading:
    """Takes what is decrypted, piece by piece, and makes lines of it."""

    def __init__(self, begin: Callable[[About], copying.Loading], moved: Moved) -> None:
        self.about: About | None = None
        self.whole = False
        self._begin, self._moved = begin, moved
        self._loading: copying.Loading | None = None
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        """Take a piece."""
        *ended, rest = piece.split(b"\n")
        for line in ended:
            self._take(b"".join((*self._pieces, line)))
            self._pieces = []
        self._pieces.append(rest)
        return len(piece)

    def flush(self) -> None:
        """Do nothing: what is left is no line yet."""

    def _take(self, line: bytes) -> None:
        if self._loading is None or self.about is None:
            self.about = _read(line)
            self._loading = self._begin(self.about)
        elif line.startswith(b'{"whole"'):
            self._loading.flush()
            self._loading.remember(self.about.given)
            self.whole = json.loads(line)["whole"] == self._loading.rows == self.about.rows
        else:
            self._loading.take(line)
            if self._loading.rows % copying.SIZE == 0:
                self._moved(self._loading.rows, self.about.rows)


def _read(line: bytes) -> About:
    """Return what the first line says; ValueError if it is of no backup, BackupError if a newer version wrote it."""
    told: Any = json.loads(line)
    if told.pop("kind") != KIND:
        raise ValueError("no backup")
    if told.pop("form") != FORM or told["revision"] > revision.head():
        raise BackupError("A newer version of this program made the backup: install that one, and restore with it.")
    return About(**told | {"made_at": datetime.fromisoformat(told["made_at"])})
