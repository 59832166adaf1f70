"""Words and recordings that are not sent: they stay, whatever the person does next, and they are nobody else's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Page, Route

from tests.browser.service import Service
from tests.browser.test_interrupted import STORY, at_a_story, recorded
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]
NOT_SENT = "These words are not sent yet."


def stands(page: Page, words: str = STORY) -> None:
    """The words are in their field again, and it is said that they are not sent."""
    page.wait_for_function("words => document.getElementById('words')?.value === words", arg=words)
    page.get_by_text(NOT_SENT).wait_for()


@pytest.mark.parametrize("link", ["Privacy", "Accessibility", "A copy of my answers", "What I agreed to"])
def test_a_link_and_back(link: str, opened: Callable[..., Page], service: Service) -> None:
    page = opened()
    ann, reference = at_a_story(page, service)
    ann.writes(STORY)
    page.get_by_role("link", name=link).click()
    page.wait_for_url(lambda url: "at=" not in url)
    page.go_back()
    stands(page)
    assert "P2" not in service.answers(reference)
    ann.goes_on()
    assert service.answers(reference)["P2"] == {"text": [STORY]}
    page.reload()
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0


def test_reload_and_back_and_forward(opened: Callable[..., Page], service: Service) -> None:
    page = opened()
    ann, reference = at_a_story(page, service)
    ann.writes(STORY)
    page.reload()
    stands(page)
    page.go_back()
    page.get_by_text("You are looking back.").wait_for()
    assert page.locator("#words").count() == 0
    page.go_forward()
    stands(page)
    ann.goes_on()
    assert service.answers(reference)["P2"] == {"text": [STORY]}
    page.go_back()
    page.get_by_text("You are looking back.").wait_for()
    assert "They laughed a lot." in page.locator("#now").inner_text()


def test_the_question_before_by_its_link(opened: Callable[..., Page], service: Service) -> None:
    page = opened()
    ann, _ = at_a_story(page, service)
    ann.writes(STORY)
    page.get_by_role("link", name="Back to the question before").click()
    page.get_by_text("You are looking back.").wait_for()
    page.get_by_role("link", name="Go on").click()
    stands(page)


def test_another_tab_has_them_too_until_they_are_sent(opened: Callable[..., Page], service: Service) -> None:
    page = opened()
    ann, reference = at_a_story(page, service)
    ann.writes(STORY)
    other = Visitor(page.context.new_page())
    other.page.goto(f"{service.base}/chat")
    stands(other.page)
    other.goes_on()
    page.wait_for_function("() => document.getElementById('words').value === ''")
    assert page.evaluate("sessionStorage.length") == 0
    assert service.answers(reference)["P2"] == {"text": [STORY]}


def test_nobody_else_sees_them(opened: Callable[..., Page], service: Service) -> None:
    """Not with another link in the same tab."""
    page = opened()
    ann, _ = at_a_story(page, service)
    ann.writes(STORY)
    link, _ = service.invited(language="en")
    eve = Visitor(page)
    eve.starts(link)
    eve.holds(until="P2")
    assert page.locator("#words").input_value() == ""
    assert page.evaluate("Object.keys(sessionStorage).filter(k => k.startsWith('draft')).length") == 0


def test_exit_quickly_clears_them_and_asks_nothing(opened: Callable[..., Page], service: Service) -> None:
    page = opened()
    ann, _ = at_a_story(page, service)
    ann.writes(STORY)
    asked: list[str] = []

    def hears(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", hears)
    page.evaluate("() => { document.addEventListener('submit', e => e.preventDefault()); }")
    page.get_by_role("button", name="Exit quickly").click()
    page.wait_for_function("() => sessionStorage.length === 0")
    assert asked == []


def test_to_close_the_page_with_words_is_asked_about(opened: Callable[..., Page], service: Service) -> None:
    page = opened()
    at_a_story(page, service)
    page.locator("#words").press_sequentially("She sang.")
    asked: list[str] = []

    def hears(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", hears)
    page.close(run_before_unload=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]


def test_deleted_answers_take_them_along(opened: Callable[..., Page], service: Service) -> None:
    page = opened()
    ann, _ = at_a_story(page, service)
    ann.sends(page.locator('button[value="withdraw"]'))
    page.evaluate(
        "visit => sessionStorage.setItem(`draft ${visit} P2`, 'x')", page.locator("#chat").get_attribute("data-visit")
    )
    ann.sends(page.locator('button[value="yes:withdraw"]'))
    assert page.evaluate("sessionStorage.length") == 0


def test_a_recording_is_still_there_when_another_tab_has_opened_the_link(
    opened: Callable[..., Page], service: Service
) -> None:
    page = opened()
    ann, reference = at_a_story(page, service)
    ann.writes(STORY)
    recorded(page)
    other = Visitor(page.context.new_page())
    other.starts(ann.link)
    page.get_by_role("button", name="Send this recording").click()
    page.get_by_text("We could not be sure that this came from you").wait_for()
    assert page.locator("#words").input_value() == STORY
    page.get_by_role("button", name="Send this recording").click()
    page.locator('input[value="choose:voice:yes"]').wait_for(state="attached")
    ann.chooses("choose:voice:yes")
    ann.goes_on()
    [participant] = service.world.record(reference)["participants"]
    [story] = [a for a in participant["answers"] if a["link_id"] == "P2" and not a["superseded"]]
    assert (len(story["attachments"]), story["value"]["text"]) == (1, [STORY])


def test_words_are_sent_from_the_same_page_when_another_tab_has_opened_the_link(
    opened: Callable[..., Page], service: Service
) -> None:
    page = opened()
    ann, reference = at_a_story(page, service)
    ann.writes(STORY)
    Visitor(page.context.new_page()).starts(ann.link)
    page.locator("#answer .page-buttons--answer button").first.click()
    page.get_by_text("We could not be sure that this came from you").wait_for()
    assert page.locator("#words").input_value() == STORY
    ann.goes_on()
    assert (ann.place, service.answers(reference)["P2"]) == ("P3", {"text": [STORY]})


def test_a_recording_that_could_not_be_taken_stays(opened: Callable[..., Page], service: Service) -> None:
    page = opened()
    at_a_story(page, service)
    recorded(page)

    def over(route: Route) -> None:
        route.fulfill(
            status=403, content_type="text/html", body="<main><div id=now><h1>This page has closed</h1></div></main>"
        )

    page.route("**/chat/voice", over)
    page.get_by_role("button", name="Send this recording").click()
    page.get_by_text("This page has closed").wait_for()
    assert page.get_by_role("button", name="Send this recording").is_visible()


def left(page: Page, service: Service) -> None:
    """Press Exit; the page that leads away stays, so that nothing is loaded from elsewhere."""

    def stays_there(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers={k: v for k, v in answer.headers.items() if k != "refresh"})

    page.route("**/exit", stays_there)
    page.get_by_role("button", name="Exit quickly").click()
    page.wait_for_url(f"{service.base}/exit")
    page.get_by_text("You are leaving this page.").wait_for()


@pytest.mark.parametrize("scripted", [True, False])
def test_exit_takes_the_words_with_it(*, scripted: bool, opened: Callable[..., Page], service: Service) -> None:
    page = opened(java_script_enabled=scripted)
    _, reference = at_a_story(page, service)
    page.locator("#words").fill(STORY)
    left(page, service)
    assert service.answers(reference)["P2"] == {"text": [STORY]}
    page.goto(f"{service.base}/chat")
    page.get_by_text("Your saved answers are safe.").wait_for()
    if scripted:
        assert page.evaluate("sessionStorage.length + localStorage.length") == 0


def test_exit_while_words_are_under_way_saves_them_once(opened: Callable[..., Page], service: Service) -> None:
    page = opened()
    ann, reference = at_a_story(page, service)
    ann.writes(STORY)

    def lost(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/chat", lost)
    page.locator("#answer .page-buttons--answer button").first.click()
    page.get_by_text("You are not connected.").wait_for()
    left(page, service)
    assert service.answers(reference)["P2"] == {"text": [STORY]}


def test_words_that_were_saved_beside_an_error_do_not_come_back_into_the_box(
    opened: Callable[..., Page], service: Service
) -> None:
    page = opened()
    ann, reference = at_a_story(page, service)
    ann.holds(until="N4")
    ann.writes("every Friday")
    ann.goes_on()
    assert (ann.place, page.locator("#words").input_value()) == ("N4", "")
    assert page.evaluate("sessionStorage.length") == 0
    ann.goes_on()
    assert service.answers(reference)["N4"] == {"text": ["every Friday"]}


def test_a_microphone_that_fails_keeps_the_keyboard_where_it_was(opened: Callable[..., Page], service: Service) -> None:
    page = opened()
    at_a_story(page, service)
    page.evaluate("() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('none')); }")
    page.get_by_role("button", name="Record my voice").focus()
    page.keyboard.press("Enter")
    page.get_by_text("We cannot use the microphone.").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Record my voice"
