"""Everything that talks to the world: the bots, the pages, the command line, the delivery, the clock."""

from __future__ import annotations

from functools import cache

PACKAGE = "leder-interview"


@cache
def version() -> str:
    """Return the version of the program that is installed."""
    from importlib import metadata  # noqa: PLC0415 - it takes time, and is hardly ever needed

    try:
        return metadata.version(PACKAGE)
    except metadata.PackageNotFoundError:
        return "not installed"
