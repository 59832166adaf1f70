"""Extractors for Babel: texts out of the phrase modules and the questionnaire, each with a word for translators on its place."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any

Found = tuple[int, str, str, list[str]]
Told = Iterator[tuple[str, str]]

MARK = "N_"


def phrases(fileobj: IO[bytes], keywords: object, tags: Collection[str], options: Mapping[str, Any]) -> Iterator[Found]:
    """The strings in `N_()`, with the name they are given and the comment that heads their part of the module."""
    source = fileobj.read().decode()
    heads = {n: line[2:] for n, line in enumerate(source.splitlines(), 1) if line.startswith("# ")}
    for statement in ast.parse(source).body:
        head = next((heads[n] for n in sorted(heads, reverse=True) if n <= statement.lineno), "")
        for call in _marks(statement):
            place = f"{head}: {_named(statement)}" if head else _named(statement)
            yield call.lineno, "gettext", ast.literal_eval(call.args[0]), [place]


def questionnaire(
    fileobj: IO[bytes], keywords: object, tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[Found]:
    """The texts of a section, of the screens or of the programme's facts."""
    source = fileobj.read().decode()
    table = tomllib.loads(source)
    lines = source.splitlines()
    for text, place in (*_head(table), *_items(table), *_screens(table), *_facts(table)):
        line = next((n for n, line in enumerate(lines, 1) if text in line), 0)
        yield line, "gettext", text, [place]


def _marks(statement: ast.stmt) -> Iterator[ast.Call]:
    for node in ast.walk(statement):
        match node:
            case ast.Call(func=ast.Name(id=mark)) if mark == MARK:
                yield node


def _named(statement: ast.stmt) -> str:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
        case _:
            return ""


def _head(table: Mapping[str, Any]) -> Told:
    if "section" in table:
        yield table["title"], f"{table['section']}: title of the section"


def _items(table: Mapping[str, Any]) -> Told:
    for item in table.get("item", ()):
        link_id = item["link_id"]
        yield item["text"], f"{link_id}: question"
        if hint := item.get("hint"):
            yield hint, f"{link_id}: hint"
        yield from ((o["text"], f"{link_id}: option {o['code']}, a button") for o in item.get("option", ()))


def _screens(table: Mapping[str, Any]) -> Told:
    for screen in table.get("screens", ()):
        code = screen["screen"]
        yield from ((text, f"screen {code}") for text in screen["paragraphs"])
        yield screen["button"], f"screen {code}: button"


def _facts(table: Mapping[str, Any]) -> Told:
    for entry in table.get("entry", ()):
        if entry.get("translate"):
            yield entry["value"], f"programme.toml: {entry['name']}"
