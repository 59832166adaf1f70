"""A visit that ends: it is said before, one press stays, writing counts as being there, and words outlive it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select, update

from bot.clock import utc_now
from storage.repositories.browsers import IDLE, LONGEST
from storage.schema.tables import browsers
from tests.browser.conftest import CHROMIUM, QUIET
from tests.browser.service import Service
from tests.browser.test_interrupted import STORY, at_a_story
from tests.browser.test_kept_words import stands
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]


def ago(service: Service, *, used: timedelta, opened: timedelta = timedelta()) -> None:
    """As if the last word came so long ago, and the visit began so long ago."""
    now = utc_now()
    values = {"used_at": now - used, "opened_at": now - (opened or used)}
    with service.world.store.begin() as work:
        work.execute(update(browsers).values(values))
        work.commit()


def times(service: Service) -> tuple[datetime, datetime]:
    """When the only visit was begun and heard of last."""
    with service.world.store.read() as work:
        [row] = work.execute(select(browsers.c.opened_at, browsers.c.used_at)).all()
    return row.opened_at, row.used_at


@pytest.mark.parametrize("long", [False, True])
def test_before_the_end_one_press_stays(long: bool, opened: Callable[..., Page], service: Service) -> None:
    """Also where the twelve hours end; the words stay in their field."""
    page = opened()
    ann, reference = at_a_story(page, service)
    assert not page.locator("#closes").is_visible()
    used, begun = (timedelta(), LONGEST - timedelta(minutes=4)) if long else (IDLE - timedelta(minutes=4), timedelta())
    ann.writes(STORY)
    ago(service, used=used, opened=begun or used)
    page.reload()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Are you still there?").wait_for()
    dialog.get_by_role("button", name="Stay here").click()
    dialog.wait_for(state="hidden")
    page.wait_for_timeout(300)
    opened_at, used_at = times(service)
    assert min(used_at + IDLE, opened_at + LONGEST) - utc_now() > IDLE - timedelta(minutes=1)
    assert page.locator("#words").input_value() == STORY
    ann.goes_on()
    assert service.answers(reference)["P2"] == {"text": [STORY]}


def test_nothing_is_said_where_another_tab_has_stayed(opened: Callable[..., Page], service: Service) -> None:
    page = opened()
    at_a_story(page, service)
    page.clock.install()
    page.reload()
    page.clock.run_for(56 * 60 * 1000)
    page.wait_for_timeout(500)
    assert not page.get_by_role("dialog").is_visible()


def test_writing_counts_as_being_there(opened: Callable[..., Page], service: Service) -> None:
    """Now and then, and nothing of the words is sent."""
    page = opened()
    at_a_story(page, service)
    page.clock.install()
    ago(service, used=timedelta(minutes=50))
    page.reload()
    sent: list[str] = []
    page.on("request", lambda r: sent.append(f"{r.method} {r.post_data}") if r.url.endswith("/chat/stay") else None)
    page.locator("#words").press_sequentially("She ")
    assert sent == []
    page.clock.run_for(4 * 60 * 1000)
    with page.expect_response("**/chat/stay"):
        page.locator("#words").press_sequentially("sang")
    assert len(sent) == 1
    assert "sang" not in sent[0]
    assert "She" not in sent[0]
    assert utc_now() - times(service)[1] < timedelta(minutes=1)


@pytest.mark.parametrize("same", [True, False])
def test_words_come_back_when_the_link_is_opened_again(
    same: bool, opened: Callable[..., Page], service: Service
) -> None:
    """In the same tab, or in another while the page that has ended is still open."""
    page = opened()
    ann, reference = at_a_story(page, service)
    ann.writes(STORY)
    ago(service, used=IDLE + timedelta(minutes=1))
    page.goto(f"{service.base}/chat")
    page.get_by_text("This page has closed").wait_for()
    page.get_by_text("They are still in this browser.").wait_for()
    assert STORY.splitlines()[0] not in page.content()
    back = ann if same else Visitor(page.context.new_page())
    back.starts(ann.link)
    stands(back.page)
    back.goes_on()
    assert service.answers(reference)["P2"] == {"text": [STORY]}


def test_who_has_left_nothing_unsent_is_told_of_nothing(opened: Callable[..., Page], service: Service) -> None:
    """And without a script the time is said, with the button that stays."""
    page, plain = opened(), opened(java_script_enabled=False)
    at_a_story(page, service)
    at_a_story(plain, service)
    assert plain.locator("#closes button").is_visible()
    assert plain.get_by_text("Your words are kept when you press a button.").is_visible()
    ago(service, used=IDLE + timedelta(minutes=1))
    for there in (page, plain):
        there.goto(f"{service.base}/chat")
        there.get_by_text("This page has closed").wait_for()
        assert not there.get_by_text("They are still in this browser.").is_visible()


def test_the_page_closes_itself_at_the_end(opened: Callable[..., Page], service: Service) -> None:
    page = opened()
    ann, _ = at_a_story(page, service)
    ann.writes(STORY)
    page.clock.install()
    ago(service, used=IDLE - timedelta(seconds=200))
    page.reload()
    page.get_by_role("dialog").wait_for()
    ago(service, used=IDLE + timedelta(seconds=1))
    page.clock.run_for(201 * 1000)
    page.get_by_text("This page has closed").wait_for()


@pytest.mark.parametrize("script", [True, False])
def test_a_browser_without_cookies_is_told_so(
    script: bool, chromium: Browser, service: Service, tmp_path: Path
) -> None:
    """Its own settings forbid them, as people's do."""
    settings = tmp_path / "profile" / "Default" / "Preferences"
    settings.parent.mkdir(parents=True)
    settings.write_text('{"profile": {"default_content_setting_values": {"cookies": 2}}}')
    link, _ = service.invited(language="en")
    context = chromium.browser_type.launch_persistent_context(
        tmp_path / "profile",
        executable_path=str(CHROMIUM),
        args=QUIET,
        java_script_enabled=script,
        chromium_sandbox=False,
    )
    page = context.pages[0]
    Visitor(page).starts(link)
    page.get_by_role("heading", name="This page needs a cookie").wait_for()
    assert "You were away" not in page.content()
    assert page.get_by_role("link", name="Try again").get_attribute("href") == link.removeprefix(service.base)
    context.close()
