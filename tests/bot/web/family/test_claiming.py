"""Whose is what was begun with a link? The stories of a leaked link on the page, each as it is lived."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clock import utc_now
from dialogs.london import day_in_london
from storage.engine.unit_of_work import Store
from storage.repositories.browsers import LONGEST
from tests.bot.web.browser import Browser
from tests.bot.web.place import Place, agreed, make_place, proves, reaches
from tests.records import deeds
from tests.storage.kept import flags, notices

SECRET = "He hit her, and I saw it."
OURS = "She loved the sea."
LINE = "Your answers were opened on another device too"
ELSEWHERE = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}


async def tells(browser: Browser, words: str) -> None:
    """Say something at the first question that is answered in words."""
    await reaches(browser, "P2")
    await browser.sends("next:P2", words=words)


async def begins(browser: Browser, token: str, words: str) -> None:
    """From Start to a story."""
    await agreed(browser, token)
    await tells(browser, words)


async def begins_anew(browser: Browser, words: str) -> None:
    """The same, from the page after No on."""
    await browser.opens("/chat")
    assert "Are you" in browser.text
    for press in (
        "choose:W2:yes",
        "choose:C1:yes",
        "yes:about",
        *(f"choose:C{n}:yes" for n in (3, 4)),
    ):
        await (browser.sends("choose", choice=press) if press.startswith("choose") else browser.sends(press))
    await tells(browser, words)


def told(place: Place, review: str = "LDR-1") -> list[tuple[bool, str]]:
    """Everybody in the record: whether it is doubted, and their words."""
    return [
        (p.get("doubted", False), " ".join(t for a in p["answers"] for t in a["value"].get("text", ())))
        for p in place.world.record(review)["participants"]
    ]


def kinds(place: Place, kept: Callable[[Store], Sequence[Any]]) -> list[str]:
    """Of the flags or the notices: which there are, in order."""
    return [str(one.kind) for one in kept(place.world.store)]


async def shows(browser: Browser, words: str) -> bool:
    """Whether a browser can read these words, by any way."""
    pages = [await browser.asks("GET", path) for path in ("/chat", "/chat/answers", "/chat/consents")]
    return any(words in page.body for page in pages)


@pytest.mark.promise("reviewer-told", "nobody-else-goes-on")
async def test_eve_first(place: Place, ann: Browser, eve: Browser) -> None:
    """Eve has the letter in her hand before Ann: nothing of hers is Ann's, and she can read nothing more."""
    token, words = place.invited()
    await begins(eve, token, SECRET)
    await ann.starts(token)
    assert "check words" in ann.text
    await ann.goes_on(await ann.asks("POST", f"/i/{token}/words", data={"words": words}))
    today = day_in_london(utc_now())
    asked = f"Somebody began with your link on {today.day} {today:%B %Y}. Was that you, or somebody who helps you?"
    assert asked in ann.text
    assert "Margaret" not in ann.text
    assert not await shows(ann, SECRET)
    await ann.goes_on(await ann.asks("POST", f"/i/{token}/began", data={"who": "no"}))
    assert "Thank you for telling us." in ann.text
    await begins_anew(ann, OURS)
    assert not await shows(ann, SECRET)
    assert not await shows(eve, OURS)
    assert not await shows(eve, SECRET)
    await eve.starts(token)
    assert "check words" in eve.text
    assert told(place) == [(False, OURS), (True, SECRET)]
    assert kinds(place, flags) == ["doubted"]
    assert kinds(place, notices).count("doubted") == 1


@pytest.mark.promise("not-saved")
async def test_what_eve_has_typed_meanwhile_is_not_kept_and_not_lost(place: Place, ann: Browser, eve: Browser) -> None:
    token, words = place.invited()
    await begins(eve, token, SECRET)
    await proves(ann, token, words, "no")
    late = await eve.sends_raw("write", words="and then")
    assert late.status == 403
    assert "and then" in late.body
    assert told(place)[1] == (True, SECRET)


