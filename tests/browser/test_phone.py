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


@pytest.mark.parametrize("language", LANGUAGES[:3])
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
            found += [f"{place}, nothing given, {fault}" for fault in misplaced(ann.page)]
        ann.answers()
    return [*found, *(f"{until} {fault}" for fault in misplaced(ann.page))]
