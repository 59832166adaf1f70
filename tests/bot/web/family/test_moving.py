"""One interview, in Telegram and on the page: it moves in the middle, both ways, and stays one."""

from __future__ import annotations

import asyncio
from pathlib import Path

from storage.repositories.browsers import AGAIN
from tests.bot.conftest import api as api  # noqa: PLC0414 - the fixture
from tests.bot.web.browser import Browser
from tests.bot.web.place import AGREEING, Place, agreed, first, pressed, proves, reaches
from tests.bot.world import FAMILIES, make_world
from tests.fakes.bot_api import FakeBotApi, Person

__all__ = ["api"]

IN_TELEGRAM = (*AGREEING[:3], "choose:C2:yes", *AGREEING[3:])


def both(api: FakeBotApi, folder: Path, url: str) -> Place:
    """The families' bot and the page, of one world."""
    return Place(make_world(api, folder, url, webhook=True))


async def presses(there: Place, api: FakeBotApi, person: Person, *buttons: str) -> None:
    """In Telegram, one after the other."""
    for button in buttons:
        person.presses(button)
        await there.world.settled(api)


async def test_whoever_opens_the_link_chooses_where_to_answer(
    api: FakeBotApi, tmp_path: Path, database_url: str
) -> None:
    """The same invitation by either way."""
    there = both(api, tmp_path, database_url)
    token, _ = there.invited()
    ann = api.person(FAMILIES, user_id=77, first_name="Ann")
    async with there.served(), there.browser() as browser:
        await there.world.settled(api)
        async with asyncio.timeout(30):
            while "Use Telegram" not in browser.text:
                await browser.opens(f"/i/{token}")
        assert browser.page.one("form", method="post").one("button").line == "Answer here"
        [link] = [a for a in browser.page.all("a") if a.line == "Use Telegram"]
        assert link.attributes["href"] == f"https://t.me/families_bot?start={token}"
        ann.starts(token)
        await there.world.settled(api)
        assert "Are you" in ann.last_text()
    there.world.store.close()


async def test_without_a_bot_there_is_nothing_to_choose(place: Place, ann: Browser) -> None:
    await ann.opens(f"/i/{place.invited()[0]}")
    assert "Answer here" in ann.text
    assert "Telegram" not in ann.text


async def test_whoever_would_rather_not_use_telegram_gets_a_link_to_the_page(
    api: FakeBotApi, tmp_path: Path, database_url: str
) -> None:
    """It opens what was begun, without the check words; once, and soon."""
    there = both(api, tmp_path, database_url)
    token, _ = there.invited()
    ann = api.person(FAMILIES, user_id=77, first_name="Ann")
    async with there.served(), there.browser() as browser, there.browser() as eve:
        ann.starts(token)
        await there.world.settled(api)
        await presses(there, api, ann, *IN_TELEGRAM[:3], "choose:C2:other-way")
        assert "You can also answer on a web form." in ann.last_text()
        link = ann.last_text().split()[-1].removeprefix(f"{there.base}/i/")
        for _ in range(3):
            assert "Margaret" not in (await eve.asks("GET", f"/i/{link}")).body
        await browser.opens(f"/i/{link}")
        once = {"once": str(browser.page.one("input", name="once").attributes["value"])}
        for _ in range(2):
            assert (await browser.asks("POST", f"/i/{link}", data=once)).location.startswith("/chat?at=")
            browser.session.cookie_jar.clear()
        await browser.goes_on(await browser.asks("POST", f"/i/{link}", data=once))
        await eve.opens(f"/i/{link}")
        assert (await eve.asks("POST", f"/i/{link}", data={"once": "0" * 16})).status == 404
        assert browser.form["place"] == "C3"
        assert (await eve.asks("POST", f"/i/{link}")).status == 404
        there.clock.ahead = AGAIN
        assert (await eve.asks("POST", f"/i/{link}", data=once)).status == 404
    [told] = there.world.record()["participants"]
    asked = [(c["channel"], c["decision"]) for c in told["consents"] if c["statement"] == "C2"]
    assert asked == [("telegram", "other-way")]
    there.world.store.close()


async def can_be_changed(browser: Browser) -> set[str]:
    """Return what the buttons under "What I agreed to" carry."""
    await browser.opens("/chat/consents")
    found = {str(b.attributes["value"]) for b in browser.page.all("button", name="do")}
    await browser.opens("/chat")
    return found


