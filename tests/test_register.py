"""The register of docs/register.toml and the tree are one: code and tests are there, and the tests are run."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path
from typing import Any

import pytest

HOUSE = Path(__file__).parents[1]
KEYS = {"id", "asvs", "asks", "code", "tests", "state"}
MET, OPERATOR, OTHERWISE = "met", "operator", "decided otherwise"
# Tests with one of these are left out of `make test`.
LEFT_OUT = {"skip", "skipif", "xfail", "long", "nightly"}


def rows() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((HOUSE / "docs/register.toml").read_text(encoding="utf-8"))["row"]
    return found


def named() -> set[str]:
    """Every test that a row names."""
    return {test for row in rows() for test in row["tests"]}


def test_each_row_is_whole_and_stands_once() -> None:
    known = rows()
    assert [row["id"] for row in known if not KEYS <= {*row} <= KEYS | {"but", "decision"}] == []
    assert [row["id"] for row in known if row["state"] not in {MET, OPERATOR, OTHERWISE}] == []
    assert [row["id"] for row in known if not (row["code"] and row["tests"] and row["asvs"] and row["asks"])] == []
    assert len({row["id"] for row in known}) == len(known) == 32


def test_its_code_is_there() -> None:
    assert [path for row in rows() for path in row["code"] if not (HOUSE / path).is_file()] == []


def test_its_tests_are_there_and_are_not_left_out() -> None:
    there = {f"{file}::{name}" for file in {t.partition("::")[0] for t in named()} for name in run_in(HOUSE / file)}
    assert sorted(named() - there) == []


def test_where_it_was_decided_otherwise_decisions_say_why() -> None:
    decisions = (HOUSE / "DECISIONS.md").read_text(encoding="utf-8")
    assert [row["id"] for row in rows() if ("decision" in row) != (row["state"] == OTHERWISE)] == []
    assert [row["id"] for row in rows() if "decision" in row and f"**{row['decision']}**" not in decisions] == []
    assert [row["id"] for row in rows() if row["state"] != MET and "but" not in row] == []


def test_its_tests_are_run_where_their_whole_file_is(request: pytest.FixtureRequest) -> None:
    """By what this very run has collected: a whole run has all of them. One that picks tests by name shows nothing."""
    asked = {item.nodeid.partition("[")[0] for item in request.session.items}
    files = {test.partition("::")[0] for test in asked}
    picked = request.config.option.keyword or any("::" in given for given in request.config.args)
    usual = request.config.option.markexpr == request.config.getini("addopts")[-1]
    missing = {test for test in named() - asked if test.partition("::")[0] in files}
    assert picked or not usual or missing == set()


def run_in(file: Path) -> set[str]:
    """The tests of a module that `make test` runs."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    if any(
        marks(node.value) & LEFT_OUT
        for node in tree.body
        if isinstance(node, ast.Assign) and names(node) == "pytestmark"
    ):
        return set()
    found = (node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return {node.name for node in found if not any(marks(d) & LEFT_OUT for d in node.decorator_list)}


def names(node: ast.Assign) -> str:
    """What is assigned to."""
    return ast.unparse(node.targets[0])


def marks(decorator: ast.expr) -> set[str]:
    """The names in a decorator."""
    return {node.attr for node in ast.walk(decorator) if isinstance(node, ast.Attribute)}
