"""What the road tells of itself while it is taken. Who listens must not get in its way: quick, and never an error."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from storage.sweeping import Sweep


class Watch(Protocol):
    """Hears of everything that happens, in numbers and kinds; may be told from any thread."""

    def beat(self, part: str) -> None:
        """This part of the service is alive."""

    def round(self, bots: Sequence[str]) -> AbstractContextManager[None]:
        """A round is taken: an arrival for each of these."""

    def commit(self) -> AbstractContextManager[None]:
        """A round is committed."""

    def marked(self, state: str) -> None:
        """A call was made: sent, due again, or failed."""

    def buried(self, bot: str) -> None:
        """An input became a dead letter."""

    def swept(self, found: Sweep) -> None:
        """The sweepers have looked."""


class Unwatched:
    """Nobody listens."""

    def beat(self, part: str) -> None:
        """Go on."""

    def round(self, bots: Sequence[str]) -> AbstractContextManager[None]:
        """Go on."""
        return nullcontext()

    def commit(self) -> AbstractContextManager[None]:
        """Go on."""
        return nullcontext()

    def marked(self, state: str) -> None:
        """Go on."""

    def buried(self, bot: str) -> None:
        """Go on."""

    def swept(self, found: Sweep) -> None:
        """Go on."""
