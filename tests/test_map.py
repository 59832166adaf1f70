"""The map in CONTRIBUTING and the tree are one: each module and list has its line, and no line is about what is gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

HOUSE = Path(__file__).parents[1]
ROOMS = ("bot", "dialogs", "storage", "locales")
LISTS = "dialogs/leder"


def test_every_module_has_its_line_on_the_map() -> None:
    found = [p for room in ROOMS for p in (HOUSE / room).rglob("*.py")] + [*(HOUSE / LISTS).glob("*.toml")]
    modules = {p.relative_to(HOUSE).as_posix() for p in found}
    wanted = {m for m in modules if not m.endswith("__init__.py") and "/versions/" not in m}
    drawn = list(on_the_map((HOUSE / "CONTRIBUTING.md").read_text(encoding="utf-8")))
    assert sorted(drawn) == sorted(wanted)


def on_the_map(text: str) -> Iterator[str]:
    """Yield the paths of the modules on the map: two blanks a level, rooms end with a stroke."""
    above: list[str] = []
    for line in text.split("### The map\n")[1].split("\n### ", maxsplit=1)[0].splitlines():
        if not line.startswith("    "):
            continue
        name = line.split()[0]
        level = (len(line) - len(line.lstrip()) - 4) // 2
        above = [*above[:level], name.rstrip("/")]
        if name.endswith((".py", ".toml")):
            yield "/".join(above)
