"""Small things that are seen at once: titles, sizes of words, the colour of what is wrong."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page

from tests.browser.service import Service
from tests.browser.visitor import Visitor

RED, INK = "rgb(213, 40, 27)", "rgb(33, 43, 50)"


def style(one: Locator, name: str) -> str:
    """Return how something is shown."""
    return str(one.evaluate("(e, name) => getComputedStyle(e)[name]", name))


def test_words_and_choices_are_asked_for_alike_and_an_error_is_red(
    opened: Callable[..., Page], service: Service
) -> None:
    link, _ = service.invited(language="en")
    page = opened(viewport={"width": 360, "height": 740})
    ann = Visitor(page)
    ann.starts(link)
    sizes = {}
    for place, field in (("W2", "#choice-error"), ("P2", "#words-error")):
        ann.holds(until=place)
        sizes[place] = style(page.locator(".page-asked").first, "fontSize")
        ann.goes_on()
        assert style(page.locator(field), "color") == RED, place
    assert len({*sizes.values()}) == 1
    assert style(page.locator("#words"), "fontSize") == style(page.locator("body"), "fontSize")
    assert style(page.locator("body"), "color") == INK


def test_each_page_has_a_title_of_its_own(opened: Callable[..., Page], service: Service) -> None:
    link, _ = service.invited(language="en")
    page, titles = opened(), []
    for path in (link, f"{service.base}/privacy", f"{service.base}/accessibility"):
        page.goto(path)
        titles.append(page.title())
        assert page.locator("h1").inner_text() in titles[-1]
    assert len({*titles}) == len(titles)
