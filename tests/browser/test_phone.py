"""The page on a phone: every screen of the interview, at the widths that phones have, measured."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.layout import misplaced
from tests.browser.service import Service
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.timeout(300)
ASKS = "#answer input[type=radio], #answer input[type=checkbox], #answer #words"
LANGUAGES = ("en", "ur", "pl", "cy", "en_GB@easyread")


@pytest.mark.parametrize("language", LANGUAGES[:2])
def test_the_way_in_fits_every_phone(language: str, opened: Callable[..., Page], service: Service) -> None:
    """The door, everything before the first question about a life, and what an empty press says, in short and long languages."""
    link, _ = service.invited(language=language)
    page = opened()
    page.goto(link)
    assert not misplaced(page)
    ann = Visitor(page, language=language)
    ann.starts(link)
    assert not faults_on_the_way(ann, until="P3")


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_fits_every_phone(language: str, opened: Callable[..., Page], service: Service) -> None:
    """To the last screen, whatever kind a question is of."""
    link, _ = service.invited(language=language)
    ann = Visitor(opened(), language=language)
    ann.starts(link)
    assert not faults_on_the_way(ann, until="done")
    assert len(set(ann.seen)) > 60


def faults_on_the_way(ann: Visitor, until: str) -> list[str]:
    """Return what is misplaced at each place up to this one: as it is asked, and after nothing was chosen or written."""
    found = []
    while ann.place != until:
        place = ann.place
        found += [f"{place} {fault}" for fault in misplaced(ann.page)]
        if place != "check" and ann.page.locator(ASKS).count():
            ann.goes_on()
            assert ann.place == place
            assert ann.page.locator(".nhsuk-error-summary").count() == 1, place
            found += [f"{place}, nothing given, {fault}" for fault in misplaced(ann.page)]
        ann.answers()
    return [*found, *(f"{until} {fault}" for fault in misplaced(ann.page))]


ONE_AFTER_THE_OTHER = """() => {
  const covered = [];
  for (const e of document.querySelectorAll('button, a[href], summary, input:not([type=hidden]), textarea')) {
    if (!e.checkVisibility({ visibilityProperty: true }) || e.closest('.nhsuk-skip-link, [aria-hidden=true]')) continue;
    e.scrollIntoView({ block: 'center' });
    const r = e.getClientRects()[0];
    const there = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2);
    if (there !== e && !e.contains(there) && ![...e.labels || []].includes(there)) covered.push(e.outerHTML.slice(0, 120));
  }
  return covered }"""
WATCH = """() => {
  window.shifted = 0;
  new PerformanceObserver(list => { for (const entry of list.getEntries()) window.shifted += entry.value })
    .observe({ type: 'layout-shift' }) }"""


@pytest.mark.parametrize("height", [620, 740])
def test_the_note_takes_no_press_and_moves_nothing(height: int, opened: Callable[..., Page], service: Service) -> None:
    """It stands above the question, is in sight, lies on no control, stays, and the region that is read aloud stays too."""
    link, _ = service.invited(language="en")
    page = opened(viewport={"width": 360, "height": height})
    ann = Visitor(page, language="en")
    ann.starts(link)
    ann.holds(until="R2")
    page.evaluate("document.getElementById('status').itself = true")
    ann.answers()
    said = page.locator("#status[role=status]")
    page.evaluate(WATCH)
    page.wait_for_function("() => document.getElementById('status').textContent === 'Your answer is saved.'")
    assert page.evaluate("document.getElementById('status').itself")
    assert said.evaluate("e => getComputedStyle(e).position") == "static"
    top, bottom = said.evaluate("e => { const r = e.getBoundingClientRect(); return [r.top, r.bottom] }")
    assert 0 <= top < bottom <= page.locator("#now").evaluate("e => e.getBoundingClientRect().top")
    assert page.evaluate(ONE_AFTER_THE_OTHER) == []
    page.wait_for_timeout(300)
    assert page.evaluate("window.shifted") == 0
    assert said.is_visible()
    ann.goes_on()
    assert said.text_content() == "", "an empty press saves nothing"


def test_what_is_under_way_is_said_where_the_press_was(opened: Callable[..., Page], service: Service) -> None:
    """Right above the buttons, in the flow: without a connection too, and the buttons can be pressed."""
    link, _ = service.invited(language="en")
    page = opened(viewport={"width": 360, "height": 620})
    ann = Visitor(page, language="en")
    ann.starts(link)
    ann.holds(until="R2")
    ann.chooses(str(page.locator("#answer input[type=radio]").first.get_attribute("value")))
    page.context.set_offline(True)
    way_on = page.locator("#answer .page-buttons--answer button").first
    way_on.click()
    note = page.get_by_text("You are not connected.")
    note.wait_for()
    assert note.get_attribute("role") == "status"
    low, high = (one.evaluate("e => e.getBoundingClientRect().bottom") for one in (note, way_on))
    assert 0 < low < high <= 620
    assert not misplaced(page)
    assert page.evaluate(ONE_AFTER_THE_OTHER) == []


# What the bar with Exit lies on once something has the focus, or is where a link leads.
UNDER_THE_BAR = """() => {
  const bar = document.querySelector('.page-top').getBoundingClientRect(), under = [];
  for (const e of document.querySelectorAll('main :is(button, a[href], summary, input:not([type=hidden]), textarea, #now)')) {
    if (!e.checkVisibility({ visibilityProperty: true }) || e.closest('dialog, template, [hidden]')) continue;
    for (const from of [0, document.documentElement.scrollHeight]) {
      e.blur();
      scrollTo(0, from);
      e.id === 'now' ? e.scrollIntoView() : e.focus();
      if (e.getClientRects()[0].top < bar.bottom - 1) under.push(e.outerHTML.slice(0, 120));
    }
  }
  return under }"""
EXIT_AT = """at => {
  scrollTo(0, at * document.documentElement.scrollHeight);
  const e = document.querySelector('.page-exit__button'), r = e.getBoundingClientRect();
  return r.top >= 0 && r.bottom <= innerHeight && document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2) === e }"""


@pytest.mark.parametrize("language", ["en", "ur", "pl", "cy"])
@pytest.mark.parametrize("width", [320, 360])
def test_exit_quickly_stays_in_reach_and_covers_nothing(
    width: int, language: str, opened: Callable[..., Page], service: Service
) -> None:
    """However far one has scrolled; what has the focus, and the question that a link leads to, are never under it."""
    link, _ = service.invited(language=language)
    page = opened(viewport={"width": width, "height": 620})
    ann = Visitor(page, language=language)
    ann.starts(link)
    for place in ("W3", "P2"):
        ann.holds(until=place)
        assert page.evaluate("document.documentElement.scrollHeight") > 700
        assert [page.evaluate(EXIT_AT, at) for at in (0, 0.4, 1)] == [True] * 3
        assert page.locator(".page-top").evaluate("e => e.getBoundingClientRect().height") <= 64
        assert page.evaluate(UNDER_THE_BAR) == []
        assert page.evaluate(ONE_AFTER_THE_OTHER) == []
