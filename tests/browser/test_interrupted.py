"""What goes wrong at a page: the connection, the tabs, the back button, the machine. Nothing is lost, nothing stands twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from tests.browser.service import Service
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]
STORY = "They laughed a lot.\nEvery day."


def at_a_story(page: Page, service: Service) -> tuple[Visitor, str]:
    """Somebody who is asked what the person was like."""
    link, reference = service.invited(language="en")
    ann = Visitor(page)
    ann.starts(link)
    ann.holds(until="P2")
    return ann, reference


def writes_and_presses_next(ann: Visitor) -> None:
    """The story, and the way on; nobody waits for what comes."""
    ann.writes(STORY)
    ann.page.locator("#answer .page-buttons--answer button").first.click()


def is_told(ann: Visitor, answer: dict[str, Any], sentence: str) -> None:
    """What somebody reads whose words are answered like this by something on the way; the words stay in their field."""
    ann.page.route("**/chat", lambda route: route.fulfill(**answer))
    writes_and_presses_next(ann)
    ann.page.get_by_text(sentence).wait_for()
    assert (ann.page.locator("#words").input_value(), ann.page.title()) == (STORY, "Your questions")
    ann.page.unroute("**/chat")


def test_two_tabs_at_once(opened: Callable[..., Page], service: Service) -> None:
    """The same question in both: the second answer offers to change the first, and its words are kept."""
    page = opened()
    ann, reference = at_a_story(page, service)
    other = Visitor(page.context.new_page())
    other.page.goto(f"{service.base}/chat")
    ann.writes(STORY)
    ann.goes_on()
    other.writes("And they sang.")
    other.goes_on()
    assert service.answers(reference)["P2"] == {"text": [STORY, "And they sang."]}


@pytest.mark.parametrize("script", [True, False])
def test_the_back_button(script: bool, opened: Callable[..., Page], service: Service) -> None:
    """It never leads to an old form: nothing is kept by the browser, so the question that is open now is shown."""
    page = opened(java_script_enabled=script)
    ann, reference = at_a_story(page, service)
    ann.writes(STORY)
    ann.goes_on()
    page.go_back()
    page.goto(f"{service.base}/chat")
    assert ann.place == "P3"
    ann.answers()
    kept = service.answers(reference)
    assert (kept["P2"], kept["P3"]) == ({"text": [STORY]}, ann.expected["P3"])


def test_reload_in_the_middle(opened: Callable[..., Page], service: Service) -> None:
    page = opened()
    ann, reference = at_a_story(page, service)
    page.reload()
    assert ann.place == "P2"
    ann.writes(STORY)
    ann.goes_on()
    page.reload()
    assert (ann.place, service.answers(reference)["P2"]) == ("P3", {"text": [STORY]})


def test_the_connection_is_cut_in_the_middle_of_an_answer(opened: Callable[..., Page], service: Service) -> None:
    """The words stay on the page, and go out by themselves, once, when the connection is back."""
    page = opened()
    ann, reference = at_a_story(page, service)
    page.context.set_offline(True)
    writes_and_presses_next(ann)
    page.wait_for_timeout(1500)
    assert page.locator("#words").input_value() == STORY
    assert "P2" not in service.answers(reference)
    page.context.set_offline(False)
    page.wait_for_function("() => document.querySelector('#answer input[name=place]').value === 'P3'", timeout=60_000)
    assert service.answers(reference)["P2"] == {"text": [STORY]}
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0


def test_the_connection_is_cut_when_a_recording_is_sent(opened: Callable[..., Page], service: Service) -> None:
    """It waits in the memory of the page, with the words beside it, and goes out by itself, once; nothing is left behind."""
    page = opened()
    ann, reference = at_a_story(page, service)
    ann.writes(STORY)
    recorded(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Send this recording").click()
    page.get_by_text("You are not connected.").wait_for()
    page.locator("#answer .page-buttons--answer button").first.click()
    assert page.locator("#words").input_value() == STORY
    page.context.set_offline(False)
    ann.page.locator('input[value="choose:voice:yes"]').wait_for(state="attached", timeout=60_000)
    ann.chooses("choose:voice:yes")
    ann.goes_on()
    page.locator("#words").wait_for()
    [participant] = service.world.record(reference)["participants"]
    [story] = [a for a in participant["answers"] if a["link_id"] == "P2" and not a["superseded"]]
    assert [a["kind"] for a in story["attachments"]] == ["voice"]
    assert story["attachments"][0]["bytes"] > 100
    assert story["value"]["text"] == [STORY]
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0


def test_a_recording_that_waits_can_be_deleted(opened: Callable[..., Page], service: Service) -> None:
    page = opened()
    ann, reference = at_a_story(page, service)
    recorded(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Send this recording").click()
    page.get_by_text("You are not connected.").wait_for()
    page.get_by_role("button", name="Delete this recording").click()
    page.context.set_offline(False)
    ann.writes(STORY)
    ann.goes_on()
    [participant] = service.world.record(reference)["participants"]
    assert [a["attachments"] for a in participant["answers"] if a["link_id"] == "P2"] == [[]]
    assert service.answers(reference)["P2"] == {"text": [STORY]}


def test_help_is_there_at_once_while_an_answer_is_on_its_way(opened: Callable[..., Page], service: Service) -> None:
    """Whom to call is shown before anything comes back, and the press goes next."""
    page = opened()
    ann, reference = at_a_story(page, service)
    held: list[Route] = []
    page.route("**/chat", lambda route: route.continue_() if held else held.append(route))
    writes_and_presses_next(ann)
    page.get_by_role("button", name="I need help now").click()
    page.locator("#help-here").get_by_text("call 999").wait_for()
    assert page.evaluate("document.activeElement.id") == "help-here"
    held[0].continue_()
    page.get_by_text("will see a note").wait_for()
    assert (ann.place, page.locator("#help-here").count()) == ("P3", 0)
    [participant] = service.world.record(reference)["participants"]
    assert "help" in {f["kind"] for f in participant["flags"]}
    assert service.answers(reference)["P2"] == {"text": [STORY]}


def test_help_is_there_without_a_connection(opened: Callable[..., Page], service: Service) -> None:
    """The reviewer hears of it once the connection is back."""
    page = opened()
    _, reference = at_a_story(page, service)
    page.context.set_offline(True)
    page.get_by_role("button", name="I need help now").click()
    page.locator("#help-here").get_by_text("call 999").wait_for()
    page.context.set_offline(False)
    page.get_by_text("will see a note").wait_for(timeout=60_000)
    [participant] = service.world.record(reference)["participants"]
    assert "help" in {f["kind"] for f in participant["flags"]}


GATEWAY = {"status": 502, "content_type": "text/html", "body": "<title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>"}
WALL = {"status": 413, "content_type": "text/html", "body": "<title>Too large</title><h1>Too large</h1>"}


def test_what_a_proxy_says_of_a_service_that_restarts_is_no_answer(
    opened: Callable[..., Page], service: Service
) -> None:
    """The words wait and go out by themselves, once; nothing of the proxy is shown."""
    page = opened()
    ann, reference = at_a_story(page, service)
    is_told(ann, GATEWAY, "You are not connected.")
    page.wait_for_function("() => document.querySelector('#answer input[name=place]').value === 'P3'", timeout=60_000)
    assert service.answers(reference)["P2"] == {"text": [STORY]}


def test_an_answer_that_is_no_page_of_ours_changes_nothing(opened: Callable[..., Page], service: Service) -> None:
    """It is told that the words are not saved; they can be sent again."""
    ann, reference = at_a_story(opened(), service)
    is_told(ann, WALL, "We could not save this now.")
    ann.goes_on()
    assert service.answers(reference)["P2"] == {"text": [STORY]}


def test_a_recording_that_was_deleted_is_never_sent_again(opened: Callable[..., Page], service: Service) -> None:
    """Not even when it was on its way and words follow it."""
    page = opened()
    ann, reference = at_a_story(page, service)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/chat/voice", hold)
    recorded(page)
    page.get_by_role("button", name="Send this recording").click()
    page.wait_for_timeout(500)
    page.get_by_role("button", name="Delete this recording").click()
    page.route("**/chat", hold)
    writes_and_presses_next(ann)
    page.wait_for_timeout(500)
    recording, words = held
    recording.abort()
    page.wait_for_timeout(500)
    words.continue_()
    page.wait_for_function("() => document.querySelector('#answer input[name=place]').value === 'P3'", timeout=60_000)
    page.wait_for_timeout(5000)
    assert len(held) == 2, "the recording is on its way again"
    assert service.answers(reference)["P2"] == {"text": [STORY]}


@pytest.mark.parametrize("runs", [True, False])
def test_a_recording_is_not_left_behind(runs: bool, opened: Callable[..., Page], service: Service) -> None:
    """Next waits until it is sent or deleted; help comes at once, and the recording is still there after it."""
    page = opened()
    ann, _ = at_a_story(page, service)
    if runs:
        page.get_by_role("button", name="Record my voice").click()
        page.get_by_role("button", name="Stop recording").wait_for()
        page.wait_for_timeout(500)
    else:
        recorded(page)
    writes_and_presses_next(ann)
    page.get_by_text("Your recording is ready.").wait_for()
    assert (ann.place, page.locator("#words").input_value()) == ("P2", STORY)
    page.locator('button[value="help"]').click()
    page.get_by_text("999").first.wait_for()
    page.locator('button[value="resume"]').first.click()
    page.get_by_role("button", name="Delete this recording").click()
    page.locator("#words").fill("And they sang.")
    ann.goes_on()
    assert ann.place == "P3"


def recorded(page: Page) -> None:
    """A second of what the browser's own microphone gives, ready to be sent."""
    page.get_by_role("button", name="Record my voice").click()
    stop = page.get_by_role("button", name="Stop recording")
    stop.wait_for()
    page.wait_for_timeout(1000)
    stop.click()
    page.get_by_role("button", name="Send this recording").wait_for()


def test_the_service_is_killed_and_started_again(opened: Callable[..., Page], service: Service) -> None:
    """Where there is a script, what was sent meanwhile waits for the service; what was answered is there."""
    page = opened()
    ann, reference = at_a_story(page, service)
    ann.writes(STORY)
    service.kill()
    page.locator("#answer .page-buttons--answer button").first.click()
    page.wait_for_timeout(500)
    service.start()
    page.wait_for_function("() => document.querySelector('#answer input[name=place]').value === 'P3'", timeout=60_000)
    ann.holds(until="P5")
    kept = service.answers(reference)
    assert kept["P2"] == {"text": [STORY]}
    assert kept["P3"] == ann.expected["P3"]
