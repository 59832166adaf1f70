"""The LeDeR interview as data: one folder per published version, and what differs by place and year.

A version is frozen once published: a response stays on the version that it began with.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from dialogs.leder.facts import Facts, in_force
from dialogs.leder.facts import Table as Table
from dialogs.questionnaire import (
    NONE,
    AnswerOption,
    EnableWhen,
    Item,
    ItemType,
    Minutes,
    Questionnaire,
    Screen,
    Section,
)

CURRENT = "2026-11"


def load(version: str = CURRENT) -> Questionnaire:
    """The questionnaire of this version; FileNotFoundError if there is none."""
    return _loaded(version, in_force())


@lru_cache(maxsize=8)
def _loaded(version: str, of: Facts) -> Questionnaire:
    """Read once, whether the version was named or is the current one."""
    folder = files(__name__) / version
    return parse(_read(folder / "questionnaire.toml"), lambda name: _read(folder / f"{name}.toml"), of.values)


def programme() -> Mapping[str, str]:
    """Return the facts that differ by place and year, by name, ready to fill a text; unconfirmed ones are empty."""
    return in_force().values


@cache
def danger_lists() -> Mapping[str, Table]:
    """Return the things that people who are not safe say, by language, in the notation of `dialogs.danger`."""
    lists = (_read(path) for path in (files(__name__) / "danger").iterdir() if path.name.endswith(".toml"))
    return {one["language"]: one for one in sorted(lists, key=lambda one: str(one["language"]))}


@cache
def danger_weights() -> Table:
    """Return the words with weights that are heard beside the lists of their language; nothing where there are none."""
    path = files(__name__) / "danger_weights.toml"
    return _read(path) if path.is_file() else {}


@cache
def yes_no() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return the words for yes, no and "I have read it", by language and by kind."""
    lists = _read(files(__name__) / "yes_no.toml")["list"]
    return {one["language"]: {k: tuple(v) for k, v in one.items() if isinstance(v, list)} for one in lists}


@cache
def ways_of_asking() -> tuple[Table, ...]:
    """Return the words that people type to ask for help or for a person, a table for each language."""
    return tuple(_read(files(__name__) / "asking.toml")["list"])


@cache
def wishes() -> tuple[Table, ...]:
    """Return what people type when they want to move and do not find the button, a table for each language."""
    return tuple(_read(files(__name__) / "wishes.toml")["list"])


@cache
def courtesies() -> tuple[Table, ...]:
    """How people say thanks and goodbye, a table a language."""
    return tuple(_read(files(__name__) / "courtesies.toml")["list"])


@cache
def ways_of_choosing() -> tuple[Table, ...]:
    """How people name the options of closed questions in their own words, a table a language."""
    return tuple(_read(files(__name__) / "options.toml")["list"])


def file_of(link_id: str, version: str = CURRENT) -> str:
    """The file in which an item, a section or a screen stands."""
    folder, questionnaire = files(__name__) / version, load(version)
    names = _read(folder / "questionnaire.toml")["sections"]
    found = (
        n
        for n, s in zip(names, questionnaire.sections, strict=True)
        if link_id in {s.code, *(i.link_id for i in s.items)}
    )
    return f"dialogs/leder/{version}/{next(found, 'questionnaire')}.toml"


def parse(head: Table, section: Any, facts: Mapping[str, str]) -> Questionnaire:
    """A Questionnaire from its tables; `section(name)` gives the table of one section file."""
    return Questionnaire(
        version=head["version"],
        setup=tuple(head["setup"]),
        sections=tuple(_section(section(name)) for name in head["sections"]),
        parts=tuple(head.get("parts", ())),
        screens={s["screen"]: _screen(s) for s in head["screens"]},
        programme=facts,
        minutes={language: _minutes(m) for language, m in head.get("minutes", {}).items()},
    )


def _read(path: Traversable) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _section(table: Table) -> Section:
    code, items = table["section"], {i["link_id"]: i for i in table["item"]}
    return Section(
        code=code,
        title=table["title"],
        items=tuple(_item(code, i, items) for i in table["item"]),
        known_when=_conditions(table, "known_when"),
        left_out_when=_conditions(table, "left_out_when"),
        only_if_known_when=_conditions(table, "only_if_known_when"),
    )


def _item(section: str, table: Table, others: Table) -> Item:
    plain = {k: v for k, v in table.items() if k not in {"type", "option", "enable_when", "alone", "asked_on"}}
    return Item(
        section=section,
        type=ItemType(table["type"]),
        options=tuple(AnswerOption(**o) for o in _options(table, others)),
        enable_when=_conditions(table, "enable_when"),
        alone=tuple(table.get("alone", ())),
        asked_on=tuple(table.get("asked_on", ())),
        **plain,
    )


def _options(table: Table, others: Table) -> list[Any]:
    """The options of an item; those of another one without "none" where it picks among them."""
    source = others.get(table.get("options_from", ""), table)
    return [o for o in source.get("option", ()) if source is table or o["code"] != NONE]


def _conditions(table: Table, name: str) -> tuple[EnableWhen, ...]:
    return tuple(EnableWhen(**{**w, "any_of": tuple(w.get("any_of", ()))}) for w in table.get(name, ()))


def _screen(table: Table) -> Screen:
    return Screen(
        code=table["screen"],
        paragraphs=tuple(table["paragraphs"]),
        button=table["button"],
        was=tuple(table.get("was", ())),
    )


def _minutes(table: Table) -> Minutes:
    return Minutes(few=tuple(table["few"]), all=tuple(table["all"]))
