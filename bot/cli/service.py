"""`interview run` and `interview migrate`: the operator's commands."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.cli.errors import Refused
from bot.cli.session import has_store, require_store
from bot.logs import set_up
from bot.settings import Settings, read_settings
from storage.engine.unit_of_work import Engine, open_engine, open_store, opens
from storage.keys import key_file
from storage.keys.sealing import new_ring_entry
from storage.maintenance.revision import is_empty
from storage.maintenance.upgrade import current, head, upgrade

FIRST_KEY = "k1"


def run() -> None:
    """Serve both bots, deliver, keep the time, until SIGTERM."""
    from bot import bootstrap

    settings = read_settings()
    require_store(settings)
    set_up(settings.log)
    with asyncio.Runner(loop_factory=_fast_loop()) as runner:
        runner.run(bootstrap.run(settings))


def migrate() -> None:
    """Make the record store, or bring it up to date."""
    settings = read_settings()
    if settings.keys or settings.ring_path.exists():
        settings.key_ring()
    if not settings.data_dir.is_dir():
        settings.data_dir.mkdir(mode=0o700, parents=True)
        print(f"Made the folder {settings.data_dir}.")
    engine = open_engine(settings.database)
    try:
        _bring_up(settings, engine)
    finally:
        engine.dispose()


def _bring_up(settings: Settings, engine: Engine) -> None:
    if not settings.keys and not settings.ring_path.exists():
        if has_store(settings) and not is_empty(engine):
            raise Refused(
                f"The record store is not empty, but its key file is not at {settings.ring_path}: "
                "put it back there, or set INTERVIEW_KEYS or INTERVIEW_KEY_FILE."
            )
        key_file.make(settings.ring_path, new_ring_entry(FIRST_KEY))
        print(f"Made the key file {settings.ring_path}. Keep a copy in another place: without it nothing can be read.")
    elif not is_empty(engine):
        opens(engine, settings.key_ring())
    before = current(engine)
    upgrade(engine)
    open_store(engine, settings.key_ring())
    done = "is up to date" if before == head() else f"was brought up from {before}" if before else "is made"
    print(f"The record store {done}: revision {head()}.")


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop's, where it exists."""
    try:
        from uvloop import new_event_loop
    except ImportError:
        return None
    return new_event_loop
