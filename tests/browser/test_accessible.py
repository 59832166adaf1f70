"""Every kind of screen, looked at by axe-core, from left to right and from right to left; and the page's measures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.layout import misplaced
from tests.browser.service import Service
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.timeout(300)
STANDARD = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# What is asked in many ways: one choice, a screen to read, several choices, words with a choice, words, a day, a list of parts.
KINDS = ("W2", "about", "C4", "W3", "R4", "P1", "P2")
ASIDE = ("help", "talk", "pause", "change", "lang", "stop")
BEFORE = {"en": "Back to the question before", "ur": "پچھلے سوال پر واپس جائیں"}
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
        ann.sends(page.locator(f"button[name=do][value={aside}]").first)
        assert not faults(page), aside
    for path in ("/chat/answers", "/chat/consents", "/privacy", "/accessibility", "/nowhere"):
        page.goto(service.base + path)
        assert not faults(page), path


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "ur"])
def test_no_violations_where_one_looks_back_and_at_the_end_of_a_visit(
    language: str, opened: Callable[..., Page], service: Service
) -> None:
    link, _ = service.invited(language=language)
    page, plain = opened(), opened(java_script_enabled=False)
    ann = Visitor(page, language=language)
    ann.starts(link)
    ann.holds(until="P3")
    page.get_by_role("link", name=BEFORE[language]).click()
    page.locator("#now .page-pair__said").wait_for()
    assert not faults(page)
    page.evaluate("document.getElementById('stay').showModal()")
    assert not faults(page)
    Visitor(plain, language=language).starts(service.invited(language=language)[0])
    assert plain.locator("#closes").is_visible()


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "ur"])
def test_no_violations_on_the_rest_of_the_way(language: str, opened: Callable[..., Page], service: Service) -> None:
    """What is the matter, the list of parts, a day, the last screens, the check words, what was not saved, and the ends."""
    link, _ = service.invited(language=language)
    page = opened()
    ann = Visitor(page, language=language)
    ann.starts(link)
    for place in ("C4", "R3", "P2"):
        ann.holds(until=place)
        page.locator("#answer .page-buttons--answer button").first.click()
        page.locator(".nhsuk-error-summary").wait_for()
        assert not faults(page), f"{place}: an error"
    for place in ("hub", "N4", "check", "done"):
        ann.holds(until=place)
        assert not faults(page), place
    page.evaluate("document.querySelector('#answer input[name=token]').value = 'x'")
    ann.writes("more")
    page.evaluate("document.querySelector('#answer').submit()")
    page.locator(".nhsuk-error-summary").wait_for()
    assert not faults(page), "not saved"
    another = opened()
    another.goto(f"{link}/words")
    assert not faults(another), "check words"
    another.locator("main button").first.click()
    assert not faults(another), "check words that are missing"
    another.goto(f"{service.base}/chat")
    assert not faults(another), "the visit is over"
    page.goto(f"{service.base}/chat")
    page.locator("button[name=do][value=withdraw]").click()
    page.locator("button[value='yes:withdraw']").wait_for()
    assert not faults(page), "withdraw"
    page.locator("button[value='yes:withdraw']").click()
    page.locator("button[value='yes:withdraw']").wait_for(state="detached")
    assert not faults(page), "withdrawn"


@pytest.mark.long
def test_easy_read_with_pictures_and_a_recording(opened: Callable[..., Page], service: Service) -> None:
    """No violations either where pictures stand and where a voice is recorded; a question with pictures asks for little more."""
    link, _ = service.invited(language="en_GB@easyread")
    page = opened()
    ann, sizes = Visitor(page, language="en_GB@easyread"), measured(page)
    ann.starts(link)
    ann.holds(until="P3")
    assert page.locator(".page-drawn svg").count() == 3
    assert not faults(page)
    page.get_by_role("button", name="Record my voice").click()
    page.get_by_role("button", name="Stop recording").wait_for()
    page.wait_for_timeout(1000)
    page.get_by_role("button", name="Stop recording").click()
    page.get_by_role("button", name="Send this recording").wait_for()
    assert not faults(page), "recorded"
    sizes.clear()
    page.context.clear_cookies(name="nobody")
    page.reload(wait_until="networkidle")
    assert len(sizes) <= 3, sizes
    assert sum(sizes.values()) <= FIRST_VISIT
    ann.holds(until="H2")
    assert page.locator("#answer label svg").count() == 13
    assert not faults(page), "thirteen options"
    sizes.clear()
    page.reload(wait_until="networkidle")
    assert sum(sizes.values()) <= NO_MORE, sizes
    page.set_viewport_size({"width": 360, "height": 740})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert (
        min(page.locator("#answer label .page-pictured > span").evaluate_all("all => all.map(e => e.offsetWidth)"))
        > 120
    )


@pytest.mark.long
def test_where_the_focus_goes_and_what_is_read_aloud(opened: Callable[..., Page], service: Service) -> None:
    """To the new question after an answer, to the summary after an error; the button reads the question in its language."""
    link, _ = service.invited(language="en")
    page = opened()
    page.add_init_script(
        "window.read = []; speechSynthesis.speak = u => { window.read.push([u.lang, u.text]); u.onstart && u.onstart() };"
    )
    ann = Visitor(page)
    ann.starts(link)
    ann.holds(until="C4")
    assert page.evaluate("document.activeElement.id") == "now"
    page.locator("#answer .page-buttons--answer button").first.click()
    page.locator(".nhsuk-error-summary").wait_for()
    assert "nhsuk-error-summary" in page.evaluate("document.activeElement.className")
    assert page.title() == "There is a problem: Your questions"
    ann.holds(until="P2")
    assert (page.evaluate("document.activeElement.id"), page.title()) == ("now", "Your questions")
    page.get_by_role("button", name="Read this to me").click()
    [[language, words]] = page.evaluate("window.read")
    assert (language, "like as a person?" in words, "For example, funny" in words) == ("en", True, True)
    assert page.get_by_role("button", name="Stop reading").is_visible()


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "ur"])
def test_words_of_twice_the_size(language: str, opened: Callable[..., Page], service: Service) -> None:
    """With a browser's own size of words at 200 % nothing is cut off and nothing stands over the edge."""
    link, _ = service.invited(language=language)
    page = opened(viewport={"width": 1280, "height": 800})
    ann = Visitor(page, language=language)
    ann.starts(link)
    for kind in KINDS:
        ann.holds(until=kind)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280, kind
        assert not misplaced(page, [1280]), kind
        size = page.locator("#answer p, #answer legend, #answer label").first.evaluate(
            "e => parseFloat(getComputedStyle(e).fontSize)"
        )
        assert size >= 32, kind


