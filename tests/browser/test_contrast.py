"""What can be seen, in the light, in the dark and in colours of one's own: measured on pictures of the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser.pixels import SCALE, Lens, box_of
from tests.browser.service import Service
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.timeout(300)
TEXT, SIGN = 4.5, 3.0
# Of a box of 44 by 44: a tick is the smaller of the two signs. A line of two pixels around, less its corners.
CHOSEN, FOCUSED, MARGIN = 80, 0.8, 6
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": SCALE}
COLOURS = {"light": {}, "dark": {"color_scheme": "dark"}, "forced": {"forced_colors": "active"}}
BOXES = (".nhsuk-radios__input", ".nhsuk-checkboxes__input")
OUTLINED = (*BOXES, "#words", ".nhsuk-form-group--error", ".nhsuk-error-summary")
# One choice, several, and words.
PLACES = ("W2", "R3", "P2")
# One of each kind that the page has.
PRESSED = (
    *(".page-exit__button", ".page-tool", "#answer .page-buttons--answer .nhsuk-button:not(.nhsuk-button--secondary)"),
    *("#answer .page-buttons--answer .nhsuk-button--secondary", "button[value=pause]", "button[value=help]"),
    *("button.page-link", "a.page-link", "summary", "#words", ".page-foot a", ".nhsuk-error-summary a"),
)


@pytest.fixture
def lens(chromium: Browser) -> Lens:
    return Lens.made(chromium)


@pytest.mark.parametrize("colours", ["light", "dark", pytest.param("forced", marks=pytest.mark.long)])
def test_everything_can_be_seen(colours: str, lens: Lens, opened: Callable[..., Page], service: Service) -> None:
    """Words; the outline of what is chosen or filled in; what is chosen; where the focus is; what is wrong."""
    link, _ = service.invited(language="en")
    page = opened(**PHONE, **COLOURS[colours])
    ann = Visitor(page, language="en")
    page.goto(link)
    assert not unseen(lens, page), "door"
    ann.starts(link)
    for place in PLACES:
        ann.holds(until=place)
        assert not unseen(lens, page), place
        ann.goes_on()
        page.locator(".nhsuk-error-summary").wait_for()
        assert not unseen(lens, page), f"{place}: an error"
        assert not unfocused(lens, page, PRESSED if place == PLACES[-1] else BOXES), f"{place}: the focus"
    for path in ("/chat/answers", "/chat/consents", "/privacy"):
        page.goto(service.base + path)
        assert not unseen(lens, page), path


@pytest.mark.long
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_what_cannot_be_used_now_can_still_be_read(
    colours: str, lens: Lens, opened: Callable[..., Page], service: Service
) -> None:
    link, _ = service.invited(language="en")
    page = opened(**PHONE, **COLOURS[colours])
    ann = Visitor(page, language="en")
    ann.starts(link)
    for place in PLACES:
        ann.holds(until=place)
        page.evaluate(
            "document.querySelectorAll('main :is(button, input, textarea)').forEach(e => { e.disabled = true })"
        )
        assert not unseen(lens, page), place
        page.evaluate("document.querySelectorAll('main :disabled').forEach(e => { e.disabled = false })")


@pytest.mark.long
@pytest.mark.parametrize("colours", COLOURS)
def test_the_drawings_of_easy_read(colours: str, lens: Lens, opened: Callable[..., Page], service: Service) -> None:
    """Each of them can be seen in any colours: beside what is asked, beside an option, on a button."""
    link, _ = service.invited(language="en_GB@easyread")
    page = opened(**PHONE, **COLOURS[colours])
    ann = Visitor(page, language="en_GB@easyread")
    ann.starts(link)
    ann.holds(until="R2")
    assert not unseen(lens, page)
    for drawing in page.locator(".page-drawing").all():
        part, shots = box_of(drawing), []
        for shown in ("visible", "hidden"):
            drawing.evaluate("(e, shown) => { e.style.visibility = shown }", shown)
            shots.append(lens.take(page, part))
        assert lens.changed(shots[0], shots[1], part, SIGN) >= CHOSEN, drawing.evaluate("e => e.outerHTML")
        drawing.evaluate("e => { e.style.visibility = '' }")


def unseen(lens: Lens, page: Page) -> list[str]:
    """Return what cannot be seen well enough on this screen."""
    still(page)
    shot = lens.take(page)
    found = [f"{words}: {contrast}" for words, contrast in lens.faint(shot, page, TEXT).items()]
    for kind in OUTLINED:
        outlined = page.locator(kind)
        if outlined.count() and lens.edge(shot, box_of(outlined.first)) < SIGN:
            found.append(f"the outline of {kind}")
    for box in page.locator(", ".join(BOXES)).all()[:1]:
        found += [] if is_seen_when_chosen(lens, box) else ["what is chosen"]
    return found


def unfocused(lens: Lens, page: Page, kinds: Sequence[str]) -> list[str]:
    """Return the kinds of control that do not show well enough that they have the focus."""
    still(page)
    shot = lens.take(page)
    there = {kind: page.locator(kind).locator("visible=true") for kind in kinds}
    return [k for k, found in there.items() if found.count() and not is_seen_when_focused(lens, shot, found.first)]


def is_seen_when_chosen(lens: Lens, box: Locator) -> bool:
    """Whether a box that is chosen differs enough from the same box as it was."""
    part, shots = box_of(box), []
    for chosen in (False, True, False):
        box.evaluate("(e, chosen) => { e.checked = chosen }", chosen)
        shots.append(lens.take(box.page, part))
    return lens.changed(shots[0], shots[1], part, SIGN) >= CHOSEN


def is_seen_when_focused(lens: Lens, before: int, control: Locator) -> bool:
    """Whether as much changes as a line of one pixel around it, and its words can still be read."""
    part = box_of(control, MARGIN)
    control.evaluate("e => e.focus({ preventScroll: true })")
    after = lens.take(control.page, part)
    faint = lens.faint_in(after, part, control.page, TEXT)
    control.evaluate("e => e.blur()")
    around = 2 * (part[2] + part[3] - 4 * MARGIN)
    return lens.changed(before, after, part, SIGN) >= FOCUSED * around and not faint


def still(page: Page) -> None:
    """Take the focus and the mouse away, and wait until what was to be said is there."""
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")
    page.wait_for_function("() => !document.querySelector('.page-note__room')")
