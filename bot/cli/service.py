"""`interview run` and `interview migrate`: the operator's commands."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from typer import Option

from bot.cli.errors import Refused
from bot.cli.session import require_store
from bot.logs import set_up
from bot.settings import Settings, read_settings
from bot.store import has_store, outdated
from storage.engine.inspection import place
from storage.engine.unit_of_work import Engine, Store, open_engine, open_store, opens
from storage.keys import key_file
from storage.keys.sealing import new_ring_entry
from storage.maintenance import wiping
from storage.maintenance.revision import is_empty, is_newer
from storage.maintenance.upgrade import current, head, upgrade
from storage.record import proving, sealing_over

FIRST_KEY = "k1"


def run() -> None:
    """Serve both bots, deliver, keep the time, until SIGTERM."""
    from bot.cli.serving import serve

    settings = read_settings()
    require_store(settings)
    set_up(settings.log)
    with asyncio.Runner(loop_factory=_fast_loop()) as runner:
        runner.run(serve(settings, for_families=True))


def migrate(
    new: Annotated[
        bool,
        Option("--new", help="Make a new record store although there is a key already; never for one that is lost."),
    ] = False,
    dry_run: Annotated[bool, Option("--dry-run", help="Say what would be done, and change nothing.")] = False,
) -> None:
    """Make the record store, or bring it up to date."""
    settings = read_settings()
    if dry_run:
        _tell(settings)
        return
    if not settings.data_dir.is_dir():
        _require_fit(settings, new=new)
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        print(f"Made the folder {settings.data_dir}.")
    with key_file.turn(settings.data_dir):
        _require_fit(settings, new=new)
        _bring_up(settings)


def _require_fit(settings: Settings, *, new: bool) -> None:
    """Refuse a store without its key, a key without its store, a key of another store, and a newer version's store."""
    ring = settings.key_ring() if _has_key(settings) else None
    engine = open_engine(settings.database)
    try:
        if not has_store(settings) or is_empty(engine):
            if ring and not new:
                raise Refused(_lost(settings))
            return
        if new:
            raise Refused(
                f"There is a record store at {place(settings.database)} already: run interview migrate without --new."
            )
        if ring is None:
            raise Refused(
                f"The record store {place(settings.database)} is not empty, but its key file is not at {settings.ring_path}: "
                "put it back there, or set INTERVIEW_KEYS, INTERVIEW_KEY_FILE or INTERVIEW_KEY_COMMAND."
            )
        if is_newer(engine):
            raise Refused(outdated(engine, settings))
        opens(engine, ring)
    finally:
        engine.dispose()


def _bring_up(settings: Settings) -> None:
    if not _has_key(settings):
        key_file.make(settings.ring_path, new_ring_entry(FIRST_KEY))
        print(f"Made the key file {settings.ring_path}. Keep a copy in another place: without it nothing can be read.")
    engine = open_engine(settings.database)
    try:
        before = bring_up(engine, settings)
    finally:
        engine.dispose()
    done = "is up to date" if before == head() else f"was brought up from {before}" if before else "is made"
    print(f"The record store {place(settings.database)} {done}: revision {head()}.")


def bring_up(engine: Engine, settings: Settings) -> str | None:
    """Bring a store to the revision of this version; return the one that it was at."""
    before = current(engine)
    for step in _STEPS:
        if before is not None and before <= step.room:
            _take(step, engine, settings)
    upgrade(engine)
    wiping.rewrite(open_store(engine, settings.key_ring()))
    return before


@dataclass(frozen=True, slots=True)
class _Step:
    """What an older store goes through once the revision `room` has made room for it, with a line that moves; `told` after it."""

    room: str
    title: str
    work: Callable[[Store, Callable[[int, int], None]], int]
    told: str


_STEPS = (
    _Step(
        sealing_over.ROOM,
        "Sealing",
        sealing_over.seal_over,
        "Sealed {} values that an earlier version kept in the clear or sealed to their length.",
    ),
    _Step(
        proving.ROOM,
        "Proving",
        proving.prove_all,
        "Proved {} rows as they are now: from here on nobody without the keys changes one unseen.",
    ),
)


def _take(step: _Step, engine: Engine, settings: Settings) -> None:
    upgrade(engine, step.room)
    with _line(step.title) as progress:
        done = step.work(open_store(engine, settings.key_ring()), progress)
    print(step.told.format(done))


@contextmanager
def _line(what: str) -> Iterator[Callable[[int, int], None]]:
    """A line that moves."""
    with Progress(TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()) as line:
        task = line.add_task("", total=None)
        yield lambda done, total: line.update(task, completed=done, total=total)


def _tell(settings: Settings) -> None:
    """Say what `migrate` would do."""
    if not has_store(settings):
        print(f"There is no record store at {place(settings.database)} yet: it would be made.")
        return
    _require_fit(settings, new=False)
    engine = open_engine(settings.database)
    try:
        before = current(engine)
        if before == head():
            print(f"The record store {place(settings.database)} is up to date: revision {head()}.")
            return
        print(f"The record store {place(settings.database)} would be brought up from {before} to {head()}.")
        store = open_store(engine, settings.key_ring())
        for what, number in (
            sealing_over.left(store).items() if before is not None and before <= sealing_over.ROOM else ()
        ):
            print(f"To be sealed: {number} {what}")
        with store.read() as work:
            print(f"To be proved: {proving.left(work)} rows")
    finally:
        engine.dispose()


def _has_key(settings: Settings) -> bool:
    return bool(settings.keys_elsewhere) or settings.ring_path.exists()


def _lost(settings: Settings) -> str:
    """Return the sentence that a key is there and its store is not, as where a disk is not mounted."""
    elsewhere = settings.keys_elsewhere
    where = f"in {elsewhere}" if elsewhere else f"at {settings.ring_path}"
    return (
        f"There is a key {where}, but no record store at {place(settings.database)}: mount its disk or correct its address, "
        "or run interview migrate --new to make an empty one."
    )


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop's, where it exists."""
    try:
        from uvloop import new_event_loop
    except ImportError:
        return None
    return new_event_loop
