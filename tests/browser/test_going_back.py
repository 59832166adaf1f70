"""Back in the browser leads from question to question, and not out of the interview; nothing is changed by it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.service import Service
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]
BACK = "You are looking back."


def heading(page: Page) -> str:
    """What the page asks, or asked where one looks back."""
    return page.locator("#now .page-asked").first.inner_text()


def asks(page: Page, question: str) -> None:
    """Wait until the page asks this, or asked it where one looks back."""
    page.locator("#now .page-asked").filter(has_text=question).first.wait_for()


@pytest.mark.parametrize("script", [True, False])
def test_back_leads_to_the_question_before(script: bool, opened: Callable[..., Page], service: Service) -> None:
    page = opened(java_script_enabled=script)
    link, reference = service.invited(language="en")
    ann = Visitor(page)
    ann.starts(link)
    ann.holds(until="P2")
    asked = []
    for _ in range(3):
        asked.append(heading(page))
        ann.answers()
    newest, kept = heading(page), service.answers(reference)
    for question in reversed(asked):
        page.go_back()
        asks(page, question)
        page.get_by_text(BACK).wait_for()
    for question in (*asked[1:], newest):
        page.go_forward()
        asks(page, question)
    assert page.get_by_text(BACK).count() == 0
    assert service.answers(reference) == kept
    page.go_back()
    asks(page, asked[-1])
    page.locator('button[value^="change:"]').first.click()
    page.get_by_role("button", name="Keep my answer").wait_for()


@pytest.mark.parametrize("script", [True, False])
def test_back_to_the_first_question_and_the_door(script: bool, opened: Callable[..., Page], service: Service) -> None:
    page = opened(java_script_enabled=script)
    link, _ = service.invited(language="en")
    ann = Visitor(page)
    ann.starts(link)
    first = heading(page)
    for _ in range(5):
        ann.answers()
    for _ in range(5):
        page.go_back()
        page.wait_for_timeout(500)
    asks(page, first)
    page.go_back()
    page.get_by_text("You have an invitation").first.wait_for()
    page.go_forward()
    page.get_by_text(BACK).wait_for()


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("beside", ["help", "pause"])
def test_back_from_what_was_opened_beside(
    beside: str, script: bool, opened: Callable[..., Page], service: Service
) -> None:
    page = opened(java_script_enabled=script)
    link, reference = service.invited(language="en")
    ann = Visitor(page)
    ann.starts(link)
    ann.holds(until="P2")
    question = heading(page)
    ann.sends(page.locator(f'button[value="{beside}"]'))
    page.go_back()
    asks(page, question)
    ann.answers()
    assert "P2" in service.answers(reference)


def test_the_address_tells_nothing(opened: Callable[..., Page], service: Service) -> None:
    page = opened()
    link, _ = service.invited(language="en")
    token = link.rpartition("/")[2]
    ann = Visitor(page)
    ann.starts(link)
    page.locator("#answer").wait_for()
    seen = set()
    for _ in range(6):
        seen.add(page.url.removeprefix(service.base).partition("#")[0])
        ann.answers()
    assert len(seen) == 6
    assert not any(token in address or ann_place in address for address in seen for ann_place in ann.seen)