async def test_from_telegram_to_the_page_and_back(api: FakeBotApi, tmp_path: Path, database_url: str) -> None:
    there = both(api, tmp_path, database_url)
    token, words = there.invited()
    ann = api.person(FAMILIES, user_id=77, first_name="Ann")
    async with there.served(), there.browser() as browser:
        ann.starts(token)
        await there.world.settled(api)
        await presses(there, api, ann, *IN_TELEGRAM[:-1])
        await browser.starts(token)
        assert "Margaret" not in browser.text
        await proves(browser, token, words)
        assert "Welcome back." in browser.text
        await pressed(browser, "choose:C4:yes")
        assert await can_be_changed(browser) & {"change:C2", "change:C3"} == {"change:C3"}, (
            "Telegram is agreed to there"
        )
        await reaches(browser, "P2")
        await browser.sends("next:P2", words="from the page")
        now = browser.form["place"]
        ann.says("from Telegram")
        await there.world.settled(api)
        await browser.opens("/chat")
        assert "You were answering in Telegram." in browser.text
        assert "from the page" in browser.text
        await browser.sends("here")
        assert browser.form["place"] == now
    told = there.world.record()["participants"]
    assert len(told) == 1
    assert {a["channel"] for a in told[0]["answers"]} == {"page", "telegram"}
    assert {c["channel"] for c in told[0]["consents"]} == {"telegram", "page"}
    assert "from Telegram" in str(told[0]["answers"])
    there.world.store.close()


async def test_from_the_page_to_telegram(api: FakeBotApi, tmp_path: Path, database_url: str) -> None:
    there = both(api, tmp_path, database_url)
    token, _ = there.invited()
    ann = api.person(FAMILIES, user_id=77, first_name="Ann")
    async with there.served(), there.browser() as browser:
        await agreed(browser, token)
        await reaches(browser, "P2")
        await browser.sends("next:P2", words="from the page")
        ann.starts(token)
        await there.world.settled(api)
        assert "write your two check words" in ann.last_text()
        moved = browser.sees(await browser.asks("POST", "/chat/telegram", data=browser.form))
        assert moved.status == 200
        [link] = [a for a in browser.page.all("a") if str(a.attributes["href"]).startswith("https://t.me/")]
        start = str(link.attributes["href"]).partition("start=")[2]
        ann.starts(start)
        await there.world.settled(api)
        assert "Messages here are not end-to-end encrypted." in ann.last_text()
        await presses(there, api, ann, "choose:C2:yes")
        other = api.person(FAMILIES, user_id=78, first_name="Eve")
        other.starts(start)
        await there.world.settled(api)
        assert "does not work" in other.last_text()
        await browser.opens("/chat")
        assert "You were answering in Telegram." in browser.text
    assert first(there.world.record(), "P2") == {"text": ["from the page"]}
    assert len(there.world.record()["participants"]) == 1
    there.world.store.close()


async def test_the_check_words_are_asked_for_in_the_language_of_the_link(place: Place, ann: Browser) -> None:
    """Also once more, when they do not fit."""
    token, _ = place.invited()
    await agreed(ann, token)
    async with place.browser() as other:
        await other.goes_on(await other.asks("POST", f"/i/{token}?lang=it"))
        [form] = [f for f in other.page.all("form") if str(f.attributes["action"]).endswith("/words?lang=it")]
        assert other.page.one("html").attributes["lang"] == "it"
        other.sees(await other.asks("POST", str(form.attributes["action"]), data={"words": "no no"}))
        assert other.page.one("html").attributes["lang"] == "it"


async def test_whoever_was_in_hears_of_another_device_in_the_other_channel(
    api: FakeBotApi, tmp_path: Path, database_url: str
) -> None:
    """A chat is told of a browser, and a browser of a chat."""
    there = both(api, tmp_path, database_url)
    token, words = there.invited()
    line = "Your answers were opened on another device too"
    ann = api.person(FAMILIES, user_id=77, first_name="Ann")
    ida = api.person(FAMILIES, user_id=78, first_name="Ida")
    async with there.served(), there.browser() as browser:
        ann.starts(token)
        await there.world.settled(api)
        await presses(there, api, ann, *IN_TELEGRAM)
        await proves(browser, token, words)
        await there.world.settled(api)
        assert line in ann.last_text()
        assert line not in browser.text
        ida.starts(token)
        await there.world.settled(api)
        ida.says(words)
        await there.world.settled(api)
        await presses(there, api, ida, "yes:began")
        await browser.opens("/chat")
        assert line in browser.text
        assert ann.transcript().count(line) == 2
        assert line not in ida.transcript()
    there.world.store.close()
