"""Tell which version of the program this is."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed

PACKAGE = "leder-interview"


@cache
def version() -> str:
    """Return the version that is installed."""
    try:
        return installed(PACKAGE)
    except PackageNotFoundError:
        return "not installed"
