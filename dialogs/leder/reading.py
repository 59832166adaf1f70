"""Read an organisation's own facts out of its file; WrongFact says in one sentence what is wrong with them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from dialogs.leder.facts import PHONE, Table, of_the_package

# What an organisation says itself before anybody is invited.
REQUIRED = ("organisation", PHONE, "reply_time")
_KEYS = frozenset(
    {"name", "value", "owner", "source", "last_checked", "note", "unconfirmed", "helpline", "who", "word"}
)
# These have a line of their own, which goes when nobody has confirmed them; all others stand in the middle of texts.
_LINES = frozenset(
    {"shout", "relay", "cruse", "mencap", "child_bereavement", "child_death", "suicide_bereavement", "childline"}
)
_YES_NO = frozenset({"ask_place_of_death"})
_NUMBER = re.compile(r"\+?\d(?: ?\d)*", re.ASCII)
_FEWEST, _MOST, _FEWEST_OF_PHONE = 3, 15, 10
_LONGEST = 200
_MOST_DAYS = 365
_HIGHEST = {"minimum_age": 120, "reminders": 10, "keep_closed_months": 600, "keep_longest_months": 600}
# These may be none at all.
_FROM_NONE = frozenset({"minimum_age", "reminders"})


class WrongFact(Exception):  # noqa: N818 - one sentence for the operator
    """The facts can't be used; the message says why."""


def read(text: str, today: date) -> tuple[Table, ...]:
    """Return the entries in a TOML text, each a fact that the package knows."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WrongFact(f"it is not TOML: {error}") from None
    if other := [key for key in table if key != "entry"]:
        raise WrongFact(f"{other[0]!r} is not known: write [[entry]] above each fact")
    entries = table.get("entry", [])
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise WrongFact("write [[entry]], in two brackets, above each fact")
    names = [str(e.get("name", "")) for e in entries]
    if twice := next((name for name in names if names.count(name) > 1 and name), ""):
        raise WrongFact(f"{twice} is there twice")
    return tuple(_checked(e, today) for e in entries)


def missing(entries: tuple[Table, ...]) -> list[str]:
    """Return the facts that an organisation has to say itself and has not."""
    return [name for name in REQUIRED if name not in {e["name"] for e in entries}]


def _checked(entry: dict[str, Any], today: date) -> Table:
    name = entry.get("name")
    if not isinstance(name, str) or not name.strip():
        raise WrongFact("an entry has no name")
    if name not in of_the_package().entries:
        near = get_close_matches(name, of_the_package().entries, 1)
        raise WrongFact(f"{name!r} is not a fact of the programme{f' (is {near[0]} meant?)' if near else ''}")
    wrong = next(_wrong(entry, of_the_package().entries[name], today), "")
    if wrong:
        raise WrongFact(f"{name}: {wrong}")
    return {**entry, "last_checked": _day(entry["last_checked"])}


def _wrong(entry: Mapping[str, Any], of_ours: Table, today: date) -> Iterator[str]:
    """Yield what is wrong with an entry, the first thing first."""
    yield from (f"{key!r} is not known there" for key in entry if key not in _KEYS)
    yield from (f"it has no {key}" for key in ("owner", "source") if not _is_line(entry.get(key)))
    yield from _wrong_day(entry.get("last_checked"), today)
    yield from (
        f"{key} must be words in one line" for key in ("who", "word", "note") if not _is_line(entry.get(key, "-"))
    )
    for key in ("unconfirmed", "helpline"):
        if not isinstance(entry.get(key, False), bool):
            yield f"{key} must be true or false"
    if not entry.get("unconfirmed"):
        yield from _wrong_value(entry, of_ours)
    elif not (of_ours.get("unconfirmed") or entry["name"] in _LINES):
        yield "it cannot be unconfirmed, because texts need it"


def _wrong_day(given: object, today: date) -> Iterator[str]:
    if given is None:
        yield "it has no last_checked"
    elif (found := _day(given)) is None:
        yield "last_checked must be a day like 2026-11-22"
    elif found > today:
        yield f"last_checked is still to come: {found}"


def _wrong_value(entry: Mapping[str, Any], of_ours: Table) -> Iterator[str]:
    name, value = entry["name"], entry.get("value")
    if value is None or value == "":
        yield "it has no value"
    elif isinstance(of_ours["value"], int):
        least, most = (0 if name in _FROM_NONE else 1), _HIGHEST.get(name, _MOST_DAYS)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            yield f"it must be a whole number from {least} to {most}"
    elif name in _YES_NO and value not in {"yes", "no"}:
        yield 'it must be "yes" or "no"'
    elif _is_number(of_ours):
        fewest = _FEWEST_OF_PHONE if name == PHONE else _FEWEST
        if not _is_telephone(value, fewest):
            yield f'it must be a telephone number like "{of_ours["value"]}"'
    elif not _is_line(value) or len(value) > _LONGEST or {"{", "}"} & set(value):
        yield f"it must be words in one line, at most {_LONGEST} letters, without braces"


def _is_telephone(value: object, fewest: int) -> bool:
    """Return whether it can be dialled; a long one as the telephone takes it anywhere in the country."""
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        return False
    count = sum(c.isdigit() for c in value)
    return fewest <= count <= _MOST and (count < _FEWEST_OF_PHONE or value[0] in "0+")


def _is_number(of_ours: Table) -> bool:
    return bool(of_ours.get("helpline") or _NUMBER.fullmatch(str(of_ours["value"])))


def _day(given: object) -> date | None:
    """Return a day, as TOML has it or written as one; a moment is none."""
    if isinstance(given, str):
        try:
            return date.fromisoformat(given)
        except ValueError:
            return None
    return given if isinstance(given, date) and not isinstance(given, datetime) else None


def _is_line(given: object) -> bool:
    return isinstance(given, str) and bool(given.strip()) and given.isprintable()
