"""Tell a listener what happens while it happens. A listener must not get in the way: quick, and never an error."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from storage.maintenance.lateness import Sweep


class Watch(Protocol):
    """Take notice of everything that happens, in numbers and kinds; may be told from any thread."""

    def beat(self, part: str) -> None:
        """Note that this part of the service is alive."""

    def round(self, bots: Sequence[str]) -> AbstractContextManager[None]:
        """Note that a round is taken: an arrival for each of these."""

    def commit(self) -> AbstractContextManager[None]:
        """Note that a round is committed."""

    def marked(self, state: str) -> None:
        """Note that a call was made: sent, due again, or failed."""

    def buried(self, bot: str) -> None:
        """Note that an input became a dead letter."""

    def swept(self, found: Sweep) -> None:
        """Note that the sweepers have looked."""


class Unwatched:
    """Listen to nothing."""

    def beat(self, part: str) -> None:
        """Do nothing."""

    def round(self, bots: Sequence[str]) -> AbstractContextManager[None]:
        """Do nothing."""
        return nullcontext()

    def commit(self) -> AbstractContextManager[None]:
        """Do nothing."""
        return nullcontext()

    def marked(self, state: str) -> None:
        """Do nothing."""

    def buried(self, bot: str) -> None:
        """Do nothing."""

    def swept(self, found: Sweep) -> None:
        """Do nothing."""
