"""`interview rehearse`: the interview in this terminal, with a record that is thrown away."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.errors import Refused
from storage.engine.unit_of_work import Store

HOW = """This is a rehearsal. The record is thrown away at the end.
Write an answer, or a number at a choice. /next goes on, /skip skips a question,
/help and /pause work at any time. Ctrl-D ends."""


def rehearse(
    language: Annotated[str | None, typer.Option(help="Ask in this language; else the first question asks.")] = None,
    script: Annotated[Path | None, typer.Option(help="Take the inputs from this file, one a line.")] = None,
) -> None:
    """Hold the interview in this terminal, then print the record that it saved."""
    from bot.bootstrap import participants
    from bot.cli.arguments import language as known_language
    from bot.clock import utc_now
    from bot.participants import programme
    from bot.settings import read_settings
    from bot.terminal.rehearsal import Rehearsal

    settings = read_settings()
    programme.adopt(settings)
    lines = _scripted(script) if script is not None or not _is_typed() else None
    wanted = known_language(language, settings.languages) if language else None
    alone = settings.languages[0] if len(settings.languages) == 1 else None
    with tempfile.TemporaryDirectory(prefix="interview-") as folder:
        store = throwaway_store(Path(folder))
        rehearsal = Rehearsal(store, participants(settings), utc_now, sys.stdout, echo=lines is not None)
        if lines is None:
            print(HOW)
        if line := programme.made_up():
            print(line)
        rehearsal.hold(_typed() if lines is None else lines, wanted or alone)
        print(f"\nThe record that was saved:\n\n{rehearsal.record()}")
        store.close()


def throwaway_store(folder: Path) -> Store:
    """An empty record store in `folder`, with a key of its own."""
    from storage.engine.unit_of_work import open_engine, open_store
    from storage.keys.sealing import KeyRing, new_ring_entry
    from storage.maintenance.upgrade import upgrade

    engine = open_engine(f"sqlite:///{folder / 'interview.db'}")
    upgrade(engine)
    return open_store(engine, KeyRing.parse(new_ring_entry("rehearsal")))


def _is_typed() -> bool:
    """Tell whether somebody sits at a terminal; there may be no standard input at all."""
    return sys.stdin is not None and sys.stdin.isatty()


def _scripted(script: Path | None) -> list[str]:
    source = script or files("bot.terminal") / "rehearsal.script"
    try:
        return [line for line in source.read_text(encoding="utf-8-sig").split("\n") if line]
    except UnicodeDecodeError:
        raise Refused(f"The script {script} cannot be read as UTF-8 text.") from None


def _typed() -> Iterator[str]:
    while True:
        try:
            if line := input("\n> "):
                yield line
        except (EOFError, KeyboardInterrupt):
            print()
            return