async def test_lost_phone(place: Place, ann: Browser, eve: Browser) -> None:
    """Ann's own phone is lost, and hers is the new one: everything is where it was."""
    token, words = place.invited()
    await begins(eve, token, OURS)
    place.clock.ahead = timedelta(days=3)
    await proves(ann, token, words)
    assert "Welcome back." in ann.text
    assert await shows(ann, OURS)
    assert told(place) == [(False, OURS)]
    assert kinds(place, flags) == []


async def test_exit(place: Place, ann: Browser) -> None:
    """After Exit quickly no cookie that this browser has had opens anything without the words."""
    token, words = place.invited()
    await begins(ann, token, OURS)
    had = [c.value for c in ann.session.cookie_jar]
    await ann.starts(token)
    had += [c.value for c in ann.session.cookie_jar]
    await ann.asks("POST", "/exit")
    for old in had:
        async with place.browser() as again:
            again.session.cookie_jar.update_cookies({"interview": old})
            await again.starts(token)
            assert "check words" in again.text
            assert not await shows(again, OURS)
    await proves(ann, token, words)
    assert await shows(ann, OURS)


async def test_two_own_devices_in_turn(place: Place, ann: Browser, eve: Browser) -> None:
    """A phone and a laptop: asked once, then both are known."""
    token, words = place.invited()
    await agreed(ann, token)
    await proves(eve, token, words)
    await tells(eve, OURS)
    await ann.starts(token)
    assert "Welcome back." in ann.text
    assert await shows(ann, OURS)
    await eve.starts(token)
    assert "Welcome back." in eve.text
    assert told(place) == [(False, OURS)]


async def test_whoever_was_in_is_told_of_another_device(place: Place, ann: Browser, eve: Browser) -> None:
    """Until somebody there says that they know; not on the new device, and not when a known one comes again."""
    token, words = place.invited()
    await begins(ann, token, OURS)
    await proves(eve, token, words)
    assert LINE not in eve.text
    for _ in range(2):
        await ann.opens("/chat")
        assert LINE in ann.text
    await ann.sends("pause")
    assert LINE in ann.text, "it stays until it was read"
    place.clock.ahead = timedelta(days=3)
    await ann.starts(token)
    assert LINE in ann.text, "also after the visit"
    [form] = ann.page.all("form", action="/chat/joined")
    given = {"token": str(form.one("input", name="token").attributes["value"])}
    assert (await ann.asks("POST", "/chat/joined", data={"token": "x"})).status == 403
    assert (await ann.asks("POST", "/chat/joined", data=given, headers=ELSEWHERE)).status == 403
    await ann.goes_on(await ann.asks("POST", "/chat/joined", data=given))
    assert LINE not in ann.text
    await eve.starts(token)
    await ann.opens("/chat")
    assert LINE not in ann.text + eve.text


async def test_a_device_that_has_had_several_cookies_is_one(place: Place, ann: Browser, eve: Browser) -> None:
    """Whoever gives the words on a browser that was there before hears nothing of themselves."""
    token, words = place.invited()
    await begins(ann, token, OURS)
    await ann.starts(token)
    await proves(eve, token, words)
    await eve.starts(token)
    assert LINE not in eve.text
    await ann.opens("/chat")
    assert LINE in ann.text


@pytest.mark.promise("not-shown-to-relatives")
async def test_two_relatives_see_their_own_answers_alone(place: Place, ann: Browser, eve: Browser) -> None:
    """Both are invited to one review, where the reviewer reads what each of them said."""
    review = place.world.review("LDR-1")
    await begins(ann, place.world.invite(review, language="en"), SECRET)
    await begins(eve, place.world.invite(review, language="en"), OURS)
    assert [await shows(ann, words) for words in (SECRET, OURS)] == [True, False]
    assert [await shows(eve, words) for words in (SECRET, OURS)] == [False, True]
    assert sorted(told(place)) == sorted([(False, SECRET), (False, OURS)])


