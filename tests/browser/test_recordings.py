"""What was recorded stays on the page until it is taken, whatever is shown; what goes wrong with it is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from dialogs.route import VOICE
from tests.browser.service import Service
from tests.browser.test_interrupted import STORY, at_a_story, recorded
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]
NO_MICROPHONE = "We cannot use the microphone."
# What a microphone may do instead of recording, put before the script of the page.
BROKEN = {
    "refused": "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('no', 'NotAllowedError'); }",
    "missing": "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('no', 'NotFoundError'); }",
    "of no known kind": "window.MediaRecorder = class { constructor() { throw new DOMException('no', 'NotSupportedError'); } }",
    "silent": """window.MediaRecorder = class {
        constructor() { this.state = 'inactive'; this.mimeType = ''; }
        start() { this.state = 'recording'; }
        stop() { this.state = 'inactive'; this.ondataavailable({ data: new Blob([]) }); this.onstop(); }
    }""",
}


def sends(page: Page) -> None:
    """Press Send this recording."""
    page.get_by_role("button", name="Send this recording").click()


def waits(page: Page) -> bool:
    """Whether a recording is there to be sent."""
    return page.get_by_role("button", name="Send this recording").is_visible()


def kept(service: Service, reference: str) -> list[Any]:
    """The recordings on record, each with its question."""
    [participant] = service.world.record(reference)["participants"]
    return [a["link_id"] for a in participant["answers"] for _ in a["attachments"] if not a["superseded"]]


@pytest.mark.parametrize("how", BROKEN)
def test_a_microphone_that_gives_nothing_is_said_and_words_can_be_written(
    how: str, opened: Callable[..., Page], service: Service
) -> None:
    page = opened()
    page.add_init_script(BROKEN[how])
    ann, reference = at_a_story(page, service)
    page.get_by_role("button", name="Record my voice").click()
    if how == "silent":
        page.get_by_role("button", name="Stop recording").click()
    page.get_by_text(NO_MICROPHONE).wait_for()
    assert page.get_by_role("button", name="Record my voice").is_visible()
    ann.writes(STORY)
    ann.goes_on()
    assert service.answers(reference)["P2"] == {"text": [STORY]}


def test_a_recording_that_is_too_long_is_said_and_stays(opened: Callable[..., Page], service: Service) -> None:
    page = opened()
    page.add_init_script(
        "const now = Date.now; let put = 0; Date.now = () => now() + put; window.late = ms => { put += ms; }"
    )
    ann, reference = at_a_story(page, service)
    ann.writes(STORY)
    page.get_by_role("button", name="Record my voice").click()
    page.get_by_role("button", name="Stop recording").wait_for()
    page.wait_for_timeout(1000)
    page.evaluate("late(601000)")
    page.get_by_role("button", name="Stop recording").click()
    sends(page)
    page.get_by_text("too long for us to keep").first.wait_for()
    assert (waits(page), page.locator("#words").input_value(), ann.place) == (True, STORY, "P2")
    page.get_by_role("button", name="Delete this recording").click()
    ann.goes_on()
    assert (kept(service, reference), service.answers(reference)["P2"]) == ([], {"text": [STORY]})


def test_a_recording_waits_while_other_questions_are_looked_at(opened: Callable[..., Page], service: Service) -> None:
    page = opened()
    ann, reference = at_a_story(page, service)
    recorded(page)
    page.go_back()
    page.get_by_text("You are looking back.").wait_for()
    page.go_forward()
    page.get_by_role("button", name="Send this recording").wait_for()
    sends(page)
    page.locator(f'input[value="choose:{VOICE}:yes"]').wait_for(state="attached")
    ann.chooses(f"choose:{VOICE}:yes")
    ann.goes_on()
    assert kept(service, reference) == ["P2"]


def test_help_while_it_records_loses_nothing(opened: Callable[..., Page], service: Service) -> None:
    page = opened()
    ann, reference = at_a_story(page, service)
    page.get_by_role("button", name="Record my voice").click()
    page.get_by_role("button", name="Stop recording").wait_for()
    page.wait_for_timeout(1000)
    ann.sends(page.locator('button[name="do"][value="help"]'))
    ann.sends(page.locator('button[name="do"][value="resume"]').first)
    sends(page)
    page.locator(f'input[value="choose:{VOICE}:yes"]').wait_for(state="attached")
    ann.chooses(f"choose:{VOICE}:yes")
    ann.goes_on()
    assert kept(service, reference) == ["P2"]


def test_the_question_has_moved_on_in_another_tab(opened: Callable[..., Page], service: Service) -> None:
    """The recording belongs to the question that it was made at."""
    page = opened()
    ann, reference = at_a_story(page, service)
    recorded(page)
    other = Visitor(page.context.new_page())
    other.page.goto(f"{service.base}/chat")
    other.writes(STORY)
    other.goes_on()
    ann.sends(page.locator('button[name="do"][value="help"]'))
    ann.sends(page.locator('button[name="do"][value="resume"]').first)
    assert (ann.place, waits(page)) == ("P3", True)
    sends(page)
    page.locator(f'input[value="choose:{VOICE}:yes"]').wait_for(state="attached")
    ann.chooses(f"choose:{VOICE}:yes")
    ann.goes_on()
    assert (kept(service, reference), service.answers(reference)["P2"]["text"]) == (["P2"], [STORY])


def test_the_visit_has_ended_and_begins_again_in_another_tab(opened: Callable[..., Page], service: Service) -> None:
    page = opened()
    link, reference = service.invited(language="en")
    ann = Visitor(page)
    ann.starts(link)
    ann.holds(until="P2")
    recorded(page)
    page.context.clear_cookies()
    sends(page)
    page.get_by_text("Your recording is still on this page.").wait_for()
    assert waits(page)
    [made] = service.world.credentials.values()
    other = Visitor(page.context.new_page())
    other.starts(link)
    other.page.locator("#words").fill(made.check_word or "")
    other.page.locator("main form[method=post] button[type=submit]").first.click()
    other.page.locator('button[name="who"][value="yes"]').click()
    other.page.locator("#chat").wait_for()
    sends(page)
    page.get_by_text("We could not be sure that this came from you").wait_for()
    sends(page)
    page.locator(f'input[value="choose:{VOICE}:yes"]').wait_for(state="attached")
    ann.chooses(f"choose:{VOICE}:yes")
    ann.goes_on()
    assert kept(service, reference) == ["P2"]


def test_who_chose_to_type_may_choose_again_and_the_recording_is_still_there(
    opened: Callable[..., Page], service: Service
) -> None:
    page = opened()
    ann, reference = at_a_story(page, service)
    recorded(page)
    sends(page)
    page.locator(f'input[value="choose:{VOICE}:no"]').wait_for(state="attached")
    ann.chooses(f"choose:{VOICE}:no")
    ann.goes_on()
    recorded(page)
    sends(page)
    page.get_by_text("You chose to type").first.wait_for()
    assert waits(page)
    ann.sends(page.locator(f'button[name="do"][value="change:{VOICE}"]').first)
    ann.chooses(f"choose:{VOICE}:yes")
    ann.sends(page.locator('button[name="do"][value="choose"]:not([aria-hidden])').first)
    sends(page)
    page.get_by_text("We have your voice message.").first.wait_for()
    assert kept(service, reference) == ["P2"]
