"""A question is read aloud in the voice of its language; where the device has none, nothing offers to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.service import Service
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.timeout(300)
READ = ".page-tool"
# A device with voices of these languages, which are there at once or come later; what it is given to read is written down.
DEVICE = """(() => {
  const has = HAS.map(lang => ({ lang, name: lang })), later = LATER;
  let there = later ? [] : has;
  window.read = [];
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  const device = new EventTarget();
  Object.assign(device, {
    speaking: false, getVoices: () => there, cancel: () => {},
    speak: said => window.read.push([said.voice && said.voice.lang, said.lang, said.text]),
  });
  Object.defineProperty(window, 'speechSynthesis', { value: device });
  window.voicesCome = () => { there = has; device.dispatchEvent(new Event('voiceschanged')); };
})()"""


def at_the_consent(page: Page, service: Service, language: str, has: list[str], *, later: bool = False) -> Visitor:
    """Somebody with such a device, at the question whether they would like to take part."""
    link, _ = service.invited(language=language)
    page.add_init_script(DEVICE.replace("HAS", str(has)).replace("LATER", str(later).lower()))
    ann = Visitor(page, language=language)
    ann.starts(link)
    ann.holds(until="C3")
    return ann


@pytest.mark.parametrize(
    ("language", "has", "offered"),
    [
        *(("en", ["en-GB"], True), ("en", ["de-DE", "en_US"], True), ("en_GB@easyread", ["en-GB"], True)),
        *(("ur", ["en-GB"], False), ("ur", ["ur-PK"], True), ("cy", ["cs-CZ", "en-GB"], False), ("en", [], True)),
    ],
)
def test_it_is_offered_where_there_is_a_voice(
    language: str, has: list[str], offered: bool, opened: Callable[..., Page], service: Service
) -> None:
    page = opened(viewport={"width": 360, "height": 740})
    at_the_consent(page, service, language, has)
    assert page.locator(READ).count() == offered
    assert page.locator(".page-tools").is_visible() == offered, "where there is none it takes no room"


@pytest.mark.parametrize(("has", "left"), [("en-GB", 1), ("de-DE", 0)])
def test_voices_that_come_later_are_found(has: str, left: int, opened: Callable[..., Page], service: Service) -> None:
    """Some devices name none and speak all the same: it is offered until we know that there is none."""
    page = opened()
    at_the_consent(page, service, "en", [has], later=True)
    assert page.locator(READ).count() == 1
    page.evaluate("voicesCome()")
    expect(page.locator(READ)).to_have_count(left)


def test_what_cannot_be_read_is_offered_no_more(opened: Callable[..., Page], service: Service) -> None:
    page = opened()
    at_the_consent(page, service, "en", [])
    page.evaluate("() => { speechSynthesis.speak = said => said.onerror({ error: 'synthesis-failed' }) }")
    page.locator(READ).click()
    expect(page.locator(READ)).to_have_count(0)


@pytest.mark.parametrize("has", [["ur-PK", "en-GB"], ["ur-PK"]])
def test_each_language_is_read_in_its_own_voice(has: list[str], opened: Callable[..., Page], service: Service) -> None:
    """A draft has English beside it, which no other voice reads."""
    page = opened()
    at_the_consent(page, service, "ur", has)
    page.locator(READ).click()
    read = page.evaluate("window.read")
    assert {voice for voice, _, _ in read} == {*has}
    assert all(voice.startswith(language) for voice, language, _ in read)
    english = " ".join(text for _, language, text in read if language == "en")
    assert ("Would you like to take part?" in english) == ("en-GB" in has)
    assert not any("take part" in text for _, language, text in read if language == "ur")
