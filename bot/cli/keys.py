"""`interview keys …`: the keys that wrap what seals the record."""

from __future__ import annotations

import secrets

from typer import Typer

from storage.sealing import new_ring_entry

app = Typer(add_completion=False, rich_markup_mode=None, help="Make keys for the record store.")


@app.callback()
def keys() -> None:
    """Make keys for the record store."""


@app.command()
def new() -> None:
    """Print a fresh key, as a line for the key file or for INTERVIEW_KEYS. Nothing is changed."""
    print(new_ring_entry(f"k{secrets.token_hex(4)}"))
