"""The Bot API client: how long a call that failed waits before it is made again."""

from __future__ import annotations

import pytest

from bot.telegram.client import CallFailed

PAUSES = [(1, None, 1), (2, None, 2), (9, None, 256), (10, None, 300), (5000, None, 300), (5000, 7, 7)]


@pytest.mark.parametrize(("attempts", "asked", "seconds"), PAUSES)
def test_pauses_grow_to_five_minutes_and_stay_there(attempts: int, asked: float | None, seconds: float) -> None:
    """However long the trouble lasts; where Telegram says how long, that counts."""
    assert CallFailed(500, "", asked).pause(attempts) == seconds