async def test_shared_house(place: Place, ann: Browser, eve: Browser) -> None:
    """Somebody in the same house has the link and the browser's history, but not the words."""
    token, _ = place.invited()
    await begins(ann, token, SECRET)
    await ann.asks("POST", "/exit")
    for browser in (ann, eve):
        await browser.starts(token)
        for guess in ("apple table", "yes", "margaret"):
            await browser.goes_on(await browser.asks("POST", f"/i/{token}/words", data={"words": guess}))
        for who in ("yes", "no"):
            await browser.goes_on(await browser.asks("POST", f"/i/{token}/began", data={"who": who}))
        assert "Margaret" not in browser.text
        assert not await shows(browser, SECRET)
    assert told(place) == [(False, SECRET)]


async def test_eve_with_the_words_overheard(place: Place, ann: Browser, eve: Browser) -> None:
    """She can put Ann out, and delete nothing of what Ann has said; the reviewer sees both, and Ann can come back."""
    token, words = place.invited()
    await begins(ann, token, OURS)
    await proves(eve, token, words, "no")
    await begins_anew(eve, "nothing to tell")
    await eve.sends("withdraw")
    await eve.sends("yes:withdraw")
    assert not await shows(ann, OURS)
    assert told(place) == [(False, ""), (True, OURS)]
    await proves(ann, token, words, "no")
    await begins_anew(ann, "I am back.")
    assert not await shows(eve, "I am back.")
    assert told(place) == [(False, "I am back."), (True, OURS), (True, "")]
    assert kinds(place, flags) == ["doubted", "doubted"]
    assert "doubted" in kinds(place, notices)


async def test_before_it_was_used_a_leaked_link_shows_nothing(place: Place, ann: Browser, eve: Browser) -> None:
    """Eve has opened it and said nothing; Ann needs no words, and then Eve's browser is nobody's."""
    token, _ = place.invited()
    await eve.starts(token)
    await begins(ann, token, SECRET)
    await eve.opens("/chat")
    assert not await shows(eve, SECRET)
    await eve.sends("choose", choice="choose:W2:yes")
    assert "Margaret" not in eve.text
    await eve.starts(token)
    assert "check words" in eve.text
    assert told(place) == [(False, SECRET)]


async def test_a_slip_is_taken_back(place: Place, ann: Browser, eve: Browser) -> None:
    """At once, or from the conversation, as long as the visit lasts; what was written in between is kept beside."""
    token, words = place.invited()
    await begins(eve, token, OURS)
    await proves(ann, token, words, "no")
    form = {"token": str(ann.page.one("input", name="token").attributes["value"])}
    assert (await ann.asks("POST", "/chat/began", data={"token": "x"})).status == 403
    await ann.goes_on(await ann.asks("POST", "/chat/began", data=form))
    assert "Welcome back." in ann.text
    assert await shows(ann, OURS)
    assert await shows(eve, OURS)
    assert told(place) == [(False, OURS)]
    assert kinds(place, flags) == ["doubted"]
    assert "It was me after all" not in ann.text
    assert kinds(place, notices)[-1] == "stands-again"
    done = ["not-me", "me-after-all", "copy", "copy"]
    assert deeds(place.world.store) == [f"participant participant.{deed}" for deed in done]


async def test_it_can_be_taken_back_from_the_conversation(place: Place, ann: Browser, eve: Browser) -> None:
    token, words = place.invited()
    await begins(eve, token, OURS)
    await proves(ann, token, words, "no")
    await begins_anew(ann, "What I said in between.")
    assert "It was me after all" in ann.text
    [form] = ann.page.all("form", action="/chat/began")
    given = {"token": str(form.one("input", name="token").attributes["value"])}
    await ann.goes_on(await ann.asks("POST", "/chat/began", data=given))
    assert await shows(ann, OURS)
    assert told(place) == [(False, OURS), (True, "What I said in between.")]


async def test_after_the_visit_it_stays(place: Place, ann: Browser, eve: Browser) -> None:
    token, words = place.invited()
    await begins(eve, token, OURS)
    await proves(ann, token, words, "no")
    given = {"token": str(ann.page.one("input", name="token").attributes["value"])}
    place.clock.ahead = LONGEST
    late = await ann.asks("POST", "/chat/began", data=given)
    assert (late.status, "can&#39;t be taken back" in late.body) == (404, True)
    assert told(place)[-1] == (True, OURS)


