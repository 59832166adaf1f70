"""The table of faults: sums over the ways of each fault, put between two comments of a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash.table import FAULTS, SUMS, table
from tests.figures import between, write_between


def test_ways_of_a_fault_are_added_up() -> None:
    one = dict.fromkeys(SUMS, 0) | {"times": 3, "sent": 1000}
    written = table({"storm:polling": one, "storm:webhook": {**one, "lost": 1}, "unknown:x": one})
    assert written.splitlines()[2:] == [
        "| killed (SIGKILL) at random moments while families answer | 2 | 6 | 2,000 | 0 | 1 | 0 | 0 | 0 |"
    ]


def test_a_fault_that_was_not_tried_keeps_its_row() -> None:
    storm = dict.fromkeys(SUMS, 0) | {"times": 3, "sent": 1000}
    before = table({"storm:polling": storm, "clock:x": storm})
    after = table({"restarts:polling": storm, "clock:x": {**storm, "times": 4}}, before)
    assert after.splitlines()[2:] == [
        "| killed (SIGKILL) at random moments while families answer | 1 | 3 | 1,000 | 0 | 0 | 0 | 0 | 0 |",
        f"| {FAULTS['restarts']} | 1 | 3 | 1,000 | 0 | 0 | 0 | 0 | 0 |",
        f"| {FAULTS['clock']} | 1 | 4 | 1,000 | 0 | 0 | 0 | 0 | 0 |",
    ]
    assert table({}, after) == after


def test_a_table_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- t -->\nold\n<!-- /t -->\nb\n", encoding="utf-8")
    write_between("t", "new", page)
    assert page.read_text(encoding="utf-8") == "a\n<!-- t -->\nnew\n<!-- /t -->\nb\n"
    assert between("t", page) == "new\n"
    with pytest.raises(ValueError, match="no place for u"):
        write_between("u", "new", page)
