"""The translate toolkit finds nothing amiss in any catalogue."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from locales import catalogue_file
from locales.updating import LANGUAGES

POFILTER = Path(sys.executable).with_name("pofilter")
# What our own check does not look at. Numbers are left out: "two years" is one word in some languages.
TESTS = (
    "blank", "compendiumconflicts", "doublespacing", "emails", "endwhitespace", "escapes", "newlines", "nplurals",
    "printf", "purepunc", "startwhitespace", "tabs", "urls", "xmltags",
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_pofilter_is_silent(language: str, tmp_path: Path) -> None:
    found = tmp_path / "found.po"
    wanted = [part for test in TESTS for part in ("-t", test)]
    command = [str(POFILTER), "--progress=none", "--nofuzzy", *wanted, str(catalogue_file(language)), str(found)]
    subprocess.run(command, check=True, capture_output=True)
    assert not found.exists(), found.read_text(encoding="utf-8")