async def test_no_words_at_hand(place: Place, ann: Browser, eve: Browser) -> None:
    """Whom to phone; the reviewer is told, once an hour however often it is pressed; a link that is none looks the same."""
    token, _ = place.invited()
    await begins(eve, token, OURS)
    await ann.starts(token)
    [button] = [b for b in ann.page.all("button") if b.line == "I do not have the words"]
    assert button.line
    bodies = set()
    for one in (token, token, "x" * 43):
        sent = await ann.asks("POST", f"/i/{one}/no-words?lang=en")
        assert (sent.status, sent.location) == (303, f"/i/{one}/no-words?lang=en")
        await ann.goes_on(sent)
        bodies.add(ann.html.replace(one, ""))
    assert len(bodies) == 1
    assert "ask for your check words" in bodies.pop()
    await ann.opens(f"/i/{token}/no-words?lang=en")
    [back] = [a for a in ann.page.all("a") if a.line == "Try again"]
    await ann.opens(back.attributes["href"] or "")
    assert ann.page.all("input", name="words")
    assert kinds(place, flags) == ["no-words"]
    assert "no-words" in kinds(place, notices)


async def test_the_question_is_for_whoever_gave_the_words(place: Place, ann: Browser, eve: Browser) -> None:
    """By no address, no form and no cookie of somebody else."""
    token, words = place.invited()
    await begins(eve, token, SECRET)
    await ann.starts(token)
    await ann.goes_on(await ann.asks("POST", f"/i/{token}/words", data={"words": words}))
    async with place.browser() as other:
        assert (await other.asks("GET", f"/i/{token}/began")).status == 403
        other.session.cookie_jar.update_cookies({"interview": "a" * 43})
        assert (await other.asks("GET", f"/i/{token}/began")).location == f"/i/{token}/words"
        for who in ("yes", "no", "both", ""):
            await other.asks("POST", f"/i/{token}/began", data={"who": who})
        foreign = {"Origin": "https://elsewhere.example"}
        for path in (f"/i/{token}/began", f"/i/{token}/no-words", "/chat/began"):
            assert (await ann.asks("POST", path, data={"who": "no"}, headers=foreign)).status == 403
    assert told(place) == [(False, SECRET)]
    assert await shows(eve, SECRET)


@pytest.mark.parametrize("path", ["/i/{}/began", "/i/{}/no-words"])
async def test_an_address_that_is_none_is_no_error(place: Place, ann: Browser, path: str) -> None:
    for token in ("x", "x" * 43, "%00"):
        for method in ("GET", "POST"):
            assert (await ann.asks(method, path.format(token))).status in (200, 303, 400, 403, 404)


async def test_each_page_before_the_conversation_can_be_read_in_another_language(
    tmp_path: Path, sqlite_url: str
) -> None:
    """Nothing of it is kept on the device: the choice is in the address alone."""
    there = make_place(tmp_path, sqlite_url, languages=("en", "en_GB@easyread", "ur"))
    async with there.served(), there.browser() as eve, there.browser() as ann:
        token, words = there.invited()
        await begins(eve, token, OURS)

        async def can_turn() -> None:
            [urdu] = [a for a in ann.page.all("a") if a.attributes.get("hreflang") == "ur"]
            await ann.opens(urdu.attributes["href"] or "")
            assert ann.page.one("html").attributes["lang"] == "ur"

        for path in ("", "/words", "/no-words"):
            await ann.opens(f"/i/{token}{path}")
            await can_turn()
        ann.sees(await ann.asks("POST", f"/i/{token}/words", data={"words": "no no"}))
        await can_turn()
        await ann.goes_on(await ann.asks("POST", f"/i/{token}/words?lang=ur", data={"words": words}))
        assert ann.page.one("button", value="no").text
        await can_turn()
    there.world.store.close()
