"""Contrast as it is painted: the screen is taken as a picture, and its pixels are compared."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, FloatRect, Locator, Page

SCALE = 2
LENS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
Box = Sequence[float]
# The first line of every text that can be seen: what it says, and where it is in the document.
TEXTS = """() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const e = node.parentElement, range = document.createRange();
    if (!node.data.trim() || e.closest('.nhsuk-u-visually-hidden, .nhsuk-skip-link, template, script')
        || !e.checkVisibility({ visibilityProperty: true })) continue;
    range.selectNodeContents(node);
    const r = [...range.getClientRects()].find(r => r.width > 0);
    if (r) found.push([node.data.trim().slice(0, 40), [r.x + scrollX, r.y + scrollY, r.width, r.height]]);
  }
  return found }"""
BOX = """e => { const r = e.getBoundingClientRect(); return [r.x + scrollX, r.y + scrollY, r.width, r.height] }"""


@dataclass(frozen=True, slots=True)
class Lens:
    """Looks at the pictures that it takes, in a tab of its own."""

    tab: Page

    @classmethod
    def made(cls, browser: Browser) -> Lens:
        """Open the tab; it closes with the browser."""
        tab = browser.new_page()
        tab.evaluate(LENS)
        return cls(tab)

    def take(self, page: Page, part: Box | None = None) -> int:
        """Take the whole document or a part of it, and return the number of the picture."""
        clip = FloatRect(x=part[0], y=part[1], width=part[2], height=part[3]) if part else None
        png = page.screenshot(full_page=True, clip=clip, animations="disabled", caret="hide")
        url = f"data:image/png;base64,{b64encode(png).decode()}"
        return int(self._asked("take", url, SCALE, part or [0, 0]))

    def contrast(self, shot: int, box: Box) -> float:
        """Return the contrast between the ground of a part and what stands out most on it."""
        return float(self._asked("contrast", shot, box))

    def edge(self, shot: int, box: Box, outside: int = 4, inside: int = 6) -> float:
        """Return the contrast between what is outside a box and its outline."""
        return float(self._asked("edge", shot, box, outside, inside))

    def changed(self, one: int, two: int, box: Box, least: float) -> float:
        """Return how many CSS pixels of a part differ by this contrast between two pictures."""
        return float(self._asked("changed", one, two, box, least))

    def faint(self, shot: int, page: Page, least: float) -> dict[str, float]:
        """Return every text on a picture of the page that has less contrast than this, and how much it has."""
        found = {words: self.contrast(shot, box) for words, box in page.evaluate(TEXTS)}
        return {words: round(contrast, 2) for words, contrast in found.items() if contrast < least}

    def faint_in(self, shot: int, part: Box, page: Page, least: float) -> bool:
        """Whether any text in a part of the page has less contrast than this, on a picture of that part."""
        left, top, width, height = part
        inside = [b for _, b in page.evaluate(TEXTS) if left <= b[0] < left + width and top <= b[1] < top + height]
        return any(self.contrast(shot, box) < least for box in inside)

    def _asked(self, what: str, *how: Any) -> Any:
        return self.tab.evaluate("([what, how]) => lens[what](...how)", [what, list(how)])


def box_of(element: Locator, margin: float = 0) -> list[float]:
    """Return where an element is in the document, with this margin around it."""
    x, y, width, height = element.evaluate(BOX)
    left, top = max(0, floor(x - margin)), max(0, floor(y - margin))
    return [left, top, ceil(x + width + margin) - left, ceil(y + height + margin) - top]
