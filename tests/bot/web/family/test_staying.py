"""How a visit ends and how it is kept: who is there is heard, the time is said, and words are nobody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.repositories.browsers import IDLE, LONGEST
from tests.bot.web.browser import Browser
from tests.bot.web.place import Place, agreed, first, reaches

MINUTE = timedelta(minutes=1)


async def stays(browser: Browser, **more: str) -> int:
    """The script says that somebody is there; gives the seconds that are left."""
    form = browser.form
    answer = await browser.asks("POST", "/chat/stay", data={"token": form["token"], "script": "1", **more})
    assert answer.status == 200
    return int(answer.body)


async def left(browser: Browser) -> int:
    """How many seconds are left."""
    return int((await browser.asks("GET", "/chat/stay?script=1")).body)


async def test_writing_keeps_a_visit_open_and_looking_does_not(place: Place, ann: Browser) -> None:
    await agreed(ann, place.invited()[0])
    place.clock.ahead += 50 * MINUTE
    for _ in range(2):
        await ann.opens("/chat")
        assert 9 * 60 <= await left(ann) <= 10 * 60
        assert int(str(ann.page.one("div", id="chat").attributes["data-left"])) <= 10 * 60
    assert await stays(ann) > 59 * 60
    place.clock.ahead += 50 * MINUTE
    assert (await ann.opens("/chat")).status == 200
    place.clock.ahead += 11 * MINUTE
    assert (await ann.opens("/chat")).status == 403
    over = await ann.asks("GET", "/chat/stay?script=1")
    assert (over.status, over.body) == (403, "")


async def test_writing_does_not_outlast_twelve_hours_and_a_press_does(place: Place, ann: Browser) -> None:
    """An hour at a time."""
    await agreed(ann, place.invited()[0])
    for _ in range(14):
        place.clock.ahead += 50 * MINUTE
        await stays(ann)
    place.clock.ahead += LONGEST - 14 * 50 * MINUTE - 4 * MINUTE
    assert await stays(ann) <= 4 * 60
    for _ in range(3):
        assert 59 * 60 < await stays(ann, do="stay") <= IDLE.total_seconds()
        place.clock.ahead += 59 * MINUTE
    place.clock.ahead += 2 * MINUTE
    assert (await ann.opens("/chat")).status == 403


async def test_without_a_script_the_time_is_said_and_a_button_stays(place: Place, ann: Browser) -> None:
    """What stands in the form stays there, and is not sent."""
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    place.clock.ahead += 50 * MINUTE
    line = ann.page.one("p", id="closes")
    assert "this page closes at" in line.line
    assert line.one("button").attributes["formaction"] == "/chat/stay"
    ann.sees(await ann.asks("POST", "/chat/stay", data=ann.filled("stay", words="She loved the sea.")))
    assert (ann.form["place"], ann.form["words"]) == ("P2", "She loved the sea.")
    assert await left(ann) > 59 * 60
    answered = [a["link_id"] for p in place.world.record()["participants"] for a in p["answers"]]
    assert "P2" not in answered
    await ann.sends("next:P2")
    assert first(place.world.record(), "P2") == {"text": ["She loved the sea."]}


@pytest.mark.parametrize("token", ["", "0" * 64])
async def test_nobody_else_can_say_it(token: str, place: Place, ann: Browser, eve: Browser) -> None:
    await agreed(ann, place.invited()[0])
    place.clock.ahead += 50 * MINUTE
    answer = await ann.asks("POST", "/chat/stay", data={"token": token, "script": "1"})
    assert answer.status == 403
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    form = {"token": ann.form["token"], "script": "1"}
    assert (await ann.asks("POST", "/chat/stay", data=form, headers=elsewhere)).status == 403
    assert (await eve.asks("GET", "/chat/stay?script=1")).status == 403
    assert await left(ann) <= 10 * 60


async def test_words_that_came_after_the_hour_are_said_to_be_saved(place: Place, ann: Browser) -> None:
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    place.clock.ahead += 70 * MINUTE
    answer = await ann.sends("next:P2", words="ABBA")
    assert (answer.status, "Your answer is saved." in ann.text, "ABBA" in ann.html) == (403, True, False)
    assert ann.page.one("div", id="now").attributes["data-kept"] == "1"
    assert first(place.world.record(), "P2") == {"text": ["ABBA"]}


async def test_words_are_not_sent_into_another_persons_interview(place: Place, ann: Browser) -> None:
    """Another link was opened in the same browser meanwhile: the words can be copied, and not be sent there by mistake."""
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    form = ann.filled("next:P2", words="ABBA")
    await ann.starts(place.invited()[0])
    answer = ann.sees(await ann.asks("POST", "/chat", data=form))
    assert (answer.status, ann.form["words"]) == (403, "ABBA")
    assert ann.form["token"] == ""
    assert not ann.page.one("form", id="answer").all("button")


async def test_words_can_be_sent_again_when_the_same_link_was_opened_again(place: Place, ann: Browser) -> None:
    token, _ = place.invited()
    await agreed(ann, token)
    await reaches(ann, "P2")
    form = ann.filled("next:P2", words="ABBA")
    await ann.starts(token)
    ann.sees(await ann.asks("POST", "/chat", data=form))
    await ann.sends(ann.form["do"])
    assert first(place.world.record(), "P2") == {"text": ["ABBA"]}


async def test_a_browser_that_keeps_no_cookie_is_told_so(place: Place, ann: Browser) -> None:
    token, _ = place.invited()
    sent = await ann.asks("POST", f"/i/{token}")
    async with place.browser() as without:
        answer = await without.opens(sent.location)
        assert answer.status == 403
        assert "This page needs a cookie" in without.text
        assert "You were away" not in without.text
        [again] = [a for a in without.page.all("a") if str(a.attributes["href"]).startswith("/i/")]
        assert again.attributes["href"] == f"/i/{token}"
    assert (await ann.opens(sent.location)).status == 200


async def test_the_link_stands_in_no_address_after_start(place: Place, ann: Browser) -> None:
    token, _ = place.invited()
    sent = await ann.asks("POST", f"/i/{token}")
    assert (sent.status, "start=" in sent.location, token in sent.location) == (303, True, False)
    assert (await ann.opens(sent.location)).status == 200
    assert token not in ann.text


async def test_a_pause_says_how_to_come_back_here(place: Place, ann: Browser) -> None:
    for answered in (False, True):
        await agreed(ann, place.invited()[0])
        if answered:
            await reaches(ann, "P2")
            await ann.sends("next:P2", words="ABBA")
        await ann.sends("pause")
        assert "open your link again" in ann.text
        assert "write to us here" not in ann.text


async def test_the_address_of_the_button_leads_back_to_the_question(place: Place, ann: Browser) -> None:
    """Opened again from the address bar, or with nothing in the form, it shows no bare number."""
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    for answer in (await ann.asks("GET", "/chat/stay"), await ann.asks("POST", "/chat/stay", data=ann.filled("stay"))):
        assert (answer.status, answer.body) == (303, "")
        await ann.goes_on(answer)
        assert ann.form["place"] == "P2"


async def test_the_address_of_the_button_shows_a_stranger_that_the_visit_is_over(place: Place, eve: Browser) -> None:
    await eve.goes_on(await eve.asks("GET", "/chat/stay"))
    assert "This page has closed" in eve.text
