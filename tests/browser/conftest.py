"""Fixtures of the browser's tests: Debian's Chromium, and a service in a process of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.service import Service, make_service

CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser, for one module: its driver keeps a loop running, with which other tests could not begin one.

    Where it is not installed the tests that need it are left out, but never in continuous integration.
    """
    if not CHROMIUM.exists():
        assert not os.environ.get("CI"), "Chromium is not installed"
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=QUIET, chromium_sandbox=os.getuid() != 0
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def started(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service of this worker: a start takes longer than most of these tests."""
    folder = tmp_path_factory.mktemp("service")
    made = make_service(folder, f"sqlite:///{shutil.copy(sqlite_template, folder / 'record.db')}")
    yield made
    made.kill()
    made.world.store.close()


@pytest.fixture
def service(started: Service) -> Service:
    """A service that is ready, with an empty record."""
    started.empty()
    started.start()
    return started


@pytest.fixture
def opened(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a fresh page with cookies of its own; what it may not load, and what fails in its script, fails the test."""
    contexts, faults = [], []

    def open_page(**how: Any) -> Page:
        context = chromium.new_context(**how)
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda m: faults.append(m.text) if "Content Security Policy" in m.text else None)
        page.on(
            "request", lambda r: faults.append(r.url) if not r.url.startswith(("http://127.0.0.1:", "blob:")) else None
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults
