"""Tell a listener what happens while it happens. A listener must not get in the way: quick, and never an error."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from typing import Protocol

from storage.maintenance.lateness import Sweep
from storage.schema.vocabulary import Bot


class Part(StrEnum):
    """A part of the service that says that it is alive; of a bot, the one that brings its updates in."""

    ROUNDS = "rounds"
    CLOCK = "clock"
    FAMILIES_POLLER = "families poller"
    FAMILIES_WEBHOOK = "families webhook"
    REVIEWERS_POLLER = "reviewers poller"
    REVIEWERS_WEBHOOK = "reviewers webhook"


def part_of(bot: Bot, *, webhook: bool) -> Part:
    """Return the part that brings a bot's updates in: its poller, or its webhook, which was set once."""
    return Part(f"{bot} {'webhook' if webhook else 'poller'}")


class Watch(Protocol):
    """Take notice of everything that happens, in numbers and kinds; may be told from any thread."""

    def beat(self, part: Part) -> None:
        """Note that this part of the service is alive."""

    def round(self, bots: Sequence[Bot]) -> AbstractContextManager[None]:
        """Note that a round is taken: an arrival for each of these."""

    def commit(self) -> AbstractContextManager[None]:
        """Note that a round is committed."""

    def marked(self, state: str) -> None:
        """Note that a call was made: sent, due again, or failed."""

    def buried(self, bot: Bot) -> None:
        """Note that an input became a dead letter."""

    def swept(self, found: Sweep) -> None:
        """Note that the sweepers have looked."""

    def flags_overdue(self, number: int, urgent: int) -> None:
        """Note how many open flags are overdue, and how many of those are urgent."""


class Unwatched(Watch):
    """Listen to nothing."""

    def round(self, bots: Sequence[Bot]) -> AbstractContextManager[None]:
        """Do nothing."""
        return nullcontext()

    def commit(self) -> AbstractContextManager[None]:
        """Do nothing."""
        return nullcontext()
