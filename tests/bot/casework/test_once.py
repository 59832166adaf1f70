"""A deed exists once, in casework: neither the command line nor the reviewers' bot changes a record beside it."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

from storage import record, repositories

HOUSE = Path(__file__).parents[3]
# What a reviewer is in the middle of and a bot's name are no record; a rehearsal's is thrown away. A proof changes no row.
BESIDE = {"desks.save", "desks.furnish", "facts.note_username", "proving.prove_all"}
WRITES = re.compile(r"\b(insert|update|delete|write)\(")


def writers() -> set[str]:
    """Every function of a repository, or of the record, that changes something, as it is called: module.function."""
    found = set[str]()
    for package in (repositories, record):
        for info in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{package.__name__}.{info.name}")
            functions = inspect.getmembers(module, inspect.isfunction)
            sources = {name: inspect.getsource(f) for name, f in functions if f.__module__ == module.__name__}
            found |= {f"{info.name}.{name}" for name in writing(sources)}
    return found


def writing(sources: dict[str, str]) -> set[str]:
    """Return the functions of a module that change something, by themselves or by calling each other."""
    found = {name for name, source in sources.items() if WRITES.search(source)}
    while more := {n for n, s in sources.items() if n not in found and any(f"{one}(work" in s for one in found)}:
        found |= more
    return found


def called(file: Path) -> Iterator[str]:
    """Yield what a module calls of storage, as module.function, however it is imported there."""
    names: dict[str, str] = {}
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("storage."):
            room = str(node.module).rpartition(".")[2]
            is_package = room in {"repositories", "record"}
            names |= {a.asname or a.name: a.name if is_package else f"{room}.{a.name}" for a in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names:
            yield f"{names[node.value.id]}.{node.attr}"
        elif isinstance(node, ast.Name) and "." in names.get(node.id, ""):
            yield names[node.id]


def test_no_edge_changes_a_record_by_itself() -> None:
    edges = [*(HOUSE / "bot/cli").rglob("*.py"), *(HOUSE / "bot/reviewers").rglob("*.py")]
    forbidden = writers() - BESIDE
    assert {"reviews.open_review", "invitations.revoke", "flags.close_flag", "erasure.erase"} <= forbidden
    assert {f"{file.name}: {name}" for file in edges for name in called(file) if name in forbidden} == set()
