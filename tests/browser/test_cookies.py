"""A browser that keeps no cookies is told so, with another way: by phone, and by Telegram where there is a bot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dialogs import leder
from tests.browser.conftest import CHROMIUM, QUIET
from tests.browser.service import Service

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]
BLOCKED = {"profile": {"default_content_setting_values": {"cookies": 2}}}


@pytest.mark.parametrize("script", [True, False])
def test_cookies_are_blocked(script: bool, chromium: Browser, service: Service, tmp_path: Path) -> None:
    settings = tmp_path / "browser" / "Default" / "Preferences"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps(BLOCKED))
    there = chromium.browser_type.launch_persistent_context(
        settings.parent.parent, executable_path=str(CHROMIUM), args=QUIET, java_script_enabled=script
    )
    page = there.new_page()
    link, _ = service.invited(language="en")
    for _ in range(2):
        page.goto(link)
        page.get_by_role("button", name="Answer here").click()
        page.get_by_role("heading", name="This page needs a cookie").wait_for()
        phone = str(leder.programme()["phone"])
        assert page.locator("#now a[href^='tel:']").first.inner_text() == phone
        assert page.get_by_text("You were away").count() == 0
        page.get_by_role("link", name="Try again").click()
        page.get_by_text("You have an invitation").wait_for()
    assert there.cookies() == []
    there.close()