@pytest.mark.long
def test_on_paper(opened: Callable[..., Page], service: Service) -> None:
    """The copy of the answers is printed in black on white, without what can only be pressed."""
    link, _ = service.invited(language="en")
    page = opened(color_scheme="dark")
    ann = Visitor(page)
    ann.starts(link)
    ann.holds(until="P3")
    page.goto(f"{service.base}/chat/answers")
    page.emulate_media(media="print", color_scheme="light")
    assert page.get_by_text("A copy of my answers").is_visible()
    assert page.locator(".page-list .nhsuk-summary-list__row").last.is_visible()
    for gone in (".page-top", ".page-foot", "a[href='/chat']"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.pdf()[:4] == b"%PDF"


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
        choices = ".nhsuk-radios__item, .nhsuk-checkboxes__item"
        buttons = page.locator(f"button:visible:not([aria-hidden]), {choices}, a.page-link:visible")
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
    page.locator("#answer").wait_for()
    page.wait_for_load_state("networkidle")
    assert len(sizes) <= 3, sizes
    assert sum({**first, **sizes}.values()) <= FIRST_VISIT, sizes
    assert page.evaluate(SHIFT) == 0
    for _ in range(4):
        sizes.clear()
        with page.expect_request_finished(lambda request: request.method == "GET"):
            ann.answers()
        page.evaluate("0")  # there and back: what came before it was counted
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
