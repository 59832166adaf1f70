"""Every item is reached, every option of every item is taken, every answer is changed once, in a language."""

from __future__ import annotations

import pytest

from dialogs.languages import NAMES
from locales import speech
from tests.dialogs.everything import everything, missing, walk


@pytest.mark.parametrize(
    "language", [pytest.param(code, marks=() if code == "en" else pytest.mark.long) for code in NAMES]
)
def test_everything_can_be_reached_taken_and_changed(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Between every two inputs the response is written out and read back."""
    covered = walk(language, speech)
    with capsys.disabled():
        print(f"\n{language}: {covered}")  # noqa: T201 - how much was covered is worth reading
    assert missing(everything(), covered) == []
