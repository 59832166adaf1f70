"""Keep what differs by place and year: the package's entries, and in the place of those of the same name an organisation's own.

An organisation's are put in force once, when a command begins; until then the package's stand, whose organisation, phone and
reply time are made up.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

FILE = "dialogs/leder/programme.toml"
PHONE = "phone"
FRESH = timedelta(days=90)

Table = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Facts:
    """Every entry by its name; one object stands for itself alone, so that what is made of it can be kept beside it."""

    entries: Mapping[str, Table]

    @cached_property
    def values(self) -> Mapping[str, str]:
        """The facts ready to fill a text; unconfirmed ones are empty."""
        return {name: "" if e.get("unconfirmed") else str(e["value"]) for name, e in self.entries.items()}

    @cached_property
    def telephones(self) -> tuple[Table, ...]:
        """The entries that are confirmed numbers to call, or to send a text message to."""
        shown = (e for e in self.entries.values() if not e.get("unconfirmed"))
        return tuple(e for e in shown if e.get("helpline") or e["name"] == PHONE)

    @property
    def made_up(self) -> tuple[str, ...]:
        """The names of those that stand for an organisation's own, and are nobody's."""
        return tuple(name for name, e in self.entries.items() if e.get("made_up"))

    def stale(self, today: date) -> tuple[str, ...]:
        """Return the facts that nobody has checked for a quarter of a year, a line each."""
        old = (e for e in self.entries.values() if today - e["last_checked"] > FRESH)
        return tuple(
            f"{e.get('file', FILE)}: {e['name']} was last checked on {e['last_checked']}; {e['owner']} sees to it"
            for e in old
        )


_IN_FORCE: list[Facts] = []


def in_force() -> Facts:
    """Return the facts that are in force."""
    return _IN_FORCE[0] if _IN_FORCE else of_the_package()


def adopt(own: Iterable[Table]) -> None:
    """Put an organisation's own entries in force, as `reading.read` gives them; none, and the package's stand alone."""
    given = {e["name"]: e for e in own}
    _IN_FORCE[:] = [_with(of_the_package().entries, given)] if given else []


@cache
def of_the_package() -> Facts:
    """Return the facts as the package has them."""
    text = files("dialogs.leder").joinpath("programme.toml").read_text(encoding="utf-8")
    return Facts({entry["name"]: entry for entry in tomllib.loads(text)["entry"]})


def _with(entries: Mapping[str, Table], given: Mapping[str, Table]) -> Facts:
    return Facts({**entries, **{name: {**_kind(entries[name]), **entry} for name, entry in given.items()}})


def _kind(entry: Table) -> Table:
    """Return what another value does not change: that it is a helpline, whose, and what to write there."""
    return {key: entry[key] for key in ("helpline", "who", "word") if key in entry}
