"""The screens of a link with which somebody has begun, on a phone, dark and right to left too: measured, and gone through."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.layout import misplaced
from tests.browser.service import Service
from tests.browser.test_accessible import faults
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.timeout(300)


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ur", "dark")])
def test_another_device_is_told_and_put_away(
    language: str, scheme: str, opened: Callable[..., Page], service: Service
) -> None:
    """The line fits and has no barrier; what is typed below it is still there once it is put away."""
    link, _ = service.invited(language=language)
    [made] = service.world.credentials.values()
    page = opened(color_scheme=scheme, viewport={"width": 360, "height": 720})
    ann = Visitor(page, language=language)
    ann.starts(link)
    ann.holds(until="P2")
    other = opened()
    other.goto(f"{link}?lang={language}")
    other.locator("main form button").click()
    other.locator("input[name=words]").fill(made.check_word or "")
    other.locator("form[action*='/words'] button").click()
    other.locator("button[value=yes]").click()
    other.locator("#answer").wait_for()
    page.reload()
    page.locator("#words").fill("She loved the sea.")
    assert not [*misplaced(page), *faults(page)]
    page.locator("form[action='/chat/joined'] button").click()
    page.locator("form[action='/chat/joined']").wait_for(state="detached")
    assert page.locator("#words").input_value() == "She loved the sea."
    assert other.locator("form[action='/chat/joined']").count() == 0


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ur", "dark")])
def test_from_the_check_words_to_a_new_beginning_and_back(
    language: str, scheme: str, opened: Callable[..., Page], service: Service
) -> None:
    """Every screen fits, has no barrier, and leads on by its own buttons."""
    link, _ = service.invited(language=language)
    [made] = service.world.credentials.values()
    eve = Visitor(opened(), language=language)
    eve.starts(link)
    eve.holds(until="P2")
    ann = opened(color_scheme=scheme, viewport={"width": 360, "height": 720})
    ann.goto(f"{link}?lang={language}")
    ann.locator("main form button").click()

    def fits(name: str) -> None:
        assert not [*misplaced(ann), *faults(ann)], name

    ann.locator("input[name=words]").wait_for()
    fits("words")
    ann.locator("form[action*=no-words] button").click()
    ann.locator("a.page-number").first.wait_for()
    fits("no words")
    ann.locator("main a[href*='/words']").click()
    ann.locator("input[name=words]").fill(made.check_word or "")
    ann.locator("form[action*='/words'] button").click()
    ann.locator("button[value=no]").wait_for()
    fits("who began")
    ann.locator("button[value=no]").click()
    ann.locator("form[action='/chat/began'] button").wait_for()
    fits("set aside")
    ann.locator("main a.nhsuk-button").click()
    ann.locator("#answer").wait_for()
    fits("a new beginning")
    ann.locator("form[action='/chat/began'] button").click()
    ann.locator("#answer").wait_for()
    assert ann.locator("input[name=place]").input_value() == "P2"
