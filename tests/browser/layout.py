"""What is wrong with how a page lies on its screen, found by measuring where every word and every control is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from playwright.sync_api import Page

WIDTHS = (320, 360, 390, 640)
HEIGHT = 800
MEASURE = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def misplaced(page: Page, widths: Sequence[int] = WIDTHS) -> list[str]:
    """Return what is squeezed, broken, cut off, laid on something else or off its line, at each of these widths."""
    return [*_misplaced(page, widths)]


def _misplaced(page: Page, widths: Sequence[int]) -> Iterator[str]:
    before = page.viewport_size
    for width in widths:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        yield from (f"{width} px: {fault}" for fault in page.evaluate(MEASURE))
    if before is not None:
        page.set_viewport_size(before)
