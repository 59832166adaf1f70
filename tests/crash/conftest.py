"""Fixtures of the crash tests."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.crash import nginx
from tests.crash.nursery import Nursery
from tests.fakes.bot_api import FakeBotApi


@pytest.fixture
def api() -> Iterator[FakeBotApi]:
    """A Bot API server in a thread of its own, which outlives the service."""
    with FakeBotApi.in_thread() as server:
        yield server


@pytest.fixture(scope="session")
def warmed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """The nursery of this worker."""
    with Nursery(tmp_path_factory.mktemp("nursery")) as nursery:
        yield nursery


@pytest.fixture
def nursery(warmed: Nursery) -> Iterator[Nursery]:
    """A nursery without children; none outlives its test."""
    yield warmed
    warmed.end_all()


@pytest.fixture
def program() -> str:
    """nginx; where it is missing the test is skipped, but not in continuous integration."""
    found = nginx.found()
    if found is None and not os.environ.get("CI"):
        pytest.skip("nginx is not on this machine")
    assert found is not None
    return found
