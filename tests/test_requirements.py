"""What is installed is named to the version and the very file, and no file says where it comes from."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "requirements"
PINNED = re.compile(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==\S+( ; .+)?( --hash=sha256:[0-9a-f]{64})+")


def test_everything_is_pinned_by_version_and_hash() -> None:
    for file in sorted(FOLDER.glob("*.txt")):
        lines = [line for line in file.read_text(encoding="ascii").splitlines() if not line.lstrip().startswith("#")]
        wanted = " ".join(line.strip() for line in lines).replace(" \\ ", " ")
        found = [match[0] for match in PINNED.finditer(wanted)]
        assert (file.name, " ".join(found)) == (file.name, wanted)
        assert found


def test_no_address_stands_there() -> None:
    """Neither of a registry nor of a file elsewhere: a look-alike could come from there."""
    texts = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.iterdir()}
    assert {name for name, text in texts.items() if re.search(r"://|index-url|find-links| @ ", text)} == set()
