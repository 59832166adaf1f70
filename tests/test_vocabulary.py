"""Each word of the vocabulary stands once: in its enum. Code, SQL and constraints take it from there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

from bot.monitoring.telemetry import Part
from dialogs.inputs import Channel
from dialogs.invitation import InvitationStatus
from dialogs.response import Status
from dialogs.review import ReviewStatus
from storage.schema.vocabulary import Bot, CallState, ClaimState, SoundState
from tests.each import each

HOUSE = Path(__file__).parents[1]
ROOMS = ("bot", "dialogs", "storage", "locales")
# These mean nothing else wherever they stand, except for the names of a metric, of files and of a fact.
ALWAYS = {str(word) for enum in (Bot, Channel, Part) for word in enum}
ELSEWHERE = {
    "bot/monitoring/metrics.py": {"rounds"},
    "bot/web/assets.py": {"page"},
    "bot/participants/scheduler.py": {"clock"},
    "bot/casework/access.py": {"clock"},
}
# These are plain English too: only what is compared with a column or a field, or put into one, is meant.
STATES = {
    str(word) for enum in (Status, InvitationStatus, ReviewStatus, CallState, SoundState, ClaimState) for word in enum
}
COLUMNS = {"state", "status", "response_status", "review_status"}


def test_no_word_of_the_vocabulary_is_written_out() -> None:
    found = {
        f"{path}:{line}: {word}"
        for room in ROOMS
        for file in sorted((HOUSE / room).rglob("*.py"))
        if "versions" not in file.parts
        for path in [file.relative_to(HOUSE).as_posix()]
        for line, word in written_out(file.read_text(encoding="utf-8"))
        if word not in ELSEWHERE.get(path, ())
    }
    assert found == set()


@each(
    "source",
    [
        'x = "families"',
        'bots = {"reviewers": 1}',
        'on_page = turn.response.channel == "page"',
        'beat("rounds")',
        'query.where(outbox.c.state == "due")',
        'query.where(outbox.c.state.in_(("sent", "claimed")))',
        'Mark(id=1, state="sent")',
        'row = {"status": "opened"}',
        'ended = "closed" != row.review_status',
        "index = \"state IN ('due', 'claimed')\"",
        'class Mark:\n    state: str = "due"',
    ],
)
def test_it_would_be_found(source: str) -> None:
    assert list(written_out(source))


@pytest.mark.parametrize(
    "source",
    [
        'class Bot(StrEnum):\n    FAMILIES = "families"',
        '"families"',
        'facts = {"asked": 1}',
        'word == "open"',
        "f(state=x)",
    ],
)
def test_other_things_are_left_alone(source: str) -> None:
    assert not list(written_out(source))


def written_out(source: str) -> Iterator[tuple[int, str]]:
    """Yield the words of the vocabulary that code writes out, with their lines."""
    tree = ast.parse(source)
    exempt = {id(inner) for node in ast.walk(tree) if is_exempt(node) for inner in ast.walk(node)}
    meant = {id(word) for node in ast.walk(tree) for word in states_of(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in exempt:
            is_state = id(node) in meant and node.value in STATES
            if node.value in ALWAYS or is_state or in_sql(node.value):
                yield node.lineno, node.value


def is_exempt(node: ast.AST) -> bool:
    """Tell whether words may stand here: in the enums themselves, and in docstrings."""
    if isinstance(node, ast.ClassDef):
        return any(isinstance(base, ast.Name) and base.id == StrEnum.__name__ for base in node.bases)
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def states_of(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what is compared with a state here, or put in one."""
    match node:
        case ast.Compare(left=left, comparators=others) if any(is_column(one) for one in (left, *others)):
            yield from (inner for one in (left, *others) for inner in ast.walk(one))
        case ast.Call(func=ast.Attribute(value=of), args=args) if is_column(of):
            yield from (inner for one in args for inner in ast.walk(one))
        case ast.keyword(arg=name, value=value) if name in COLUMNS:
            yield from ast.walk(value)
        case ast.Dict(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                if isinstance(key, ast.Constant) and key.value in COLUMNS:
                    yield from ast.walk(value)
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if name in COLUMNS:
            yield from ast.walk(value)


def is_column(node: ast.AST) -> bool:
    """Tell whether this is a state: a column, or a field."""
    return isinstance(node, ast.Attribute) and node.attr in COLUMNS


def in_sql(text: str) -> bool:
    """Tell whether a word stands in SQL."""
    return any(f"'{word}'" in text for word in ALWAYS | STATES) and bool(re.search(r"\b(IN|=)\b|^'\w+'$", text))
