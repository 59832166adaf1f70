"""Check that a published version stays as it was: by a digest of every item, screen and section.

`published/<version>.txt` holds a line for each: digest, file, and the name of the part.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

Digests = Mapping[tuple[str, str], str]


def versions() -> list[str]:
    """The versions that there are, published or not."""
    return sorted(f.name for f in files("dialogs.leder").iterdir() if (f / "questionnaire.toml").is_file())


def changed(version: str, folder: Traversable | None = None) -> Iterator[str]:
    """Yield the differences from the version as it was published, a line each; none while it is not published."""
    was = _listed(version)
    now = digests(folder or files("dialogs.leder") / version) if was else {}
    for file, of in sorted(was.keys() | now.keys()):
        if was.get((file, of)) != now.get((file, of)):
            how = (
                "is new in" if (file, of) not in was else "is gone from" if (file, of) not in now else "was changed in"
            )
            yield f"dialogs/leder/{version}/{file}: {of}: {how} a published version; copy the folder to a new version instead"


def listing(version: str) -> str:
    """Return the list of digests that publishing this version writes down."""
    found = digests(files("dialogs.leder") / version)
    return "".join(f"{digest}  {file}  {of}\n" for (file, of), digest in sorted(found.items()))


def digests(folder: Traversable) -> Digests:
    """A digest for each part of a version, by its file and what it is."""
    return {
        (file.name, of): hashlib.sha256(json.dumps(part, sort_keys=True, default=str).encode()).hexdigest()[:32]
        for file in folder.iterdir()
        if file.name.endswith(".toml")
        for of, part in _parts(tomllib.loads(file.read_text(encoding="utf-8")))
    }


def _parts(table: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """The items and screens of a file by name, and its head."""
    yield from ((i["link_id"], i) for i in table.get("item", ()))
    yield from ((f"screen {s['screen']}", s) for s in table.get("screens", ()))
    yield "the head", {k: v for k, v in table.items() if k not in {"item", "screens"}}


def _listed(version: str) -> Digests:
    path = files("dialogs.leder") / "published" / f"{version}.txt"
    if not path.is_file():
        return {}
    lines = (line.split("  ", 2) for line in path.read_text(encoding="utf-8").splitlines())
    return {(file, of): digest for digest, file, of in lines}
