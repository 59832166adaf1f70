"""The form of what `interview doctor` finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

OK, WARN, FAIL = "ok", "warn", "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: how it stands, and with what."""

    level: str
    about: str


Findings = Iterator[Finding]
