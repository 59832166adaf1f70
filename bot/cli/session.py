"""Open the record store for one command, and close it again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from bot.casework.by import By, Looking
from bot.cli.login import operator
from bot.clock import utc_now
from bot.participants import programme
from bot.settings import Settings, read_settings
from bot.store import NotReady, has_store, no_store, open_record
from storage.engine.unit_of_work import Store, UnitOfWork
from storage.maintenance.wiping import wipe

if TYPE_CHECKING:  # it brings the whole conversation along, which a list need not wait for
    from bot.participants.turns import Turns


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The things that a command works with: the settings, the record store, and the time at which it was typed."""

    settings: Settings
    store: Store
    now: datetime

    def by(self, work: UnitOfWork) -> By:
        """The operator who typed the command, in this transaction."""
        return By(actor=operator(), work=work, now=self.now, turns=self._turns())

    @property
    def looking(self) -> Looking:
        """The same operator, who looks at something, or does what no single transaction holds."""
        return Looking(actor=operator(), store=self.store, now=self.now)

    def _turns(self) -> Callable[[], Turns]:
        @cache
        def turns() -> Turns:
            from bot.bootstrap import participants

            return participants(self.settings)

        return turns


@contextmanager
def at_desk() -> Iterator[Desk]:
    """The record store, if there is one and it is up to date."""
    settings = read_settings()
    programme.adopt(settings)
    require_store(settings)
    store = open_record(settings)
    try:
        yield Desk(settings=settings, store=store, now=utc_now())
    finally:
        store.close()


@contextmanager
def reading() -> Iterator[tuple[Desk, UnitOfWork]]:
    """A transaction that only reads."""
    with at_desk() as desk, desk.store.read() as work:
        yield desk, work


@contextmanager
def writing() -> Iterator[tuple[Desk, UnitOfWork]]:
    """A transaction that is committed at the end; nothing is kept if there is an error on the way, or of what it deletes."""
    with at_desk() as desk:
        with desk.store.begin() as work:
            programme.require_as_served(desk.settings, work)
            yield desk, work
            work.commit()
        wipe(desk.store)


@contextmanager
def acting() -> Iterator[By]:
    """The same, for the deeds of casework."""
    with writing() as (desk, work):
        yield desk.by(work)


def require_store(settings: Settings) -> None:
    """NotReady if there is nothing yet: a mere look must not make an empty file."""
    if not has_store(settings):
        raise NotReady(no_store(settings))
