"""The whole interview, held to the end in every way in which people use a page: what they said is in the record, once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.service import Service
from tests.browser.visitor import Visitor

SMALL = {"viewport": {"width": 320, "height": 640}}
WAYS: list[Any] = [
    pytest.param({}, {}, id="mouse"),
    pytest.param({}, {"keyboard": True}, id="keyboard"),
    pytest.param({"java_script_enabled": False}, {}, id="no-script"),
    pytest.param(SMALL, {}, id="320px"),
    pytest.param({}, {"language": "ur"}, id="urdu"),
    pytest.param({}, {"language": "en_GB@easyread"}, id="easy-read"),
]


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize(("how", "who"), WAYS)
def test_held_to_the_end(
    how: dict[str, Any], who: dict[str, Any], opened: Callable[..., Page], service: Service
) -> None:
    link, reference = service.invited()
    visitor = Visitor(opened(**how), **who)
    visitor.starts(link)
    visitor.holds()
    assert service.status(reference) == "completed"
    kept = service.answers(reference)
    assert {k: kept.get(k) for k in visitor.expected} == visitor.expected
    assert len(visitor.expected) > 50


@pytest.mark.long
@pytest.mark.timeout(300)
def test_by_keyboard_to_the_first_stories(opened: Callable[..., Page], service: Service) -> None:
    """The way in and every kind of question, with Tab, arrows, Space and Enter alone."""
    link, reference = service.invited()
    ann = Visitor(opened(), keyboard=True)
    ann.starts(link)
    ann.holds(until="P3")
    assert service.answers(reference)["P2"] == ann.expected["P2"]


@pytest.mark.long
@pytest.mark.timeout(300)
def test_saved_is_said_of_answers_alone(opened: Callable[..., Page], service: Service) -> None:
    """Not of a screen that was read, nor of a call for help; and where parts can be chosen, Carry on is the way on."""
    link, _ = service.invited(language="en")
    page = opened()
    ann = Visitor(page)
    ann.starts(link)
    said = page.locator("#status")
    for place in ("W2", "about", "C3"):
        ann.holds(until=place)
        ann.answers()
        page.wait_for_timeout(200)
        assert said.text_content() == ""
    ann.holds(until="P2")
    page.locator("button[name=do][value=help]").first.click()
    page.get_by_text("116 123").first.wait_for()
    page.wait_for_timeout(200)
    assert said.text_content() == ""
    page.locator("button[value=resume]").first.click()
    ann.page.locator("#words").wait_for()
    ann.answers()
    page.wait_for_function("() => document.getElementById('status').textContent !== ''")
    ann.holds(until="hub")
    assert (
        page.locator("#answer .page-buttons--answer button:not(.nhsuk-button--secondary)").get_attribute("value")
        == "yes:hub"
    )
