"""A file of an organisation's own facts, as INTERVIEW_PROGRAMME names it."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from dialogs.leder.facts import of_the_package
from dialogs.leder.reading import REQUIRED

NAME, PHONE, REPLY = "Northtown review team", "+44 191 498 0777", "within two working days"


def entry(name: str, value: object, **other: str | None) -> str:
    """An entry; `other` in TOML's own words takes the place of what every entry has, None leaves it out."""
    written = f'"{value}"' if isinstance(value, str) else value
    usual = {"owner": "'the team'", "source": "'our own switchboard'", "last_checked": "2026-11-29"}
    fields = {"name": f'"{name}"', "value": written, **usual, **other}
    return "[[entry]]\n" + "".join(f"{key} = {field}\n" for key, field in fields.items() if field is not None)


def usual(folder: Path) -> Path:
    """A file with what is made up anyway, for a service that is started as an operator does."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path, ours = folder / "usual.toml", of_the_package().values
    folder.mkdir(mode=0o700, exist_ok=True)
    path.write_text("".join(entry(name, ours[name]) for name in REQUIRED), encoding="utf-8")
    return path


def programme(folder: Path, without: Collection[str] = ()) -> Path:
    """A whole file, but for the entries of these names."""
    entries = {
        "organisation": entry("organisation", NAME),
        "phone": entry("phone", PHONE),
        "reply_time": entry("reply_time", REPLY),
        "hours": entry("hours", "Monday to Friday, 9am to 5pm"),
        "minimum_age": entry("minimum_age", 16),
        "keep_closed_months": entry("keep_closed_months", 24),
        "crisis": entry("crisis", "0800 498 0111"),
        "cruse": entry("cruse", "", unconfirmed="true"),
        "suicide_bereavement": entry("suicide_bereavement", "0300 111 5065"),
    }
    path = folder / "programme.toml"
    path.write_text("".join(text for name, text in entries.items() if name not in without), encoding="utf-8")
    return path
