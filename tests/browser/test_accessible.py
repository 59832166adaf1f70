"""Every kind of screen, looked at by axe-core, from left to right and from right to left; and the page's measures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.service import Service
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.timeout(300)
STANDARD = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# What is asked in many ways: one choice, a screen to read, several choices, words with a choice, words, a day, a list of parts.
KINDS = ("W2", "about", "C4", "W3", "R4", "P1", "P2")
ASIDE = ("help", "talk", "pause", "change", "lang", "stop")
NO_MORE, FIRST_VISIT = 15_000, 60_000
TARGET = 44
SHIFT = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) sum += e.value })
        .observe({type: 'layout-shift', buffered: true});
    setTimeout(() => done(sum), 500) })"""


def faults(page: Page) -> list[str]:
    """What axe-core finds, a line each."""
    found = Axe().run(page, options=STANDARD).response["violations"]
    return [f"{v['id']}: {n['html'][:200]}" for v in found for n in v["nodes"]]


@pytest.mark.parametrize("language", ["en", "ur"])
def test_no_violations(language: str, opened: Callable[..., Page], service: Service) -> None:
    link, _ = service.invited(language=language)
    page = opened()
    page.goto(link)
    assert not faults(page)
    ann = Visitor(page, language=language)
    ann.starts(link)
    for kind in KINDS:
        ann.holds(until=kind)
        assert not faults(page), kind
    for aside in ASIDE:
        page.locator(f"button[name=do][value={aside}]").first.click()
        page.wait_for_load_state("networkidle")
        assert not faults(page), aside
    for path in ("/chat/answers", "/chat/consents", "/privacy", "/accessibility", "/nowhere"):
        page.goto(service.base + path)
        assert not faults(page), path


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "ur"])
def test_narrow_and_large(language: str, opened: Callable[..., Page], service: Service) -> None:
    """At 320 px, which is also 1280 px at 400 %, nothing is wider than the screen, and what one presses is 44 px high."""
    link, _ = service.invited(language=language)
    page = opened(viewport={"width": 320, "height": 640})
    ann = Visitor(page, language=language)
    ann.starts(link)
    for kind in KINDS:
        ann.holds(until=kind)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, kind
        buttons = page.locator("button:visible, .nhsuk-radios__item, .nhsuk-checkboxes__item, a.page-link:visible")
        sizes = [b.bounding_box() for b in buttons.all()]
        assert all(s is None or s["height"] >= TARGET for s in sizes), kind


@pytest.mark.long
def test_in_the_dark_and_in_forced_colours(opened: Callable[..., Page], service: Service) -> None:
    """Contrast holds with dark colours too, and with the colours of the person's own choice everything stays readable."""
    for how in ({"color_scheme": "dark"}, {"forced_colors": "active"}, {"reduced_motion": "reduce"}):
        link, _ = service.invited(language="en")
        page = opened(**how)
        ann = Visitor(page)
        ann.starts(link)
        for kind in ("W2", "P2"):
            ann.holds(until=kind)
            assert not faults(page), (how, kind)


def test_small_on_the_wire_and_steady(opened: Callable[..., Page], service: Service) -> None:
    """The invitation and the first question take three requests each and 60 kB together; a later one is small; nothing jumps."""
    link, _ = service.invited()
    page = opened()
    ann, sizes = Visitor(page), measured(page)
    page.goto(link, wait_until="networkidle")
    assert len(sizes) <= 3, sizes
    first = dict(sizes)
    sizes.clear()
    ann.starts(link)
    page.wait_for_load_state("networkidle")
    assert len(sizes) <= 3, sizes
    assert sum({**first, **sizes}.values()) <= FIRST_VISIT, sizes
    assert page.evaluate(SHIFT) == 0
    for _ in range(4):
        sizes.clear()
        ann.answers()
        page.wait_for_load_state("networkidle")
        assert 0 < sum(sizes.values()) <= NO_MORE, sizes


def measured(page: Page) -> dict[str, int]:
    """The bytes on the wire of each address, as they come; what the browser still had is no request."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: dict[str, int] = {}
    named: dict[str, str] = {}
    session.on("Network.responseReceived", lambda e: named.update({e["requestId"]: e["response"]["url"]}))

    def ended(event: dict[str, Any]) -> None:
        if event["encodedDataLength"]:
            sizes[named.get(event["requestId"], event["requestId"])] = int(event["encodedDataLength"])

    session.on("Network.loadingFinished", ended)
    return sizes
