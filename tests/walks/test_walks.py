"""Every walk is answered exactly as it was recorded; `pytest --record-walks` records the replies anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogs import leder
from tests.dialogs.core import CoreDriver
from tests.scenario import Reply, inputs_of, replay

WALKS = sorted(Path(__file__).parent.glob("*.walk"))


@pytest.mark.parametrize("path", WALKS, ids=lambda path: path.stem)
def test_a_walk_is_answered_as_recorded(path: Path, request: pytest.FixtureRequest) -> None:
    recorded = path.read_text(encoding="utf-8")
    actual = replay(recorded, CoreDriver(leder.load()))
    if request.config.getoption("--record-walks"):
        path.write_text(actual, encoding="utf-8")
    else:
        assert actual == recorded


@pytest.mark.parametrize("path", WALKS, ids=lambda path: path.stem)
def test_recording_changes_only_the_replies(path: Path) -> None:
    """A driver that never answers leaves the person's own lines and the comments."""
    walk = path.read_text(encoding="utf-8")
    silent = replay(walk, Silent())
    assert inputs_of(silent) == inputs_of(walk)
    assert [x for x in silent.split("\n") if x[:1] == "#"] == [x for x in walk.split("\n") if x[:1] == "#"]


class Silent:
    """Answers nothing."""

    def does(self, deed: object) -> Reply:
        return Reply()
