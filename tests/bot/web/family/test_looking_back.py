"""Each question has an address of its own: what is behind can be looked at, changed by a press, and nothing moves by looking."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from dialogs import leder
from storage.schema.tables import browsers, outbox, responses
from tests.bot.web.browser import Browser
from tests.bot.web.place import Place, agreed, first, reaches


def before(browser: Browser) -> str:
    """The address of the question before what is shown; empty if there is none."""
    links = [a for p in browser.page.all("p", of="page-before") for a in p.all("a")]
    return str(links[0].attributes["href"]).partition("#")[0] if links else ""


def everything(place: Place) -> str:
    """All rows that a look could change."""
    with place.world.store.read() as work:
        return str([work.execute(select(table)).all() for table in (browsers, outbox, responses)])


async def told_about_p2(place: Place, ann: Browser) -> None:
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    await ann.sends("next:P2", words="ABBA")


async def test_the_question_before_shows_what_was_said_and_can_be_changed(place: Place, ann: Browser) -> None:
    await told_about_p2(place, ann)
    now = ann.form["place"]
    await ann.opens(before(ann))
    assert "You are looking back." in ann.text
    assert "ABBA" in ann.page.one("section", id="now").line
    await ann.opens(str(ann.page.one("a", of="nhsuk-button").attributes["href"]).partition("#")[0])
    assert ann.form["place"] == now
    assert ann.page.all("button", value=f"next:{now}")
    await ann.opens(before(ann))
    await ann.sends("change:P2")
    await ann.sends("next:P2", words="The Beatles")
    assert (first(place.world.record(), "P2"), ann.form["place"]) == ({"text": ["The Beatles"]}, now)


async def test_all_the_way_back_without_a_change(place: Place, ann: Browser) -> None:
    """From question to question as far as the first, and nothing of it is written down."""
    await told_about_p2(place, ann)
    kept, seen = everything(place), []
    while there := before(ann):
        assert (await ann.opens(there)).status == 200
        seen.append(ann.page.one("section", id="now").line)
        assert len(seen) < 40
    assert len({*seen}) == len(seen) > 10
    assert "Are you" in " ".join(seen)
    assert everything(place) == kept


async def test_an_address_tells_nothing(place: Place, ann: Browser, eve: Browser) -> None:
    """No link_id, no word, and in another browser it means nothing."""
    await told_about_p2(place, ann)
    there = before(ann)
    assert re.fullmatch(r"/chat\?at=[0-9a-f]{12}", there)
    await agreed(eve, place.invited()[0])
    await eve.opens(there)
    assert "You are looking back." not in eve.text
    assert eve.page.all("button", value="next:R1") or eve.form["place"] == "R1"
    for strange in ("/chat?at=", "/chat?at=P2", "/chat?at=%F0%9D%84%9E", "/chat?at=" + "0" * 5000):
        await ann.opens(strange)
        assert ann.form["place"] in leder.load().items


async def test_nothing_is_asked_before_its_time(place: Place, ann: Browser) -> None:
    """Every question ahead stays unknown, before and after the visitor has said who they are."""
    await ann.starts(place.invited()[0])
    assert before(ann) == ""
    await ann.sends("choose", choice="choose:W2:yes")
    await ann.opens(before(ann))
    assert "Are you" in ann.text


@pytest.mark.parametrize("aside", ["help", "talk", "pause", "privacy", "withdraw", "answers"])
async def test_back_from_what_was_opened_beside_leads_to_the_question(aside: str, place: Place, ann: Browser) -> None:
    await told_about_p2(place, ann)
    now = ann.form["place"]
    sent = await ann.sends_raw("next:" + now, words="the sea")
    address = sent.location.partition("#")[0]
    await ann.goes_on(sent)
    now = ann.form["place"]
    beside = await ann.sends_raw(aside)
    assert not beside.location.startswith("/chat?")
    await ann.goes_on(beside)
    await ann.opens(address)
    assert ann.page.all("button", value=f"next:{now}")
    await ann.sends("next:" + now, words="The beach")
    assert first(place.world.record(), now) == {"text": ["The beach"]}


async def test_what_cannot_be_changed_now_is_only_shown(place: Place, ann: Browser) -> None:
    await told_about_p2(place, ann)
    there = before(ann)
    await ann.sends("stop")
    await ann.opens(there)
    assert "ABBA" in ann.text
    assert not ann.page.all("button", value="change:P2")


async def test_what_was_deleted_cannot_be_looked_at(place: Place, ann: Browser) -> None:
    await told_about_p2(place, ann)
    there = before(ann)
    await ann.sends("withdraw")
    await ann.sends("yes:withdraw")
    await ann.opens(there)
    assert "ABBA" not in ann.text
    assert before(ann) == "" or "ABBA" not in ann.html
