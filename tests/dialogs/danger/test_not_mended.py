"""Sentences that were written without sight of the lists, and were run once when these were done: what is heard of them now.

`fresh-3`, `fresh-4` and `interviews-3` have helped to mend the lists since then.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from dialogs.danger import Danger, heard

HERE = Path(__file__).parent
# The least that was reached in each, in hundredths, with a little room.
REACHED = [("fresh-3", 95, 80), ("fresh-4", 93, 85)]


def read(name: str) -> Any:
    """A corpus by its name."""
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


def share(sentences: Sequence[str], *dangers: Danger) -> float:
    """Of how many of these, in hundredths, any of these kinds of danger is heard."""
    return 100 * sum(not heard(words).isdisjoint(dangers) for words in sentences) / len(sentences)


@pytest.mark.parametrize(("name", "oneself", "others"), REACHED)
def test_what_is_heard_gets_no_less(name: str, oneself: int, others: int) -> None:
    corpus = read(name)
    assert share(corpus["oneself"], *Danger) >= oneself
    assert share(corpus["others"], Danger.OTHERS) >= others
    assert share(corpus["ordinary"], Danger.CLEAR, Danger.OTHERS) <= 2


def test_interviews_of_ordinary_grief_go_on() -> None:
    interviews = read("interviews-3")
    stopped = [i for i in interviews if share(i, Danger.CLEAR) > 0]
    assert stopped == []
    assert [i for i in interviews if share(i, Danger.OTHERS) > 0] == []
