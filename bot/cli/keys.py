"""`interview keys …`: the keys that wrap the keys of the record store."""

from __future__ import annotations

import secrets
from pathlib import Path

from typer import Typer

from bot.casework.upkeep import rotate as rotation
from bot.cli.errors import Refused
from bot.cli.session import Desk, at_desk
from storage.engine.unit_of_work import Store
from storage.keys import key_file
from storage.keys.sealing import KeyRing, new_ring_entry
from storage.maintenance.rotation import wrapped_otherwise

app = Typer(add_completion=False, rich_markup_mode=None, help="Make and change the keys of the record store.")

# How a new key comes before the others, and how every process hears of it.
_BY_HAND = {
    "INTERVIEW_KEYS": ("Put this before it, with a comma between them", "start every process anew"),
    "INTERVIEW_KEY_COMMAND": (
        "Let the command print this before it, on a line of its own",
        "send SIGHUP to every process",
    ),
}


@app.callback()
def keys() -> None:
    """Make and change the keys of the record store."""


@app.command()
def new() -> None:
    """Print a fresh key, as a line for the key file, INTERVIEW_KEYS or what INTERVIEW_KEY_COMMAND prints. Nothing is changed."""
    print(fresh_entry())


@app.command()
def rotate() -> None:
    """Put a fresh key first in the key file and protect everything with it, while the service runs.

    With INTERVIEW_KEYS or INTERVIEW_KEY_COMMAND set, everything is protected with the first of those keys; if it is already,
    a line to put first is printed: set it, start every process anew (or send SIGHUP, where a command prints the keys), and
    run this again. Several machines on one record store need one of the two, since each would have a key file of its own.
    Ended in the middle, it can just be run again.
    """
    with at_desk() as desk:
        if desk.settings.keys_elsewhere:
            _rotate_elsewhere(desk, desk.settings.key_ring(), desk.settings.keys_elsewhere)
        else:
            _rotate_file(desk, desk.settings.ring_path)


def fresh_entry() -> str:
    """A fresh key under a name that no other has."""
    return new_ring_entry(f"k{secrets.token_hex(4)}")


def _rotate_file(desk: Desk, path: Path) -> None:
    with key_file.held(path) as alone:
        if not alone:
            raise Refused("Another process is rotating these keys at this moment.")
        if _is_done(desk.store, KeyRing.read(path)):
            key_file.put_first(path, fresh_entry())
        _rewrap(desk, KeyRing.read(path), str(path))


def _rotate_elsewhere(desk: Desk, ring: KeyRing, setting: str) -> None:
    if not _is_done(desk.store, ring):
        _rewrap(desk, ring, setting)
        return
    how, then = _BY_HAND[setting]
    print(f"Everything is protected with the first of {setting}. {how}:")
    print(fresh_entry())
    print(f"Then {then}, and run this again.")


def _is_done(store: Store, ring: KeyRing) -> bool:
    """Tell whether no earlier rotation is left to be finished."""
    with store.read() as work:
        return not wrapped_otherwise(work, [ring.current])


def _rewrap(desk: Desk, ring: KeyRing, where: str) -> None:
    done = rotation(desk.looking, ring)
    print(f"Everything is protected with the key {ring.current}: {done} data keys.")
    if old := [key_id for key_id in ring.keys if key_id != ring.current]:
        print(f"No longer needed, except for backups from before: {', '.join(old)} in {where}.")
