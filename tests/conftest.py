"""What every test may ask of pytest: one flag, plain words when a shared assertion fails, the same random examples."""

from __future__ import annotations

import gc

import pytest
from hypothesis import settings

# The sweeps take longest of all: whatever begins last must be short.
WAITING = (
    "crash/test_sweep",
    "crash/test_page",
    "crash",
    "bot/misbehaving",
    "browser",
    "secrecy",
    "bot/telegram",
    "bot/web",
)

pytest.register_assert_rewrite("tests.scenario")
# The same examples in every run, however slow the machine; what is marked `long` looks for new ones.
settings.register_profile("steady", deadline=None, derandomize=True, database=None)
settings.load_profile("steady")
pytest_plugins = ("tests.databases",)
# Nothing that an import makes is garbage. Looking for it among all that is loaded took a good part of the time of a test.
gc.disable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what waits most: for processes that are killed and started, for Chromium, for a clock.

    One worker goes through it while the others compute; at the end, when workers take tests from each other, all are short.
    """
    rooms = {f"tests/{room}": at for at, room in enumerate(WAITING)}
    items.sort(key=lambda item: next((at for room, at in rooms.items() if item.nodeid.startswith(room)), len(rooms)))


def pytest_collection_finish() -> None:
    """Look for garbage only in what the tests make, and rarely, as the service does."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--record-walks`: write the replies in tests/walks/*.walk anew instead of comparing them."""
    parser.addoption("--record-walks", action="store_true", help="write the replies of all walks anew")
