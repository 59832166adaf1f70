"""The list of whose words were deleted, outside of the record store, so that a backup that is put back loses them again.

It lies beside the keys, and in no backup. A line is a kind, the id of an invitation or of a review that went
whole, and that of the deletion itself.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from storage.schema.vocabulary import DeletionKind

NAME = "withdrawals"
HEAD = """\
# Invitations whose answers were deleted (withdrawn), and invitations and reviews of which everything was (erased).
# Keep this file beside the keys and out of every backup: interview restore reads it, so that these words do not come back.
"""
_LINE = re.compile(rf"({'|'.join(DeletionKind)}) ([0-9a-z]{{1,64}}) ([0-9a-z-]{{1,64}})")


class Deletion(NamedTuple):
    """Something of an invitation that was deleted for good; `id` is another one each time."""

    kind: DeletionKind
    invitation: str
    id: str


class DeletionList:
    """The list, in the first of these places that takes it; what stands in any of them counts."""

    def __init__(self, *places: Path) -> None:
        self.places = tuple(dict.fromkeys(places))

    def read(self) -> set[Deletion]:
        """Return everything that is on the list. A line that was torn by a crash is none."""
        found = set[Deletion]()
        for place in self.places:
            if place.exists():
                lines = place.read_text(encoding="ascii", errors="replace").splitlines()
                found |= {
                    Deletion(DeletionKind(m[1]), m[2], m[3]) for line in lines if (m := _LINE.fullmatch(line.strip()))
                }
        return found

    def add(self, deletions: Iterable[Deletion]) -> bool:
        """Put these on the list and on the disk; False if no place takes them."""
        lines = "".join(f"{one.kind} {one.invitation} {one.id}\n" for one in deletions)
        for place in self.places:
            with suppress(OSError):
                _append(place, lines)
                return True
        return False


def _append(place: Path, lines: str) -> None:
    """Write the lines below what is there, in one piece: other processes write there too."""
    place.parent.mkdir(mode=0o700, exist_ok=True)
    file = os.open(place, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        size = os.fstat(file).st_size
        before = HEAD if not size else "" if os.pread(file, 1, size - 1) == b"\n" else "\n"
        os.write(file, f"{before}{lines}".encode())
        os.fsync(file)
    finally:
        os.close(file)
